"""Admin → Money: empty at first, then each month with what its shares are of."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import event

from mappop.consoles.admin.money import MONTHS, _short
from mappop.domain.dunning import Dunning, DunningState
from mappop.domain.dunning_plan import Cause
from mappop.domain.month_figures import MonthFigures, months_until
from mappop.domain.roles import Role
from mappop.services import figures
from tests.consoles.conftest import Visitor
from tests.scenarios.test_first_charge import first_charged
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
        "How many trials become customers: no month is over yet",
        "How many of those who pay leave: no month is over yet",
        "What comes in after it failed: nothing that failed is over yet",
    ]
    first = [cell.get_text(" ", strip=True) for cell in shown.select("tbody tr")[0].select("th, td")]
    assert first == ["March 2027 so far", "$0.00", "0", "1", "0 0%", "0", "–"] and not shown.select("svg.marks")


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
        "What comes in after it failed: nothing that failed is over yet",
    ]
    assert drawn == [
        ["before", "before", "before", "now"], ["before", "now", "open", "open"], ["before", "before", "now", "open"],
        [],
    ]  # fmt: skip


def test_what_came_in_after_all_is_told_by_the_month_in_which_it_failed(mia: Visitor, world: World) -> None:
    """Of $79.90 that failed in January half came in, in February all so far: one payment is still open."""
    first_charged(world.on("2027-01-01"))
    world.on("2027-03-05")
    mia.sign_in("mia@mappop.example")
    for day, state in (
        (date(2027, 1, 31), DunningState.RECOVERED), (date(2027, 1, 9), DunningState.STOPPED),
        (date(2027, 2, 1), DunningState.RECOVERED), (date(2027, 2, 28), DunningState.OPEN),
    ):  # fmt: skip
        fails(world, day, state)
    figures.note_months(world.deps)
    shown = page(mia)
    plot = shown.select(".weeks")[-1]
    assert plot.h2.text == "50% of what failed in January 2027 came in after all"
    assert [rect["class"][0] for rect in plot.select("rect")] == ["now", "open", "open"]
    cells = [row.select("td")[-1].get_text(" ", strip=True) for row in shown.select("table")[0].select("tbody tr")]
    assert cells == ["–", "$39.95 of $39.95, 100% 1 still open", "$39.95 of $79.90, 50%"]
    assert mia.get("/admin/billing").get_data(as_text=True).count("<tfoot>") == 1


def test_the_page_asks_once_of_all_its_months_what_failed(mia: Visitor, world: World) -> None:
    """A page of thirteen months asked thirteen times."""
    with world.app.unit_of_work() as uow:
        for month in months_until(date(2027, 3, 1), MONTHS):
            uow.month_figures.add(MonthFigures(month, 40_00 * 100, 100, 100, 30, 2, world.clock.now()))
        uow.commit()
    first_charged(world.on("2027-01-01"))
    for at in (datetime(2027, 1, 31, 23, 59, 59, tzinfo=UTC), datetime(2027, 2, 1, tzinfo=UTC)):
        fails(world, at.date(), DunningState.RECOVERED, at)
    asked: list[str] = []
    keep = lambda *said: asked.append(said[2])  # noqa: E731  SQLAlchemy removes the very object that it was given
    event.listen(world.app.reader, "before_cursor_execute", keep)
    mia.sign_in("mia@mappop.example")
    asked.clear()
    rows = page(mia).select("table")[0].select("tbody tr")
    event.remove(world.app.reader, "before_cursor_execute", keep)
    assert len(rows) == MONTHS and sum("FROM dunnings" in statement for statement in asked) == 1
    cells = [row.select("td")[-1].get_text(" ", strip=True) for row in rows]
    assert cells == ["–", "$39.95 of $39.95, 100%", "$39.95 of $39.95, 100%", *["–"] * 10]


def fails(world: World, day: date, state: DunningState, at: datetime | None = None) -> None:
    at = at or datetime.combine(day, time(17), UTC)
    with world.app.unit_of_work() as uow:
        bill = uow.invoices.where()[0]
        uow.dunnings.add(
            Dunning(
                f"dun_{day:%m%d}", bill.subscription_id, bill.business_id, bill.id, "America/Chicago", 39_95,
                Cause.LATER, Cause.LATER, "funds", "", at, at, day, day, None, state=state,
            )
        )  # fmt: skip
        uow.commit()


@pytest.mark.parametrize(
    ("value", "said"), [(0, ""), (980, "980"), (3_420, "3.4k"), (9_949, "9.9k"), (9_960, "10k"), (63_400, "63k")]
)
def test_what_stands_above_a_bar_is_no_wider_than_the_bar(value: float, said: str) -> None:
    """Of two years “20.3k23.5k27.0k” could not be read."""
    assert _short(value) == said


def test_billing_opens_before_anything_failed_and_after(mia: Visitor, world: World) -> None:
    page = mia.get("/admin/billing").get_data(as_text=True)
    assert "Payments that failed" in page and "past due</span>" in page and "incomplete" not in page
