"""Names a site gives itself: in the heading that leads home, its e-mail's host, what its sentences tell of it."""

import pytest

from checkers.extract import read_page

DOOR = "<p>12 Elm St<br>Austin, TX 78702<p>512-555-0134"
FOOT = "<footer>12 Elm St, Austin, TX 78702 (512) 555-0134</footer>"


def name(page):
    return next((listing.nap.name for listing in read_page(page)), "")


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ("<h1><a href='/index.html'>Full Elm Farm</a></h1>", "Full Elm Farm"),
        ("<a href='/'><h1>Full Elm Farm</h1></a>", "Full Elm Farm"),
        ("<a href='/'><h1>Full Elm Farm</h1><h2>Eggs and bread</h2></a>", "Full Elm Farm"),
        ("<a href='/index.html'>Full Elm Farm</a>", ""),
        ("<h1><a href='/'>Home</a></h1>", ""),
        ("<h1><a href='/'>Plumber in Austin</a></h1>", ""),
    ],
)
def test_a_heading_that_leads_home_names_the_site(link, said):
    page = f"<title>About us</title><header>{link}</header><h1>Come and see us!</h1><p>We bake.<p>We plant.{FOOT}"
    assert name(page) == said


def test_a_heading_that_leads_home_from_somebody_elses_place_does_not():
    page = "<title>Elm Pipes in Austin</title><h1><a href='/'>Oak Town Guide</a></h1><h1>Elm Pipes</h1>"
    assert name(page + DOOR) == "Elm Pipes"


@pytest.mark.parametrize(("foot", "said"), [(FOOT, "Elm Family Dental Care"), (DOOR, "")])
def test_a_site_with_its_door_in_the_footer_is_called_as_logo_and_link_home_say(foot, said):
    head = "<img src=logo.png alt='Elm Family Dental Care'><a href='index.html'>Elm Family<br>Dental Care</a>"
    page = f"<title>Premium Dentures</title>{head}<h1>Get the best dentures</h1><p>Or call (512) 555-0134</p>"
    assert name(page + foot) == said


def test_the_logos_short_form_is_no_name_where_the_rights_are_held_under_more():
    page = "<title>Elm Corner BBQ and Catering</title><img src=logo.png alt='Elm Corner BBQ Logo'><h1>Catering</h1>"
    page += (
        "<footer>&copy; 2026 Elm Corner BBQ and Catering, LLC | 12 Elm St Austin, TX 78702 | (512) 555-0134</footer>"
    )
    assert name(page).removesuffix(", LLC") == "Elm Corner BBQ and Catering"


def test_the_year_may_stand_between_the_two_signs_of_a_copyright():
    page = (
        "<title>Banquets</title><h3>(512) 555-0134</h3><footer>Copyright 2026 © Elm Bar &amp; Grill | Privacy</footer>"
    )
    assert name(page) == "Elm Bar & Grill"


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("Kepler's Kitchen, TX", "Kepler's Kitchen"),
        ("The Copper Mill - Beach Bar, Austin TX", "The Copper Mill"),
        ("Kepler's Corner | Sandwiches in Austin, TX", "Kepler's Corner"),
        ("Brake Pads - Auto Repair, Austin TX", ""),
        ("Brake repair shops. Austin, Oak Hill TX", ""),
    ],
)
def test_a_title_beside_town_and_trade(title, said):
    assert name(f"<title>{title}</title><h1>Find us</h1>{DOOR}") == said


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("Disclaimer: Elm Park Handyman is not liable for any loss.", "Elm Park Handyman"),
        ("Elm Park Handyman offers prompt help.", "Elm Park Handyman"),
        ("Elm Park Handyman is what people look for.", "Ana Delgado"),
        ("Ask what Elm Park Handyman offers.", "Ana Delgado"),
    ],
)
def test_a_title_that_does_business_is_the_name_before_who_holds_the_rights(sentence, said):
    page = f"<title>Elm Park Handyman</title><p>Call 512 555 0134<p>{sentence}<p>Copyright: Ana Delgado 2026"
    assert name(page) == said


@pytest.mark.parametrize(
    ("letters", "said"),
    [
        ("info@keplercatering.com, sales@keplercatering.com", "Kepler's Catering"),
        ("info@keplercatering.com, web@oakdesigns.com", ""),
        ("keplercatering@gmail.com", ""),
        ("info@kepler.com", ""),
    ],
)
def test_without_title_and_address_of_the_page_the_host_of_its_mail_tells_the_name(letters, said):
    page = f"<p>{letters}<br>12 Elm St<br>Austin, TX 78702<p>Kepler's Catering can fulfil your needs in every way."
    assert name(page) == said


