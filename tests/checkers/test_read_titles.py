"""Names that a page's title holds, and those that only its sentences say."""

import pytest

from checkers.extract import read_page

DOOR = "<p>12 Elm St<br>Austin, TX 78702<p>512-555-0134"


def name(page):
    return next((listing.nap.name for listing in read_page(page)), "")


@pytest.mark.parametrize(
    "title",
    [
        "Contact us | Elm Pet Clinic",
        "Elm Pet Clinic: Contact us",
        "Where to find us- Elm Pet Clinic",
        "Contact us - Contact details for Elm Pet Clinic",
    ],
)
def test_what_is_left_of_a_title_without_its_page_words_is_the_name(title):
    assert name(f"<title>{title}</title><h1>Contact us</h1>{DOOR}") == "Elm Pet Clinic"


@pytest.mark.parametrize(
    "left", ["Best Dentist", "Austin Pet Clinic", "Dental Clinic", "Pet Clinic in Texas", "Welcome"]
)
def test_what_people_search_for_is_no_name(left):
    assert name(f"<title>Contact us | {left}</title><h1>Contact us</h1>{DOOR}") == ""


def test_a_title_that_the_pages_sentences_speak_of():
    assert name(f"<title>Elm Corner Deli</title><p>Elm Corner Deli's kitchen opens at noon.{DOOR}") == "Elm Corner Deli"
    assert name(f"<title>Drain Cleaning</title><p>We clean, and our Drain Cleaning lasts.{DOOR}") == ""
    assert name(f"<title>Drain Cleaning</title><p>Drain Cleaning is easy, but drain cleaning lasts.{DOOR}") == ""


def test_a_greeting_names_whose_page_it_is():
    page = f"<title>Elm Family Dental</title>{DOOR}<h2>Welcome to Elm Family Dental</h2>"
    assert name(page) == "Elm Family Dental"
    assert name(f"<title>Teeth</title>{DOOR}<h2>Welcome to our new office</h2>") == ""


def test_a_companys_full_name_begins_the_title():
    assert name(f"<title>Elm77 LLC Austin Tx</title><h3>About Elm77 LLC</h3>{DOOR}") == "Elm77 LLC"
    assert name(f"<title>Pipes in Austin</title>{DOOR}<h3>Our friends</h3><p>Oak Pipes LLC") == ""


def test_the_only_company_that_the_small_print_names():
    small = "<p>The Elm Law Firm, LLC keeps it secret.<p>This form binds The Elm Law Firm, LLC to nothing."
    assert name(f"<h1>Contact us</h1>{DOOR}{small}") == "The Elm Law Firm, LLC"
    assert name(f"<h1>Contact us</h1>{DOOR}{small}<p>A site by Oak Pages, Inc.") == ""
    assert name(f"<h1>Contact us</h1>{DOOR}<p>A site by Oak Pages, Inc.") == ""


def test_headings_that_are_labels_do_not_hide_the_one_that_is_a_name():
    labels = "<h1>Kitchen:</h1><h1>Market:</h1><h1>Contact us</h1>"
    assert name(f"<title>Contact</title><h1>Contact</h1><h1>Elm Taqueria</h1>{DOOR}{labels}") == "Elm Taqueria"


def test_one_word_is_a_name_where_a_sentence_speaks_of_it():
    assert name(f"<title>Contact - ELMCC</title><p>ELMCC would love to hear from you.{DOOR}") == "ELMCC"
    assert name(f"<title>Contact - Pipes</title><p>We would love to hear from you.{DOOR}") == ""


def test_spanish_page_words_are_no_part_of_the_name():
    assert (
        name(f"<title>Ana Delgado Inmobiliaria - Contacto</title><h3>Contacto</h3>{DOOR}") == "Ana Delgado Inmobiliaria"
    )


