"""What strangers wrote becomes a link only where it is a plain web address."""

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappop.domain.business import Address, Business
from mappop.sites import links
from mappop.sites.links import directions_url, map_links, profile_links, safe_email, safe_url
from mappop.sites.phones import dial, shown

from .records import record


@pytest.mark.parametrize(
    ("raw", "url"),
    [
        ("https://joes.example/menu?day=mon", "https://joes.example/menu?day=mon"),
        ("joes.example", "https://joes.example"),
        ("http://joes.example:8080/", "http://joes.example:8080/"),
        ("https://café.example/", "https://xn--caf-dma.example/"),
        ('https://joes.example/"onclick="x', "https://joes.example/%22onclick=%22x"),
        ("javascript:alert(1)", ""),
        ("JaVaScRiPt:alert(1)//joes.example", ""),
        ("data:text/html,<script>", ""),
        ("https://user:pass@joes.example/", ""),
        ("https://joes", ""),
        ("mailto:joe@joes.example", ""),
        ("", ""),
    ],
)
def test_web_addresses(raw, url):
    assert safe_url(raw) == url


@given(st.text(max_size=80))
def test_no_text_makes_an_address_that_runs_or_breaks_out(raw):
    url = safe_url(raw)
    assert not url or (url.startswith(("https://", "http://")) and not set(url) & set('"<> \n\\`'))


@given(st.from_regex(links._AS_IT_IS, fullmatch=True))
def test_an_address_that_is_taken_as_it_is_would_come_out_the_same(raw):
    assert links._taken_apart(raw) == raw


@given(st.one_of(st.text(), st.text("Elm St, %20-._~/&?=#é")))
def test_words_are_quoted_as_python_does_it(text):
    assert links._quoted(text) == quote(text)


def test_mail_addresses():
    assert safe_email("joe@joes.example") == "joe@joes.example"
    assert safe_email("joe@joes.example?bcc=all@x.example") == "" == safe_email('"><script>@x.y')


def test_a_hidden_address_is_on_no_map():
    place = {"street": "1 Elm St", "city": "Austin", "region": "TX"}
    assert map_links(Business.from_dict(record(address=place)), "N")
    assert map_links(Business.from_dict(record(address=place, address_hidden=True)), "N") == ()


@pytest.mark.parametrize(
    ("street", "is_there"),
    [("118 Box St", True), ("PO Box 118", False), ("P.O. Box 7", False), ("Apartado 500", False), ("", False)],
)
def test_nobody_is_sent_to_a_post_office_box(street, is_there):
    address = Address(city="Fairbanks", region="AK", street=street)
    assert bool(directions_url(address, is_hidden=False)) is is_there


def test_profiles_are_named_as_people_name_them():
    found = profile_links({"linkedin": "https://www.linkedin.com/company/x", "facebook": "javascript:x"})
    assert [(link.label, link.url) for link in found] == [("LinkedIn", "https://www.linkedin.com/company/x")]


@pytest.mark.parametrize(
    ("raw", "number", "said"),
    [
        ("+15125550134", "+15125550134", "(512) 555-0134"),
        ("512.555.0134", "+15125550134", "(512) 555-0134"),
        ("(512) 555-0134 ext. 5", "+15125550134", "(512) 555-0134"),
        ("+525555501340", "+525555501340", "+52 55 5550 1340"),
    ],
)
def test_numbers_are_dialled_in_full_and_shown_as_people_write_them(raw, number, said):
    assert dial(raw) == number
    assert shown(number) == said


@pytest.mark.parametrize("raw", ["", "call me", "12", "<script>"])
def test_what_cannot_be_dialled_is_left_out(raw):
    assert dial(raw) == ""
