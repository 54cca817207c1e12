"""Years of one owner's deeds, carriers' reports and stops of the service, in any order, against the oracle."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from mappop.domain.correction import CorrectionKind, CorrectionState, limits
from mappop.domain.errors import Invalid, Refused
from mappop.domain.invoice import InvoiceState
from mappop.domain.message import MessageState
from mappop.domain.person import CurrentPerson
from mappop.domain.roles import Role
from mappop.domain.subscription import SubscriptionState
from mappop.services import billing, corrections, dunning, dunning_steps, invoicing, price_changes
from mappop.services.charge_gate import REMINDER
from mappop.services.corrections import Asked
from tests.billing import shop
from tests.billing.again import Again
from tests.billing.leaving import Leaving
from tests.billing.memory import Memory
from tests.billing.offers import Offers
from tests.billing.oracle import ACCOUNTS, Oracle
from tests.billing.owing import Owing
from tests.billing.pausing import Pausing
from tests.billing.pricing import Pricing
from tests.billing.renewing import NOTICES, Renewing
from tests.billing.taxing import RATES, REGISTERED, Taxing, lines_of

DAY_0 = datetime(2027, 3, 1, 15, 10, tzinfo=UTC)
MIA = CurrentPerson("person_mia", "Mia", "mia@mappop.example", Role.ADMIN, None, "", "America/Chicago", None, "")
LIZ = replace(MIA, id="person_liz", name="Liz", email="liz@mappop.example")  # decides where two have to
# A reminder; then its address, or the site, has changed, or nobody has said how to pay.
COMES = ("in time", "in time", "in time", "late", "back", "moved", "down", "unpaid")
STEPS = st.sampled_from(
    [timedelta(seconds=1), timedelta(minutes=59), timedelta(hours=3), timedelta(hours=12), timedelta(days=1)]
    + [timedelta(days=n) for n in (1, 2, 5, 6, 7, 8, 22, 23, 28, 30, 31, 90, 400)]
)
ZONES_OF_STATES = ("America/Chicago", "America/New_York", "America/Phoenix", "Pacific/Honolulu")
PARTS = st.sampled_from([(0, 1), (0, 1000), (0, 3995), (1, 0), (1, 1)])  # the whole, or not, and so many cents
MONTH_ENDS = [0, 30, 61, 91, 122, 305, 306, 335]  # days after DAY_0 from which the first charge is on a 29th to 31st


def first_price(letter: str) -> int:
    """The cents that its words name first: what is due on the day."""
    found = re.search(r"\$([\d,]+)\.(\d\d)", letter)
    assert found
    return int("".join(found.groups()).replace(",", ""))


class Billing(Offers, Leaving, Pausing, Renewing, Taxing, Pricing, Owing, Again, RuleBasedStateMachine):
    """Billing runs after each step, as the schedule would."""

    agent = MIA

    def open_world(self, zone: str, day_0: datetime) -> Any:
        """What keeps the rows: memory here, a database in a machine that says so."""
        world = Memory(day_0)
        shop.open_doors(world.deps, zone)
        return world

    @initialize(
        zone=st.sampled_from(ZONES_OF_STATES), start=st.integers(0, 400) | st.sampled_from(MONTH_ENDS),
        has_mobile=st.booleans(), rate=RATES, registered=REGISTERED, first=st.none() | st.sampled_from(COMES),
    )  # fmt: skip
    def begin(
        self, zone: str, start: int, has_mobile: bool, rate: int, registered: int, first: str | None
    ) -> None:  # fmt: skip
        """The free month may go by at once."""
        self.world = self.open_world(zone, DAY_0 + timedelta(days=start))
        if has_mobile:
            with self.changing() as uow:
                trial = uow.trials.get(shop.TRIAL)
                trial.owner = {**trial.owner, "mobile": shop.MOBILE}
        told = self.world.clock.now() + timedelta(days=30)
        self.oracle = Oracle(zone, told.astimezone(ZoneInfo(zone)).date())
        self.begin_taxes(rate, registered)
        self.begin_prices()
        self.addresses = 0
        self.reminders: set[str] = set()
        self.seen: set[str] = set()  # invoices
        self.pays_since: datetime | None = None
        self.asked = self.checks = 0
        self.has_run = True
        self.begin_pauses()
        self.begin_owing()
        self.begin_money()
        if first:
            self.a_month_goes_well(first, in_the_evening=False, months=0)

    def begin_money(self) -> None:
        """What a machine with a processor starts with."""

    def rows(self, table: str, **criteria: Any) -> list[Any]:
        with self.world.deps.unit_of_work() as uow:
            return list(getattr(uow, table).where(**criteria))

    @contextmanager
    def changing(self) -> Iterator[Any]:
        with self.world.deps.unit_of_work() as uow:
            yield uow
            uow.commit()

    @property
    def subscription(self) -> Any:
        return self.rows("subscriptions")[0]

    @property
    def bills(self) -> list[Any]:
        return sorted(self.rows("invoices"), key=lambda bill: bill.number)

    @property
    def is_site_up(self) -> bool:
        return self.rows("sites")[0].published_at is not None

    def run(self) -> None:
        """Again where a payment came in meanwhile: what was due of one who was late is due now."""
        self.has_run, before = True, None
        while before is not self.subscription.state:
            before = self.subscription.state
            billing.run(self.world.deps)
            dunning.begin_overdue(self.world.deps)
            dunning_steps.pursue(self.world.deps)
            price_changes.tell(self.world.deps)
            self.world.work()
        self._see_the_end()
        self.see_bills()
        self._see_reminders()
        self.see_what_is_owed()

    def _see_reminders(self) -> None:
        new = [letter for letter in self.rows("messages", kind=REMINDER) if letter.id not in self.reminders]
        self.reminders |= {letter.id for letter in new}
        for sent in sorted({letter.created_at for letter in new}):
            self.oracle.reminder({letter.to for letter in new if letter.created_at == sent}, sent)

    def see_bills(self) -> None:
        for bill in self.bills:
            if bill.id not in self.seen:
                self.seen.add(bill.id)
                used = self.rows("ledger_entries", cause=f"credit_used:{bill.id}")
                to_pay = bill.amount_minor - sum(entry.postings["credit"] for entry in used)
                self.oracle.bill(bill, lines_of(bill), to_pay, self._beside(bill))

    def _see_the_end(self) -> None:
        """It ends by the owner's word, or three weeks after a payment was found out to be missing."""
        if self.subscription.state is SubscriptionState.CANCELED and "canceled" not in self.oracle.since:
            now = self.world.clock.now()
            owed = [bill for bill in self.bills if bill.state is InvoiceState.OPEN]
            assert any(now - bill.issued_at >= timedelta(days=21) for bill in owed)
            self.oracle.since["canceled"] = now

    def _beside(self, bill: Any) -> set[str]:
        """What was there when it was made."""
        answers = [answer for answer in self.rows("gate_answers") if answer.at == bill.issued_at]
        has_proof = any(answer.is_open and all(p["evidence"] for p in answer.proofs) for answer in answers)
        there = {"proofs": has_proof, "a site that is up": self.is_site_up, "a way to pay": self.pays_since}
        return {what for what, is_there in there.items() if is_there}

    @rule(by=STEPS, times=st.integers(1, 3))
    def time_passes(self, by: timedelta, times: int) -> None:
        for _ in range(times):
            self.world.clock.advance(by)
            self.run()

    @rule(by=STEPS)
    def nothing_runs_for_a_while(self, by: timedelta) -> None:
        self.world.clock.advance(by)
        self.has_run = False

    @rule()
    def evening_of_the_charge_comes(self) -> None:
        """Nothing ran since the day before: it is another day in UTC already."""
        here = self.oracle.local(self.world.clock.now())
        evening = here.replace(hour=20) + (self.subscription.charge_on - here.date())
        if timedelta(0) < evening - here < timedelta(days=40):
            self.world.clock.at = evening.astimezone(UTC)
            self.run()

    @rule()
    def noon_of_the_charge_comes(self) -> None:
        """Right before and right after, where time has not passed it."""
        here = self.oracle.local(self.world.clock.now())
        noon = here.replace(hour=12, minute=0, second=0) + (self.subscription.charge_on - here.date())
        if noon > here and noon - here < timedelta(days=40):
            for moment in (noon - timedelta(seconds=1), noon):
                self.world.clock.at = moment.astimezone(UTC)
                self.run()

    @rule()
    def the_morning_of_the_reminder_comes(self) -> None:
        """Right before and right after, where time has not passed it."""
        here = self.oracle.local(self.world.clock.now())
        days = self.subscription.charge_on - timedelta(days=7) - here.date()
        nine = here.replace(hour=9, minute=0, second=0) + days
        for moment in (nine - timedelta(seconds=1), nine):
            if timedelta(0) < moment - here < timedelta(days=40):
                self.world.clock.at = moment.astimezone(UTC)
                self.run()

    @rule(arrives=st.sampled_from([True, True, True, False]))
    def the_carrier_reports(self, arrives: bool) -> None:
        now = self.world.clock.now()
        with self.changing() as uow:
            for letter in uow.messages.where(state=MessageState.SENT):
                letter.move(MessageState.DELIVERED if arrives else MessageState.BOUNCED, at=now)
                if not arrives:
                    self.oracle.came_back.setdefault(letter.to, now)
                    continue
                self.oracle.came_back.pop(letter.to, None)
                if letter.kind == REMINDER:
                    named = date.fromisoformat(letter.key.rpartition(":")[2])
                    self.oracle.arrives(letter.created_at, now, named, letter.to, first_price(letter.body))
                elif letter.kind in NOTICES and letter.to in uow.trials.get(shop.TRIAL).owner.values():
                    *_, about, price, named_day, _ = letter.key.split(":")
                    of, named = map(date.fromisoformat, (about, named_day))
                    self.oracle.notices.append((of, int(price), named, self.oracle.local(now).date(), letter.to))
        self.run()

    @rule()
    def the_owner_gives_another_address(self) -> None:
        """What arrived at the one before may have been read by somebody else; the pause that a notice ended is over."""
        self.addresses, is_over = self.addresses + 1, self.subscription.resumed_on is not None
        with self.changing() as uow:
            trial = uow.trials.get(shop.TRIAL)
            left = trial.owner["email"]
            self.oracle.told = {of: cents for of, cents in self.oracle.told.items() if of[1] != left}
            self.oracle.notices = [row for row in self.oracle.notices if is_over or row[-1] != left]
            trial.owner = {**trial.owner, "email": f"rosa{self.addresses}@delgado.example"}
        self.run()

    @rule()
    def the_owner_says_how_to_pay(self) -> None:
        try:
            billing.choose_invoice(self.world.deps, shop.ID, actor="owner")
        except Refused:
            assert self.subscription.state is SubscriptionState.CANCELED
        else:
            self.pays_since = self.pays_since or self.world.clock.now()
        self.run()

    @rule()
    def the_site_goes_down_or_up(self) -> None:
        with self.changing() as uow:
            site = uow.sites.get(shop.ID)
            site.published_at = None if site.published_at else self.world.clock.now()
        self.run()

    @rule(comes=st.sampled_from(COMES), in_the_evening=st.booleans(), months=st.integers(0, 3))
    def a_month_goes_well(self, comes: str, in_the_evening: bool, months: int) -> None:
        """Or all but well: the reminder may arrive on the day after, or come back, from who has another address now, or
        the site may be down, or no way to pay be known. Some more months may follow."""
        if not self.is_site_up:
            self.the_site_goes_down_or_up()
        if comes != "unpaid":
            self.the_owner_says_how_to_pay()
        self.the_morning_of_the_reminder_comes()
        if comes == "late":
            self.nothing_runs_for_a_while(timedelta(days=1))
        self.the_carrier_reports(comes not in ("back", "moved"))
        if comes == "moved":
            self.the_owner_gives_another_address()
        if comes == "down":
            self.the_site_goes_down_or_up()
        if in_the_evening:
            self.evening_of_the_charge_comes()
        for _ in range(months + 1):
            self.noon_of_the_charge_comes()

    @rule(off=st.sampled_from([0, 0, 0, 1, -3995]), times=st.integers(1, 2))
    def a_check_comes_in(self, off: int, times: int) -> None:
        self.checks += 1
        for bill in self.bills[-1:] * times:
            self._check_comes(bill, off)
        self.run()

    def _check_comes(self, bill: Any, off: int = 0) -> None:
        left, reference = self.left_of(bill), f"check {self.checks}"
        try:
            invoicing.record_payment(self.world.deps, bill.id, amount_minor=left + off, reference=reference, who=MIA)
        except Refused:
            assert off or not left
        else:
            assert left and not off
            self.oracle.money["came in", bill.number] += left
            self.oracle.books.book(bill.number, check=left)

    def a_month_is_paid(self) -> None:
        """So that a plan runs and nothing is open."""
        if self.oracle.told_from:
            self.a_month_goes_well(comes="in time", in_the_evening=False, months=0)
        self.checks += 1
        for bill in self.bills:
            self._check_comes(bill)
        self.run()

    def left_of(self, bill: Any) -> int:
        """Cents that are still to be paid of it."""
        return self.oracle.books.says("receivable", bill.number)

    @rule(what=st.sampled_from(list(CorrectionKind)), part=PARTS)
    def money_goes_back(self, what: CorrectionKind, part: tuple[int, int]) -> None:
        """A credit note, a write-off, or a refund by check, of the newest invoice; asked for twice under one key."""
        if not self.bills:
            self.a_month_goes_well(comes="in time", in_the_evening=False, months=0)
        for bill in self.bills[-1:]:
            amount = max(part[0] * bill.amount_minor + part[1], 1)
            self.asked += 1
            payments = self.rows("payments", invoice_id=bill.id, processor="offline")
            reason = limits().reasons[what][0]
            asked = Asked(what, bill.id, amount, reason, "they asked", payments[0].id if payments else "", "1042")
            before, left = self.oracle.money["went back", bill.number], self.left_of(bill)
            try:
                corrections.ask(self.world.deps, asked, key=f"key-{self.asked}", who=MIA)
            except (Invalid, Refused):
                may_be_refused = what is not CorrectionKind.CREDIT_NOTE or self.is_disputed
                assert before + amount > bill.amount_minor or may_be_refused
            else:
                done = corrections.ask(self.world.deps, asked, key=f"key-{self.asked}", who=MIA)
                self.oracle.money["went back", bill.number] = before + amount
                if done.state is CorrectionState.PROPOSED:
                    done = corrections.approve(self.world.deps, done.id, who=LIZ)
                self._booked(what, bill.number, amount, left, done.tax_minor)
        self.run()

    @property
    def something_went_back(self) -> bool:
        return any(what == "went back" for what, _ in self.oracle.money)

    @property
    def is_disputed(self) -> bool:
        return bool(self.rows("disputes"))

    def _booked(self, what: CorrectionKind, number: int, amount: int, left: int, tax: int) -> None:
        """All that is left is let go: a debit that was under way may still come in."""
        if what is CorrectionKind.WRITE_OFF:
            self.oracle.books.book(number, write_off=left)
        else:
            self.oracle.books.book(number, **{what.value: amount, f"tax_of_{what.value}": tax})
        off = {CorrectionKind.WRITE_OFF: left, CorrectionKind.CREDIT_NOTE: min(amount, left)}
        self.oracle.money["came off", number] += off.get(what, 0)

    @rule()
    def it_runs_once_more(self) -> None:
        self.run()
        before = self._counted()
        self.run()
        assert before == self._counted()

    def _counted(self) -> tuple[object, ...]:
        tables = ("invoices", "messages", "payments", "ledger_entries", "gate_answers")
        return (*(len(self.rows(table)) for table in tables), self.subscription.charge_on, self.subscription.state)

    @invariant()
    def the_rules_hold(self) -> None:
        bills = self.bills
        notes = sorted(one.number for one in self.rows("corrections") if one.number)
        said = self.oracle.complaints([[bill.number for bill in bills], notes])
        still_open = sum(bill.balance_minor for bill in bills if bill.state is InvoiceState.OPEN)
        said += self.of_books([entry.postings for entry in self.rows("ledger_entries")], still_open)
        assert not said, said

    def of_books(self, postings: list[dict[str, int]], still_open: int) -> list[str]:
        """Every account says what the oracle's own does."""
        books = self.oracle.books
        names = {name for entry in postings for name in entry}.union(*ACCOUNTS.values())
        found = books.complaints(postings, {name: books.says(name) for name in names})
        return found + books.complaints(postings, {"receivable": still_open})

    @invariant()
    def no_period_is_left_out(self) -> None:
        """Except while a wish to cancel is open: once its owner stays, they follow."""
        follows = self.oracle.told_from is None and "wished" not in self.oracle.since
        if self.has_run and follows and self.subscription.state is SubscriptionState.ACTIVE:
            is_held = self.oracle.due(self.today) is None
            assert is_held or self.world.clock.now() < self.oracle.noon(self.oracle.terms.ends)

    @invariant()
    def who_has_been_told_rightly_is_charged_at_noon(self) -> None:
        """A gate with nothing against it is open: the other half of the promise."""
        day, now = self.subscription.charge_on, self.world.clock.now()
        is_on = self.subscription.state in (SubscriptionState.TRIALING, SubscriptionState.ACTIVE)
        if not self.has_run or not self.oracle.told_from or "wished" in self.oracle.since or not is_on:
            return
        is_told = any(day == of for of, _ in self.oracle.told) and self.oracle.noon(day) <= now < self.oracle.noon(
            day
        ) + timedelta(hours=12)
        address = self.rows("trials")[0].owner["email"]
        bounced = self.rows("messages", to=address, state=MessageState.BOUNCED)
        asked = self.rows("gate_answers", charge_on=day)
        assert not (is_told and self.pays_since and self.is_site_up and not bounced and not asked)