def test_a_heading_that_goes_on_in_lower_case_is_a_slogan():
    assert name(f"<h1>Find your own oak</h1>{DOOR}") == ""


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ("The Law Offices of Ana Delgado", "The Law Offices of Ana Delgado"),
        ("Elm Pizzeria", "Elm Pizzeria"),
        ("Austin Office", ""),
        ("Law Office", ""),
    ],
)
def test_the_head_of_an_address_with_a_trade_in_it_is_whose_it_is(head, said):
    assert name(f"<p>{head}<br>12 Elm St, 2nd Floor<br>Austin, TX 78702") == said


def test_a_name_before_the_street_on_its_line_bears_out_the_logo():
    door = "<p><b>Elm Oaks Park </b><span>12 Elm Rd, Austin, Texas 78702</span>"
    assert name(f"<footer><img src=logo.png alt='Elm Oaks Park'>{door}") == "Elm Oaks Park"


def test_a_sentence_that_begins_the_history_names_whose_it_is():
    history = "Elm Grove Baptist Church was established in 1957 at its place on Elm Street."
    assert name(f"<footer><p>{history}{DOOR}") == "Elm Grove Baptist Church"
    assert name(f"<footer><p>Austin was founded in 1839.{DOOR}") == ""


def test_a_page_that_says_we_names_itself():
    assert name(f"<h1>Elm Motors</h1><p>Here at Elm Motors we care. Lorem{DOOR}") == "Elm Motors"
    assert name(f"<p>Look at Austin, we were there.{DOOR}") == ""


@pytest.mark.parametrize("topic", ["Directions & Parking", "Hours and Location", "Catering", "Maps / Directions"])
def test_several_page_words_together_are_no_name(topic):
    assert name(f"<title>{topic} | Elm Kayaking</title><h1>{topic}</h1>{DOOR}<p>© 2026 Elm Kayaking") == "Elm Kayaking"


@pytest.mark.parametrize("title", ["Home - GitHub Pages", "React App", "My Website", "Weebly"])
def test_who_hosts_or_makes_a_site_is_not_whose_it_is(title):
    assert name(f"<title>{title}</title><h1>Welcome</h1>{DOOR}") == ""
    assert name(f"<title>{title}</title><h1>Welcome</h1>{DOOR}<footer>Copyright © 2026 by Oak Designs</footer>") == ""


def test_the_pages_own_town_behind_a_name_is_no_part_of_it():
    assert name(f"<title>Elm Delight Austin, Texas | Directions</title>{DOOR}") == "Elm Delight"
    assert name(f"<title>Elm Delight | Austin, TX | Directions</title>{DOOR}") == "Elm Delight"


def test_a_footers_door_lets_a_place_be_called_as_title_and_sentence_do():
    foot = f"<footer><p>Thank you for checking out Elm's Cafe!{DOOR}</footer>"
    assert name(f"<title>Elm's Cafe</title><body>{foot}") == "Elm's Cafe"
    assert name(f"<title>Copper Pipe</title><body>{foot.replace('Elm’s Cafe', 'Copper Pipe')}") == ""


def test_who_holds_the_rights_is_the_fuller_name_of_a_place():
    page = f"<title>Elm Life | Worship</title><h1>Elm Life</h1>{DOOR}<footer>© Elm Life Community Church</footer>"
    assert name(page) == "Elm Life Community Church"


@pytest.mark.parametrize(
    "title",
    [
        "Mass Times - Elm Grove Church",
        "Mass Times &amp; Hours — Elm Grove Church",
        "Office Hours | Elm Grove Church",
    ],
)
def test_times_of_a_week_are_a_page_and_no_name(title):
    page = f"<title>{title}</title><h1>Mass Times &amp; Confession</h1><footer>12 Elm St, Austin, TX 78702</footer>"
    assert read_page(page)[0].nap.name == "Elm Grove Church"


def test_a_page_at_a_place_is_the_places():
    page = "<title>Hours and Directions at J&amp;J Grill</title><footer>12 Elm St, Austin, TX 78702</footer>"
    assert read_page(page)[0].nap.name == "J&J Grill"


