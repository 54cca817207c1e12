"""The machine with cards and banks: declines, debits that come back, disputes, and a processor that does not answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from mappop.domain.correction import MONEY_LEFT, CorrectionKind, CorrectionState, limits
from mappop.domain.errors import Invalid, Refused
from mappop.domain.invoice import InvoiceState
from mappop.domain.payment import OFFLINE, PaymentState
from mappop.domain.processor import Answer, DisputeState, DisputeTold, Outcome, SavedMethod
from mappop.domain.subscription import SubscriptionState
from mappop.services import corrections, payment_methods, processor_events, reconciling
from mappop.services.corrections import Asked
from tests.billing import shop
from tests.billing.logged import HARD, LIVE
from tests.billing.machine import MIA, PARTS, Billing

CAME_IN = (Outcome.PAID, Outcome.RETURNED)
DECLINES = ("", "", "", "", "", "", "insufficient_funds", *HARD)


class Cards(Billing):
    """`news` are what the processor would tell and has not told yet."""

    most_grace = timedelta(days=30)  # after our own fault

    def begin_money(self) -> None:
        self.news: list[Answer | DisputeTold] = []
        self.saved = 0
        self.refused: set[str] = set()  # corrections

    @property
    def processor(self) -> Any:
        return self.world.processor

    @rule(kind=st.sampled_from(["card", "card", "bank"]), declines=st.sampled_from(DECLINES))
    def the_owner_saves_a_card_or_a_bank(self, kind: str, declines: str) -> None:
        self.saved += 1
        ref = f"method_{self.saved}"
        self.processor.declines[ref] = declines if kind == "card" else ""  # banks say it later
        now = self.world.clock.now()
        payment_methods.keep(
            self.world.deps, SavedMethod(shop.ID, "payer_1", ref, kind, "Visa 4242", now), actor="owner"
        )  # fmt: skip
        if "canceled" not in self.oracle.since:
            self.pays_since = self.pays_since or now
        self.run()

    @rule(
        kind=st.sampled_from(["card", "bank"]), declines=st.sampled_from(DECLINES),
        then=st.sampled_from(["", "a check", "a week"]),
    )  # fmt: skip
    def a_month_goes_well_by_card(self, kind: str, declines: str, then: str = "") -> None:
        """Or all but well: a check may help out, before the next month comes, or the next tries be waited for."""
        self.the_owner_saves_a_card_or_a_bank(kind, declines)
        if not self.is_site_up:
            self.the_site_goes_down_or_up()
        self.the_morning_of_the_reminder_comes()
        self.the_carrier_reports(True)
        self.noon_of_the_charge_comes()
        if then == "a check":
            self.a_month_is_paid()
            self.noon_of_the_charge_comes()
        if then == "a week":
            self.a_quiet_week_goes_by()

    @rule(kind=st.sampled_from(["card", "bank"]), months=st.integers(1, 3), comes=st.booleans())
    def a_pause_after_a_month_by_card_is_over(self, kind: str, months: int, comes: bool) -> None:
        self.a_month_goes_well_by_card(kind, "")
        self.asks_for_a_pause(months)
        self.a_pause_ends_by_itself(comes)
        self.a_quiet_week_goes_by()

    @rule(troubles=st.lists(st.sampled_from(["before", "after"]), min_size=1, max_size=3))
    def the_processor_does_not_answer(self, troubles: list[str]) -> None:
        """Before a charge took effect, or after."""
        self.processor.troubles.extend(troubles)

    @rule(outcome=st.sampled_from([Outcome.PAID, Outcome.PAID, Outcome.FAILED]))
    def a_bank_decides(self, outcome: Outcome) -> None:
        for key in [key for key, answer in self.processor.made.items() if answer.outcome is Outcome.PENDING]:
            reason = "R01" if outcome is Outcome.FAILED else ""
            self.news.append(self.processor.becomes(key, outcome, reason=reason))
        self.run()

    @rule(code=st.sampled_from(["R01", "R10"]), comes_in=st.booleans())
    def a_bank_takes_money_back(self, code: str, comes_in: bool) -> None:
        """Days after it had come in, which may have to happen first."""
        if comes_in:
            self.a_month_goes_well_by_card("bank", "")
            self.a_bank_decides(Outcome.PAID)
        kinds = {order.key: order.kind for order, _ in self.processor.log}
        paid = [key for key, answer in self.processor.made.items() if answer.outcome is Outcome.PAID]
        refunded = {told.payment_ref for told in self.processor.refunded.values()}
        for key in [key for key in paid if kinds[key] == "bank" and self.processor.made[key].ref not in refunded][-1:]:
            self.news.append(self.processor.becomes(key, Outcome.RETURNED, reason=code, return_fee=400))
        self.run()

    @rule(state=st.sampled_from(list(DisputeState)), comes_in=st.booleans(), is_heard=st.booleans())
    def a_cardholder_disputes(self, state: DisputeState, comes_in: bool, is_heard: bool) -> None:
        """Or a dispute moves on: its bank's word goes up only. The money may have to come in first, and all that was
        told be heard."""
        if comes_in:
            self.a_month_goes_well_by_card("card", "")
        paid = [answer for answer in self.processor.made.values() if answer.outcome is Outcome.PAID]
        for answer in paid[-1:]:
            known = self.processor.disputed.get(answer.ref)
            order = list(DisputeState)
            if known is not None and order.index(state) <= order.index(known.state):
                continue
            told = DisputeTold(
                f"dp_{answer.ref}", answer.ref, answer.amount_minor, state, "fraudulent", self.world.clock.now()
            )  # fmt: skip
            self.news.append(self.processor.dispute(told))
        self.run()
        if is_heard:
            self.all_news_are_lost_and_the_day_is_reconciled()

    @rule(data=st.data(), times=st.integers(1, 2), loses=st.booleans())
    def the_news_come(self, data: st.DataObject, times: int, loses: bool) -> None:
        """Some not yet, in any order, twice."""
        order = data.draw(st.permutations(range(len(self.news)))) if self.news else ()
        told = [self.news[n] for n in order][: -1 if loses else None]
        for one in told * times:
            processor_events.take(self.world.deps, one, told_by="processor")
        self.news = [one for one in self.news if one not in told or not self._is_known(one)]
        self.run()

    def _is_known(self, one: Answer | DisputeTold) -> bool:
        """One of a charge whose answer was lost is left to reconciliation."""
        return isinstance(one, Answer) or bool(self.rows("disputes", ref=one.ref))

    @rule()
    def all_news_are_lost_and_the_day_is_reconciled(self) -> None:
        self.news.clear()
        reconciling.reconcile(self.world.deps)
        reconciling.reconcile(self.world.deps)
        self.run()

    @rule(part=PARTS)
    def a_card_is_refunded(self, part: tuple[int, int]) -> None:
        for payment in [one for one in self.rows("payments", state=PaymentState.SUCCEEDED) if one.method_id][-1:]:
            self.asked += 1
            bill = next(bill for bill in self.bills if bill.id == payment.invoice_id)
            what, amount = CorrectionKind.REFUND, part[0] * bill.amount_minor + part[1]
            asked = Asked(what, bill.id, amount, limits().reasons[what][0], "they asked", payment.id)
            try:
                corrections.ask(self.world.deps, asked, key=f"key-{self.asked}", who=MIA)
            except (Invalid, Refused):
                continue
            self.oracle.money["went back", bill.number] += amount
        self.run()

    @rule()
    def a_quiet_week_goes_by(self) -> None:
        """The processor answers again, and each day is reconciled: what was asked of it is answered by then."""
        self.processor.troubles.clear()
        for _ in range(4):
            self.time_passes(timedelta(days=1), 1)
        self.all_news_are_lost_and_the_day_is_reconciled()
        for _ in range(4):
            self.time_passes(timedelta(days=1), 1)
        assert self.rows("payments", state=PaymentState.ASKED) == []

    def run(self) -> None:
        super().run()
        numbers, named = {bill.id: bill.number for bill in self.bills}, Counter[int]()
        known = self.processor.made
        for payment in self.rows("payments"):
            made = known.get(payment.key)
            if payment.method_id is None or (made and made.outcome in CAME_IN):
                named[numbers[payment.invoice_id]] += payment.amount_minor
        for number, cents in named.items():
            self.oracle.money["came in", number] = cents
        self._see_what_went_back()

    def _see_what_went_back(self) -> None:
        """What the processor did not take has not gone back: of a payment that its bank took back meanwhile."""
        numbers = {bill.id: bill.number for bill in self.bills}
        sent = {told.key for told in self.processor.refunded.values()}
        for row in self.rows("corrections", state=CorrectionState.FAILED):
            if row.id not in self.refused and f"refund:{row.id}" not in sent:
                self.refused.add(row.id)
                self.oracle.money["went back", numbers[row.invoice_id]] -= row.amount_minor

    @property
    def is_disputed(self) -> bool:
        return bool(self.processor.disputed)

    def left_of(self, bill: Any) -> int:
        bill = next(one for one in self.bills if one.id == bill.id)
        return bill.balance_minor if bill.state is InvoiceState.OPEN else 0

    def of_books(self, postings: list[dict[str, int]], still_open: int) -> list[str]:
        """What came by check is known to the oracle; what came by card is what the processor says that it has."""
        owed = -sum(credit.amount_minor for credit in self.rows("customer_credits"))
        right = {name: self.oracle.books.says(name) for name in ("cash", "bad_debt", "allowances")}
        right |= {"receivable": still_open, "credit": owed}
        if self.is_told:
            right["processor"] = self.held_there
        if self.is_told and not self.is_disputed:
            right["tax_payable"] = self._taxes_due()
        return self.oracle.books.complaints(postings, right)

    def _taxes_due(self) -> int:
        """Of what was billed, less what went back of it."""
        gone = [one for one in self.rows("corrections") if one.state in MONEY_LEFT]
        back = sum(one.tax_minor for one in gone if one.kind is not CorrectionKind.WRITE_OFF)
        return back - sum(cents for (what, _), cents in self.oracle.books.deeds.items() if what == "tax")

    @property
    def held_there(self) -> int:
        return int(self.processor.balance())

    @property
    def is_told(self) -> bool:
        """Nothing is under way between the processor and us."""
        asked = self.rows("payments", state=PaymentState.ASKED)
        sent = [one for one in self.rows("corrections") if one.state.value == "asked"]
        return not (self.news or asked or sent)

    @invariant()
    def an_invoice_is_captured_once_at_the_processor(self) -> None:
        assert self.captured_too_much(self.processor.made.values()) == {}

    def captured_too_much(self, made: Iterable[Answer]) -> dict[str, int]:
        """Cents of all that is live, by invoices of which it is more than they are for: a second charge is for what a
        lost credit had paid, and for no more."""
        invoices = {payment.key: payment.invoice_id for payment in self.rows("payments")}
        live = Counter[str]()
        for answer in made:
            if answer.outcome in LIVE:
                live[invoices[answer.key]] += answer.amount_minor
        amounts = {bill.id: bill.amount_minor for bill in self.bills}
        return {id: sum_ for id, sum_ in live.items() if sum_ > amounts[id]}

    @invariant()
    def a_bill_of_who_pays_by_card_or_bank_is_asked_for(self) -> None:
        """However that ends; nothing is asked while a dispute is open."""
        if not self.has_run or self.is_disputed or self.subscription.state is not SubscriptionState.ACTIVE:
            return
        tried = {one.invoice_id for one in self.rows("payments") if one.processor != OFFLINE}
        since = self.subscription.pay_by_since
        for bill in self.bills if self.subscription.is_charged_by_itself else ():
            assert not self.left_of(bill) or bill.id in tried or bill.issued_at <= since

    @invariant()
    def a_hard_decline_is_the_last_try_of_a_card(self) -> None:
        """Once we have heard of it: of an answer that was lost we can't know."""
        assert self.processor.asked_in_vain == []

    @invariant()
    def nobody_is_charged_after_canceling(self) -> None:
        canceled = self.oracle.since.get("canceled")
        issued = {bill.id: bill.issued_at for bill in self.bills}
        for payment in self.rows("payments") if canceled else ():
            assert not payment.method_id or issued[payment.invoice_id] < canceled
