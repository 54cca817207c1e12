"""Pages without markup, read as a person reads them; a name, number or hours that nobody printed is never made up."""

import pytest

from checkers.extract import read_page

FOOT = "<footer>Copyright 2026 Delgado Plumbing, LLC. All rights reserved.</footer>"


def subject(page, url=""):
    return read_page(f"<html><body>{page}</body></html>", url=url)[0].nap


def test_a_contact_block_split_by_line_breaks():
    nap = subject(
        f"<h2>Contact</h2><p>Delgado Plumbing, LLC<br>1204 E 7th St<br>Ste B<br>"
        f"Austin, TX<br>78702<br>512.555.0134{FOOT}"
    )
    assert (nap.name, nap.street, nap.unit, nap.city, nap.region, nap.postal_code, nap.phone) == (
        "Delgado Plumbing, LLC",
        "1204 E 7th St",
        "Ste B",
        "Austin",
        "TX",
        "78702",
        "+15125550134",
    )


def test_labelled_rows_of_a_table():
    rows = {
        "Address": "1204 E 7th St, Austin, TX 78702",
        "Fax": "512-555-0199",
        "Phone": "512-555-0134",
        "Hours": "Mon-Fri 8am-5pm",
    }
    table = "".join(f"<tr><th>{key}</th><td>{value}</td></tr>" for key, value in rows.items())
    nap = subject(f"<h1>Delgado Plumbing</h1><table>{table}</table>{FOOT}")
    assert (nap.street, nap.phone, nap.hours["mon"]) == ("1204 E 7th St", "+15125550134", (("08:00", "17:00"),))


ROWS = {
    "Company": "Delgado Plumbing",
    "Address": "1204 E 7th St, Ste B",
    "City": "Austin",
    "State": "TX",
    "ZIP": "78702",
    "Phone": "512-555-0134",
    "Website": "https://delgado.example/",
    "Hours": "Mon 8:00 AM – 5:00 PM; Sat Closed",
}


def test_an_address_in_labelled_parts_and_not_the_publishers_below_it():
    rows = "".join(f"<div><b>{label}:</b> {value}</div>" for label, value in ROWS.items())
    publisher = "<div class=foot>© City Pages Co.<br>410 N Michigan Ave, Chicago, IL 60611<br>312-555-0113</div>"
    nap = subject(f"<h1>Delgado Plumbing</h1>{rows}{publisher}")
    fields = ("name", "street", "unit", "city", "region", "postal_code", "phone", "website")
    assert [getattr(nap, key) for key in fields] == [
        "Delgado Plumbing",
        "1204 E 7th St",
        "Ste B",
        "Austin",
        "TX",
        "78702",
        "+15125550134",
        "https://delgado.example/",
    ]
    assert nap.hours == {"mon": (("08:00", "17:00"),), "sat": ()}


def test_the_labels_of_an_empty_form_are_no_listing():
    form = "".join(f"<p>{label}:</p>" for label in ROWS)
    assert subject(f"<p>9 Elm St, Dallas, TX 75201</p>{form}").street == "9 Elm St"


def test_a_fax_is_no_phone_wherever_its_label_stands():
    for fax in ("Fax: 512-555-0199", "512-555-0199 fax", "<b>Fax</b><br>512-555-0199"):
        assert subject(f"<p>1204 E 7th St, Austin, TX 78702<br>{fax}</p>").phone == ""


def test_a_mailing_address_gives_way_to_the_place_to_visit():
    nap = subject(
        "<p>MAILING<br>PO Box 9<br>Austin, TX 78701</p>"
        "<p>OFFICE<br>1204 E 7th St<br>Austin, TX 78702</p><p>512-555-0134</p>"
    )
    assert (nap.street, nap.phone) == ("1204 E 7th St", "+15125550134")


def test_each_of_two_addresses_keeps_its_own_number():
    found = read_page(
        "<p>1204 E 7th St<br>Austin, TX 78702<br>512-555-0134</p><p>9 Elm St<br>Dallas, TX 75201<br>214-555-0177</p>"
    )
    assert [(item.nap.city, item.nap.phone) for item in found] == [
        ("Austin", "+15125550134"),
        ("Dallas", "+12145550177"),
    ]