def test_a_short_word_that_the_host_of_the_mail_begins_with_is_no_name():
    page = "<title>Law Offices of Oak &amp; Elm</title><p>Contact OEL<br>12 Elm St<br>Austin, TX 78702"
    assert name(page + "<br>ana@oellawoffices.com") != "OEL"


def test_an_initial_does_not_end_who_holds_the_rights():
    foot = (
        "<footer>(512) 555-0134<p>© 2026 The Law Office of Ana M. Delgado, PLLC. All rights reserved. Bar 12</footer>"
    )
    assert name(f"<title>Probate</title><h1>Probate</h1>{foot}") == "The Law Office of Ana M. Delgado, PLLC"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("2026 Elm Restoration, Paint and Tile LLC. All rights reserved.", "Elm Restoration, Paint and Tile LLC"),
        ("2026 was a good year for us.", ""),
        ("1204 Elm Restoration. All rights reserved.", ""),
    ],
)
def test_rights_are_held_without_the_sign_too(line, said):
    page = (
        f"<title>Service area</title><footer>(512) 555-0134<br>12 Elm St, Austin, TX 78702<p>We<p>are<p>{line}</footer>"
    )
    assert name(page) == said


@pytest.mark.parametrize(
    ("above", "said"),
    [("Elm Chapel Austin", "Elm Chapel Austin"), ("Kepler's Cafe", "Kepler's Cafe"), ("Our Pipes Austin", "")],
)
def test_a_place_right_above_the_street_is_whose_it_is(above, said):
    page = f"<title>Service times</title><div>Where:</div><div>{above}</div><div>12 Elm St</div>"
    assert name(f"{page}<div>Austin, TX 78702</div>") == said


def test_the_word_logo_where_a_logo_would_stand_is_no_name():
    sign = '<header><div class="text-logo"><a href="index.html">Logo</a></div></header>'
    assert name(f"<title>Worship</title>{sign}{DOOR}") == ""
    assert name(f"<title>Worship | Elm Chapel</title>{sign}{DOOR}") == "Elm Chapel"


@pytest.mark.parametrize("page", ["Request a consultation", "Financing", "Get a free quote", "What we believe"])
def test_what_a_visitor_asks_for_is_a_page_and_no_name(page):
    assert name(f"<title>{page} | Elm Law</title><h2>Ready?</h2>{DOOR}") == "Elm Law"


def test_a_title_that_begins_with_all_that_the_host_of_the_mail_spells():
    page = "<title>Elmtree Auto Sales</title><h3>Financing</h3><p>Call Ana at (512) 555-0134 or ana@{}"
    assert name(page.format("elmtreeauto.com")) == "Elmtree Auto Sales"
    assert name(page.format("oakpages.com")) == ""


MADE_FOR = "<iframe src='https://www.google.com/maps/embed?pb=!1m18!3m3!1m2!1s0x89c2%3A0x40c8!2s{}!5e0!3m2!1sen!2sus'></iframe>"


@pytest.mark.parametrize(
    ("maps", "said"),
    [
        (["Elm+Auto+Center"], "Elm Auto Center"),
        (["Elm%20Auto%20Center"], "Elm Auto Center"),
        (["Oak+Auto+Center"], ""),
        (["Elm+Auto+Center", "Oak+Auto+Center"], ""),
        (["12+Elm+St%2C+Austin%2C+TX+78702"], ""),
        ([], ""),
    ],
)
def test_the_one_place_that_a_sites_map_was_made_for_confirms_its_title(maps, said):
    page = f"<title>Elm Auto Center</title><h1>Our work</h1><p>We mend.<p>We paint.{DOOR}"
    assert name(page + "".join(map(MADE_FOR.format, maps))) == said


@pytest.mark.parametrize(
    ("held", "said"),
    [
        ("Elm Grove Church, Austin TX", "Elm Grove Church"),
        ("Elm Grove Church, Austin, TX", "Elm Grove Church"),
        ("Elm Grove Church, Dallas TX", "Elm Grove Church, Dallas TX"),
        ("Elm Grove Church, Austin", "Elm Grove Church, Austin"),
    ],
)
def test_the_pages_own_town_behind_the_name_of_who_holds_the_rights_is_no_part_of_it(held, said):
    assert name(f"<title>Contact us</title>{DOOR}<p>Copyright © 2026 {held}. All rights reserved.") == said


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Copyright © 2011 - 2026 • Elm Bar & Grill • 12 Elm St, Austin, TX 78702 • (512) 555-0134", "Elm Bar & Grill"),
        ("© 2026 Elm Bar & Grill · A division of Oak Group · All rights reserved", "Elm Bar & Grill"),
        ("© 2026 • All rights reserved", ""),
    ],
)
def test_dots_part_who_holds_the_rights_from_year_and_door(line, said):
    assert name(f"<title>Contact us</title><h1>Contact us</h1>{DOOR}<p>{line}") == said


