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