@pytest.mark.parametrize(
    ("title", "link", "name"),
    [
        ("Elm Automotive | Austin, TX", "Elm Automotive", "Elm Automotive"),
        ("Park Center Automotive | Austin, TX", "Park Center Automotive", "Park Center Automotive"),
        ("Elm Automotive | Austin, TX", "Home", ""),
        ("Elm Automotive | Austin, TX", "Austin, TX", ""),
        ("Mechanic in Austin TX | Elm", "Mechanic in Austin TX", ""),
        ("Drain Cleaning | Austin, TX", "Oak Directory<p>Pipes<p>Drains", ""),
    ],
)
def test_a_link_home_that_the_title_agrees_with_names_the_site(title, link, name):
    page = f"<title>{title}</title><a href='index.html'>{link}</a><footer>12 Elm St, Austin, TX 78702</footer>"
    assert read_page(page)[0].nap.name == name


def test_a_town_in_the_title_is_no_name():
    page = "<title>Directions | Copper Mill - Oak Hill | 12 Elm St | Oak Hill, PA</title><footer>"
    page += "Copper Mill Restaurant - Oak Hill | 12 Elm St | Oak Hill, PA 19380 | Copyright 2013</footer>"
    assert name(page) == "Copper Mill"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("<p>Elm Friends Meeting</p>", "Elm Friends Meeting"),
        ("<h1>Elm Friends Meeting</h1>", ""),
        ("<nav>Elm Friends Meeting</nav>", ""),
    ],
)
def test_a_whole_title_that_the_frame_says_in_a_line_is_the_site(line, said):
    page = f"<title>Elm Friends Meeting</title><header>{line}</header><h2>Directions</h2>"
    assert name(f"{page}<footer>12 Elm St<br>Austin, TX 78702</footer>") == said


def test_a_town_above_another_line_of_the_address_is_no_name():
    page = "<h1>Directions</h1><p>12 Elm Road at Route 130<br>Oak Hill, NJ 08077<p>View a larger map"
    page += "<div id='footer'>12 Elm Road at Route 130 &bull; Oak Hill, NJ 08077 &bull; 856-555-0134</div>"
    assert name(page) == ""


CONTACT = "<p>Contact<p>Ana Oak<br>512-555-0134<footer>12 Elm St<br>Austin, TX 78702</footer>"


def test_a_page_that_opens_with_what_page_it_is_is_titled_for_its_site():
    assert name(f"<title>Elm Counseling</title><nav>Home<br>Links</nav>{CONTACT}") == "Elm Counseling"
    assert name(f"<title>Best Counseling</title>{CONTACT}") == ""
    assert name(f"<title>Elm Counseling</title><h2>Talk to us</h2>{CONTACT}") == ""
    assert name(f"<title>Elm Counseling</title><p>We listen.{CONTACT}") == ""


@pytest.mark.parametrize("company", ["OH Pest Control LLC", "MS Roofs, Inc", "Best Austin Plumbing LLC"])
def test_who_has_a_legal_form_is_not_what_people_search_for(company):
    page = f"<title>Free Estimate - {company}</title><h2>Call for your free estimate</h2><p>512-555-0134"
    assert name(page) == company


@pytest.mark.parametrize("sought", ["Plumber Denver CO", "Dentist in Erie PA", "OH Pest Control"])
def test_a_state_at_the_end_is_no_legal_form(sought):
    assert name(f"<title>Free Estimate - {sought}</title><h2>Call us for it</h2><p>512-555-0134") == ""


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("New weekly specials! — The Old Elm Café, Oak Hill, California", "The Old Elm Café"),
        ("Taco night | Elm's Diner, Oak Hill, CA", "Elm's Diner"),
        ("Taco night | Why we love the diner, Oak Hill, CA", ""),
        ("Taco night | Mexican Restaurant, Oak Hill, CA", ""),
    ],
)
def test_a_place_with_its_town_and_state_in_a_title_is_the_pages(title, said):
    assert name(f"<title>{title}</title><p>Something good to look forward to!<p>512-555-0134") == said
