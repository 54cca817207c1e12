"""Payouts to the account's own bank, which take days, may be canceled before they are on their way and may fail
afterwards; and fees of the account that no charge bears."""

from __future__ import annotations

from typing import Any

from mappop.sandbox.stripe import money, pretence, shapes
from mappop.sandbox.stripe.account import Account, Thing, new_id
from mappop.sandbox.stripe.asking import Ask, Route, listing, reading
from mappop.sandbox.stripe.events import tell
from mappop.sandbox.stripe.refusals import invalid, unexpected_state

# Words of docs.stripe.com/api/payouts/failures.
FAILURES = {
    "account_closed": "The bank account has been closed",
    "could_not_process": "The bank could not process this payout",
    "no_account": "The bank account details on file are probably incorrect",
}


def create(ask: Ask) -> Thing:
    account, params = ask.account, ask.params
    amount, currency = params.amount(), params.required("currency", longest=3)
    if amount > money.sums(account)["available"]:
        message = "You have insufficient funds in your Stripe account for this transfer."
        raise invalid(message, param="amount", code="balance_insufficient", is_stored=True)
    thing = shapes.payout(
        id=new_id("po"), amount=amount, arrival_date=account.now() + _days("payout_arrives_days", account),
        created=account.now(), currency=currency, description=params.text("description") or "STRIPE PAYOUT",
        destination=_bank(account), metadata=params.metadata(),
        method=params.choice("method", ("standard",), "standard"),
        statement_descriptor=params.text("statement_descriptor", longest=22),
    )  # fmt: skip
    entry = money.book(account, thing, "payout", -amount)
    thing = account.put({**thing, "balance_transaction": entry["id"]})
    tell(account, "payout.created", thing)
    account.later(_days("payout_leaves_days", account), "payout_leaves", payout=thing["id"])
    account.later(_days("payout_arrives_days", account), "payout_arrives", payout=thing["id"])
    return thing


def update(ask: Ask) -> Thing:
    thing = ask.account.get("payout", ask.id)
    thing["metadata"] = ask.params.metadata(thing["metadata"])
    tell(ask.account, "payout.updated", ask.account.put(thing))
    return thing


def cancel(ask: Ask) -> Thing:
    thing = ask.account.get("payout", ask.id)
    if thing["status"] != "pending":
        raise unexpected_state("This payout is on its way already and can't be canceled.", "payout_reversal_error")
    return _come_back(ask.account, thing, "canceled", "payout_cancel")


def leave(account: Account, payout: str) -> None:
    thing = account.get("payout", payout)
    if thing["status"] == "pending":
        tell(account, "payout.updated", account.put({**thing, "status": "in_transit"}), status="pending")


def arrive(account: Account, payout: str) -> None:
    thing = account.get("payout", payout)
    if thing["status"] == "in_transit":
        tell(account, "payout.paid", account.put({**thing, "status": "paid"}))


def fail(account: Account, payout: str, code: str) -> Thing:
    """The bank sends it back: some show as paid first."""
    thing = account.get("payout", payout, "payout")
    if thing["status"] in ("failed", "canceled"):
        raise invalid("That payout came back already.")
    told = {"failure_code": code, "failure_message": FAILURES[code]}
    return _come_back(account, {**thing, **told}, "failed", "payout_failure")


def take_fee(account: Account, amount: int, what: str) -> Thing:
    """A month's fee for a product of the processor's; less than nothing gives back."""
    return money.book(account, {"id": None, "currency": "usd"}, "stripe_fee", -amount, category="fee", what=what)


def _come_back(account: Account, thing: Thing, status: str, type: str) -> Thing:
    entry = money.book(account, thing, type, thing["amount"], category="payout_reversal")
    thing = account.put({**thing, "status": status, "failure_balance_transaction": entry["id"]})
    tell(account, f"payout.{status}", thing)
    return thing


def _days(pace: str, account: Account) -> int:
    return pretence.business_days(account.now(), pretence.table()["pace"][pace])


def _bank(account: Account) -> str:
    """The account's own, which is set up outside the API."""
    kept = account.store.document("stripe", "own_bank")
    if kept is None:
        kept = {"id": new_id("ba")}
        account.store.keep("stripe", "own_bank", kept)
    return str(kept["id"])


ACTS: dict[str, Any] = {"payout_leaves": leave, "payout_arrives": arrive}
ROUTES = (
    Route("POST", "/v1/payouts", create, "amount currency description metadata method statement_descriptor"),
    listing("payout", "/v1/payouts", "status"),
    Route("GET", "/v1/payouts/{id}", reading("payout")),
    Route("POST", "/v1/payouts/{id}", update, "metadata"),
    Route("POST", "/v1/payouts/{id}/cancel", cancel),
)
