"""Paying: what each test card and test bank does, days later too, and where every cent is."""

from __future__ import annotations

from typing import Any

import pytest
import stripe

from .paying import MONDAY, Desk

RETURNS = {"pm_usBankAccount_insufficientFunds": ("insufficient_funds", "R01", None),
           "pm_usBankAccount_accountClosed": ("account_closed", "R02", "bank_account_closed"),
           "pm_usBankAccount_noAccount": ("no_account", "R03", "bank_account_invalid_details")}  # fmt: skip


@pytest.mark.parametrize(
    ("token", "code", "decline_code"),
    [
        ("pm_card_chargeDeclined", "card_declined", "generic_decline"),
        ("pm_card_visa_chargeDeclined", "card_declined", "generic_decline"),
        ("pm_card_visa_chargeDeclinedInsufficientFunds", "card_declined", "insufficient_funds"),
        ("pm_card_visa_chargeDeclinedLostCard", "card_declined", "lost_card"),
        ("pm_card_chargeDeclinedExpiredCard", "expired_card", "expired_card"),
        ("pm_card_chargeDeclinedIncorrectCvc", "incorrect_cvc", "incorrect_cvc"),
        ("pm_card_chargeDeclinedProcessingError", "processing_error", "processing_error"),
    ],
)
def test_a_card_declines_for_its_own_reason(still_desk: Desk, token: str, code: str, decline_code: str) -> None:
    customer = still_desk.customer()
    with pytest.raises(stripe.CardError) as told:
        still_desk.v1.payment_methods.attach(token, {"customer": customer})
    assert (told.value.http_status, told.value.code) == (402, code)
    with pytest.raises(stripe.CardError) as told:
        still_desk.charge(customer, token)
    error = told.value.error
    assert error is not None and (error.code, error.decline_code) == (code, decline_code)
    assert error.payment_intent.status == "requires_payment_method" and error.payment_intent.last_payment_error
    [charge] = still_desk.v1.charges.list({"customer": customer}).data
    assert (charge.id, charge.status, charge.outcome.reason) == (error.charge, "failed", decline_code)  # type: ignore[union-attr]


def test_a_declined_payment_is_paid_by_a_second_try_of_the_same_intent(still_desk: Desk) -> None:
    customer, bad = still_desk.saved("pm_card_chargeCustomerFail")
    with pytest.raises(stripe.CardError) as told:
        still_desk.charge(customer, bad)
    intent = told.value.error.payment_intent.id  # type: ignore[union-attr]
    _, good = still_desk.saved("pm_card_visa", customer)
    paid = still_desk.v1.payment_intents.confirm(intent, {"payment_method": good, "off_session": True})
    assert (paid.status, paid.amount_received, paid.last_payment_error) == ("succeeded", 3_995, None)
    with pytest.raises(stripe.InvalidRequestError) as again:
        still_desk.v1.payment_intents.confirm(intent)
    assert again.value.code == "payment_intent_unexpected_state"


def test_a_card_of_another_customer_is_not_charged(still_desk: Desk) -> None:
    _, method = still_desk.saved("pm_card_visa")
    with pytest.raises(stripe.InvalidRequestError, match="does not belong"):
        still_desk.charge(still_desk.customer(), method)


def test_a_detached_card_is_spent(still_desk: Desk) -> None:
    customer, method = still_desk.saved("pm_card_visa")
    still_desk.v1.payment_methods.detach(method)
    with pytest.raises(stripe.InvalidRequestError, match="may not be used again"):
        still_desk.charge(customer, method)
    assert still_desk.v1.customers.payment_methods.list(customer).data == []


def test_3d_secure_is_asked_for_when_the_owner_is_there(still_desk: Desk) -> None:
    customer, method = still_desk.saved("pm_card_threeDSecure2Required")
    params: Any = {"amount": 500, "currency": "usd", "customer": customer, "payment_method": method, "confirm": True,
                   "return_url": "http://127.0.0.1:9/back"}  # fmt: skip
    waiting = still_desk.v1.payment_intents.create(params)
    assert waiting.status == "requires_action"
    assert waiting.next_action.redirect_to_url.url.endswith(f"/authenticate/{waiting.id}")  # type: ignore[union-attr]
    assert still_desk.tell("authenticate", intent=waiting.id, ok=True)["status"] == "succeeded"
    refused = still_desk.v1.payment_intents.create(params)
    still_desk.tell("authenticate", intent=refused.id, ok=False)
    again = still_desk.v1.payment_intents.retrieve(refused.id)
    assert again.status == "requires_payment_method"
    assert again.last_payment_error.code == "payment_intent_authentication_failure"  # type: ignore[union-attr]


