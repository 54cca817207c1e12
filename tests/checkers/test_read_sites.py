"""Pages of a shop's own site: its number stands on each of them, and the page's topic is not its name."""

import pytest

from checkers.extract import read_page

HEAD = "<body><header>Call 512-555-0134</header>"
FOOT = "<footer>© 2026 Delgado Camping. All rights reserved.</footer>"


def first(page, url=""):
    return read_page(page, url=url)[0].nap


def test_the_topic_of_a_shops_page_is_not_the_shop():
    topic = f"<title>Tents</title>{HEAD}<h1>Tents</h1><p>Forty kinds of tents"
    assert first(topic + FOOT).name == "Delgado Camping"
    assert read_page(topic) == ()


def test_a_number_below_the_heading_is_the_headings():
    page = f"<title>Delgado Plumbing | Town Pages</title><h1>Delgado Plumbing</h1><p>Serves Austin, 512-555-0134{FOOT}"
    assert first(page).name == "Delgado Plumbing"


def test_the_whole_web_address_spells_the_fuller_of_two_names():
    page = f"<title>Elm Decor | Tables</title>{HEAD}<p>Copyright 2026 Elm Decor and Home Goods"
    assert first(page, "https://www.elmdecorandhomegoods.example/").name == "Elm Decor and Home Goods"


@pytest.mark.parametrize("rights", ["Alle Rechte vorbehalten", "Все права защищены", "Tous droits réservés"])
def test_rights_are_reserved_in_other_languages_too(rights):
    assert first(f"<title>Delgado</title>{HEAD}<footer>© 2026 Delgado {rights}").name == "Delgado"


@pytest.mark.parametrize(
    ("page", "street", "city"),
    [
        ("<p>Your chemist is Elm Drugs Inc. 9 Elm Ave. Vaughan, ON L9Z 9Z9", "9 Elm Ave.", "Vaughan"),
        ("<p>9 Elm Avenue, Billingham,<br>Cleveland,<br>TS99 9ZZ", "9 Elm Avenue", "Billingham"),
        ("<p>One Elm Fire Way, Austin, TX USA 78702-0001", "One Elm Fire Way", "Austin"),
        ("<p>Delgado House<br>for Old Books 12 Elm Ave., NW<br>Washington, DC 20036", "12 Elm Ave., NW", "Washington"),
    ],
)  # fmt: skip
def test_a_street_is_told_from_what_runs_into_it(page, street, city):
    nap = first(page)
    assert (nap.street, nap.city) == (street, city)


def test_a_day_above_a_dutch_looking_amount_is_no_street():
    assert read_page("<title>Elm</title><p>Sat. Dec 12<br>1200 TC Sheet Sets") == ()


def test_a_british_page_prints_its_number_without_the_country():
    page = "<p>9 Elm Avenue, Billingham,<br>TS99 9ZZ<br>Tel: 020 7946 0134"
    assert first(page).phone == "+442079460134"


def test_a_british_street_that_repeats_its_own_postcode():
    fields = {
        "streetAddress": "9 Elm Road, Blackburn, BB99 9ZZ",
        "addressLocality": "Blackburn",
        "postalCode": "BB99 9ZZ",
    }
    spans = "".join(f"<span itemprop={key}>{value}</span>" for key, value in fields.items())
    page = (
        f"<div itemscope itemtype=http://schema.org/Store><p itemprop=name>Elm</p><p itemprop=address itemscope>{spans}"
    )
    assert first(page).street == "9 Elm Road"


def test_a_footers_address_does_not_make_the_topic_a_name():
    page = f"<title>Cookie notice</title><body><h1>Cookie notice</h1><footer>12 Elm St, Austin, TX 78702{FOOT}</footer>"
    assert first(page).name == "Delgado Camping"


def test_a_sites_name_stands_above_its_footers_address():
    foot = "<footer><h5>%s</h5><div>12 Elm St</div><div>Austin, TX 78702</div></footer>"
    page = "<title>Delgado Chiropractic</title><body><nav>Delgado Chiropractic</nav><p>Welcome</p>"
    assert first(page + foot % "Delgado Chiropractic").name == "Delgado Chiropractic"
    assert first(page + foot % "Come and see us").name == ""
    assert first("<title>Tents</title><body><h2>Tents</h2><p>Forty kinds" + foot % "Delgado Camping").name == ""


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Elm Electric © 2026 · 12 Elm St", ["Elm Electric"]),
        ("© 2026 Elm Electric", ["Elm Electric"]),
        ("All rights reserved © 2026", []),
        ("Photos © 2026", []),
    ],
)
def test_a_name_may_stand_before_the_sign_of_its_rights(line, names):
    page = f"<title>Find us!</title>{HEAD}<p>Two towns<footer>{line}</footer>"
    assert [listing.nap.name for listing in read_page(page)] == names


