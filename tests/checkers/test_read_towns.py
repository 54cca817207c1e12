"""Where a business is that prints no street: its town in a line of its own, or where a form asks a map for the way."""

import pytest

from checkers.extract import PageState, read_page, read_with_state

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


@pytest.mark.parametrize("line", ["OAK HILL, OHIO", "Oak Hill, OH"])
def test_a_town_by_which_the_business_is_called_is_its_own_anywhere(line):
    foot = "<p>We<p>are<p>glad.<p>Call<p>us:<p>512-555-0134<footer>© 2026 {}</footer>"
    page = f"<title>Contact</title><p class=eyebrow>{line}<p>All<p>day.{foot}"
    nap = read_page(page.format("Oak Hill Dental"))[0].nap
    assert (nap.name, nap.city.title(), nap.region) == ("Oak Hill Dental", "Oak Hill", "OH")
    assert read_page(page.format("Elm Dental"))[0].nap.city == ""  # it may be served or visited alone


def test_a_form_that_asks_a_map_for_the_way_says_where():
    form = (
        "<form action='http://maps.google.com/maps'><input name=saddr><input type=hidden name=daddr value='{}'></form>"
    )
    foot = "<footer>512-555-0134<p>© 2026 Elm Pipes</footer>"
    assert place(form.format("12 Elm St, Oak Hill, OH 45656") + foot) == ("Oak Hill", "OH")
    assert place(form.format("Oak Hill") + foot) == ("", "")


def only(page):
    reading = read_with_state(page)
    listed = reading.listings if reading.state is PageState.LISTED else ()  # a name alone lists nobody
    return [(listing.nap.name, listing.nap.city, listing.nap.region) for listing in listed]


ELM = [("Elm Roofing", "Oak Hill", "OH")]


@pytest.mark.parametrize(
    "town",
    [
        "<footer>© 2019 Elm Roofing, Oak Hill, OH. All rights reserved.</footer>",
        "<footer><p>© 2019 Elm Roofing<p>Oak Hill, OH</footer>",
        "<h4>Base location</h4><p>Oak Hill, OH<br>and at your home<footer>© 2019 Elm Roofing</footer>",
        "<h4>Location</h4><p>Oak Hill, OH<br>and at your home<footer>© 2019 Elm Roofing</footer>",
        "<div>Office location</div><div>Oak Hill, Ohio, United States</div><footer>© 2019 Elm Roofing</footer>",
    ],
)
def test_a_name_with_its_own_town_is_a_listing_without_street_and_number(town):
    assert only(f"<title>Elm Roofing - Premier Roofers</title><p>Elm Roofing mends roofs.{town}") == ELM


@pytest.mark.parametrize(
    "town",
    [
        "<p>Oak Hill, OH<footer>© 2019 Elm Roofing</footer>",
        "<h4>Service area</h4><p>Oak Hill, OH<footer>© 2019 Elm Roofing</footer>",
        "<h4>Location</h4><p>Oak Hill, OH<h4>Location</h4><p>Mill Creek, OH<footer>© 2019 Elm Roofing</footer>",
        "<footer>© 2019 Elm Roofing, Roofs and Gutters, OH</footer>",
        "<footer>© 2019 Elm Roofing. Photos: Ana Oak, Oak Hill, OH</footer>",
    ],
)
def test_a_town_that_is_not_said_to_be_the_businesss_own_makes_no_listing(town):
    assert only(f"<title>Elm Roofing - Premier Roofers</title><p>Elm Roofing mends roofs.{town}") == []


def test_a_networks_own_town_is_nobodys_listing():
    page = "<title>No results | Yelp</title><p>Nothing found.<footer>© 2026 Yelp Elm Inc., Oak Hill, OH</footer>"
    assert only(page) == []


def test_a_town_with_its_zip_below_a_street_without_a_number_is_the_businesss():
    foot = "<footer><p>512-555-0134<p>ana@elm.com<p>Our work<p>News<p>Old Mill Tpke,<br>Oak Hill, OH 45656"
    nap = read_page(f"{PAGE}{foot}<p>© 2026 Elm Pipes</footer>")[0].nap
    assert (nap.street, nap.city, nap.region, nap.postal_code) == ("", "Oak Hill", "OH", "45656")


