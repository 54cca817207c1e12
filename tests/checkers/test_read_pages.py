"""Small businesses' own pages, as their owners write them."""

import pytest

from checkers.extract import read_page


def first(page, url=""):
    return read_page(page, url=url)[0].nap


def test_a_comma_behind_a_streets_direction_is_a_slip():
    page = "<title>Elm Realty | Home</title><h2>Elm Realty • 717 N, Broadway, Elmburg, KS 66799 • Phone: 620-555-0134"
    nap = first(page)
    assert (nap.street, nap.city, nap.postal_code) == ("717 N Broadway", "Elmburg", "66799")


@pytest.mark.parametrize("dash", "-‐‑–—")
def test_a_number_is_read_with_any_dash(dash):
    assert first(f"<p>12 Elm St, Austin, TX 78702<p>(512) 555{dash}0134").phone == "+15125550134"


@pytest.mark.parametrize("label", ["Mail:", "Mailing address", "Postal address:"])
def test_a_second_address_for_letters_is_no_second_place(label):
    (listing,) = read_page(
        f"<p>12 Elm St<br>Austin, TX 78702<br>512-555-0134<p>{label}<br>9 Oak Dr<br>Austin, TX 78701"
    )
    assert listing.nap.street == "12 Elm St"


@pytest.mark.parametrize("above", ["E-mail: hello@elm.example", "Join our mailing list"])
def test_an_address_below_an_e_mail_is_a_place(above):
    found = read_page(f"<p>12 Elm St<br>Austin, TX 78702<p>{above}<p>9 Oak Dr<br>Dallas, TX 75201")
    assert [listing.nap.city for listing in found] == ["Austin", "Dallas"]


def test_the_name_that_the_web_address_spells_on_a_page_with_one_number():
    page = (
        "<title>Sell your home your way</title><header>512-555-0134</header><h1>We buy houses</h1>"
        "<p>Elm County Homes can help, call 512-555-0134."
    )
    assert first(page, "https://elmcountyhomes.example/").name == "Elm County Homes"
    assert read_page(page) == ()


PLACE = "<p>12 Elm St, Austin, TX 78702<h3>Hours</h3>"


def test_half_a_table_of_hours_is_none():
    assert first(f"{PLACE}<p>Monday 9-5<br>Tuesday 9-5<br>Wednesday 9:15 or so").hours is None


def test_a_long_day_without_halves():
    week = first(f"{PLACE}<p>Sunday 9-5.30<br>Monday 9-9.30").hours
    assert week == {"mon": (("09:00", "21:30"),), "sun": (("09:00", "17:30"),)}


def test_a_page_may_leave_out_its_bodys_tag():
    page = "<!doctype html><title>Elm Shop</title><header>512-555-0134</header><main><h1>Elm Shop</h1></main>"
    assert first(f"{page}<footer>12 Elm St, Austin, TX 78702</footer>").phone == "+15125550134"


def test_a_header_that_stands_before_the_body_is_shown():
    page = "<head><title>Elm Roofing</title><header><h1>Elm Roofing</h1></header></head><body class=x><p>520-555-0134"
    (listing,) = read_page(page)
    assert (listing.nap.name, listing.nap.phone) == ("Elm Roofing", "+15205550134")


@pytest.mark.parametrize("street", ["5 S 700 E, #204", "1250 West 200 North", "45 N 100 E, Ste 2"])
def test_a_street_may_be_a_place_in_a_grid(street):
    (listing,) = read_page(f"<title>Elm</title><p>{street}<br>Salt Lake City, UT 84102")
    nap = listing.nap
    assert f"{nap.street}, {nap.unit}".strip(", ") == street


def test_new_york_is_a_city_of_new_york():
    nap = first("<p>1617 Elm Avenue<br>Suite 70<br>New York, NY<br>10199")
    assert (nap.street, nap.unit, nap.city, nap.postal_code) == ("1617 Elm Avenue", "Suite 70", "New York", "10199")


