"""The machine with cards and banks through our adapter, the official library and the sandbox's Stripe, in one process.

What came in, went back and is held is read from that Stripe's own rows, not through what is tried here.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from datetime import datetime, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from mappop.billing.stripe import Stripe
from mappop.domain.correction import CorrectionKind, limits
from mappop.domain.errors import Invalid, Refused
from mappop.domain.payment import PaymentState
from mappop.domain.processor import Answer, DisputeState, NoAnswer, Order, Outcome
from mappop.sandbox.stripe import authentication, disputes, payments, pretence, sessions
from mappop.sandbox.stripe.account import Thing
from mappop.sandbox.stripe.in_process import URL, InProcess
from mappop.services import corrections, payment_methods, reconciling
from mappop.services.corrections import Asked
from tests.billing import shop
from tests.billing.cards import DECLINES, Cards
from tests.billing.logged import HARD
from tests.billing.machine import MIA, PARTS

PLAIN = {"card": "4242424242424242", "bank": "000123456789"}
NUMBERS = [  # of mappop/sandbox/stripe/pretence.toml, where they are explained
    *("4242424242424242", "378282246310005", "4000000000000341", "4100000000000019", "4000002760003184"),
    *("4000002500003155", "4000008260003178", "4000000000000259", "4000000000002685", "4000000000001976"),
    *("4000000000005126", "4000000000000002", "000123456789", "000111111113", "000222222227", "000333333335"),
    "000555555559",
]
RETURNS = ("R01", "R02", "R10", "R29")
LATE = timedelta(days=3)  # how long Stripe goes on telling what nobody took: docs.stripe.com/webhooks


class Watched(Stripe):
    """Our adapter; and what the Stripe behind it has, by its rows. `asked_in_vain` as in `LoggedProcessor`."""

    def __init__(self, there: InProcess) -> None:
        super().__init__(there.key, there.webhook_secret, api_base=URL, transport=there.wire)
        self.there, self.account = there, there.account
        self.refused_for_good: set[str] = set()
        self.asked_in_vain: list[Order] = []

    @property
    def troubles(self) -> list[str]:
        return self.there.wire.troubles

    @property
    def charges(self) -> list[Thing]:
        return self.account.of("charge")

    @property
    def made(self) -> dict[str, Answer]:
        """The newest charge of each key."""
        return {one["metadata"]["key"]: _answer(one) for one in reversed(self.charges)}

    @property
    def disputed(self) -> list[Thing]:
        return [one for one in self.account.of("dispute") if one["payment_method_details"]["type"] == "card"]

    def charge(self, order: Order) -> Answer:
        if order.method in self.refused_for_good and order.key not in self.made:
            self.asked_in_vain.append(order)
        answer = super().charge(order)
        self._heard(order, answer)
        return answer

    def look_up(self, order: Order) -> Answer | None:
        answer = super().look_up(order)
        if answer is not None:
            self._heard(order, answer)
        return answer

    def _heard(self, order: Order, answer: Answer) -> None:
        if answer.outcome is Outcome.FAILED and answer.reason in HARD:
            self.refused_for_good.add(order.method)


def _answer(charge: Thing) -> Answer:
    is_bank = charge["payment_method_details"]["type"] == "us_bank_account"
    outcome = {"succeeded": Outcome.PAID, "pending": Outcome.PENDING, "failed": Outcome.FAILED}[charge["status"]]
    outcome = Outcome.RETURNED if is_bank and charge["disputed"] else outcome
    return Answer(charge["metadata"]["key"], charge["payment_intent"], outcome, charge["amount"])


class CardsByStripe(Cards):
    """`news` are events that were sent and did not arrive yet, `lost_since` when the first one was lost for good."""

    def begin_money(self) -> None:
        super().begin_money()
        self.news: list[tuple[bytes, str]] = []
        self.lost_since: datetime | None = None
        self.reconciled_at = self.world.clock.now()
        self.sent_back: Counter[int] = Counter()
        self.there = InProcess(lambda: self.world.clock.now().timestamp(), self.on_its_way)
        self.world.pays_by(Watched(self.there))

    def on_its_way(self, body: bytes, signature: str) -> int:
        self.news.append((body, signature))
        return 204

    def teardown(self) -> None:
        super().teardown()
        if hasattr(self, "there"):
            self.there.close()

    @rule(kind=st.sampled_from(["card", "card", "bank"]), declines=st.sampled_from(DECLINES))
    def the_owner_saves_a_card_or_a_bank(self, kind: str, declines: str) -> None:
        """A card that declines can't be saved: it begins to decline afterwards."""
        method = self.types(PLAIN[kind], is_right=True, comes_back=True)
        if method and declines and kind == "card":
            pretence.keep_way(self.there.account, method, pay=declines.replace("pickup_card", "lost_card"))
        self.run()

    @rule(number=st.sampled_from(NUMBERS), is_right=st.sampled_from([True, True, False]), comes_back=st.booleans())
    def the_owner_types_a_number(self, number: str, is_right: bool, comes_back: bool) -> None:
        """With 3-D Secure done rightly or not; some close the window before they are led back to us."""
        self.types(number, is_right=is_right, comes_back=comes_back)
        self.run()

    def types(self, number: str, *, is_right: bool, comes_back: bool) -> str:
        """The id of the method that was saved, or nothing."""
        account = self.there.account
        try:
            page = payment_methods.open_page(self.world.deps, shop.ID, language="en").rpartition("/")[2]
        except NoAnswer:
            return ""
        type = "us_bank_account" if number.startswith("000") else "card"
        intent = sessions.pay_by(account, account.get("checkout.session", page), type, number, "Rosa")
        if intent["status"] == "requires_action":
            intent = authentication.finish(account, intent["id"], is_right=is_right)
        if comes_back:
            payment_methods.take_page(self.world.deps, shop.ID, page, actor="owner")
        return str(intent["payment_method"] or "")

    @rule(outcome=st.sampled_from([Outcome.PAID, Outcome.PAID, Outcome.FAILED]))
    def a_bank_decides(self, outcome: Outcome) -> None:
        """Before its four days are over."""
        for charge in [one for one in self.processor.charges if one["status"] == "pending"]:
            if outcome is Outcome.PAID:
                payments.settle(self.there.account, charge["id"])
            else:
                payments.come_back(self.there.account, charge, "R01")
        self.run()

    @rule(code=st.sampled_from(RETURNS))
    def a_bank_takes_money_back(self, code: str) -> None:
        for charge in self._paid("us_bank_account")[:1]:
            if not charge["disputed"] and not charge["amount_refunded"]:
                disputes.take_back(self.there.account, charge["id"], code)
        self.run()

    def _paid(self, type: str) -> list[Thing]:
        found = [one for one in self.processor.charges if one["status"] == "succeeded"]
        return [one for one in found if one["payment_method_details"]["type"] == type]

    @rule(state=st.sampled_from(list(DisputeState)))
    def a_cardholder_disputes(self, state: DisputeState) -> None:
        account = self.there.account
        for charge in self._paid("card")[:1]:
            if not charge["disputed"] and not charge["refunded"]:
                disputes.open_dispute(account, charge["id"], "fraudulent")
        for dispute in self.processor.disputed[:1]:
            if state in (DisputeState.WON, DisputeState.LOST):
                disputes.decide(account, dispute["id"], is_won=state is DisputeState.WON)
        self.run()

    @rule(seed=st.integers(0, 999), times=st.integers(1, 2), loses=st.sampled_from([False, False, True]))
    def the_news_come(self, seed: int, times: int, loses: bool) -> None:
        """In any order, twice; some are lost for good."""
        order = sorted(range(len(self.news) * times), key=lambda n: hashlib.sha256(f"{seed} {n}".encode()).digest())
        told = [self.news[n % len(self.news)] for n in order]
        if loses and told:
            self.lost_since = self.lost_since or self.world.clock.now()
            told.pop()
        self.news = []
        for body, signature in told:
            assert self.world.hear(body, signature) == 204
        self.run()

    @rule()
    def all_news_are_lost_and_the_day_is_reconciled(self) -> None:
        self.news.clear()
        self.reconcile()
        self.run()

    def reconcile(self) -> None:
        """As each day, or for as long as nothing was."""
        reconciling.reconcile(self.world.deps, since=self.reconciled_at - timedelta(hours=1))
        self.reconciled_at, self.lost_since = self.world.clock.now(), None

    @rule(part=PARTS)
    def a_card_is_refunded(self, part: tuple[int, int]) -> None:
        for payment in [one for one in self.rows("payments", state=PaymentState.SUCCEEDED) if one.method_id][-1:]:
            self.asked += 1
            what, amount = CorrectionKind.REFUND, part[0] * payment.amount_minor + part[1]
            asked = Asked(what, payment.invoice_id, amount, limits().reasons[what][0], "they asked", payment.id)
            try:
                corrections.ask(self.world.deps, asked, key=f"key-{self.asked}", who=MIA)
            except (Invalid, Refused):
                continue
        self.run()

    def run(self) -> None:
        self.there.tell()
        super().run()
        self.there.tell()
        self._see_the_way_to_pay()
        self._see_what_went_back()

    def see_bills(self) -> None:
        self._see_the_way_to_pay()
        super().see_bills()

    def _see_the_way_to_pay(self) -> None:
        """Since when: the page was finished then, whoever told us of it, and whenever."""
        done = [one["created"] for one in self.there.account.of("payment_method") if one["customer"]]
        if done and "canceled" not in self.oracle.since and self.rows("payment_methods"):
            first = datetime.fromtimestamp(min(done), self.world.clock.now().tzinfo)
            self.pays_since = min(self.pays_since or first, first)

    def _see_what_went_back(self) -> None:
        numbers = {bill.id: bill.number for bill in self.bills}
        named = {one.ref: numbers[one.invoice_id] for one in self.rows("payments") if one.ref}
        gone: Counter[int] = Counter()
        for refund in self.there.account.of("refund"):
            if refund["status"] != "failed" and refund["payment_intent"] in named:
                gone[named[refund["payment_intent"]]] += refund["amount"]
        self.oracle.money.update({("went back", n): gone[n] - self.sent_back[n] for n in gone | self.sent_back})
        self.sent_back = gone

    @property
    def held_there(self) -> int:
        return sum(one["net"] for one in self.there.account.of("balance_transaction"))

    @property
    def is_told(self) -> bool:
        return super().is_told and self.lost_since is None

    @invariant()
    def an_invoice_is_captured_once_at_the_processor(self) -> None:
        """In Stripe's own rows: a bank's money that was taken back is none any more."""
        assert self.captured_too_much(map(_answer, self.processor.charges)) == {}
