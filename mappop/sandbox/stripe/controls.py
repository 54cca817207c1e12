"""What tests and the demo may ask under /_sandbox/ of this part alone: its clock, its failures, banks and holders."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from werkzeug.wrappers import Request, Response

from mappop.sandbox.replies import error, json_of, reply
from mappop.sandbox.stripe import disputes, events, misbehaving, payments, payouts, pretence
from mappop.sandbox.stripe.account import Account, Thing, read_clock
from mappop.sandbox.stripe.agenda import catch_up
from mappop.sandbox.stripe.authentication import finish
from mappop.sandbox.stripe.refusals import Refused, invalid

LATEST = 4_102_444_800  # 2100-01-01
MOST = 1_000_000


def answer(account: Account, request: Request) -> Response | None:
    """None where it is none of these controls."""
    handlers: dict[tuple[str, str], Callable[[Account, Thing], Thing]] = {
        ("GET", "clock"): lambda account, _: {"now": account.now()},
        ("POST", "clock"): _move,
        ("POST", "failures"): _fail,
        ("POST", "webhooks"): _misbehave,
        ("POST", "deliver"): _deliver,
        ("GET", "deliveries"): _deliveries,
        ("POST", "way"): _behave,
        ("POST", "dispute"): _dispute,
        ("POST", "decide"): _decide,
        ("POST", "return"): _return,
        ("POST", "payout_fails"): _payout_fails,
        ("POST", "account_fee"): _account_fee,
        ("POST", "authenticate"): _authenticate,
    }
    handler = handlers.get((request.method, request.path.removeprefix("/_sandbox/")))
    if handler is None:
        return None
    try:
        return reply(handler(account, json_of(request)))
    except Refused as refused:
        return error(refused.status, str(refused))


def _move(account: Account, body: Thing) -> Thing:
    """`now` makes it stand there, `advance` moves it by seconds, `runs` lets it run on; what is due happens."""
    now = read_clock(account)
    kept = account.store.document("stripe", "clock") or {"offset": 0.0, "stands_at": None}
    to = _number(body, "now", 0, LATEST) if "now" in body else now + _number(body, "advance", 0, LATEST)
    if to < now and account.of("event"):
        raise invalid("the clock can't go back once something has happened")
    stands = "now" in body or (kept["stands_at"] is not None and not body.get("runs"))
    moved = {"offset": to - account.network.now(), "stands_at": to if stands else None}
    account.store.keep("stripe", "clock", moved)
    catch_up(account)
    return {"now": account.now(), "stands": stands}


def _fail(account: Account, body: Thing) -> Thing:
    mode, count = _choice(body, "mode", misbehaving.MODES), int(_number(body, "count", 1, MOST, 1))
    misbehaving.fail_next(account, mode, _number(body, "seconds", 0, 600, 1), 0 if mode == "ok" else count)
    return {"mode": mode, "count": count}


def _misbehave(account: Account, body: Thing) -> Thing:
    mode, count = _choice(body, "mode", events.MODES), body.get("count")
    if count is None and mode == "reversed":
        raise invalid("reversed wants a count: they are delivered when the last of them has come")
    count = None if count is None else int(_number(body, "count", 1, MOST))
    events.misbehave(account, mode, int(_number(body, "seconds", 0, LATEST, 3_600)), count)
    return {"mode": mode, "count": count}


def _deliver(account: Account, body: Thing) -> Thing:
    named = body.get("events")
    if named is not None and not (isinstance(named, list) and all(isinstance(id, str) for id in named)):
        raise invalid("events is a list of ids, or absent")
    catch_up(account)
    return {"deliveries": events.deliver(account, named)}


def _deliveries(account: Account, _: Thing) -> Thing:
    sql = "SELECT d.*, json_extract(o.body, '$.type') AS type FROM stripe_delivery d"
    rows = account.store.rows(sql + " JOIN stripe_object o ON o.id = d.event ORDER BY d.id")
    names = ("event", "type", "endpoint", "state", "attempt", "status", "at")
    return {"deliveries": [{name: row[name] for name in names} for row in rows]}


def _behave(account: Account, body: Thing) -> Thing:
    """A saved way to pay behaves from now on like another of the test cards or banks of its type."""
    method = account.get("payment_method", str(body.get("payment_method")), "payment_method")
    known = pretence.by_token(str(body.get("like")))
    if known is None or known[0] != method["type"]:
        raise invalid("like is the token of a test card or bank of the same type")
    kept = {name: value for name, value in pretence.way(account, method["id"]).items() if name in ("set_up", "mandate")}
    account.store.keep(pretence.KIND, method["id"], {**known[1], **kept})
    return {"payment_method": method["id"], "like": body["like"]}


def _dispute(account: Account, body: Thing) -> Thing:
    reason = _choice(body, "reason", tuple(disputes.CARD_REASONS), "fraudulent")
    charge = account.get("charge", str(body.get("charge")), "charge")
    if charge["payment_method_details"]["type"] != "card":
        raise invalid("a bank debit is taken back by return")
    with account.store.writing():
        return disputes.open_dispute(account, charge["id"], reason)


def _decide(account: Account, body: Thing) -> Thing:
    with account.store.writing():
        return disputes.decide(account, str(body.get("dispute")), is_won=body.get("won") is True)


def _return(account: Account, body: Thing) -> Thing:
    """A bank debit comes back by the network's code: on its way as a failure, afterwards as a dispute."""
    code = _choice(body, "code", tuple(pretence.table()["return"]))
    charge = account.get("charge", str(body.get("charge")), "charge")
    if charge["payment_method_details"]["type"] != "us_bank_account":
        raise invalid("only a bank debit is returned")
    with account.store.writing():
        if charge["status"] == "pending":
            payments.come_back(account, charge, code)
        else:
            disputes.take_back(account, charge["id"], code)
    return account.get("charge", charge["id"])


def _payout_fails(account: Account, body: Thing) -> Thing:
    code = _choice(body, "code", tuple(payouts.FAILURES), "account_closed")
    with account.store.writing():
        return payouts.fail(account, str(body.get("payout")), code)


def _account_fee(account: Account, body: Thing) -> Thing:
    what = str(body.get("description", "Radar for Fraud Teams"))[:200]
    with account.store.writing():
        return payouts.take_fee(account, int(_number(body, "amount", -MOST, MOST)), what)


def _authenticate(account: Account, body: Thing) -> Thing:
    with account.store.writing():
        return finish(account, str(body.get("intent")), is_right=body.get("ok") is True)


def _number(body: Thing, name: str, least: float, most: float, default: float | None = None) -> float:
    value: Any = body.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
        raise invalid(f"{name} is a number from {least} to {most}")
    return float(value)


def _choice(body: Thing, name: str, known: tuple[str, ...], default: str = "") -> str:
    value = str(body.get(name, default))
    if value not in known:
        raise invalid(f"{name} is one of {', '.join(known)}")
    return value
