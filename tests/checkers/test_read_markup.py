"""Each syntax says the same listing; what a page does not say stays empty."""

import json

import pytest

from checkers.extract import read_page
from checkers.nap import Nap

JSON_LD = """<script type="application/ld+json">
{"@context":"https://schema.org","@type":"Plumber","name":"Delgado Plumbing",
"address":{"@type":"PostalAddress","streetAddress":"1204 E 7th St, Ste B","addressLocality":"Austin",
"addressRegion":"TX",
"postalCode":"78702"},"telephone":"(512) 555-0134"}</script>"""
GRAPH = """<script type="application/ld+json">/* made by hand */ {"@graph":[{"@type":"WebSite","name":"Our site"},
{"@type":"LocalBusiness","@id":"#b","name":"Delgado Plumbing","telephone":"512-555-0134","address":{"@id":"#a"},},
{"@type":"PostalAddress","@id":"#a","streetAddress":"1204 E 7th St, Ste B","addressLocality":"Austin",
"addressRegion":"Texas","postalCode":"78702"}]}</script>"""
MICRODATA = """<div itemscope itemtype="http://schema.org/Plumber"><h1 itemprop="name">Delgado Plumbing</h1>
<p itemprop="address" itemscope itemtype="http://schema.org/PostalAddress"><span itemprop="streetAddress">
1204 E 7th St<br>
Ste B</span> <span itemprop="addressLocality">Austin</span>, <span itemprop="addressRegion">TX</span>
<span itemprop="postalCode">78702</span></p><a itemprop="telephone" href="tel:+15125550134">(512) 555-0134</a></div>"""
RDFA = """<div vocab="http://schema.org/" typeof="Plumber"><h1 property="name">Delgado Plumbing</h1>
<p property="address" typeof="PostalAddress"><span property="streetAddress">1204 E 7th St, Ste B</span>
<span property="addressLocality">Austin</span> <span property="addressRegion">TX</span>
<span property="postalCode">78702</span></p><span property="telephone">512.555.0134</span></div>"""
HCARD = """<div class="vcard"><h1 class="fn org">Delgado Plumbing</h1><div class="adr">
<span class="street-address">1204 E 7th
St, Ste B</span> <span class="locality">Austin</span> <span class="region">TX</span>
<span class="postal-code">78702</span></div><span class="tel fax">512-555-0199</span>
<span class="tel">512-555-0134</span></div>"""
H_CARD = """<div class="h-card"><h1 class="p-name">Delgado Plumbing</h1><div class="p-adr h-adr">
<span class="p-street-address">1204 E 7th St, Ste B</span> <span class="p-locality">Austin</span>
<span class="p-region">TX</span> <span class="p-postal-code">78702</span></div>
<span class="p-tel">512-555-0134</span></div>"""
PLAIN = """<title>Delgado Plumbing | Contact</title>
<h1>Delgado Plumbing</h1><p>1204 E 7th St, Ste B<br>Austin, TX 78702</p>
<p>Fax: 512-555-0199<br>Phone: 512-555-0134</p>"""
DELGADO = {
    "name": "Delgado Plumbing",
    "street": "1204 E 7th St",
    "unit": "Ste B",
    "city": "Austin",
    "region": "TX",
    "postal_code": "78702",
    "phone": "+15125550134",
}


@pytest.mark.parametrize(
    ("page", "source"),
    [
        (JSON_LD, "json-ld"),
        (GRAPH, "json-ld"),
        (MICRODATA, "microdata"),
        (RDFA, "rdfa"),
        (HCARD, "microformats"),
        (H_CARD, "microformats"),
        (PLAIN, "page"),
    ],
    ids=["json-ld", "broken @graph with references", "microdata", "rdfa", "hCard", "h-card", "plain"],
)
def test_a_listing_is_read_from_each_syntax(page, source):
    (listing,) = read_page(f"<html><body>{page}</body></html>")
    said = {key: value for key, value in listing.nap.to_dict().items() if key in DELGADO}
    assert (said, listing.source, listing.is_closed) == (DELGADO, source, False)
    assert set(DELGADO) <= set(listing.provenance)