def test_3d_secure_can_not_be_answered_when_nobody_is_there(still_desk: Desk) -> None:
    with pytest.raises(stripe.CardError) as told:
        still_desk.charge(*still_desk.saved("pm_card_authenticationRequired"))
    assert told.value.code == "authentication_required"


def test_a_card_that_was_set_up_with_3d_secure_pays_later_by_itself(still_desk: Desk) -> None:
    customer = still_desk.customer()
    setup = still_desk.v1.setup_intents.create(
        {"customer": customer, "payment_method": "pm_card_authenticationRequiredOnSetup", "confirm": True}
    )
    assert setup.status == "requires_action"
    method = still_desk.tell("authenticate", intent=setup.id, ok=True)["payment_method"]
    assert still_desk.charge(customer, method).status == "succeeded"
    with pytest.raises(stripe.CardError):
        still_desk.charge(*still_desk.saved("pm_card_authenticationRequiredOnSetup"))


def test_a_bank_debit_arrives_after_four_business_days(desk: Desk) -> None:
    desk.on(MONDAY + 3 * 86_400)
    paid = desk.charge(*desk.mandated("pm_usBankAccount_success"))
    assert paid.status == "processing"
    desk.wait_days(5)
    assert desk.v1.payment_intents.retrieve(paid.id).status == "processing"  # Tuesday: the weekend does not count
    desk.wait_days(1)
    done = desk.v1.payment_intents.retrieve(paid.id, {"expand": ["latest_charge.balance_transaction"]})
    assert done.status == "succeeded"
    entry = done.latest_charge.balance_transaction  # type: ignore[union-attr]
    assert (entry.type, entry.amount, entry.fee, entry.created) == ("payment", 3_995, 32, MONDAY + 9 * 86_400)


@pytest.mark.parametrize("token", RETURNS)
def test_a_bank_debit_is_returned_days_later(desk: Desk, token: str) -> None:
    failure, code, blocked = RETURNS[token]
    customer, method = desk.mandated(token)
    paid = desk.charge(customer, method)
    desk.wait_days(7)
    failed = desk.v1.payment_intents.retrieve(paid.id, {"expand": ["latest_charge"]})
    assert (failed.status, failed.latest_charge.failure_code) == ("requires_payment_method", failure)  # type: ignore[union-attr]
    assert failed.latest_charge.outcome.network_decline_code == code  # type: ignore[union-attr]
    assert desk.v1.balance.retrieve().pending[0].amount == desk.v1.balance.retrieve().available[0].amount == 0
    if blocked is None:
        assert desk.charge(customer, method).status == "processing"
        return
    details = desk.v1.payment_methods.retrieve(method).us_bank_account.status_details.blocked  # type: ignore[union-attr]
    assert (details.network_code, details.reason) == (code, blocked)  # type: ignore[union-attr]
    with pytest.raises(stripe.InvalidRequestError) as told:
        desk.charge(customer, method)
    assert told.value.code == "payment_method_bank_account_blocked"


def test_a_bank_account_without_a_mandate_is_not_debited(still_desk: Desk) -> None:
    with pytest.raises(stripe.InvalidRequestError) as told:
        still_desk.charge(still_desk.customer(), "pm_usBankAccount_success")
    assert told.value.param == "mandate_data"


@pytest.mark.parametrize(("days", "code", "is_late"), [(1, "R10", False), (10, "R10", True), (60, "R01", True)])
def test_a_debit_comes_back_when_and_why_a_test_says(desk: Desk, days: int, code: str, is_late: bool) -> None:
    """On its way it fails; once the money was there it is a dispute, lost from the start."""
    customer, method = desk.mandated("pm_usBankAccount_success")
    paid = desk.charge(customer, method)
    desk.wait_days(days)
    desk.tell("return", charge=paid.latest_charge, code=code)
    disputes = desk.v1.disputes.list({"charge": str(paid.latest_charge)}).data
    assert [one.status for one in disputes] == ["lost"] * is_late
    assert desk.v1.payment_intents.retrieve(paid.id).status == ("succeeded" if is_late else "requires_payment_method")
    mandate = desk.v1.setup_intents.list({"customer": customer}).data[0].mandate
    is_revoked = desk.v1.mandates.retrieve(str(mandate)).status == "inactive"
    assert is_revoked == (is_late and code == "R10")


