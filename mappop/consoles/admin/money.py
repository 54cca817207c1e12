"""How the programme's money goes, month by month, and what billing did."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask import render_template

from mappop.consoles.admin import admin
from mappop.consoles.bars import Bar, row
from mappop.consoles.current import deps, reader
from mappop.consoles.filters import percent
from mappop.db.queries import figures as queries
from mappop.db.queries.dunning import Recovery, recovered_in
from mappop.domain.month_figures import MonthFigures
from mappop.domain.terms import price

MONTHS, WIDTH, GAP = 13, 34, 10
LEAST_SHOWN = 9  # bars that there is room for, so that few of them are not drawn large


@dataclass(frozen=True, slots=True)
class Plot:
    title: str
    bars: list[Bar]
    under: list[tuple[int, str]]


@admin.page("/money", menu="Money", position=3)
def money() -> str:
    months = queries.months(reader(), MONTHS)
    told = _told(months, recovered_in(reader(), [one.month for one in months]))
    return render_template(
        "admin/money.html",
        months=told,
        plots=_plots(told) if told else [],
        width=WIDTH,
        whole=max(len(told), LEAST_SHOWN) * (WIDTH + GAP),
        runs=queries.runs(reader()),
        today=deps().clock.now().date(),
    )


@dataclass(frozen=True, slots=True)
class _Told:
    """One month's row of the table; shares are of what stood before it."""

    before: MonthFigures | None
    now: MonthFigures
    failed: Recovery

    @property
    def converted(self) -> float | None:
        return _share(self.now.converted, self.now.began)

    @property
    def ended(self) -> float | None:
        return _share(self.now.ended, self.before.paying) if self.before else None


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _told(months: Sequence[MonthFigures], failed: Mapping[date, Recovery]) -> list[_Told]:
    """From the first month in which there was something; the newest in any case."""
    found = [_Told(before, one, failed[one.month]) for before, one in zip([None, *months], months, strict=False)]
    empty = next((n for n, one in enumerate(found[:-1]) if one.now.began or one.now.paying), len(found) - 1)
    return found[max(empty, 0) :]


def _plots(told: Sequence[_Told]) -> list[Plot]:
    """Each says its message in its title, of months whose share does not change any more: that bar stands out."""
    newest = told[-1].now
    settled = next((n for n, one in enumerate(told) if one.failed.still_open), len(told) - 1)
    return [
        _plot(f"{price(newest.recurring_minor)} a month comes in by itself, from {newest.paying:,} who pay", told,
              lambda one: one.now.recurring_minor / 100, _short, over=len(told)),
        _shares("{share} of trials became customers in {month}",
                "How many trials become customers: no month is over yet",
                told, lambda one: one.converted, 0, over=len(told) - 2),
        _shares("{share} of those who paid left in {month}",
                "How many of those who pay leave: no month is over yet",
                told, lambda one: one.ended, 1, over=len(told) - 1),
        _shares("{share} of what failed in {month} came in after all",
                "What comes in after it failed: nothing that failed is over yet",
                told, lambda one: one.failed.share, 0, over=settled),
    ]  # fmt: skip


def _shares(
    said: str, empty: str, told: Sequence[_Told], share: Callable[[_Told], float | None], places: int, *, over: int
) -> Plot:
    """Its title is of the newest of the months that are over and have a share, by that month's name."""
    known = [(n, found) for n, one in enumerate(told[: max(over, 0)]) if (found := share(one)) is not None]
    title = empty
    if known:
        n, found = known[-1]
        title, over = said.format(share=percent(found, places), month=_name(told[n].now.month)), n + 1
    return _plot(
        title,
        told,
        lambda one: 100 * (share(one) or 0),
        lambda value: f"{value:.{places}f}" if value else "",
        over=over,
    )


def _plot(
    title: str, told: Sequence[_Told], value: Callable[[_Told], float], said: Callable[[float], str], *, over: int
) -> Plot:
    """`over`: how many of them do not change any more; the last of these is what the title says."""
    bars = [
        Bar(value(one), said(value(one)), f"{_name(one.now.month)}{' so far' if n >= over else ''}: "
            f"{said(value(one)) or 0}", is_now=n == over - 1, is_open=n >= over)
        for n, one in enumerate(told)
    ]  # fmt: skip
    under = [(n * (WIDTH + GAP), f"{one.now.month:%b}") for n, one in enumerate(told)]
    return Plot(title, row(bars, width=WIDTH, gap=GAP), under)


def _short(value: float) -> str:
    """“980”, “3.4k” or “58k”: more letters would run into the next bar’s."""
    if not value:
        return ""
    return f"{value:.0f}" if value < 999.5 else f"{value / 1000:.1f}k" if value < 9_950 else f"{value / 1000:.0f}k"


def _name(month: date) -> str:
    return f"{month:%B %Y}"
