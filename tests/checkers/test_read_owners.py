"""Whose page it is, where independent witnesses agree: also where it shows neither place nor number."""

import re

import pytest

from checkers.audit import NO_LISTING, Page, audit_pages
from checkers.extract import PageState, read_page, read_with_state
from checkers.nap import Nap

DOOR = "<p>12 Elm St<br>Austin, TX 78702<p>512-555-0134"
FOOT = "<footer>© 2026 Elm Park Inn</footer>"


def name(page, url=""):
    return next((listing.nap.name for listing in read_page(page, url=url)), "")


@pytest.mark.parametrize(
    ("page", "url"),
    [
        (f"<title>Elm Park Inn - Book a room</title>{FOOT}", ""),
        ("<title>Elm Park Inn - Book a room</title><a class=navbar-brand>Elm Park Inn</a>", ""),
        ("<title>Book a room</title><img src=logo.png alt='Elm Park Inn'>" + FOOT, ""),
        ("<title>Elm Park Inn - Book a room</title><p>Sleep well.", "https://elmparkinn.example/"),
        ("<title>Elm Park Inn</title><h1>Elm Park Inn</h1><p>Sleep well.", ""),
        ("<title>Elm Park Inn</title><h1>Welcome to Elm Park Inn</h1><p>Sleep well.", ""),
    ],
    ids=["rights", "sign", "logo and rights", "host", "a place's heading", "greeting"],
)
def test_a_page_without_place_and_number_is_its_owners_by_name_alone(page, url):
    reading = read_with_state(page, url=url)
    assert reading.state == PageState.NAMED
    assert [listing.nap for listing in reading.listings] == [Nap(name="Elm Park Inn")]


@pytest.mark.parametrize(
    "page",
    [
        "<title>Elm Park Pipes - Cheap and good</title><p>We mend.",
        "<title>Elm Talk</title><h1>Elm Talk</h1><p>Pages: 1 2 3",
        "<title>Pipes</title><p>We mend.<footer>© 2026 Elm Forum Software</footer>",
        "<title>Pipes</title><img src=logo.png alt='Elm Park Pipes'><p>We mend.",
    ],
    ids=["title", "title and topic", "rights", "logo"],
)
def test_one_witness_names_nobody_on_a_page_without_place_and_number(page):
    assert read_with_state(page).state == PageState.NOT_SHOWN


def test_a_name_alone_is_no_listing_to_compare():
    page = f"<title>Elm Park Inn - Book a room</title>{FOOT}"
    report = audit_pages(
        Nap(name="Elm Park Inn", phone="+15125550134"), [Page("Own site", "https://x.example/", page.encode())]
    )
    assert [listing.unread for listing in report.listings] == [NO_LISTING]


@pytest.mark.parametrize(
    "said",
    [
        "<link rel=canonical href='https://www.elmparkpipes.example/contact'>",
        "<meta property='og:url' content='https://elmparkpipes.example'>",
        "<base href='http://elmparkpipes.example/'>",
    ],
)
def test_a_page_says_itself_where_it_stands(said):
    page = f"<title>Elm Park Pipes | Copper</title>%s<h2>Call us</h2>{DOOR}"
    assert name(page % said) == "Elm Park Pipes"
    assert name(page % said.replace("elmparkpipes", "oakmill")) == ""
    assert name(page % "<link rel=canonical href='/contact'>") == ""


def test_the_address_that_a_page_was_read_from_comes_before_the_one_that_it_says():
    page = "<link rel=canonical href='https://elmparkpipes.example/'><title>Elm Park Pipes | Copper</title>"
    assert name(f"{page}<h2>Call us</h2>{DOOR}", "https://oakmill.example/") == ""


@pytest.mark.parametrize(
    "sign",
    [
        "<header><a class=navbar-brand href=/x>Elm <span>Pipes</span></a></header>",
        "<header><div id=siteName>Elm Pipes</div></header>",
        "<div class=site-logo__text>Elm Pipes</div>",
        "<header><a class=brand><span>EP</span> Elm Pipes</a></header>",
    ],
)
def test_text_that_stands_for_the_logo_is_the_sites_sign(sign):
    page = f"<title>Elm Pipes - Copper, brass and more</title>{{}}<p>We mend.<p>We dig.<h2>Call us</h2>{DOOR}"
    assert name(page.format(sign)) == "Elm Pipes"
    assert name(page.format(re.sub("(class|id)=[^ >]+", "", sign))) == ""


def test_the_brands_that_a_shop_sells_are_no_sign():
    brands = "".join(f"<p class={kind}>Oak Copper</p>" for kind in ("brands", "product-brand")) * 6
    lines = "<p>We sell pipes.</p>" * 12
    assert name(f"<title>Oak Copper | Pipes</title>{lines}{brands}{lines}{DOOR}") == ""


def test_a_brand_with_its_count_of_goods_is_no_spelling_of_the_name():
    head = "<img src=logo.png alt='Elm Pipes'><header class=brand>Elm Pipes (22)</header>"
    assert name(f"<title>Elm Pipes | Copper</title>{head}<p>We mend.<p>We dig.{DOOR}") == "Elm Pipes"


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("Elm Copper Pipes | Free quote today", "Elm Copper Pipes"),
        ("Elm & Oak Garden Pipes | Free quote today", "Elm & Oak Garden Pipes"),
        ("Garden Elm Copper Pipes | Free quote today", ""),
        ("Elm Copper | Free quote today", ""),
    ],
)
def test_a_host_may_be_made_of_some_of_the_names_words(title, said):
    host = "elmoakpipes" if "Oak" in title else "elmpipes"
    page = f"<title>{title}</title><h1>Ask us for a price</h1><header>512-555-0134</header><p>We come to you."
    assert name(page, f"https://{host}.example/") == said


