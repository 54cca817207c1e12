"""The last look: a page that does not carry its own name, address and phone is not published."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.site_check.hostile import mutated
from mappop.domain.business import Business
from mappop.domain.errors import Refused
from mappop.sites import checks, dress, json_ld
from mappop.sites.builder import build_pages, page_content, page_languages, trade_of
from mappop.sites.checks import SiteRefused, problems_of, refuse_unsound
from mappop.sites.compiled import PageEnvironment
from mappop.sites.view_model import content
from site_templates import said_in, template_sources, themes

from .records import NOW, record, sample, site

URL = "https://{id}.example.com/"

BUSINESS = Business.from_dict(sample("workshop"))
PAGE = content(BUSINESS, trade_of(BUSINESS), "en", NOW.date())
HTML = site(sample("workshop"))["index.html"].decode()


def test_a_sound_page_passes():
    assert list(problems_of(HTML.encode(), PAGE)) == []


@pytest.mark.parametrize(
    ("before", "after", "problem"),
    [
        (">Bright Valve Plumbing</h1>", ">Another Name</h1>", "the heading is not the name"),
        ('"name":"Bright Valve Plumbing"', '"name":"Bright Valve"', "machines has another name"),
        ('"telephone":"+19185550143"', '"telephone":"+19185550199"', "machines has another phone"),
        ('href="tel:+19185550143"', 'href="tel:+19185550199"', "does not dial the main number"),
        ("(918) 555-0143", "(918) 555-0199", "phone is not to be read"),
        ("410 Elm St", "410 Elm Ave", "address is not to be read"),
        ('"streetAddress":"410 Elm St, Ste 2"', '"streetAddress":"410 Oak St"', "machines has another address"),
        ("<head>", "<head><meta charset=utf-8>", "policy is not the first"),
        ('type="application/ld+json">{', 'type="application/ld+json">{{', "machines has another name"),
    ],
)
def test_any_part_that_disagrees_is_named(before, after, problem):
    assert before in HTML
    found = list(problems_of(HTML.replace(before, after).encode(), PAGE))
    assert any(problem in said for said in found), found
    with pytest.raises(SiteRefused):
        refuse_unsound(HTML.replace(before, after).encode(), PAGE)


def test_a_name_of_which_nothing_can_be_shown_is_refused():
    with pytest.raises(SiteRefused, match="the name has no letter"):
        site(record(name="\u202e\u200b\u2066"))


@pytest.mark.parametrize("name", ["\u200d", "\u3164", "\u2800 \ufe0f", "\u115f\u1160"])
def test_letters_that_show_nothing_make_no_name(name):
    """A joiner, fillers, the empty Braille cell: letters to Unicode, an empty heading to people."""
    business = Business.from_dict(record(name=name))
    for build in (lambda: site(record(name=name)), lambda: build_pages(business, theme="yard", base_url=URL, now=NOW)):
        with pytest.raises(SiteRefused, match="no letter that can be shown"):
            build()
    assert site(record(name="\u2764\ufe0f"))  # a heart in colours


def made(record):
    return build_pages(Business.from_dict(record), theme="workshop", base_url=URL, now=NOW)


@pytest.fixture
def one_was_looked_at():
    """A page of the sample's shape, and of no other."""
    checks._sound.clear()
    made(sample("workshop"))


def test_what_differs_in_its_words_alone_is_not_parsed_again(one_was_looked_at, monkeypatch):
    monkeypatch.setattr(checks, "LexborHTMLParser", None)  # the one seam: whoever parses now, falls
    other = sample("workshop") | {"name": "Other Valve", "phones": [{"number": "+19185550177"}]}
    assert made(other)
    with pytest.raises(TypeError):
        made(other | {"hours": {}})


@pytest.mark.parametrize(
    ("spoilt", "problem"),
    [
        ({"name": "Another"}, "machines has another name"),
        ({"telephone": "+19185550199"}, "machines has another phone"),
        ({"address": {"streetAddress": "1 Oak St"}}, "machines has another address"),
        ({"founder": "</script><h1>Another</h1>"}, "the heading is not the name"),
    ],
)
def test_a_fault_in_the_words_is_refused_among_many_too(spoilt, problem, one_was_looked_at, monkeypatch):
    sound = json_ld.local_business
    monkeypatch.setattr(json_ld, "local_business", lambda *args, **given: sound(*args, **given) | spoilt)
    monkeypatch.setattr(json_ld, "script_text", json.dumps)
    with pytest.raises(SiteRefused, match=problem):
        made(sample("workshop"))


@pytest.mark.parametrize(
    ("before", "after", "problem"),
    [
        ("<h1 dir=", "<h2 dir=", "the heading is not the name"),
        ("<title>", "<title>A title that nobody ever asked for, and then some: ", "title is not"),
        ("<head>\n", '<head>\n<meta name="first">\n', "policy is not the first"),
        ("<address>", "<div>", "address is not to be read"),
    ],
)
def test_a_fault_of_the_theme_is_refused_on_every_page(before, after, problem, monkeypatch):
    sources = {name: text.replace(before, after) for name, text in template_sources().items()}
    spoilt = PageEnvironment(sources)
    monkeypatch.setattr(dress, "_page", lambda name, *languages: spoilt.page(name, lambda t: said_in(t, *languages)))
    checks._sound.clear()
    for name in ("Bright Valve Plumbing", "Other Valve"):
        with pytest.raises(SiteRefused, match=problem):
            made(sample("workshop") | {"name": name})


@given(st.integers(0, 100_000))
@settings(max_examples=60, deadline=None)
def test_what_is_taken_among_many_is_sound_by_itself(number):
    theme = sorted(themes())[number % len(themes())]
    try:
        business = Business.from_dict(mutated(number))
        pages = build_pages(business, theme=theme, base_url=URL, now=NOW)
    except Refused:
        return
    for page, language in zip(pages.values(), page_languages(business), strict=True):
        assert list(problems_of(page, page_content(business, language, NOW))) == []
