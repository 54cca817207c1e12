"""What a page shows its readers is held against what only machines read; a map's address serves where none is shown."""

import pytest

from checkers.extract import read_page

OPEN = '<body><header>Delgado Plumbing, call <a href="tel:+15125550134">512-555-0134</a></header>'
PLACE = "<p>1204 E 7th St<br>Austin, TX 78702</p>"


def json_ld(inner):
    return f'<script type="application/ld+json">{{"@type":"Plumber","name":"Delgado Plumbing",{inner}}}</script>'


def first(page, url=""):
    return read_page(page, url=url)[0].nap


ADDRESS = '"address":{"streetAddress":"1204 E 7th St","addressLocality":"Austin","postalCode":"78702"}'


def test_the_only_number_shown_beside_the_door_is_kept_up_and_the_hidden_one_is_not():
    (listing,) = read_page(json_ld(f'"telephone":"512-555-0199",{ADDRESS}') + OPEN + PLACE)
    assert listing.nap.phone == "+15125550134"
    assert listing.provenance["phone"] == "page: the only number shown"


def test_a_move_that_the_markup_did_not_follow():
    old = '"address":{"streetAddress":"9 Elm St","addressLocality":"Dallas","addressRegion":"TX","postalCode":"75201"}'
    (listing,) = read_page(json_ld(f'"telephone":"512-555-0134",{old}') + OPEN + PLACE)
    assert (listing.nap.street, listing.nap.city, listing.nap.postal_code) == ("1204 E 7th St", "Austin", "78702")


def test_another_business_on_the_page_corrects_nothing():
    other = '"address":{"streetAddress":"9 Elm St","addressLocality":"Dallas","addressRegion":"TX"}'
    page = json_ld(f'"telephone":"214-555-0177",{other}').replace("Delgado Plumbing", "Oak")
    assert first(page + OPEN + PLACE).street == "9 Elm St"


def test_a_town_that_only_machines_read_is_a_head_offices():
    office = json_ld('"telephone":"512-555-0134","address":{"addressLocality":"Dallas","addressRegion":"TX"}')
    assert (first(office + OPEN).city, first(office + OPEN + "<p>Serving Dallas, Texas</p>").city) == ("", "Dallas")


def test_a_slogan_in_the_markups_name_that_nobody_reads():
    shop = '{"@type":"Store","name":"Elm Paper - Party Goods - Free Shipping","telephone":"512-555-0134"}'
    page = f'<title>White Towels | Elm Paper</title><script type="application/ld+json">{shop}</script>{OPEN}'
    assert first(page).name == "Elm Paper"


ELSEWHERE = "https://townmaps.example/maps?address=1204+E+7th+St&city=Austin&state=TX&zipcode=78702"
FIELDS = ELSEWHERE.replace("townmaps.example", "www.mapquest.com")


@pytest.mark.parametrize(
    "link",
    [
        FIELDS,
        "https://www.google.com/maps?q=Delgado+Plumbing,+1204+E+7th+St,+Austin,+TX+78702&output=embed",
        "https://maps.apple.com/maps?daddr=1204+E+7th+St,+Austin,+TX+78702,+USA",
        "https://www.google.com/maps/embed?pb=!1m14!1m8!1m3!1d594!2d-97.7!3d30.2!3m3!1m2!1s0x88!2s1204+E+7th+St%2C+Austin%2C+TX+78702!5e0!3m2!1sen!2sus",
        "https://www.google.com/maps/place/1204+E+7th+St,+Austin,+TX+78702/@30.2,-97.7,17z/data=!3m1",
    ],
)
def test_a_map_says_where_the_page_does_not(link):
    nap = first(f'<title>Delgado Plumbing</title>{OPEN}<a href="{link}">Directions</a>')
    assert (nap.street, nap.city, nap.region, nap.postal_code) == ("1204 E 7th St", "Austin", "TX", "78702")
    assert first(f'{OPEN}<p>9 Elm St, Dallas, TX 75201</p><a href="{link}">Map</a>').street == "9 Elm St"


def test_two_maps_and_links_elsewhere_say_nothing():
    maps = "".join(
        f'<a href="https://maps.google.com/maps?q={n}+Elm+St,+Austin,+TX">Directions</a>' for n in ("9", "12")
    )
    assert first(f"<title>Delgado Plumbing</title>{OPEN}{maps}").street == ""
    assert first(f'<title>Delgado Plumbing</title>{OPEN}<a href="{ELSEWHERE}">Map</a>').street == ""


def test_a_campus_has_a_town_and_a_zip_and_no_street():
    foot = "<footer>© The Regents of Elm<br>Elm College, Austin, TX 78702 • 512-555-0134</footer>"
    nap = first(f"<title>Welcome to Elm College</title><body>{foot}")
    assert (nap.name, nap.city, nap.region, nap.postal_code) == ("Elm College", "Austin", "TX", "78702")
    assert first(f"<title>Delgado Plumbing</title>{OPEN}<p>Homes near Austin, TX 78702 from us</p>").city == ""


@pytest.mark.parametrize(
    "page",
    [
        "<h1>Delgado Plumbing</h1><p>12 Elm St<br>Austin, Texas 78702<br>(512) 555.0134",
        "<div itemscope itemtype=http://schema.org/Plumber><b itemprop=name>Delgado Plumbing</b>"
        "<p itemprop=address itemscope><i itemprop=streetAddress>12 Elm St</i><i itemprop=addressLocality>Austin</i>"
        "<i itemprop=addressRegion>Texas</i><i itemprop=postalCode>78702</i></p>"
        "<i itemprop=telephone>(512) 555.0134</i></div>",
    ],
)
def test_what_is_printed_is_kept_beside_its_normal_form(page):
    listing = read_page(page)[0]
    assert (listing.nap.phone, listing.nap.region) == ("+15125550134", "TX")
    assert listing.printed == {"phone": "(512) 555.0134", "region": "Texas"}