def test_a_number_labelled_with_the_town_is_the_towns():
    nap = subject(
        "<p>12 Elm Circle<br>West Springfield, MA 01089</p>"
        "<p>Springfield: (413) 555-0102</p><p>West Springfield: (413) 555-0100</p>"
    )
    assert nap.phone == "+14135550100"


@pytest.mark.parametrize(
    ("printed", "street", "unit"),
    [
        ("123 Main St Ste 4", "123 Main St", "Ste 4"),
        ("12 Elm St Rear Ste 4", "12 Elm St", "Rear Ste 4"),
        ("Suite 4, 123 Main St", "123 Main St", "Suite 4"),
        ("123 Main St #A-1", "123 Main St", "#A-1"),
        ("123 Main St Bldg 2, Ste 100", "123 Main St", "Bldg 2, Ste 100"),
        ("123 Main Ave., NW 6th Floor", "123 Main Ave., NW", "6th Floor"),
        ("123 Main St 4B", "123 Main St", "4B"),
        ("123 Main St/Suite 4", "123 Main St", "Suite 4"),
        ("123 Main St Hwy 6", "123 Main St Hwy 6", ""),
        ("123 1/2 Main St", "123 1/2 Main St", ""),
        ("PO Box 4", "PO Box 4", ""),
        ("PO Box Twelve", "PO Box Twelve", ""),
        ("P.O. BOX TWENTY-ONE", "P.O. BOX TWENTY-ONE", ""),
    ],
)
def test_street_and_unit_are_told_apart_and_the_line_is_kept(printed, street, unit):
    (plain,) = read_page(f"<h1>Elm Pipes</h1><p>{printed}<br>Austin, TX 78702")
    address = f'"address":{{"streetAddress":"{printed}","addressLocality":"Austin","addressRegion":"TX"}}'
    (said,) = read_page(f'<script type="application/ld+json">{{"@type":"Plumber","name":"Elm",{address}}}</script>')
    for listing in (plain, said):
        assert (listing.nap.street, listing.nap.unit) == (street, unit)
        assert listing.printed.get("street", street) == printed
        assert bool(listing.provenance.get("unit")) is bool(unit)


def test_the_street_comes_before_a_town_without_comma():
    nap = subject("<p>3208 TULIP RD #318 AUSTIN TX. 78759</p>")
    assert (nap.street, nap.unit, nap.city, nap.postal_code) == ("3208 TULIP RD", "#318", "AUSTIN", "78759")


def test_a_name_with_one_witness_only_is_not_taken():
    assert subject("<title>Contact</title><p>Security text<br>1204 E 7th St<br>Austin, TX 78702</p>").name == ""
    assert subject("<img src=logo.png alt='Delgado'><p>1204 E 7th St<br>Austin, TX 78702</p>").name == ""


def test_title_and_heading_together_name_a_directorys_listing_rather_than_the_directory():
    place = "<p>1204 E 7th St<br>Austin, TX 78702</p>"
    page = f"<title>Delgado Plumbing | Town Pages</title><h1>Delgado Plumbing</h1>{place}<p>© 2026 Town Pages</p>"
    assert subject(page).name == "Delgado Plumbing"


def test_hidden_text_is_not_on_the_page():
    nap = subject(
        "<p style='display: none'>9 Elm St, Dallas, TX 75201</p>"
        "<p hidden>8 Elm St, Dallas, TX 75201</p><p>1 Oak St, Austin, TX 78702</p>"
    )
    assert nap.street == "1 Oak St"


def test_hours_of_something_else_and_doubtful_hours_stay_out():
    place = "<p>1204 E 7th St, Austin, TX 78702</p>"
    assert subject(f"{place}<p>Shuttle hours: Mon-Fri 8am-5pm</p>").hours is None
    assert subject(f"{place}<p>Open most days from 9</p>").hours is None
    week = subject(f"{place}<p>Mon</p><p>9:00 am - 5:00 pm</p><p>Closed now</p><p>Sat</p><p>Closed</p>").hours
    assert week == {"mon": (("09:00", "17:00"),), "sat": ()}
