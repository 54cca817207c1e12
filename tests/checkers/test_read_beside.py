"""What stands beside a business's own facts: its people's numbers, corners, a directory's address, other businesses."""

import pytest

from checkers.extract import read_page

TITLE = "<title>Elm Pipes</title><h1>Elm Pipes</h1>"
PLACE = "<p>12 Elm St<br>Austin, TX 78702</p>"
MAIN, STAFF = "+15125550134", "+15125550155"
HEAD = """<meta property='og:title' content='Elm Pipes'><meta property='og:street-address' content='12 Elm St'>
<meta property='og:locality' content='Austin'><meta property='og:region' content='TX'>
<meta property='og:postal-code' content='78702'>"""


def first(page):
    return read_page(page)[0].nap


def streets(page):
    return [listing.nap.street for listing in read_page(page)]


@pytest.mark.parametrize(
    "numbers",
    [
        "<p>Jane Roe, Manager (512) 555-0155<p>Main (512) 555-0134",
        "<h3>Jane Roe</h3><p>Sales Manager<p>512-555-0155<h3>Office</h3><p>512-555-0134",
        "<p>Jane's direct line: 512-555-0155<br>Main office: 512-555-0134",
        "<p>Cell: 512-555-0155, Office: 512-555-0134",
        "<p>Cell 512-555-0155 / 512-555-0134",
        "<table><tr><td>Jane Roe<td>Manager<td>512-555-0155<tr><td>Office<td><td>512-555-0134</table>",
    ],
)
def test_the_houses_number_comes_before_one_of_its_people(numbers):
    assert first(f"{TITLE}{PLACE}{numbers}").phone == MAIN


def test_the_number_in_the_header_comes_before_one_of_its_people_beside_the_address():
    head = "<title>Elm Pipes</title><header><a href='/'>Elm Pipes</a> 512-555-0134</header>"
    assert first(f"{head}<p>Jane Roe, Sales Manager, 512-555-0155</p>{PLACE}").phone == MAIN


def test_the_number_of_the_owner_is_the_houses_where_it_has_no_other():
    assert first(f"{TITLE}{PLACE}<p>Jane Roe, Owner: 512-555-0155").phone == STAFF


@pytest.mark.parametrize("number", ["[512] 555-0134", "1-[512]-555-0134", "Phone: [512]555-0134"])
def test_an_area_code_in_square_brackets(number):
    assert first(f"{TITLE}{PLACE}<p>{number}").phone == MAIN


def test_a_number_in_square_brackets_before_a_street_and_behind_a_name_is_part_of_neither():
    nap = first(
        "<title>Elm Pipes</title><h1>Elm Pipes [512] 555-0134</h1><p>[512] 555-0134 12 Elm St, Austin, TX 78702"
    )
    assert (nap.name, nap.street, nap.phone) == ("Elm Pipes", "12 Elm St", MAIN)


@pytest.mark.parametrize(
    ("printed", "street"),
    [
        ("Main St &amp; 5th Ave<br>Austin, TX 78702", "Main St & 5th Ave"),
        ("Main St &amp; 5th Ave, Austin, TX 78702", "Main St & 5th Ave"),
        ("Main St &amp; 5th Ave Austin, TX 78702", "Main St & 5th Ave"),
        ("Corner of Elm Street and Oak Avenue<br>Austin, TX", "Corner of Elm Street and Oak Avenue"),
        ("5th Ave at Main St, Austin, TX 78702", "5th Ave at Main St"),
        ("Main St &amp; 5th Ave<br>Suite 4<br>Austin, TX 78702", "Main St & 5th Ave, Suite 4"),
        ("Main St x 5th Ave<br>Austin, TX 78702", "Main St x 5th Ave"),
        ("Main St X 5th Ave, Austin, TX 78702", "Main St X 5th Ave"),
    ],
)
def test_a_corner_is_a_place(printed, street):
    nap = first(f"{TITLE}<p>{printed}<br>512-555-0134")
    assert (nap.name, f"{nap.street}, {nap.unit}".strip(", "), nap.city, nap.region, nap.phone) == (
        "Elm Pipes",
        street,
        "Austin",
        "TX",
        MAIN,
    )


@pytest.mark.parametrize(
    "printed",
    [
        "Park &amp; Main<br>Austin, TX 78702",
        "Serving Main St &amp; 5th Ave<br>Austin, TX 78702",
        "Near Main St &amp; 5th Ave, parking behind<br>Austin, TX 78702",
        "A crash at Main St and 5th Ave, Austin, TX",
        "The corner of Main St and 5th Ave, Austin, TX has changed",
        "Elm Street Grill &amp; Oak Street Bar, Austin, TX 78702",
        "Elm Street x Oak Street Collab, Austin, TX 78702",
        "Near Main St x 5th Ave<br>Austin, TX 78702",
    ],
)
def test_what_only_sounds_like_a_corner_is_no_street(printed):
    assert not any(streets(f"{TITLE}<p>{printed}<br>512-555-0134"))


