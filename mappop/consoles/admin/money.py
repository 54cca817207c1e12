"""How the programme's money goes, month by month, and what billing did."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from flask import render_template

from mappop.consoles.admin import admin
from mappop.consoles.bars import Bar, row
from mappop.consoles.current import deps, reader
from mappop.db.queries import figures as queries
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
    told = _told(queries.months(reader(), MONTHS))
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

    @property
    def converted(self) -> float | None:
        return _share(self.now.converted, self.now.began)

    @property
    def ended(self) -> float | None:
        return _share(self.now.ended, self.before.paying) if self.before else None


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _told(months: Sequence[MonthFigures]) -> list[_Told]:
    """From the first month in which there was something; the newest in any case."""
    found = [_Told(before, month) for before, month in zip([None, *months], months, strict=False)]
    empty = next((n for n, one in enumerate(found[:-1]) if one.now.began or one.now.paying), len(found) - 1)
    return found[max(empty, 0) :]


def _plots(told: Sequence[_Told]) -> list[Plot]:
    """Each says its message in its title, of months whose share does not change any more."""
    newest = told[-1].now
    return [
        _plot(f"{price(newest.recurring_minor)} a month comes in by itself, from {newest.paying:,} who pay", told,
              lambda one: one.now.recurring_minor / 100, _short),
        _plot(_shares("of trials became customers", told[:-2], lambda one: one.converted, "no month is over yet"), told,
              lambda one: 100 * (one.converted or 0), lambda value: f"{value:.0f}" if value else ""),
        _plot(_shares("of those who paid have left", told[:-1], lambda one: one.ended, "no month is over yet"), told,
              lambda one: 100 * (one.ended or 0), lambda value: f"{value:.1f}" if value else ""),
    ]  # fmt: skip


def _shares(what: str, told: Sequence[_Told], share: Callable[[_Told], float | None], none: str) -> str:
    """Of the newest month that has one, and that month's name."""
    known = [(one, found) for one in told if (found := share(one)) is not None]
    if not known:
        return f"How many {what}: {none}"
    one, found = known[-1]
    return f"{100 * found:.1f} % {what} in {_name(one.now.month)}"


def _plot(
    title: str, told: Sequence[_Told], value: Callable[[_Told], float], said: Callable[[float], str]
) -> Plot:  # fmt: skip
    bars = [
        Bar(value(one), said(value(one)), f"{_name(one.now.month)}: {said(value(one)) or 0}", is_now=one is told[-1])
        for one in told
    ]
    under = [(n * (WIDTH + GAP), f"{one.now.month:%b}") for n, one in enumerate(told)]
    return Plot(title, row(bars, width=WIDTH, gap=GAP), under)


def _short(value: float) -> str:
    """“980”, “3.4k” or “58k”: more letters would run into the next bar’s."""
    if not value:
        return ""
    return f"{value:.0f}" if value < 999.5 else f"{value / 1000:.1f}k" if value < 9_950 else f"{value / 1000:.0f}k"


def _name(month: date) -> str:
    return f"{month:%B %Y}"