def test_a_street_behind_a_number_on_the_same_line():
    nap = first("<p>Call: 512-555-0134 <span>904 Elm Ave.<br>Austin, TX 78702</span>")
    assert (nap.street, nap.phone) == ("904 Elm Ave.", "+15125550134")


def test_the_web_address_spells_no_part_of_a_longer_name():
    page = "<title>ElmWoodWorks &amp; Design</title><header>512-555-0134</header><h1>Elm Woodworks &amp; Design"
    footer = "<p>© 2026 Elm Woodworks &amp; Design, All Rights Reserved.<p>Elm Woodworks &amp; Design makes tables."
    assert first(page + footer, "http://www.elmwoodworks.example/").name == "Elm Woodworks & Design"


def test_the_web_address_may_spell_the_and():
    page = "<title>Contact us</title><h1>Contact us</h1><p>E&amp;O Counsel<br>12 Elm St<br>Austin, TX 78702"
    assert first(page, "http://www.eandocounsel.example/").name == "E&O Counsel"


def markup(kind, inner=""):
    place = '"address":{"streetAddress":"9 Elm St","addressLocality":"Austin","addressRegion":"TX"},"name":"Elm Hall"'
    return f'<script type="application/ld+json">{{"@type":"{kind}",{inner or place}}}</script>'


@pytest.mark.parametrize("kind", ["House", "SingleFamilyResidence", "RealEstateListing"])
def test_a_home_for_sale_is_no_business(kind):
    assert read_page(f"<title>9 Elm St</title>{markup(kind)}") == ()


def test_an_events_venue_comes_behind_whom_the_page_is_about():
    venue = '"name":"Elm Night","location":{"@type":"Place","name":"Elm Hall","address":{"addressLocality":"Austin"}}'
    event = markup("MusicEvent", venue)
    own = "<title>Oak Tickets</title><h1>Oak Tickets</h1><p>12 Oak St, Dallas, TX 75201</p>"
    assert [listing.nap.name for listing in read_page(event + own)] == ["Oak Tickets", "Elm Hall"]
    assert first(f"<title>Elm Hall: all concerts</title>{event}").name == "Elm Hall"


def test_a_jobs_place_is_no_listing():
    job = '"jobLocation":{"@type":"Place","address":{"addressLocality":"Austin","streetAddress":"9 Elm St"}}'
    assert read_page(f"<title>Baker wanted</title>{markup('JobPosting', job)}") == ()


def test_the_first_line_of_a_slogan_is_no_name():
    page = (
        "<title>Good food starts with us. | Elm Diner</title><h1>Good food starts<br>with us.</h1>"
        "<h2>Right here</h2><p>Our address:<p>12 Elm St<br>Austin, TX 78702<p>512-555-0134<footer>© 2026 Elm Diner"
    )
    assert first(page).name == "Elm Diner"


@pytest.mark.parametrize("names", ["<body class='elm-footer'><div>", "<body><div class='has-footer'>"])
def test_how_a_page_is_laid_out_is_no_part_of_it(names):
    footer = "<footer>9 Oak St<br>Reno, NV 89501</footer>"
    page = f"<title>Elm Diner</title>{names}{footer}<h1>Elm Diner</h1><p>12 Elm St<br>Austin, TX 78702"
    assert first(page).city == "Austin"


FAR = "<p>Take the train.<br>" + "Turn left at the mill.<br>" * 12


def test_the_number_of_the_second_place_is_not_that_of_the_first():
    one = "<p>12 Elm St<br>Austin, TX 78702</p>"
    two = "<p>West office<br>9 Oak Dr<br>Dallas, TX 75201<br>Telephone: 214-555-0134"
    assert [listing.nap.phone for listing in read_page(one + FAR + two)] == ["", "+12145550134"]
    assert [listing.nap.phone for listing in read_page(one + two)] == ["+12145550134"] * 2
    assert first(f"<header>214-555-0134</header>{one}{FAR}{two}").phone == "+12145550134"