def test_a_second_syntax_fills_what_the_first_leaves_out_and_says_so():
    no_phone = JSON_LD.replace('"telephone":"(512) 555-0134"', '"url":"https://delgado.example"')
    (listing,) = read_page(no_phone + MICRODATA)
    assert (listing.nap.phone, listing.nap.website, listing.source) == (
        "+15125550134",
        "https://delgado.example",
        "json-ld",
    )
    assert listing.provenance["phone"].startswith("microdata") and listing.provenance["name"].startswith("json-ld")


def test_hours_come_in_the_form_of_the_business_schema():
    hours = '"openingHoursSpecification":[{"dayOfWeek":["Monday","https://schema.org/Friday"],"opens":"08:00","closes":"17:00"}]'
    (listing,) = read_page(JSON_LD.replace('"telephone"', f'{hours},"telephone"'))
    assert listing.nap.hours == {"mon": (("08:00", "17:00"),), "fri": (("08:00", "17:00"),)}


def test_whoever_wrote_or_owns_the_page_is_not_the_subject():
    article = """<script type="application/ld+json">{"@type":"Article",
    "publisher":{"@type":"Organization","name":"News",
    "address":"1 Press Rd, Austin, TX 78701","telephone":"512-555-0100"}}</script>"""
    (listing,) = read_page(article + MICRODATA)
    assert listing.nap.name == "Delgado Plumbing"


def test_several_places_are_several_listings_the_subject_first():
    branch = (
        JSON_LD.replace("1204 E 7th St, Ste B", "9 Elm St")
        .replace("Delgado Plumbing", "Elm Plumbing")
        .replace("0134", "0177")
    )
    found = read_page(f"<title>Delgado Plumbing</title>{branch}{JSON_LD}")
    assert [listing.nap.name for listing in found] == ["Delgado Plumbing", "Elm Plumbing"]


@pytest.mark.parametrize(
    "page", ["", "<p>hello", "<title>Delgado Plumbing</title>", '{"a": [1, 2]}', "<p>Austin, TX 78702</p>"]
)
def test_a_page_that_lists_nobody_lists_nobody(page):
    assert read_page(page) == ()


def test_a_place_that_closed_is_told():
    (listing,) = read_page(f"{PLAIN}<p>Permanently closed</p>")
    assert listing.is_closed
    assert Nap() != listing.nap


def test_a_banner_closes_the_place_that_only_machines_read():
    store = """{"@type": "Store", "name": "%s", "telephone": "%s",
        "address": {"streetAddress": "9 Elm St", "addressLocality": "Austin", "addressRegion": "TX"}}"""
    one, two = store % ("Elm Shop", "512-555-0134"), (store % ("Oak Shop", "512-555-0199")).replace("9 Elm", "5 Oak")
    banner = "<h1>Elm Shop</h1><p>Permanently closed</p><script type=application/ld+json>%s</script>"
    (listing,) = read_page(banner % one)
    assert listing.is_closed and listing.nap.street == "9 Elm St"
    assert not any(found.is_closed for found in read_page(banner % f"[{one}, {two}]"))


def test_properties_elsewhere_on_the_page_are_named_by_itemref():
    page = """<p id=place itemprop=address itemscope itemtype=http://schema.org/PostalAddress>
    <b itemprop=streetAddress>9 Elm St</b> <b itemprop=addressLocality>Austin</b></p>
    <i id=call itemprop=telephone>512-555-0134</i>
    <div itemscope itemtype=http://schema.org/Store itemref="place call none"><h1 itemprop=name>Elm Shop</h1></div>"""
    (listing,) = read_page(page)
    assert (listing.nap.name, listing.nap.street, listing.nap.phone) == ("Elm Shop", "9 Elm St", "+15125550134")


