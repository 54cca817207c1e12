"""What a page says of its neighbours, and what a house's frame says, when no address tells whose page it is."""

import pytest

from checkers.extract import read_page

PLACE = "<p>12 Elm St</p><p>Austin, TX 78702</p><p>(512) 555-0134</p>"
NEIGHBOUR = "<p>9 Oak Dr</p><p>Dallas, TX 75201</p><p>(214) 555-0155</p>"


def first(page):
    return read_page(page)[0].nap


@pytest.mark.parametrize(
    ("title", "foot"),
    [
        ("Elm &amp; Oak Restaurant - Austin, TX | OpenTable", "Copyright © 2026 OpenTable, Inc."),
        ("New &amp; Used Cars at Elm &amp; Oak in Austin, TX | Cars.com", "© 2026 Cars.com"),
        ("Elm &amp; Oak - Real Estate Agent in Austin, TX - Reviews | Zillow", "© 2006-2026 Zillow"),
        ("Elm &amp; Oak in Austin (12 Elm St) - Gas Prices - GasBuddy", "© 2026 GasBuddy LLC. All Rights Reserved."),
    ],
)
def test_a_saved_page_without_an_address_is_known_by_its_houses_print(title, foot):
    house = title.split()[-1]
    page = f"<title>{title}</title><header>{house}</header><h1>Elm &amp; Oak</h1>{PLACE}<footer>{foot}</footer>"
    assert first(page).name == "Elm & Oak"


def test_a_shop_that_is_called_as_a_house_is_no_house():
    page = f"<title>Brunch | Toast</title><a href='/'>Toast</a><h1>Brunch</h1>{PLACE}<footer>© 2026 Toast</footer>"
    assert first(page).name == "Toast"


@pytest.mark.parametrize(
    "heading",
    [
        *["Nearby Attractions", "Other clinics nearby", "Sponsored", "Similar Dermatologists Near You", "Past sales"],
        *[
            "Explore the Neighborhood",
            "In the neighborhood",
            "Discover the area",
            "Our neighbors",
            "Points of Interest",
        ],
        *["What’s around", "Places to eat", "Where to stay in Austin", "Local Favorites", "Lugares cercanos"],
    ],
)
def test_a_neighbour_under_a_heading_that_says_so_is_not_the_subject(heading):
    neighbours = f"<h2>{heading}</h2><h3>Oak Hall</h3>{NEIGHBOUR}"
    page = f"<title>Elm Inn | Austin</title><h1>Elm Inn</h1>{neighbours}<footer>Elm Inn {PLACE}</footer>"
    nap = first(page)
    assert (nap.name, nap.street, nap.phone) == ("Elm Inn", "12 Elm St", "+15125550134")


def test_a_neighbour_is_no_subject_where_the_page_has_no_place_of_its_own():
    page = f"<title>Elm Inn | Austin</title><h1>Elm Inn</h1><p>(512) 555-0134</p><h2>Nearby Attractions</h2>{NEIGHBOUR}"
    (listing,) = read_page(page)
    assert (listing.nap.street, listing.nap.phone) == ("", "+15125550134")


@pytest.mark.parametrize(
    "heading", ["Our locations", "About us", "Where to find us", "Explore our menu", "Discover Elm Inn"]
)
def test_a_heading_that_announces_the_business_hides_nothing(heading):
    page = f"<title>Elm Inn | Austin</title><h1>Elm Inn</h1><h2>{heading}</h2>{PLACE}"
    assert (first(page).street, first(page).phone) == ("12 Elm St", "+15125550134")


def test_a_heading_of_its_own_ends_what_is_nearby():
    page = f"<title>Elm Inn</title><h2>Nearby</h2>{NEIGHBOUR}<h2>Elm Inn</h2>{PLACE}"
    assert first(page).street == "12 Elm St"


@pytest.mark.parametrize("house", ["Town of Hutto, TX", "Elm Valley Chamber of Commerce", "Elm County Shops Directory"])
def test_a_towns_or_chambers_page_is_about_whom_its_heading_names(house):
    frame = f"<a href='/'>{house}</a> 1 Town Sq, Hutto, TX 78634 (512) 555-0100"
    page = (
        f"<title>Harbor Books | {house}</title><header>{frame}</header><h1>Harbor Books</h1>{PLACE}"
        f"<footer>© 2026 {house} {frame}</footer>"
    )
    nap = first(page)
    assert (nap.name, nap.street, nap.phone) == ("Harbor Books", "12 Elm St", "+15125550134")