@pytest.mark.parametrize(
    ("sentence", "town"),
    [
        ("Located in the quaint, little town of Oak Hill, Ohio", ("Oak Hill", "OH")),
        ("We are located in Oak Hill, OH, since 1934.", ("Oak Hill", "OH")),
        ("Located in Mill Creek, Ohio", ("", "")),
        ("Serving families in Oak Hill, Ohio", ("", "")),
    ],
)
def test_a_town_of_the_title_in_which_a_sentence_says_it_is_located_is_its_own(sentence, town):
    page = f"<title>Elm Diner | Oak Hill, OH</title><p>{sentence}<h3>Call us</h3><p>Or come<p>Today<p>512-555-0134"
    nap = read_page(f"{page}<p>© 2026 Elm Diner")[0].nap
    assert (nap.city, nap.region) == town


@pytest.mark.parametrize(
    ("sentence", "town"),
    [
        ("Elm Roofing is based in Oak Hill, Ohio, and covers a 60-mile radius.", ("Oak Hill", "OH")),
        ("Elm Roofing LLC is located in Oak Hill, OH and provides repairs.", ("Oak Hill", "OH")),
        ("Call today! Elm Roofing is headquartered in Oak Hill, OH.", ("Oak Hill", "OH")),
        ("Old Elm Roofing is based in Oak Hill, Ohio.", ("", "")),
        ("Elm Roofing is proud to serve Oak Hill, Ohio.", ("", "")),
        ("Our supplier is based in Oak Hill, Ohio.", ("", "")),
        ("Elm Roofing is based in Oak Hill, Ohio.<p>Elm Roofing is located in Mill Creek, Ohio.", ("", "")),
    ],
)
def test_a_sentence_that_the_business_opens_says_in_which_town_it_is(sentence, town):
    page = f"<title>Service Area | Elm Roofing</title><p>512-555-0134<h3>Why us</h3><p>Quality<p>Honesty<p>{sentence}"
    served = "<ul><li>Oak Hill, OH<li>Mill Creek, OH<li>Ash Grove, KY</ul>"
    nap = read_page(f"{page}{served}<p>© 2026 Elm Roofing")[0].nap
    assert (nap.name, nap.city, nap.region) == ("Elm Roofing", *town)


def test_a_business_without_a_number_is_listed_in_the_town_that_its_sentence_says():
    page = "<title>Service Areas | Elm Cleaning</title><h1>Service Area</h1>"
    found = read_page(f"{page}<p>Elm Cleaning LLC is located in Oak Hill, OH and cleans houses.")
    assert [(n.nap.name, n.nap.city, n.nap.region) for n in found] == [("Elm Cleaning", "Oak Hill", "OH")]
    assert not read_page(f"{page}<p>Elm Cleaning cleans houses in Oak Hill, OH and around.")


@pytest.mark.parametrize(
    "foot",
    [
        "© 2026 Elm Pipes | Oak Hill, OH | 740-555-0134",
        "Elm Pipes • Oak Hill, Ohio • 740-555-0134",
        "<p>📍 Oak Hill, OH<p>📞 740-555-0134",
        "<p>740-555-0134</footer><p>We’re proudly based in Oak Hill, Ohio, and mend pipes.",
        "<p>740-555-0134</footer><p>We are located in Oak Hill, OH.",
    ],
)
def test_a_town_between_marks_or_where_we_are_is_the_businesss(foot):
    assert place(f"<footer>{foot}</footer><p>© 2026 Elm Pipes") == ("Oak Hill", "OH")


@pytest.mark.parametrize(
    "foot",
    [
        "Oak Hill, OH | Mill Creek, OH",
        "Serving | Homes in Oak Hill, OH",
        "<p class=review>We are located in Oak Hill, OH",
    ],
)
def test_several_towns_between_marks_and_what_a_reviewer_says_are_not(foot):
    assert place(f"<footer><p>740-555-0134<p>{foot}</footer><p>© 2026 Elm Pipes") == ("", "")


def test_a_map_may_be_asked_for_an_address_without_commas():
    link = "https://www.google.com/maps/search/?api=1&query=12+Elm+Rd+Oak+Hill+OH+45656"
    nap = read_page(f"{PAGE}<a href='{link}'>Map</a><p>740-555-0134<footer>© 2026 Elm Pipes</footer>")[0].nap
    assert (nap.street, nap.city, nap.region, nap.postal_code) == ("12 Elm Rd", "Oak Hill", "OH", "45656")
