"""Addresses as they stand in footers, beside boxes, without suffixes, and in other countries."""

import json

import pytest

from checkers.extract import read_page


def first(page, url=""):
    return read_page(page, url=url)[0].nap


@pytest.mark.parametrize(
    ("page", "street", "city"),
    [
        ("<p>© 2026 Delgado, 12 East Elm St. 8th Floor Austin TX, 78702", "12 East Elm St., 8th Floor", "Austin"),
        ("<p>All rights reserved. 12 Elm Dr, Garland, TX 75041", "12 Elm Dr", "Garland"),
        ("<p>512-555-0134 Address: Delgado Cheese House 12 Elm Rd. Austin, TX 78702", "12 Elm Rd.", "Austin"),
        ("<p>Delgado College, 610 College Mall, West Lake, TX 78702", "610 College Mall", "West Lake"),
        ("<p>12 Elm Avenue NW Washington, DC 20036", "12 Elm Avenue NW", "Washington"),
        ("<p>6B Liberty, Suite 200<br>Austin, TX 78702", "6B Liberty, Suite 200", "Austin"),
        ("<p>125 West Elm Street<br>P. O. Box 608<br>Austin, TX 78702", "125 West Elm Street", "Austin"),
        ("<p>45 - 47 Elm Road<br>Solihull<br>B99 9ZZ", "45-47 Elm Road", "Solihull"),
        ("<p>9 Elm Green, London, England W99 9ZZ", "9 Elm Green", "London"),
        ("<p>Iepenlaan 9<br>1099 ZZ AMSTERDAM", "Iepenlaan 9", "AMSTERDAM"),
        ("<p>9 Elm Street<br>Toronto, ON M9Z 9Z9", "9 Elm Street", "Toronto"),
    ],
)  # fmt: skip
def test_a_street_and_its_town_are_told_apart(page, street, city):
    nap = first(page)
    assert (f"{nap.street}, {nap.unit}".strip(", "), nap.city) == (street, city)


@pytest.mark.parametrize("line", ["24 Hours", "2026 Conference", "12 Locations", "4 Stars"])
def test_an_amount_above_a_town_is_no_street(line):
    assert read_page(f"<p>{line}<br>Austin, TX 78702") == ()


def test_a_number_from_abroad_says_its_country():
    page = "<title>Eethuis Iep</title><h1>Eethuis Iep</h1><p>Iepenlaan 9<br>1099 ZZ Amsterdam<br>31 (0)20 555 0134"
    assert first(page).phone == "+31205550134"


def test_what_follows_the_first_end_of_the_page_is_read():
    assert first("<p>Hello</body></html><p>12 Elm St, Austin, TX 78702").street == "12 Elm St"


def test_a_heading_with_its_phone_is_the_name():
    page = "<title>Elm Lofts</title><h1>Elm Lofts (512) 555-0134</h1><p>12 Elm St, Austin, TX 78702"
    assert first(page).name == "Elm Lofts"


def test_a_products_heading_is_not_the_business():
    page = (
        "<head><title>Oak Button</title><meta property='og:type' content='product'></head><h1>Oak Button</h1>"
        "<p>9.95<p>Add to cart<p>Visit us<p>12 Elm St, Austin, TX 78702<p>© 2026 Delgado Buttons"
    )
    assert first(page).name == "Delgado Buttons"


def test_a_contact_page_says_the_name_that_its_host_spells():
    page = "<title>Contact Us</title><p>Come to The Elm Barn today<p>12 Elm St, Austin, TX 78702"
    assert first(page, "https://www.theelmbarn.example/").name == "The Elm Barn"
    assert first(page.replace("Contact Us", "Oak Shop"), "https://www.theelmbarn.example/").name == ""