def test_a_towns_own_page_keeps_its_own_place():
    page = (
        "<title>Contact Us | Town of Hutto, TX</title><header>1 Town Sq, Hutto, TX 78634 (512) 555-0100</header>"
        "<h1>Contact Us</h1><footer>© 2026 Town of Hutto</footer>"
    )
    assert first(page).street == "1 Town Sq"


@pytest.mark.parametrize(
    "place",
    [
        "<span class='address'><span>12 Old Elm Rd</span>Austin, TX 78702</span>",
        "<div><span>12 Old Elm Rd NW</span><span>Austin, TX 78702</span></div>",
    ],
)
def test_a_street_and_its_town_side_by_side_are_two_words(place):
    nap = first(f"<title>Elm Inn</title><h1>Elm Inn</h1>{place}")
    assert (nap.street.startswith("12 Old Elm Rd"), nap.city) == (True, "Austin")


@pytest.mark.parametrize("label", ["Organization Name", "Legal Business Name", "Facility name", "DBA Name"])
def test_a_register_says_in_its_rows_who_is_registered(label):
    page = (
        "<title>NPI 1811990022 ELM THERAPY LLC AUSTIN TX</title><h1>NPI 1811990022 - ELM THERAPY LLC</h1>"
        f"<table><tr><th>{label}<td>ELM THERAPY LLC<tr><th>Practice Address<td>12 ELM ST<br>AUSTIN, TX 78702</table>"
    )
    assert first(page).name == "ELM THERAPY LLC"


def test_a_house_that_is_let_has_no_name_but_its_street():
    page = "<title>12 Elm Concourse, Austin, TX 78702 - Office | Elmlet</title><h1>12 Elm Concourse</h1>"
    assert first(f"{page}<h2>Austin, TX 78702</h2>").name == ""


def test_a_state_that_is_left_out_is_left_open():
    nap = first("<title>Elm Barbers - Austin</title><h1>Elm Barbers</h1><p>12 W Elm St, Austin, 78702</p>")
    assert (nap.street, nap.city, nap.region, nap.postal_code) == ("12 W Elm St", "Austin", "", "78702")


def test_a_street_of_a_number_and_its_town_below():
    nap = first("<title>Elm Motel</title><h1>Elm Motel</h1><p><b>1013 W 4th<br>Austin, TX&nbsp; 78702</b>")
    assert (nap.street, nap.city) == ("1013 W 4th", "Austin")


def test_the_office_is_rung_and_not_the_parsonage():
    said = "Church Office: 512-555-0134<br>Parsonage: 512-555-0155<br>12 Elm St<br>Austin TX 78702"
    assert first(f"<title>Grace Church</title><h1>Grace Church</h1><p>{said}").phone == "+15125550134"


def test_what_stands_above_a_listings_heading_is_its_houses():
    page = (
        "<title>Elm Title | Elm Valley Chamber of Commerce</title><div><a>Elm Valley Chamber of Commerce</a><span>"
        "1 Oak Ave, Hutto, TX 78634</span> <span>(512) 555-0100</span></div><h1>Elm Title</h1>" + PLACE
    )
    assert (first(page).street, first(page).phone) == ("12 Elm St", "+15125550134")


def test_a_street_beside_a_link_begins_a_word():
    page = "<title>Elm Inn</title><h1>Elm Inn</h1><div><a>Visit Website</a><a>12 Elm St, Austin, TX 78702</a></div>"
    assert first(page).street == "12 Elm St"


def test_the_events_team_is_not_whom_a_guest_rings():
    rows = "<li>Phone number<div>(512) 555-0134</div><li>Location<div>12 Elm St, Austin, TX 78702</div>"
    page = f"<title>Elm Inn</title><h1>Elm Inn</h1><ul>{rows}</ul><p>Contact: Events Team (512) 555-0155</p>"
    assert first(page).phone == "+15125550134"


def test_a_title_may_be_parted_by_two_dashes():
    page = "<title>Elm Motel -- Long Elm, Texas</title><table><tr><td><b>ELM MOTEL</b><tr><td>" + PLACE + "</table>"
    assert first(page).name.casefold() == "elm motel"