def test_where_all_is_a_main_heading_none_is():
    large = "".join(f"<h1>{text}</h1>" for text in ("Call 512-555-0134", "Bonded and Insured", "12 Elm St, Austin, TX"))
    page = f"<body>{large}<h1>Trusted</h1><h1>Our Oak Hill Location</h1><h1>Elm Electric © 2026</h1>"
    assert first(f"<title>Find us!</title>{page}").name == "Elm Electric"


@pytest.mark.parametrize("line", ["5K Salmon Run", "12 Elm Street and more...", "10K Elm Run"])
def test_a_race_and_a_text_that_was_cut_are_no_street(line):
    assert read_page(f"<p>{line}<br>Austin, TX") == ()


def test_a_product_page_is_the_shops_that_its_host_and_logo_name():
    foot = "<footer>Call 512-555-0134</footer>"
    page = f"<title>Copper pipe, 2 m</title><body><img src=logo.png alt=Delgado><h1>Copper pipe</h1>{foot}"
    assert first(page, "https://www.delgado.example/pipes/2").name == "Delgado"
    assert read_page(page, url="https://shop.example/pipes/2") == ()


def test_a_host_may_spell_the_name_with_hyphens():
    page = "<title>Pipes</title><body><p>Elm Tree Pipes since 1962</p><footer>Call 512-555-0134</footer>"
    assert first(page, "https://elm-tree-pipes.example/").name == "Elm Tree Pipes"


def test_a_name_above_the_door_that_a_sentence_says_too():
    block = "<p>Ana Delgado<br>Elm Dance House<br>1204 E 7th St<br>Austin, TX 78702</p>"
    assert first(f"<title>EDH</title><h2>Contact Elm Dance House today!</h2>{block}").name == "Elm Dance House"
    assert first(f"<title>EDH</title><h2>Contact us today!</h2>{block}").name == ""
    town = "<p>Shops in West Elm soon</p><h2>West Elm</h2><p>12 Elm St<br>West Elm, TX 78702"
    assert first(f"<title>Shops</title>{town}").name == ""


def test_the_fuller_name_above_the_door_bears_out_the_titles():
    page = "<title>Contact — Delgado & Oak</title><p>The Law Offices of Delgado & Oak<br>12 Elm St<br>Austin, TX 78702"
    assert first(page).name in ("Delgado & Oak", "The Law Offices of Delgado & Oak")


def test_a_page_of_thanks_is_not_called_thank_you():
    page = "<title>Thank You - Elm Towing</title><h1>Thank You for Your Booking!</h1><p>Call us: 512-555-0134"
    assert first(page, "https://elmtowing.example/done").name == "Elm Towing"


def test_things_set_side_by_side_are_two_and_a_service_mark_is_none():
    page = "<body><span>Elm Drains • 12 Elm St, Austin, TX 78702</span><a href=/>Call 512-555-0134</a>"
    assert (first(page).street, first(page).postal_code) == ("12 Elm St", "78702")
    icon = "<p><span class=material-icons>location_on</span><span>12 Elm St Office 9<br>Austin, TX 78702</span>"
    assert (first(icon).street, first(icon).unit) == ("12 Elm St", "Office 9")
    assert first(f"<title>Elm Drains</title>{HEAD}<footer>© 2026 <b>Elm Drains</b><sup>SM</sup>").name == "Elm Drains"


@pytest.mark.parametrize(
    ("words", "is_open"),
    [
        ("<p>Open 24/7</p>", True),
        ("<p>Open 24hrs</p>", True),
        ("<p>Hours</p><p>24 hours</p>", True),
        ("<p>24/7</p><p>Roadside help</p>", False),
        ("<p>Emergency service 24/7</p>", False),
    ],
)
def test_open_at_all_hours_is_told_from_a_boast(words, is_open):
    week = first(f"<p>12 Elm St, Austin, TX 78702</p>{words}").hours
    assert (week is not None and week["sun"] == (("00:00", "24:00"),)) is is_open


