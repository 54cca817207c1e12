""" "Not shown" is an answer about a page that was read; a wall, a shell or an error text is none."""

import pytest

from checkers.extract import PageState, read_page, read_with_state
from tests.checkers.test_read_markup import PLAIN

SHELL = "<title>City Pages</title><div id=root></div><script>1</script><script>2</script><script>3</script>"


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        ("<title>Just a moment...</title><p>Checking your browser before accessing citypages.example", "browser check"),
        ("<p>Please show us that you are not a robot", "captcha"),
        ("<h1>Access denied</h1>", "access denied"),
        ("<h1>Before you continue</h1><p>We and our partners use cookies", "consent"),
        ("<p>Please sign in to view this listing", "login"),
        ("<title>404</title><h1>Page not found</h1>", "not there"),
        ("<h1>503</h1><p>Service unavailable", "broken"),
        ("<noscript>Please enable JavaScript</noscript>", "scripts"),
        (SHELL, "scripts"),
        ("", "empty"),
    ],
)
def test_a_wall_could_not_be_checked(page, reason):
    reading = read_with_state(page)
    assert (reading.state, reading.listings) == (PageState.COULD_NOT_CHECK, ())
    assert reason in reading.reason


def test_the_owners_address_below_an_error_is_nobodys_listing():
    assert read_page(f"{PLAIN.replace('Delgado Plumbing | Contact', 'Page not found')}") == ()


def test_a_page_that_was_read_and_lists_nobody_shows_nothing():
    reading = read_with_state("<title>Town Pages</title><p>Plumbers in Austin: no entry of this name.</p>")
    assert (reading.state, reading.reason) == (PageState.NOT_SHOWN, "")


def test_a_contact_form_with_a_captcha_is_still_a_listing():
    reading = read_with_state(f"{PLAIN}<form>Captcha: <input></form>")
    assert reading.state == PageState.LISTED
    assert reading.listings[0].nap.phone == "+15125550134"


FORM = "<form><input name=name><input type=email><textarea></textarea>Captcha: <input></form>"


@pytest.mark.parametrize(
    "page",
    [
        f"<title>Contact us</title><p>Write to us{FORM}",
        f"<p>Tell a friend{FORM}<script>1</script><script>2</script><script>3</script>",
        f"<noscript>Please enable JavaScript</noscript><p>{'We mend pipes in all of the county. ' * 8}",
    ],
    ids=["a form's captcha", "a short form with scripts", "a notice beside the text"],
)
def test_a_page_that_says_what_it_is_for_is_no_wall(page):
    assert read_with_state(page).state == PageState.NOT_SHOWN


def test_a_page_that_asks_for_a_password_is_a_login_page():
    reading = read_with_state("<title>Members</title><form>Name <input> Password <input type=password></form>")
    assert reading.reason == "a login page"
