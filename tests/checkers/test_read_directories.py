"""A directory's page is about the business that it lists: not the house, its footer or its reviewers."""

import pytest

from checkers.extract import read_page

PLACE = "<p>12 Elm St</p><p>Austin, TX 78702</p><p>(512) 555-0134</p>"
DOOR = "<p>12 Elm St</p><p>Austin, TX 78702</p>"
HOUSES = [
    ("https://www.houzz.com/professionals/elm-and-oak", "Houzz", "Houzz Inc."),
    ("https://www.opentable.com/r/elm-and-oak", "OpenTable", "OpenTable, Inc."),
    ("https://www.toasttab.com/local/order/elm-and-oak", "Toast", "Toast, Inc."),
    ("https://nextdoor.com/pages/elm-and-oak", "Nextdoor", "Nextdoor"),
]


@pytest.mark.parametrize(("url", "house", "holder"), HOUSES)
def test_a_houses_own_name_is_not_the_listings(url, house, holder):
    page = (
        f"<title>ELM &amp; OAK - Austin, TX | {house}</title><meta property='og:site_name' content='{house}'>"
        f"<a href='/'>{house}</a><h1>Elm &amp; Oak</h1>{PLACE}<footer>© 2026 {holder} All rights reserved.</footer>"
    )
    assert read_page(page, url=url)[0].nap.name.casefold() == "elm & oak"


def test_a_restaurant_may_be_called_as_a_house_is():
    page = f"<title>Toast | Menu</title><h1>Toast</h1>{PLACE}<footer>© 2026 Toast</footer>"
    assert read_page(page, url="https://toastaustin.example/")[0].nap.name == "Toast"


def test_a_heading_begins_the_title_whatever_mark_follows_it():
    page = (
        "<title>Dr. Lena Elm, DDS, New York, NY (10075) Dentist Reviews</title><h1>Dr. Lena Elm, DDS</h1>"
        "<h2>Dentist</h2><div>311 E 79th St, 2A, New York, NY 10075</div><footer>© 2026 Elmdoc, Inc.</footer>"
    )
    assert read_page(page)[0].nap.name == "Dr. Lena Elm, DDS"


def test_a_number_beside_the_houses_own_address_is_not_the_listings():
    foot = "<footer>© 2026 Elmdoc, Inc. 568 Oak Ave 9th Floor, New York, NY 10012 (212) 555-0155</footer>"
    listing, *others = read_page(
        f"<title>Ana Oak, DDS</title><h1>Ana Oak, DDS</h1><p>12 Elm St, Austin, TX 78702{foot}"
    )
    assert (listing.nap.street, listing.nap.phone) == ("12 Elm St", "")
    assert [(other.nap.city, other.nap.unit) for other in others] == [("New York", "9th Floor")]


@pytest.mark.parametrize("mark", ["review", "testimonial", "comments"])
def test_where_a_reviewer_was_is_no_place_of_the_page(mark):
    said = f"<div class='{mark}'><b>Joe M</b><p>Stuck at 500 Oak Blvd, Austin, TX 78702. They came in 20 min!</div>"
    foot = "<h2>Areas we serve</h2><li>Austin, TX<li>Hutto, TX<footer>Elm Towing · 12 Elm St, Austin, TX 78702</footer>"
    (listing,) = read_page(f"<title>Elm Towing | Austin</title><h1>Towing</h1>{said}{foot}")
    assert (listing.nap.name, listing.nap.street) == ("Elm Towing", "12 Elm St")
    assert read_page(f"<title>Towing</title><h1>Towing</h1><p>We tow.<p>Call us.{said}") == ()


def test_a_page_of_reviews_still_has_its_place():
    page = f"<title>Elm Towing</title><div class='reviews-page'><h1>Elm Towing</h1>{PLACE}</div>"
    assert read_page(page)[0].nap.street == "12 Elm St"


FOOT = "<footer>© 2026 Elmfinder LLC. All rights reserved.</footer>"


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("https://www.elmfinder.example/listing/rosies-alterations", ""),
        ("https://www.elmfinder.example/x/118", "<h2>Similar businesses near you</h2>"),
        ("https://www.elmfinder.example/x/118", "<a href='/claim'>Claim this business</a>"),
    ],
)
@pytest.mark.parametrize("heading", ["h1", "h2"])
def test_a_page_that_lists_others_is_about_whom_its_heading_and_title_name(url, said, heading):
    page = (
        "<title>Rosie's Alterations | Elmfinder</title><meta property='og:site_name' content='Elmfinder'>"
        f"<a href='/'>Elmfinder</a><{heading}>Rosie's Alterations</{heading}>{PLACE}{said}{FOOT}"
    )
    assert read_page(page, url=url)[0].nap.name == "Rosie's Alterations"


def test_what_stands_in_a_houses_head_and_foot_is_its_own():
    head = "<header>Angi <a href='tel:8775550111'>Join as a pro</a> 877-555-0111</header>"
    foot = "<footer>© 2026 Angi. 130 E Oak St, Indianapolis, IN 46204, 317-555-0155</footer>"
    url = "https://www.angi.com/companylist/elm-gutters"
    place = "<p>12 Elm St<br>Austin, TX 78702"
    (listing,) = read_page(f"<title>Elm Gutters | Angi</title>{head}<h1>Elm Gutters</h1>{place}{foot}", url=url)
    assert (listing.nap.street, listing.nap.phone) == ("12 Elm St", "")
    found = read_page(f"<title>Elm Gutters | Angi</title>{head}<h1>Elm Gutters</h1><p>We mend.{foot}", url=url)
    assert all(not (listing.nap.street or listing.nap.phone) for listing in found)


def test_a_neighbours_address_corrects_no_directorys_markup():
    place = '"streetAddress":"12 Elm St","addressLocality":"Austin","addressRegion":"TX","postalCode":"78702"'
    script = f'<script type="application/ld+json">{{"@type":"LocalBusiness","name":"Elm Pipes","address":{{{place}}}}}'
    shown = "<h1>Elm Pipes</h1><a>(512) 555-0134</a><a>12Elm St</a><p>Oak Pipes, 900 Oak St, Austin, TX 78704"
    url = "https://www.yellowpages.com/austin-tx/mip/elm-pipes"
    page = f"<title>Elm Pipes | YP.com</title>{script}</script>{shown}<footer>2200 Fig Dr, Dallas, TX 75261"
    assert read_page(page, url=url)[0].nap.street == "12 Elm St"


def test_a_number_below_a_listings_facts_is_its_own_where_the_house_has_another():
    facts = "<p>Get directions<p>Neighborhood: North Shore<p>Cuisine: Mexican<p>Price: 8-14<p>Open late"
    house = "<p>Elmfinder.com<br>3519 Fig St<br>Dallas, TX 75219<br>Telephone 214-555-0155"
    page = f"<b>ELM CORP</b><p>12 Elm St<p>Austin, TX 78702{facts}<p>Phone: 512-555-0134"
    page += f"<p>Tell a friend<p>Update this entry<p>Write a full review{house}"
    listing, other = read_page(page, url="https://www.elmfinder.example/info?id=7")
    assert (listing.nap.phone, other.nap.phone) == ("+15125550134", "+12145550155")


@pytest.mark.parametrize("none", ["N/A", "none", "n/a", "Not available"])
def test_that_there_is_no_fax_makes_the_number_before_it_none(none):
    page = f"<h1>Elm Deli</h1><table><tr><td>Phone/Fax:<td><b>(512) 555-0134</b> / Fax: {none}</table>{DOOR}"
    assert read_page(page)[0].nap.phone == "+15125550134"
