"""3-D Secure: the owner says to their bank that it is them, or does not."""

from __future__ import annotations

from mappop.sandbox.stripe import payments, sessions, setups
from mappop.sandbox.stripe.account import Account, Thing
from mappop.sandbox.stripe.refusals import missing, unexpected_state

KINDS = {"pi": "payment_intent", "seti": "setup_intent"}


def waiting(account: Account, id: str) -> Thing:
    """The intent that waits for it. Raises Refused."""
    kind = KINDS.get(id.split("_")[0])
    if kind is None:
        raise missing("intent", id)
    intent = account.get(kind, id)
    if intent["status"] != "requires_action":
        raise unexpected_state("This intent waits for no authentication.", f"{kind}_unexpected_state")
    return intent


def finish(account: Account, id: str, *, is_right: bool) -> Thing:
    """The intent afterwards: paid, saved, declined all the same, or failed."""
    intent = waiting(account, id)
    method = account.get("payment_method", intent["payment_method"])
    if not is_right:
        return _failed(account, intent, method)
    if intent["object"] == "payment_intent":
        return payments.attempt(account, intent, method, is_authenticated=True)
    intent = setups.save(account, intent, method, is_mandated=False, is_authenticated=True)
    sessions.complete(account, intent)
    return intent


def _failed(account: Account, intent: Thing, method: Thing) -> Thing:
    message = "We are unable to authenticate your payment method. Please choose a different one and try again."
    code = f"{intent['object']}_authentication_failure"
    error = {"type": "invalid_request_error", "code": code, "message": message}
    fail = payments.fail if intent["object"] == "payment_intent" else setups.fail
    return fail(account, intent, method, error)
