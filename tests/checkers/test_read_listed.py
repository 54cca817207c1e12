"""A house that is in no list of ours still lists somebody else: its claim link, the other's site, a review say so."""

import pytest

from checkers.extract import read_page

PLACE = "<p>12 Elm St<br>Austin, TX 78702<br>Phone: (512) 555-0134"
HOUSE = "<img src='l.gif' alt='Elmbark'><a href='/'>Elmbark</a>"
FOOT = "<div>Copyright 1995-2026, Elmbark. All Rights Reserved.</div>"
URL = "https://www.elmbark.example/profile?id=7"


def named(page, url=URL):
    return read_page(page, url=url)[0].nap.name


@pytest.mark.parametrize(
    "said",
    [
        "<br>Fax: 512-555-0199<br>Website: <a href='https://oak.example'>www.oakcollege.edu</a>",
        "<table><tr><td>Website:<td>www.oakcollege.edu</table>",
        "<p><a href='/claim'>Claim this school</a>",
        "<p>Is this your school?",
    ],
)
@pytest.mark.parametrize("heading", ["h1", "h2"])
def test_what_only_a_directory_prints_makes_the_heading_over_the_place_the_name(heading, said):
    subject = f"<{heading}>Oak-Brand College</{heading}>{PLACE}{said}"
    assert named(f"<title>School Profile</title>{HOUSE}{subject}{FOOT}") == "Oak-Brand College"


@pytest.mark.parametrize("site", ["www.elmbark.example", "elmbark.net", "facebook.com/elmbark"])
def test_an_owner_may_print_another_site_of_his_own(site):
    page = f"<title>Contact us</title>{HOUSE}<h2>Our shop</h2>{PLACE}<br>Website: {site}{FOOT}"
    assert named(page) == "Elmbark"


def test_whom_the_host_spells_and_the_place_is_under_is_no_other_house():
    page = f"<title>Contact us</title><h1>Elmbark</h1>{PLACE}<br>Website: www.oakgroup.example{FOOT}"
    assert named(page) == "Elmbark"


@pytest.mark.parametrize(
    "title", ["Contact us", "Contact | Elmbark", "Downtown Office | Elmbark", "Elmbark - Austin, TX"]
)
def test_an_owners_page_with_a_partners_site_stays_his_own(title):
    page = (
        f"<title>{title}</title>{HOUSE}<p>Good food<h2>Downtown Office</h2>{PLACE}<br>Website: www.oakgroup.com{FOOT}"
    )
    assert named(page) == "Elmbark"


@pytest.mark.parametrize(
    ("title", "heading"),
    [
        ("Family Dentist in Austin", "Emergency Visits"),
        ("Family Dentist in Austin", "Austin Office"),
        ("Austin Office", "Our Team"),
    ],
)
@pytest.mark.parametrize("partner", ["www.oakgroup.com", "www.emergency.org"])
def test_a_heading_that_the_partners_site_does_not_spell_is_not_its_owners_name(title, heading, partner):
    block = f"<p>Good care<h2>{heading}</h2>{PLACE}<br>Website: {partner}"
    assert named(f"<title>{title}</title>{HOUSE}{block}{FOOT}") == "Elmbark"


@pytest.mark.parametrize(
    ("name", "site"),
    [
        ("Oak College", "www.oakcollege.edu"),
        ("Oak Park Dental Center", "oakparkdental.com"),
        ("Oak & Ash Grill", "oakandashgrill.com"),
        ("Oakbridge", "www.oakbridge.com"),
        ("Oak Institute of Technology", "www.oit.edu"),
    ],
)
def test_a_heading_that_the_site_beside_the_place_spells_is_whom_a_directory_lists(name, site):
    said = name.replace("&", "&amp;")
    page = f"<title>School Profile</title>{HOUSE}<h2>{said}</h2>{PLACE}<br>Website: {site}{FOOT}"
    assert named(page) == name


def test_a_main_heading_that_the_site_spells_is_the_name_above_a_heading_of_the_address():
    heads = "<h1>Oak College</h1><p>Public, four years<h2>Main Address</h2>"
    page = f"<title>School Profile</title>{HOUSE}{heads}{PLACE}<br>Website: www.oakcollege.edu{FOOT}"
    assert named(page) == "Oak College"


@pytest.mark.parametrize("kind", ["Restaurant Review", "Review", "Reviews"])
def test_a_review_is_of_whom_its_heading_and_title_name(kind):
    page = (
        f"<title>Oak Grill &amp; Tap Restaurant Austin TX Ratings Elmbark</title>{HOUSE}"
        f"<h1>Oak Grill &amp; Tap <span>{kind}</span></h1>{PLACE}{FOOT}"
    )
    assert named(page) == "Oak Grill & Tap"


def test_a_magazine_may_be_called_a_review():
    foot = "<footer>© 2026 Oak Law Review</footer>"
    page = f"<title>Oak Law Review | Contact</title><h1>Oak Law Review</h1>{PLACE}{foot}"
    assert named(page, "https://oaklawreview.example/contact") == "Oak Law Review"


@pytest.mark.parametrize("name", ["100 Oak", "Kepler's Sub Shop"])
def test_a_title_that_says_the_pages_own_town_in_brackets_says_who_is_there(name):
    page = f"<title>US Elms' Restaurant Information -- {name} (Austin, Texas)</title><div>{name}</div>{PLACE}"
    assert named(page, "https://www.uselms.example/show?id=7") == name
    there = page.replace("(Austin, Texas)", "(Dallas, Texas)")
    assert named(there, "https://www.uselms.example/show?id=7") != name


@pytest.mark.parametrize("tool", ["College Search", "Store Locator", "Business Directory", "Provider Profile"])
def test_what_one_searches_with_is_no_name(tool):
    heads = f"<h1><a href='/'>Elmbark.com</a></h1><a href='/search'><h1>{tool}</h1></a><h1>Oak College</h1>"
    block = f"Austin, Texas<h3>Main Address</h3>{PLACE}<br>www.oakcollege.edu<div>© The Elm Board</div>"
    page = f"<title>{tool} - Oak College - OC - At a Glance</title>{heads}{block}"
    assert named(page, f"https://{tool.lower().replace(' ', '')}.elmboard.com/detail?id=7") == "Oak College"
    search = f"<title>Elm Executive Search</title><h1>Elm Executive Search</h1>{PLACE}"
    assert named(search, "https://elmexecutivesearch.example/") == "Elm Executive Search"
