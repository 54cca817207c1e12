"""The programme raises and lowers prices; who has the old one keeps it until the new one was told in time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from mappop.domain.plan import PriceVersion, Sold, add_ons, plans
from tests.billing.offers import WANTED, Wants
from tests.billing.renewing import LATER

NAMES = {"local": "local", "local_plus": "local_plus", "hour": "desk_hour"}  # the oracle's words, and the list's own
THINGS, BY = st.sampled_from(["local", *NAMES]), st.sampled_from([1000, 500, 1, -300])  # cents a month
AFTER = st.sampled_from([0, 0, 0, 10, 60])  # days
AGAIN = {"dearer": 1000, "cheaper": -300}  # cents a month


class Pricing:
    """For a machine with a world, an oracle and a run; `priced_on` is the day on which one was set last."""

    oracle: Any
    run: Any
    today: Any
    changes: Any
    see_bills: Any
    a_month_is_paid: Any
    noon_of_the_charge_comes: Any
    a_notice_is_sent: Any
    the_owner_gives_another_address: Any

    def begin_prices(self) -> None:
        self.priced_on = date.min
        self.list_before = [(sold, key, sold[key]) for sold in _lists() for key in sold]

    def teardown(self) -> None:
        for sold, key, before in getattr(self, "list_before", ()):
            sold[key] = before

    @rule(
        thing=THINGS, by=BY, after=AFTER, runs=st.sampled_from([0, 1, 12, 12]), later=LATER,
        arrives=st.sampled_from([True, True, False]), meanwhile=st.sampled_from(["", "", *AGAIN, "moved"]),
    )  # fmt: skip
    def the_programme_sets_a_price(
        self, thing: str, by: int, after: int, runs: int, later: int, arrives: bool, meanwhile: str
    ) -> None:  # fmt: skip
        """A period of so many months may run and its notice come; then the list changes again before the charge, or the
        owner has another address."""
        if runs:
            self.a_month_is_paid()
            self.changes({"plan": self.oracle.terms.runs.plan, "months": runs}, at_once=True)
            self.see_bills()
        self.sets_a_price(thing, by, after)
        if runs:
            self.a_notice_is_sent(later, arrives)
            if meanwhile == "moved":
                self.the_owner_gives_another_address()
            elif meanwhile:
                self.sets_a_price(thing, AGAIN[meanwhile], after=0)
            self.noon_of_the_charge_comes()

    @rule(thing=THINGS, by=BY, wants=WANTED, at_once=st.booleans())
    def the_owner_thinks_better_of_a_change_at_a_new_price(
        self, thing: str, by: int, wants: Wants, at_once: bool
    ) -> None:
        """Whoever comes back to what runs, with two hours of the desk; the next period comes."""
        self.a_month_is_paid()
        terms = self.oracle.terms
        self.changes({"hours": 2}, at_once=True)
        self.see_bills()
        self.sets_a_price(thing, by, after=0)
        for one in (wants, {"plan": terms.runs.plan, "months": terms.runs.months}, {"hours": 2}):
            self.changes(one, at_once=at_once)
            self.see_bills()
        self.run()
        self.noon_of_the_charge_comes()

    def sets_a_price(self, thing: str, by: int, after: int) -> None:
        """So many cents a month more, from so many days on; one for each day."""
        terms, since = self.oracle.terms, self.today + timedelta(days=after)
        if any((day, what) == (since, thing) for day, what, _ in terms.prices):
            return
        month = terms.price(thing, since) + by
        self.priced_on = self.today
        terms.prices.append((since, thing, month))
        key = NAMES[thing]
        sold = next(sold for sold in _lists() if key in sold)
        version = PriceVersion(f"{key}-{since}", since, month, 10 * month, sold[key].versions[0].set_up_minor)
        versions = sorted([*sold[key].versions, version], key=lambda one: one.since)
        sold[key] = replace(sold[key], versions=tuple(versions))
        self.run()


def _lists() -> list[dict[str, Sold]]:
    """Those of the process, which are put back when the life is over."""
    return [plans(), add_ons()]  # type: ignore[list-item]
