"""Where a business is that prints no street: its town in a line of its own, or where a form asks a map for the way."""

import pytest

from checkers.extract import read_page

PAGE = "<title>Elm Pipes | Service area</title><h1>Where we work</h1><p>We mend pipes.<p>Day and night.<p>Since 1990."


def place(page):
    nap = read_page(PAGE + page)[0].nap
    return nap.city, nap.region


@pytest.mark.parametrize(
    "town",
    [
        "Oak Hill, OH",
        "Oak Hill, Ohio",
        "Principal Office: Oak Hill, Ohio",
        "Based in: Oak Hill, OH",
        "Office Oak Hill, OH",
    ],
)
def test_a_town_in_a_line_of_its_own_in_the_footer_is_the_businesss(town):
    foot = f"<footer><p>512-555-0134<ul><li>Home<li>About<li>Work<li>News</ul><p>{town}<p>© 2026 Elm Pipes</footer>"
    assert place(foot) == ("Oak Hill", "OH")


def test_a_town_beside_the_number_is_the_businesss():
    assert place("<p>Oak Hill, OH<p>512-555-0134<p>© 2026 Elm Pipes") == ("Oak Hill", "OH")
    assert place("<p>Oak Hill, OH<p>We<p>are<p>glad.<p>512-555-0134<p>© 2026 Elm Pipes") == ("", "")


@pytest.mark.parametrize(
    "towns",
    [
        "<li>Oak Hill, OH<li>Mill Creek, OH",
        "<p>We serve Oak Hill, OH",
        "<p>Serving Oak Hill, OH",
        "<p>Greater Oak Hill, OH",
        "<p>Oak County, OH",
        "<div class=testimonial>Oak Hill, OH</div>",
        "<nav>Oak Hill, OH</nav>",
        "<p>Pipes, Drains",
    ],
)
def test_towns_that_are_served_or_where_a_customer_lives_are_not(towns):
    assert place(f"<footer>{towns}<p>512-555-0134<p>© 2026 Elm Pipes</footer>") == ("", "")


def test_a_form_that_asks_a_map_for_the_way_says_where():
    form = (
        "<form action='http://maps.google.com/maps'><input name=saddr><input type=hidden name=daddr value='{}'></form>"
    )
    foot = "<footer>512-555-0134<p>© 2026 Elm Pipes</footer>"
    assert place(form.format("12 Elm St, Oak Hill, OH 45656") + foot) == ("Oak Hill", "OH")
    assert place(form.format("Oak Hill") + foot) == ("", "")