def test_days_by_their_letters_and_times_without_a_dash():
    week = first("<p>12 Elm St, Austin, TX 78702</p><p>M-F 8am 5pm</p>").hours
    assert list(week) == ["mon", "tue", "wed", "thu", "fri"]


@pytest.mark.parametrize(("kind", "is_frame"), [("bg-navy-dark", False), ("mainNav", True), ("site-navbar", True)])
def test_a_landmark_is_a_word_of_a_class_and_no_part_of_another(kind, is_frame):
    page = f"<title>Oak House | Town Pages</title><body><h1>Oak House</h1><div class={kind}>Call 512-555-0134</div>"
    assert (not read_page(page)) is is_frame


CONTACT = "<h2>Contact</h2><p>{name}<br>12 Elm St<br>Austin, TX 78702<br>512-555-0134"


def test_a_name_that_goes_on_with_for_is_no_longer_form_of_its_beginning():
    long = "Delgado Endowment for Better Pipes"
    page = f"<title>About - {long}</title><h1>{long}</h1>" + CONTACT.format(name="Delgado Endowment")
    assert first(page).name == long


def test_the_spelling_that_is_shown_counts_before_the_one_for_networks():
    head = '<title>Pipes</title><meta property="og:site_name" content="Pipe Track">'
    assert first(head + CONTACT.format(name="PipeTrack, Inc.") + "<p>© 2026 PipeTrack, Inc.").name == "PipeTrack, Inc"


def test_an_article_before_a_name_is_no_part_of_it():
    page = "<title>Find us</title><p>Ask the Elm-USA.<p>Ask" + CONTACT.format(name="the Elm-USA") + "<p>© Elm-USA"
    assert first(page, "http://www.elm-usa.example/find-us/").name == "Elm-USA"


def test_whose_house_it_is_stands_before_what_the_host_spells():
    page = "<title>Contact us</title><p>512-555-0134 Address: Kepler's Cheese House 12 Elm St, Austin, TX 78702"
    assert first(page, "http://www.cheesehouse.example/contact").name == "Kepler's Cheese House"


@pytest.mark.parametrize("host", ["shop.elmtreepipes.example", "www.elmtreepipes.co.uk"])
def test_the_owners_part_of_a_host_spells_the_name(host):
    page = "<title>Elm Tree Pipes</title><footer>Call 512-555-0134</footer>"
    assert first(page, f"https://{host}/").name == "Elm Tree Pipes"


def test_a_host_that_begins_as_the_name_above_the_address_does_is_its_witness():
    page = "<title>Sign in</title><footer>" + CONTACT.format(name="Elm Tree Pipe Center") + "</footer>"
    assert first(page, "https://www.elmtreepipes.example/sign-in").name == "Elm Tree Pipe Center"
    assert first(page, "https://www.other.example/sign-in").name == ""


def test_the_number_for_customers_comes_before_the_one_for_support():
    numbers = "<p>Sales: 888-555-0134<p>Support: 877-555-0199"
    page = f"<title>Delgado Plumbing</title><h1>Delgado Plumbing</h1>{numbers}<p>12 Elm St<br>Austin, TX 78702"
    assert first(page).phone == "+18885550134"


def test_the_numbers_of_ten_pages_are_no_phone():
    links = "".join(f"<a href='?{n}'>{n}</a>" for n in range(1, 11))
    assert read_page(f"<title>Delgado Talk</title><h1>Delgado Talk</h1><p>Pages: {links}") == ()


def test_a_bar_between_street_and_suite_is_a_comma():
    nap = first("<p>12 Elm Avenue | Suite 200 | Austin, TX 78702")
    assert (nap.street, nap.unit) == ("12 Elm Avenue", "Suite 200")


def test_a_town_without_street_may_stand_some_lines_above_its_number():
    page = "<title>Contact Elm College</title><h1>Elm College</h1><p>Austin, TX 78702<h3>Phone</h3><p>512-555-0134"
    assert (first(page).city, first(page).postal_code) == ("Austin", "78702")


def test_a_slogan_behind_the_name_in_markup_is_left_out_where_only_the_name_is_shown():
    name = "Delgado Pipes - Discount Pipes"
    page = (
        f"<title>Discount Pipes: Contact</title><div itemscope itemtype=http://schema.org/Store>"
        f"<meta itemprop=name content='{name}'><meta itemprop=telephone content=512-555-0134></div>"
        f"<p>Call Delgado Pipes at 512-555-0134"
    )
    assert first(page).name == "Delgado Pipes"
