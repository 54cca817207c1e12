"""The adapter against the sandbox's Stripe: what is asked and told stays in our words, and nothing unknown is called
failed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from stripe import InvalidRequestError

from mappop.billing.reading import own_move_of
from mappop.billing.stripe import Stripe
from mappop.domain.business import Address
from mappop.domain.processor import (
    DisputeState,
    DisputeTold,
    Event,
    LostMethod,
    NoAnswer,
    NotTaken,
    Order,
    Outcome,
    OwnMove,
    OwnMoveKind,
    PageOrder,
    RefundState,
)  # fmt: skip
from tests.sandbox.paying import MONDAY, Desk
from tests.sandbox.test_stripe_pages import BANK, CARD

START = datetime.fromtimestamp(MONDAY, UTC)


def order(payer: str, method: str, kind: str = "card", key: str = "sub_1:2027-03-31:1", **more: Any) -> Order:
    return Order(key, "delgado", 3_995, payer, method, kind, "Map Pop, 31 March to 29 April 2027", START, **more)


def page(desk: Desk, stripe: Stripe, form: dict[str, str], payer: str = "") -> str:
    """An owner goes through the hosted page; the name of the finished page."""
    back = desk.world.url("mailbox") + "/?to={page}"
    asked = PageOrder("delgado", "Delgado Plumbing", "rosa@delgado.example", payer, "en", back, back)
    address = stripe.open_page(asked)
    name = address.rpartition("/")[2]
    assert stripe.read_page(name) is None
    assert name in desk.world.call("POST", "stripe", f"/c/pay/{name}", form=form).text
    return name


@pytest.mark.parametrize(
    ("form", "kind", "label"), [(CARD, "card", "Visa 4242"), (BANK, "bank", "STRIPE TEST BANK 6789")]
)
def test_what_an_owner_saves_on_the_page_is_known_by_its_last_digits(
    desk: Desk, stripe: Stripe, form: dict[str, str], kind: str, label: str
) -> None:
    saved = stripe.read_page(page(desk, stripe, form))
    assert saved is not None and (saved.business_id, saved.kind, saved.label) == ("delgado", kind, label)
    paid = stripe.charge(order(saved.payer, saved.ref, kind))
    assert paid.outcome is (Outcome.PAID if kind == "card" else Outcome.PENDING)


def test_an_owner_is_one_payer_however_many_pages_are_opened(desk: Desk, stripe: Stripe) -> None:
    first = stripe.read_page(page(desk, stripe, CARD))
    other = stripe.read_page(page(desk, stripe, {**CARD, "number": "5555555555554444"}))
    third = stripe.read_page(page(desk, stripe, BANK, payer=first.payer if first else ""))
    assert first and other and third and first.payer == other.payer == third.payer
    assert other.label == "Mastercard 4444" and len(desk.v1.customers.list().data) == 1


def test_a_charge_tells_its_fee_and_is_made_once_for_its_key(desk: Desk, stripe: Stripe) -> None:
    saved = desk.saved("pm_card_visa")
    first = stripe.charge(order(*saved, on_statement="TRIAL OVER"))
    assert (first.outcome, first.amount_minor, first.fee_minor) == (Outcome.PAID, 3_995, 146)
    assert stripe.charge(order(*saved, on_statement="TRIAL OVER")) == first
    assert stripe.look_up(order(*saved)) == first
    assert stripe.look_up(order(*saved, key="another")) is None
    assert len(desk.v1.charges.list().data) == 1


@pytest.mark.parametrize(
    ("token", "outcome", "reason"),
    [
        ("pm_card_chargeCustomerFail", Outcome.FAILED, "generic_decline"),
        ("pm_card_authenticationRequired", Outcome.NEEDS_OWNER, "authentication_required"),
    ],
)
def test_a_decline_is_told_with_its_reason_again_too(
    desk: Desk, stripe: Stripe, token: str, outcome: Outcome, reason: str
) -> None:
    asked = order(*desk.saved(token))
    told = [stripe.charge(asked), stripe.charge(asked), stripe.look_up(asked)]
    assert [(one.outcome, one.reason) for one in told if one] == [(outcome, reason)] * 3


def test_a_method_that_is_gone_fails_the_payment_and_is_no_fault(desk: Desk, stripe: Stripe) -> None:
    customer, method = desk.saved("pm_card_visa")
    desk.v1.payment_methods.detach(method)
    told = stripe.charge(order(customer, method))
    assert (told.outcome, told.ref, told.reason) == (Outcome.FAILED, "", "removed")
    lost = Event("evt_1", "payment_method.detached", method, START)
    assert stripe.told(lost) == (LostMethod(method, "removed"),)


def test_an_account_that_its_bank_shut_fails_the_next_payment_by_the_networks_code(desk: Desk, stripe: Stripe) -> None:
    customer, method = desk.mandated("pm_usBankAccount_accountClosed")
    stripe.charge(order(customer, method, "bank"))
    desk.wait_days(7)
    told = stripe.charge(order(customer, method, "bank", key="sub_1:2027-03-31:2"))
    assert (told.outcome, told.reason) == (Outcome.FAILED, "R02")


def test_a_request_that_makes_no_sense_is_no_failed_payment(desk: Desk, stripe: Stripe) -> None:
    customer, _ = desk.saved("pm_card_visa")
    _, of_another = desk.saved("pm_card_visa")
    with pytest.raises(NotTaken, match="does not belong"):
        stripe.charge(order(customer, of_another))


@pytest.mark.parametrize(("mode", "made"), [("error_before", 0), ("error_after", 1)])
def test_an_error_of_the_processor_is_unknown_until_it_is_looked_up(
    desk: Desk, stripe: Stripe, mode: str, made: int
) -> None:
    customer, method = desk.saved("pm_card_visa")
    desk.tell("failures", mode=mode, count=1)
    with pytest.raises(NoAnswer):
        stripe.charge(order(customer, method))
    found = stripe.look_up(order(customer, method))
    assert (found is not None and found.outcome is Outcome.PAID) == bool(made)


def test_a_lost_reply_is_asked_for_again_under_the_same_key(desk: Desk, stripe: Stripe) -> None:
    saved = desk.saved("pm_card_visa")
    desk.world.call("POST", "stripe", "/_sandbox/faults", {"mode": "lost_reply", "count": 1})
    assert stripe.charge(order(*saved)).outcome is Outcome.PAID
    assert len(desk.v1.charges.list().data) == 1


def test_nobody_who_answers_and_a_wrong_key_are_no_declines(desk: Desk) -> None:
    silent = Stripe("sk_" + "test_nobody", "", api_base="http://127.0.0.1:9", is_sandbox=True)
    with pytest.raises(NoAnswer):
        silent.payment("pi_1")
    stranger = Stripe("sk_" + "test_nobody", "", api_base=desk.world.url("stripe"), is_sandbox=True)
    with pytest.raises(NotTaken, match="key") as told:
        stranger.balance()
    assert "nobody" not in str(told.value)


@pytest.mark.parametrize("days", [1, 10])
def test_a_debit_that_comes_back_tells_the_networks_code_before_and_after_the_money_was_there(
    desk: Desk, stripe: Stripe, days: int
) -> None:
    customer, method = desk.mandated("pm_usBankAccount_success")
    asked = stripe.charge(order(customer, method, "bank"))
    desk.wait_days(days)
    charge = desk.v1.payment_intents.retrieve(asked.ref).latest_charge
    desk.tell("return", charge=charge, code="R10")
    told = stripe.payment(asked.ref)
    came_late = days == 10
    assert (told.outcome, told.reason) == (Outcome.RETURNED if came_late else Outcome.FAILED, "R10")
    assert bool(told.return_fee_minor) == came_late
    assert list(stripe.held(since=START)) == [told, LostMethod(method, "R10")] * (2 if came_late else 1)


def test_refunds_and_disputes_are_told_with_what_they_moved(desk: Desk, stripe: Stripe) -> None:
    paid = stripe.charge(order(*desk.saved("pm_card_visa")))
    back = stripe.refund(paid.ref, amount_minor=1_000, key="refund_1")
    assert (back.state, back.payment_ref, back.key) == (RefundState.SUCCEEDED, paid.ref, "refund_1")
    disputed = stripe.charge(order(*desk.saved("pm_card_createDispute"), key="other"))
    held = list(stripe.held(since=START))
    [told] = [one for one in held if isinstance(one, DisputeTold)]
    assert (told.payment_ref, told.state) == (disputed.ref, DisputeState.NEEDS_ANSWER)
    assert (told.moved_minor, told.fee_minor) == (3_995, 1_500) and told.answer_by is not None
    assert back in held and paid in held and disputed in held
    assert sum(move.net_minor for move in stripe.moves(since=START)) == stripe.balance()


def test_a_payout_is_told_by_what_it_moved_and_so_is_its_coming_back(desk: Desk, stripe: Stripe) -> None:
    stripe.charge(order(*desk.saved("pm_card_visa")))
    desk.wait_days(2)
    sent = [desk.v1.payouts.create({"amount": cents, "currency": "usd"}).id for cents in (1_000, 500, 300)]
    desk.v1.payouts.cancel(sent[2])
    desk.wait_days(2)
    desk.tell("payout_fails", payout=sent[1], code="account_closed")
    desk.tell("account_fee", amount=250)
    whole, failed, canceled = (stripe.told(Event("evt_1", "payout.paid", ref, START)) for ref in sent)
    assert [(move.kind, move.amount_minor) for move in whole] == [(OwnMoveKind.PAYOUT, -1_000)]
    assert [(move.kind, move.amount_minor) for move in failed] == [
        (OwnMoveKind.PAYOUT, -500), (OwnMoveKind.PAYOUT_BACK, 500)
    ]  # fmt: skip
    assert [move.amount_minor for move in canceled] == [-300, 300]
    assert [move.has_failed for move in (*failed, *canceled)] == [False, True, False, False]
    own = [told for told in stripe.held(since=START) if isinstance(told, OwnMove)]
    assert set(own) == {*whole, *failed, *canceled, own[0]} and own[0].kind is OwnMoveKind.ACCOUNT_FEE
    assert desk.types()[-4:] == ["payout.updated", "payout.paid", "payout.paid", "payout.failed"]
    with pytest.raises(InvalidRequestError, match="insufficient funds"):
        desk.v1.payouts.create({"amount": 99_999, "currency": "usd"})


HOME = Address("Austin", "TX", "1204 E 7th St", "Ste B", "78702")


def test_the_tax_of_a_place_is_told_in_millionths(stripe: Stripe) -> None:
    assert stripe.tax_rate(HOME) == 66_000
    assert stripe.tax_rate(Address("Portland", "OR", "1 Main St", "", "97201")) == 0
    with pytest.raises(NotTaken, match="tax location"):
        stripe.tax_rate(replace(HOME, postal_code=""))


def test_an_engine_that_fails_tells_no_rate(desk: Desk, stripe: Stripe) -> None:
    desk.tell("failures", mode="error_before", count=3)
    with pytest.raises(NoAnswer):
        stripe.tax_rate(HOME)


@pytest.mark.parametrize(
    ("type", "source", "kind"),
    [
        ("charge", "ch_1", None), ("payment_failure_refund", "pyr_1", None), ("adjustment", "du_1", None),
        ("adjustment", None, OwnMoveKind.OTHER), ("reserve_hold", None, OwnMoveKind.OTHER),
        ("topup", "tu_1", OwnMoveKind.TOP_UP), ("tax_fee", None, OwnMoveKind.ACCOUNT_FEE),
    ],
)  # fmt: skip
def test_a_movement_is_a_customers_or_ours_or_nobodys(type: str, source: str | None, kind: OwnMoveKind | None) -> None:
    entry = {"id": "txn_1", "type": type, "source": source, "amount": -700, "fee": 0, "currency": "usd", "created": 1}
    found = own_move_of(entry)
    assert (found and found.kind) == kind and own_move_of({**entry, "currency": "eur"}) is None


def test_an_event_is_read_again_and_one_of_a_type_that_we_do_not_follow_says_nothing(
    desk: Desk, stripe: Stripe
) -> None:
    paid = stripe.charge(order(*desk.saved("pm_card_visa")))
    told = [
        stripe.told(Event("evt_1", f"payment_intent.{what}", paid.ref, START)) for what in ("processing", "created")
    ]
    assert told == [(paid,), ()]