def test_a_maps_payload_is_read_by_position():
    place = [None] * 204
    place[11], place[183] = "Elm Bar", [None, [None, "9 Elm St", "9 Elm St", "Austin", "78702", "TX", "US"]]
    place[178] = [["(512) 555-0134", [["(512) 555-0134", 1], ["+1 512-555-0134", 2]]]]
    place[203] = [[["", day, [], [["", [[9, 30], [22]]]]] for day in range(1, 8)]]
    (listing,) = read_page(")]}'\n" + json.dumps([None] * 6 + [place]))
    nap = listing.nap
    assert (nap.name, nap.street, nap.city, nap.region) == ("Elm Bar", "9 Elm St", "Austin", "TX")
    assert (nap.phone, nap.hours["sun"]) == ("+15125550134", (("09:30", "22:00"),))
    assert read_page(json.dumps([None] * 6 + [[1, 2]])) == ()


def test_a_street_with_and_without_its_direction_is_one_door():
    whole = "<title>Elm House</title><h1>Elm House</h1><p>260 14th St NW<br>Atlanta, GA 30318</p>"
    (listing,) = read_page(f"{whole}<footer>260 14th St, Atlanta, GA 30318<br>404-555-0134")
    assert (listing.nap.street, listing.nap.phone) == ("260 14th St NW", "+14045550134")
    fields = {"streetAddress": "260 14th St", "addressLocality": "Atlanta", "addressRegion": "GA"}
    business = json.dumps({"@type": "Store", "name": "Elm House", "address": fields})
    assert len(read_page(f'<script type="application/ld+json">{business}</script>{whole}')) == 1
    other = "<p>260 14th St SE<br>Atlanta, GA 30312</p>"
    assert len(read_page(whole + other)) == 2


@pytest.mark.parametrize(
    "rows", ["12 Elm Plaza<br>Oak City<br>TX 78702", "12 Elm Plaza, Oak City,<br>Texas 78702 ; USA"]
)
def test_a_state_with_its_zip_below_the_town(rows):
    (listing,) = read_page(f"<title>Elm</title><p>Elm House<br>{rows}<br>512-555-0134")
    nap = listing.nap
    assert (nap.street, nap.city, nap.region, nap.postal_code) == ("12 Elm Plaza", "Oak City", "TX", "78702")


def test_a_line_that_ends_as_browsers_end_it():
    (listing,) = read_page("<p>© 2026 Elm Exteriors LLC </br> 12 Elm Rd </br> Austin, TX 78702")
    assert (listing.nap.name, listing.nap.street) == ("Elm Exteriors LLC", "12 Elm Rd")


def test_a_fax_under_its_heading_is_no_phone():
    page = "<h3>Call us</h3><p>(855) 555-0134<h3>Fax us</h3><p>(855) 555-0199<p>12 Elm St<br>Austin, TX 78702"
    assert [listing.nap.phone for listing in read_page(page)] == ["+18555550134"]


def test_a_street_behind_a_call():
    page = "<address>Elm Diner - Now Open! 12 Elm St, Austin, TX 78702 (512) 555-0134</address>"
    assert (first(page).street, first(page).phone) == ("12 Elm St", "+15125550134")


def test_a_house_on_an_interstate():
    nap = first("<p>9600 S I-35, Ste C<br>Austin, TX 78748")
    assert (nap.street, nap.unit) == ("9600 S I-35", "Ste C")
    assert read_page("<p>Elm<p>3 I-9 forms<br>Austin, TX") == ()


@pytest.mark.parametrize("number", ["512-555-0134", "(512) 555-0134", "512.555.0134"])
@pytest.mark.parametrize("gap", [" ", "&nbsp;&nbsp; "])
def test_a_number_right_behind_the_zip_does_not_hide_the_address(gap, number):
    page = f"<title>Elm Pipes</title><h1>Elm Pipes</h1><p>12 Elm St, Austin, TX 78702{gap}{number}"
    (listing,) = read_page(page)
    nap = listing.nap
    assert (nap.street, nap.city, nap.region, nap.postal_code) == ("12 Elm St", "Austin", "TX", "78702")
    assert nap.phone == "+15125550134"


def test_figures_behind_a_zip_that_are_no_number_leave_it_none():
    assert not [x for x in read_page("<h1>Elm Pipes</h1><p>12 Elm St, Austin, TX 78702 - 44") if x.nap.street]


