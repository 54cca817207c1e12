"""Balance transactions: what each payment, refund, dispute and payout moved, its fee, and when it can be used."""

from __future__ import annotations

from mappop.sandbox.stripe import pretence, shapes
from mappop.sandbox.stripe.account import Account, Thing, new_id
from mappop.sandbox.stripe.asking import Ask, Route, listing, reading, seen

_TITLES = {"card": "charge", "us_bank_account": "payment"}


def take_in(account: Account, charge: Thing) -> Thing:
    """The payment arrives: its amount less the fee."""
    type = charge["payment_method_details"]["type"]
    return book(account, charge, _TITLES[type], charge["amount"], fee=fee_of(type, charge["amount"]), category="charge")


def fee_of(type: str, amount: int) -> int:
    """In minor units, rounded half up."""
    fees = pretence.table()["fee"]
    if type == "card":
        return int((amount * fees["card_per_10000"] + 5_000) // 10_000 + fees["card_fixed"])
    return int(min(fees["bank_most"], (amount * fees["bank_per_10000"] + 5_000) // 10_000))


def refund_type(charge: Thing) -> str:
    return {"card": "refund", "us_bank_account": "payment_refund"}[charge["payment_method_details"]["type"]]


def book(
    account: Account, source: Thing, type: str, amount: int, *, fee: int = 0, category: str = "", what: str = ""
) -> Thing:
    now, days = account.now(), pretence.table()["pace"]["card_available_days"]
    details = {"amount": fee, "application": None, "currency": source["currency"], "type": "stripe_fee"}
    details["description"] = "Stripe processing fees"
    waits = pretence.business_days(now, days) if type in _TITLES.values() else 0
    return account.put(
        shapes.balance_transaction(
            id=new_id("txn"),
            amount=amount,
            fee=fee,
            net=amount - fee,
            currency=source["currency"],
            created=now,
            available_on=now + waits,
            description=what or source.get("description"),
            reporting_category=category or type,
            fee_details=[details] if fee else [],
            source=source["id"],
            status="pending" if waits else "available",
            type=type,
        )  # fmt: skip
    )


def sums(account: Account) -> dict[str, int]:
    """What can be used now and what can't yet, in minor units."""
    found = {"available": 0, "pending": 0}
    for entry in account.of("balance_transaction"):
        found[seen(account, entry)["status"]] += entry["net"]
    return found


def balance(ask: Ask) -> Thing:
    parts = {
        name: [{"amount": amount, "currency": "usd", "source_types": {"card": amount}}]
        for name, amount in sums(ask.account).items()
    }
    reserved = [{"amount": 0, "currency": "usd"}]
    return {"object": "balance", "livemode": False, "connect_reserved": reserved, **parts}


ROUTES = (
    listing("balance_transaction", "/v1/balance_transactions", "source type"),
    Route("GET", "/v1/balance_transactions/{id}", reading("balance_transaction")),
    Route("GET", "/v1/balance", balance),
)