@pytest.mark.parametrize("called", ["About You Yoga", "Visit Elmburg", "Call Elm Plumbing"])
def test_a_name_may_begin_as_a_page_does(called):
    page = f"<title>Contact {called}</title><h1>Contact us</h1>{DOOR}<h2>{called}</h2>"
    assert name(f"{page}<footer><img src=logo.png alt='{called} home'>© 2026 {called}</footer>") == called


def test_a_page_about_a_business_is_not_called_about():
    page = f"<title>About Elm Yoga</title><h1>About Elm Yoga</h1>{DOOR}<h2>About Elm Yoga</h2>"
    assert name(f"{page}<footer>© 2026 Elm Yoga</footer>") == "Elm Yoga"


def test_two_headings_of_a_link_home_that_the_title_has_in_one_are_one():
    logo = """<img class=logo src=a.jpg alt="Elm's Family Restaurant">"""
    link = f"<a href='/'><h1>Elm's Family</h1>{logo}<h1>Restaurant</h1></a>"
    far = "<p>We cook for you.<br>" + "We bake, too.<br>" * 12
    page = f"<title>Elm's Family Restaurant | Oak Hill, OH</title><nav>{link}</nav>{far}<p>Call<p>512-555-0134"
    assert name(page) == "Elm's Family Restaurant"


@pytest.mark.parametrize(
    ("title", "mail", "said"),
    [
        ("elmj&uuml;ce", "elmjuce@gmail.com", "elmjüce"),
        ("Hours | Elm Picture Frames", "elmpictureframes@att.net", "Elm Picture Frames"),
        ("Juice bar downtown", "elmjuce@gmail.com", ""),
        ("Info", "info@gmail.com", ""),
    ],
)
def test_a_title_that_the_pages_own_mailbox_spells_is_the_name(title, mail, said):
    page = f"<title>{title}</title><p>Photo: Ana Oak<h3>Location</h3>{DOOR}<p>{mail}"
    assert name(page) == said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("We at Elm Air Systems (EAS) have served Austin since 1964.", "Elm Air Systems"),
        ("We at Elm Air Systems know ducts.", "Elm Air Systems"),
        ("See what we at Elm Air do.", ""),
    ],
)
def test_who_says_we_in_the_pages_description_is_whose_page_it_is(words, said):
    page = f"<title>Elm Air Systems</title><meta name=description content='{words}'><p>Office hours<p>512-555-0134"
    assert name(page) == said


def test_a_mailbox_is_read_from_its_link_where_its_words_run_into_the_next_ones():
    links = '<a href="mailto:elmtacosaz@gmail.com?subject=Hi">elmtacosaz@gmail.com</a><a href="/i">Instagram</a>'
    page = "<title>Find Us — Weekly Schedule · Elm Tacos AZ</title><h1>Follow the smoke</h1><p>Come"
    foot = '<footer><h4>Connect</h4><a href="tel:512-555-0134">512-555-0134</a>'
    assert name(f"{page}{foot}{links}") == "Elm Tacos AZ"
    assert name(f"{page}{foot}{links.replace('elm', 'oak')}") != "Elm Tacos AZ"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("Elm Family Tacos brings street food to Austin.", "Elm Family Tacos"),
        ("Elm Family Tacos Supplies sells tortillas.", ""),
        ("Street food to love, by Elm Family Tacos.", ""),
    ],
)
def test_a_description_that_opens_as_the_mails_host_spells_says_the_name(words, said):
    page = f'<meta name="description" content="{words}"><title>Contact us</title><h2>Contact us</h2>'
    found = read_page(f"{page}<p>512-555-0134<p>Oak Hill, OH 45656<p>info@elmfamilytacos.com")
    assert [listing.nap.name for listing in found] == ([said] if said else [])


@pytest.mark.parametrize("said", ["Apple Valley Dental", "Adobe Animal Hospital", "Bing Cherry Farm"])
def test_a_makers_name_may_begin_anothers(said):
    page = f"<title>{said} | Dentist in Elmburg</title><a href='/'>{said}</a><h1>Your smile, our passion</h1>"
    assert read_page(f"{page}<footer>{said}<br>12 Elm St<br>Austin, TX 78702")[0].nap.name == said


def test_a_name_for_networks_may_begin_as_a_page_does():
    page = "<title>Wine Walk | Visit Elmburg</title><meta property='og:site_name' content='Visit Elmburg'>"
    foot = "<footer>Visit Elmburg<br>12 Elm St, Austin, TX 78702<br>512-555-0134</footer>"
    assert (
        read_page(f"{page}<h1>Wine Walk</h1>{foot}", url="https://visitelmburg.example/")[0].nap.name == "Visit Elmburg"
    )
