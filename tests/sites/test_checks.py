"""The last look: a page that does not carry its own name, address and phone is not published."""

import pytest

from mappop.domain.business import Business
from mappop.sites.builder import trade_of
from mappop.sites.checks import SiteRefused, problems_of, refuse_unsound
from mappop.sites.view_model import content

from .records import NOW, record, sample, site

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