def test_a_refund_is_never_more_than_was_taken(still_desk: Desk) -> None:
    paid = still_desk.charge(*still_desk.saved("pm_card_visa"), amount=1_000)
    refund = still_desk.v1.refunds.create
    assert refund({"payment_intent": paid.id, "amount": 400}).status == "succeeded"
    with pytest.raises(stripe.InvalidRequestError):
        refund({"payment_intent": paid.id, "amount": 601})
    refund({"charge": str(paid.latest_charge)})
    with pytest.raises(stripe.InvalidRequestError) as told:
        refund({"payment_intent": paid.id})
    charge = still_desk.v1.charges.retrieve(str(paid.latest_charge))
    assert told.value.code == "charge_already_refunded"
    assert (charge.amount_refunded, charge.refunded) == (1_000, True)
    assert [one.amount for one in charge.refunds.data] == [600, 400]  # type: ignore[union-attr]


def test_a_refund_that_the_bank_sends_back_is_owed_again(desk: Desk) -> None:
    paid = desk.charge(*desk.saved("pm_card_refundFail"), amount=1_000)
    refund = desk.v1.refunds.create({"payment_intent": paid.id})
    desk.wait_days(5)
    assert desk.v1.refunds.retrieve(refund.id).status == "failed"
    assert desk.v1.charges.retrieve(str(paid.latest_charge)).amount_refunded == 0


def test_a_refund_to_a_bank_takes_days(desk: Desk) -> None:
    paid = desk.charge(*desk.mandated("pm_usBankAccount_success"))
    desk.wait_days(4)
    refund = desk.v1.refunds.create({"payment_intent": paid.id})
    assert refund.status == "pending"
    desk.wait_days(7)
    assert desk.v1.refunds.retrieve(refund.id).status == "succeeded"


@pytest.mark.parametrize(
    ("words", "status", "back"), [("winning_evidence", "won", 3_995), ("losing_evidence", "lost", 0)]
)
def test_a_dispute_is_decided_by_its_evidence(desk: Desk, words: str, status: str, back: int) -> None:
    paid = desk.charge(*desk.saved("pm_card_createDispute"))
    [dispute] = desk.v1.disputes.list({"payment_intent": paid.id}).data
    assert (dispute.status, dispute.reason, dispute.amount) == ("needs_response", "fraudulent", 3_995)
    with pytest.raises(stripe.InvalidRequestError) as told:
        desk.v1.refunds.create({"payment_intent": paid.id})
    assert told.value.code == "charge_disputed"
    kept = desk.v1.disputes.update(dispute.id, {"evidence": {"customer_name": "Rosa Delgado"}, "submit": False})
    assert kept.status == "needs_response" and kept.evidence_details.has_evidence
    decided = desk.v1.disputes.update(dispute.id, {"evidence": {"uncategorized_text": words}})
    assert (decided.status, sum(entry.amount for entry in decided.balance_transactions)) == (status, back - 3_995)


def test_a_dispute_that_nobody_answers_is_lost_when_its_time_is_over(desk: Desk) -> None:
    paid = desk.charge(*desk.saved("pm_card_visa"))
    desk.wait_days(40)
    dispute = desk.tell("dispute", charge=paid.latest_charge, reason="subscription_canceled")
    desk.on(dispute["evidence_details"]["due_by"] - 1)
    assert desk.v1.disputes.retrieve(dispute["id"]).status == "needs_response"
    desk.wait_days(1)
    assert desk.v1.disputes.retrieve(dispute["id"]).status == "lost"


def test_the_balance_is_the_sum_of_what_moved(desk: Desk) -> None:
    paid = desk.charge(*desk.saved("pm_card_visa"), amount=10_000)
    desk.charge(*desk.saved("pm_card_createDispute"), amount=2_000)
    desk.v1.refunds.create({"payment_intent": paid.id, "amount": 2_500})
    fees = (290 + 30) + (58 + 30) + 1_500
    desk.wait_days(1)
    before = desk.v1.balance.retrieve()
    assert before.pending[0].amount == 12_000 - 320 - 88
    desk.wait_days(1)
    balance = desk.v1.balance.retrieve()
    assert (balance.available[0].amount, balance.pending[0].amount) == (10_000 + 2_000 - 2_500 - 2_000 - fees, 0)
    entries = list(desk.v1.balance_transactions.list({"limit": 2}).auto_paging_iter())
    assert sum(entry.net for entry in entries) == balance.available[0].amount