def test_an_item_that_refers_to_what_it_stands_in_ends():
    page = "<div id=a itemscope itemprop=department><p itemscope itemref=a><b itemprop=name>Elm</b></p></div>"
    assert read_page(page) == ()


def test_a_value_class_is_the_part_that_counts():
    tel = '<p class="tel">Call us at <b class="value">512</b><i class="value">-555-0134</i> today</p>'
    titled = '<p class="tel">Call <span class="value-title" title="+1-512-555-0134"> </span>us</p>'
    for spelt in (tel, titled):
        page = HCARD.replace('<span class="tel">512-555-0134</span>', spelt)
        assert read_page(page)[0].nap.phone == "+15125550134"


def test_an_address_alone_in_markup_takes_its_name_from_the_page():
    postal = MICRODATA[MICRODATA.index("<p itemprop") : MICRODATA.index("<a itemprop")]
    page = f"<title>Delgado Plumbing | Contact</title><h1>Delgado Plumbing</h1>{postal}<p>(512) 555-0134"
    (listing,) = read_page(page)
    assert (listing.source, listing.nap.name, listing.nap.phone) == ("microdata", "Delgado Plumbing", "+15125550134")
    assert listing.provenance["name"].startswith("page")


def test_markup_that_no_reader_sees_says_so():
    (listing,) = read_page(f"<div style='display: none'>{MICRODATA}</div>")
    assert listing.provenance["street"].endswith("hidden from readers")
    (listing,) = read_page(MICRODATA)
    assert "hidden" not in listing.provenance["street"]


def test_a_services_provider_is_who_offers_it_here():
    provider = {
        "@type": "Plumber",
        "name": "Elm Pipes LLC",
        "telephone": "512-555-0134",
        "address": "12 Elm St, Austin, TX 78702",
    }
    service = {"@type": "Service", "serviceType": "Water heaters", "provider": provider}
    page = f"<title>Water Heaters | Elm Pipes</title><script type='application/ld+json'>{json.dumps(service)}</script>"
    nap = read_page(f"{page}<h1>Water Heaters</h1><p>Call (512) 555-0134")[0].nap
    assert (nap.name, nap.street, nap.city) == ("Elm Pipes LLC", "12 Elm St", "Austin")
    job = {"@type": "JobPosting", "title": "Plumber", "provider": provider}
    assert read_page(f"<script type='application/ld+json'>{json.dumps(job)}</script>") == ()


def test_state_and_zip_that_markup_puts_behind_the_town_are_no_part_of_it():
    card = """<div class="vcard"><b class="fn org">Elm Dental</b><div class="adr">
    <i class="street-address">12 Elm St</i> <i class="locality">Oak Hill OH 45656</i></div></div>"""
    nap = read_page(card)[0].nap
    assert (nap.city, nap.region, nap.postal_code) == ("Oak Hill", "OH", "45656")
    other = read_page(card.replace("OH 45656</i>", "OH 45656</i> <i class='region'>TX</i>"))[0].nap
    assert (other.city, other.region) == ("Oak Hill OH 45656", "TX")


def test_a_branchs_page_is_about_the_branch_and_not_whom_it_belongs_to():
    place = {"@type": "PostalAddress", "addressRegion": "NJ"}
    parent = {
        "@type": "Organization",
        "@id": "#org",
        "name": "Elm Dental",
        "telephone": "201-555-0155",
        "address": {**place, "streetAddress": "1 Oak Dr", "addressLocality": "Parsippany", "postalCode": "07054"},
    }
    branch = {
        "@type": "Dentist",
        "name": "Elm Dental Hoboken",
        "telephone": "201-555-0134",
        "parentOrganization": {"@id": "#org"},
        "address": {**place, "streetAddress": "77 River St", "addressLocality": "Hoboken", "postalCode": "07030"},
    }
    graph = json.dumps({"@graph": [parent, branch]})
    found = read_page(f'<title>Dentist | Elm Dental</title><script type="application/ld+json">{graph}</script>')
    assert [listing.nap.street for listing in found] == ["77 River St", "1 Oak Dr"]
