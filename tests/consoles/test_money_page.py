"""Admin → Money: empty at first, then each month with what its shares are of."""

from __future__ import annotations

from datetime import date

import pytest
from bs4 import BeautifulSoup

from mappop.consoles.admin.money import _short
from mappop.domain.month_figures import MonthFigures
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
        "How many of those who paid left: no month is over yet",
    ]
    first = [cell.get_text(" ", strip=True) for cell in shown.select("tbody tr")[0].select("th, td")]
    assert first == ["March 2027 so far", "$0.00", "0", "1", "0 0%", "0"] and not shown.select("svg.marks")


def test_the_month_that_a_title_names_stands_out_and_what_is_not_over_is_drawn_apart(
    mia: Visitor, world: World
) -> None:
    """The month that had just begun stood out, with a tenth of its trials paid so far, under a title of January."""
    with world.app.unit_of_work() as uow:
        for month, converted in ((12, 30), (1, 31), (2, 10), (3, 0)):
            first = date(2027 - (month == 12), month, 1)
            uow.month_figures.add(MonthFigures(first, 40_00 * 100, 100, 100, converted, 2, world.clock.now()))
        uow.commit()
    titles, drawn = [], []
    for plot in page(mia).select(".weeks"):
        titles.append(plot.h2.text)
        drawn.append([rect["class"][0] for rect in plot.select("rect")])
    assert titles == [
        "$4,000.00 a month comes in by itself, from 100 who pay",
        "31% of trials became customers in January 2027",
        "2% of those who paid left in February 2027",
    ]
    assert drawn == [
        ["before", "before", "before", "now"], ["before", "now", "open", "open"], ["before", "before", "now", "open"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("value", "said"), [(0, ""), (980, "980"), (3_420, "3.4k"), (9_949, "9.9k"), (9_960, "10k"), (63_400, "63k")]
)
def test_what_stands_above_a_bar_is_no_wider_than_the_bar(value: float, said: str) -> None:
    """Of two years “20.3k23.5k27.0k” could not be read."""
    assert _short(value) == said


def test_billing_opens_before_anything_failed_and_after(mia: Visitor, world: World) -> None:
    page = mia.get("/admin/billing").get_data(as_text=True)
    assert "Payments that failed" in page and "past due</span>" in page and "incomplete" not in page
