"""Admin → Money: empty at first, then each month with what its shares are of."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from mappop.consoles.admin.money import _short
from mappop.domain.roles import Role
from mappop.services import figures
from tests.consoles.conftest import Visitor
from tests.world import World


@pytest.fixture
def mia(visitor: Visitor, world: World) -> Visitor:
    visitor.sign_in(world.person(Role.ADMIN, "Mia", "mia@mappop.example", "manila").email)
    return visitor


def page(mia: Visitor) -> BeautifulSoup:
    return BeautifulSoup(mia.get("/admin/money").get_data(as_text=True), "html.parser")


def test_before_the_first_count_the_page_says_what_will_stand_there(mia: Visitor) -> None:
    assert "No month yet" in page(mia).text and "No run yet" in page(mia).text


def test_a_month_without_anybody_has_no_share_and_no_bar(mia: Visitor, world: World) -> None:
    world.confirm(world.sell())
    figures.note_months(world.deps)
    shown = page(mia)
    assert [h2.text for h2 in shown.select(".weeks h2")] == [
        "$0.00 a month comes in by itself, from 0 who pay",
        "How many of trials became customers: no month is over yet",
        "How many of those who paid have left: no month is over yet",
    ]
    first = [cell.get_text(" ", strip=True) for cell in shown.select("tbody tr")[0].select("th, td")]
    assert first == ["March 2027 so far", "$0.00", "0", "1", "0 0 %", "0"] and not shown.select("svg.marks")


@pytest.mark.parametrize(
    ("value", "said"), [(0, ""), (980, "980"), (3_420, "3.4k"), (9_949, "9.9k"), (9_960, "10k"), (63_400, "63k")]
)
def test_what_stands_above_a_bar_is_no_wider_than_the_bar(value: float, said: str) -> None:
    """Of two years “20.3k23.5k27.0k” could not be read."""
    assert _short(value) == said


def test_billing_opens_before_anything_failed_and_after(mia: Visitor, world: World) -> None:
    page = mia.get("/admin/billing").get_data(as_text=True)
    assert "Payments that failed" in page and "past due</span>" in page and "incomplete" not in page