def test_a_holder_of_rights_whose_name_goes_on_is_named_whole():
    page = f"<title>Elm Decor | Iron Art | Art</title><h2>Call us</h2>{DOOR}<p>© 2026 Elm Decor and Home Accents."
    assert name(page) == "Elm Decor and Home Accents"
    page = f"<title>Elm Decor | Iron Art | Art</title><h2>Call us</h2>{DOOR}<p>© 2026 Elm Decor, iron art for homes."
    assert name(page) == "Elm Decor"


def test_the_host_that_a_link_to_mail_names_is_a_witness():
    page = "<title>Elm Coatings</title><p>Ask us.<a href='mailto:info@elmcoatings.example'><img src=mail.png></a>"
    assert name(f"{page}<h2>Call us</h2>{DOOR}") == "Elm Coatings"
    assert name(f"{page.replace('elmcoatings', 'oakmill')}<h2>Call us</h2>{DOOR}") == ""


@pytest.mark.parametrize(
    ("title", "heading", "sentence", "said"),
    [
        ("", "Elm Park Pipes", "At Elm Park Pipes, care comes first.", "Elm Park Pipes"),
        ("Home", "Elm Park Pipes", "Come and see Elm Park Pipes today.", "Elm Park Pipes"),
        ("Home", "Copper Pipes", "Our copper pipes last, and Copper Pipes shine.", ""),
        ("Home", "Elm Park Pipes", "We care.", ""),
        ("Contact us", "Contact us", "Contact us at any time.", ""),
    ],
)
def test_a_title_that_says_nothing_leaves_it_to_the_heading_that_a_sentence_names(title, heading, sentence, said):
    page = f"<title>{title}</title><header><h1>{heading}</h1></header><p>Pipes.<p>{sentence}<p>Day and night.<p>We dig."
    assert name(page + DOOR) == said


@pytest.mark.parametrize(
    ("prose", "said"),
    [
        ("We do drain cleaning at night.", ""),
        ("Write to drain cleaning@oak.example or see oak.example/drain cleaning", "Drain Cleaning"),
        ("Ask us at night.", "Drain Cleaning"),
    ],
)
def test_what_the_text_says_as_any_words_is_the_pages_topic_and_no_name(prose, said):
    page = f"<title>Drain Cleaning | Elm Pipes</title><h1>Drain Cleaning</h1><p>512-555-0134<p>{prose}"
    assert name(page) == said


PICTURES = '<table><tr><td><img src="head.jpg"><img src="address.jpg"></td></tr></table>'


def test_a_page_of_pictures_alone_is_whose_title_the_host_of_its_mail_spells():
    mail = '<a href="mailto:info@elmcoatings.example"><img src="mail.jpg"></a>'
    (listing,) = read_page(f"<title>Elm Coatings</title>{PICTURES}{mail}")
    assert (listing.nap.name, listing.nap.street, listing.nap.phone) == ("Elm Coatings", "", "")


@pytest.mark.parametrize(
    ("title", "url"),
    [
        ("Untitled Document", "https://elmcoatings.example/"),
        ("elmcoatings", "https://elmcoatings.example/"),  # as a parked page is titled
        ("Elm Coatings", "https://pages.example/elm"),
    ],
)
def test_a_title_alone_that_no_host_spells_names_nobody(title, url):
    assert read_page(f"<title>{title}</title>{PICTURES}", url=url) == ()


def test_a_page_that_needs_scripts_is_not_read_by_its_title():
    page = "<title>Elm Coatings</title><div id='root'></div><script src='/app.js'></script>"
    assert read_with_state(page, url="https://elmcoatings.example/").state is PageState.NOT_SHOWN


def test_the_site_that_is_printed_with_an_address_is_a_witness():
    block = "<h4>1013 Broadway<br>Austin, TX 78702<br>elmtrailmotel.com<br>(512) 555-0134</h4>"
    page = f"<title>Document</title><h2>Elm Trail Motel</h2><p>Great prices in downtown Austin.</p>{block}"
    assert read_page(page)[0].nap.name == "Elm Trail Motel"


def test_of_two_sites_that_are_printed_with_an_address_neither_is_a_witness():
    block = "<h4>1013 Broadway<br>Austin, TX 78702<br>elmtrailmotel.com<br>elmdesign.com<br>(512) 555-0134</h4>"
    page = f"<title>Document</title><h2>Elm Trail Motel</h2><p>Great prices in downtown Austin.</p>{block}"
    assert read_page(page)[0].nap.name == ""


def test_a_sign_that_is_set_on_two_lines_is_one_name():
    sign = "<a class='brand' href='index.html'><span>Fairbanks<br>Animal Hospital</span></a>"
    foot = "<footer><p>12 Elm St<br>Fairbanks, AK 99701</p><p>(907) 555-0134</p></footer>"
    head = f"<title>Fairbanks Animal Hospital | Pets</title><header>{sign}</header>"
    page = f"{head}<h1>Care for all.</h1><p>Cats.<p>Dogs.{foot}"
    assert read_page(page)[0].nap.name == "Fairbanks Animal Hospital"