@pytest.mark.parametrize(
    ("printed", "street", "postal_code"),
    [
        ("125 S. Main<br>Oak Hill, Ohio", "125 S. Main", ""),
        ("125 South Main, Oak Hill, OH", "125 South Main", ""),
        ("W1234 County Rd K<br>Oak Hill, WI 53001", "W1234 County Rd K", "53001"),
        ("4120 County Road 12<br>Oak Hill, CO", "4120 County Road 12", ""),
        ("12 El Camino Real<br>Oak Hill, CA", "12 El Camino Real", ""),
        ("12 Via Elma<br>Oak Hill, CA", "12 Via Elma", ""),
        ("We are at 12 Elm St. in Oak Hill, OH 45656.", "12 Elm St.", "45656"),
        ("12 Elm Street, Oak Hill, OH45656", "12 Elm Street", "45656"),
        ("12 elm street<br>oak hill, oh 45656", "12 elm street", "45656"),
    ],
)
def test_streets_as_owners_write_them(printed, street, postal_code):
    nap = first(f"<p>{printed}")
    assert (nap.street, nap.city, nap.postal_code) == (street, "Oak Hill", postal_code)


@pytest.mark.parametrize(
    ("short", "code"), [("Ill.", "IL"), ("Ariz.", "AZ"), ("Ore.", "OR"), ("Penna.", "PA"), ("N.H.", "NH")]
)
def test_states_are_shortened_as_they_were_before_they_had_codes(short, code):
    nap = first(f"<p>12 Elm St, Oak Hill, {short}")
    assert (nap.city, nap.region) == ("Oak Hill", code)


@pytest.mark.parametrize("line", ["10 Road Trip Ideas", "22 Peachtree", "3 East Coast Wings", "12 North"])
def test_a_count_is_no_street_without_suffix_direction_and_zip(line):
    assert read_page(f"<p>{line}<br>Austin, TX") == ()


@pytest.mark.parametrize("road", ["4120 State Road 44", "55 Township Road 12", "1200 S Loop 289", "1001 FM 2325"])
def test_a_road_with_a_number_is_a_street_without_its_zip(road):
    (listing,) = read_page(f"<title>Elm Feed</title><h1>Elm Feed</h1><p>{road}</p><p>Elm Hill, TX</p>")
    assert (listing.nap.street, listing.nap.city) == (road, "Elm Hill")


@pytest.mark.parametrize("road", ["Carr. 112 Km 2.4, Bo. Arenales", "PR-2 Km 14.5", "Carretera 3, Km. 19.2"])
def test_the_kilometre_of_a_road_is_a_place(road):
    (listing,) = read_page(f"<title>Panadería Elm</title><p>{road}<br>Isabela, Puerto Rico 00662<br>(787) 555-0134")
    nap = listing.nap
    assert (nap.street, nap.city, nap.region, nap.phone) == (road, "Isabela", "PR", "+17875550134")


def test_the_label_of_an_address_for_letters_is_not_the_next_ones():
    page = (
        "<title>Elm Guns</title><p>Mailing Address: PO Box 160, Elm Hill, MT 59716</p>"
        "<p>Shop: 8820 US Hwy 191 South, Oak Hill, MT 59730</p><p>Phone 406.555.0134 / Cell 406.555.0155</p>"
    )
    (listing,) = read_page(page)
    assert (listing.nap.street, listing.nap.city) == ("8820 US Hwy 191 South", "Oak Hill")
    assert listing.nap.phone == "+14065550134"


def test_a_town_that_is_served_takes_no_street_from_the_address_above_it():
    above = "<p>500 W Oak Valley Blvd, Austin, TX 78702. We came in 20 min!</p><h4>Areas we serve</h4>"
    found = read_page(f"{above}<p>Austin, TX</p><p>Hutto, TX</p>")
    assert [(listing.nap.street, listing.nap.city) for listing in found] == [("500 W Oak Valley Blvd", "Austin")]


def test_a_street_behind_a_small_word():
    nap = read_page("<p>Come to 12 Elm St, Austin, TX 78702. We open at 8!</p>")[0].nap
    assert (nap.street, nap.city) == ("12 Elm St", "Austin")