@pytest.mark.parametrize(
    "page",
    [
        "<p>12 Elm St<br>Main St &amp; 5th Ave<br>Austin, TX 78702",
        "<p>Main St &amp; 5th Ave, Austin, TX<footer>12 Elm St, Austin, TX 78702</footer>",
        "<p>12 Elm St, Austin, TX 78702<br>Main St &amp; 5th Ave<br>Austin, TX 78704",
        "<p>Main St &amp; 5th Ave, Austin, TX<a href='https://maps.google.com/?q=12+Elm+St,+Austin,+TX+78702'>Map</a>",
    ],
)
def test_a_corner_beside_a_house_only_helps_to_find_it(page):
    assert streets(TITLE + page) == ["12 Elm St"]


def test_places_of_a_numbered_list_have_the_names_of_their_headings():
    page = """<title>Best pizza in Austin</title><h1>Best pizza in Austin</h1>
    <h2>1. Joe's Pizza</h2><p>12 Elm St, Austin, TX 78702<br>512-555-0134
    <h2>2. Ann's Pizza</h2><p>14 Oak St, Austin, TX 78702<br>512-555-0155"""
    found = [(listing.nap.name, listing.nap.street, listing.nap.phone) for listing in read_page(page)]
    assert found == [("Joe's Pizza", "12 Elm St", MAIN), ("Ann's Pizza", "14 Oak St", STAFF)]


def test_numbered_steps_name_nobody():
    steps = f"<h2>1. Call us</h2><p>512-555-0134<h2>2. Come by</h2>{PLACE}<h2>3. Pay</h2><p>By card."
    assert first(TITLE + steps).name == "Elm Pipes"


def test_a_directorys_address_in_its_footer_is_not_the_listings():
    page = f"""<head><title>Elm Pipes - City Pages</title>{HEAD}</head><h1>Elm Pipes</h1><p>Call 512-555-0134
    <footer>99 Oak Ave, Chicago, IL 60611<br>312-555-0134</footer>"""
    nap = first(page)
    assert (nap.name, nap.street, nap.city) == ("Elm Pipes", "12 Elm St", "Austin")


@pytest.mark.parametrize(
    "shown",
    [
        "<p>Elm Pipes, 99 Oak Ave, Austin, TX 78704<br>512-555-0134",
        "<footer>Elm Pipes, 99 Oak Ave, Austin, TX 78704<br>512-555-0134</footer>",
    ],
)
def test_the_address_that_a_page_shows_beside_its_name_comes_before_a_hidden_one(shown):
    nap = first(f"<head><title>Elm Pipes</title>{HEAD}</head><h1>Elm Pipes</h1>{shown}")
    assert (nap.street, nap.postal_code, nap.phone) == ("99 Oak Ave", "78704", MAIN)


@pytest.mark.parametrize("label", ["NPI", "NPI Number:", "License #:", "Item no.", "SKU", "Order number", "NMLS #"])
def test_a_number_of_something_is_not_rung(label):
    assert first(f"{TITLE}{PLACE}<p>{label} 512-555-0134").phone == ""
    assert first(f"{TITLE}{PLACE}<p>{label} 5125550155</p><p>Phone: 512-555-0134").phone == MAIN


@pytest.mark.parametrize("label", ["To order:", "Business license:", "Phone/Fax:", "Tel & Fax", "Teléfono y fax:"])
def test_a_number_to_ring_may_stand_behind_the_same_words(label):
    assert first(f"{TITLE}{PLACE}<p>{label} (512) 555-0134").phone == MAIN


@pytest.mark.parametrize(
    "said",
    [
        "<p>We moved from 9 Oak St, Austin, TX 78701 to 12 Elm St, Austin, TX 78702",
        "<p>Our old location at 9 Oak St, Austin, TX 78701 is closed.<p>12 Elm St<br>Austin, TX 78702",
        "<h3>Former location</h3><p>9 Oak St<br>Austin, TX 78701<h3>New location</h3><p>12 Elm St<br>Austin, TX 78702",
    ],
)
def test_where_a_business_was_before_is_not_where_it_is(said):
    assert streets(f"{TITLE}{said}") == ["12 Elm St"]


@pytest.mark.parametrize("between", [" and ", " & ", " or ", " • A member of Oak Innkeepers, "])
def test_two_addresses_of_one_line_are_two_each_with_the_number_behind_it(between):
    line = f"12 Elm St, Austin, TX 78702, 512-555-0134{between}9 Oak Dr, Dallas, TX 75201, 214-555-0155"
    found = [(listing.nap.street, listing.nap.phone) for listing in read_page(f"{TITLE}<p>{line}")]
    assert found == [("12 Elm St", MAIN), ("9 Oak Dr", "+12145550155")]


def test_ten_figures_behind_a_zip_are_the_number():
    nap = first(f"{TITLE}<p>520 NW 9TH ST AUSTIN TX 78702 5125550134")
    assert (nap.street, nap.city, nap.phone) == ("520 NW 9TH ST", "AUSTIN", MAIN)


def test_an_events_organizer_is_not_whose_page_it_is():
    event = '{"@type":"Event","name":"Wine Walk","organizer":{"@type":"Organization","telephone":"815-555-0155"}}'
    script = f'<script type="application/ld+json">{event}</script>'
    assert first(f"{TITLE}{script}{PLACE}<p>512-555-0134").phone == MAIN
