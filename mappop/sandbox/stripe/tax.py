"""Tax calculations: each line's tax by the state of the customer, where the pretended account is registered."""

from __future__ import annotations

from decimal import Decimal

from mappop.sandbox.stripe import pretence, shapes
from mappop.sandbox.stripe.account import Thing, new_id
from mappop.sandbox.stripe.asking import Ask, Route, reading
from mappop.sandbox.stripe.forms import Params
from mappop.sandbox.stripe.refusals import invalid

LASTS = 90 * 86_400  # docs.stripe.com/tax/custom: a calculation expires after 90 days
ZIP_DIGITS = 5
_ADDRESS = {"line1", "line2", "city", "state", "postal_code", "country"}


def calculate(ask: Ask) -> Thing:
    account, params = ask.account, ask.params
    currency, details = params.required("currency", longest=3), params.part("customer_details")
    details.refuse_others({"address", "address_source"})
    address = _address(details.part("address"))
    millionths = pretence.table()["tax"]["rate"].get(address["state"] or "", 0)
    amounts = [_amount(line) for line in _lines(params)]
    taxes = [(amount * millionths + 500_000) // 1_000_000 for amount in amounts]
    return account.put(
        shapes.tax_calculation(
            id=new_id("taxcalc"), amount_total=sum(amounts) + sum(taxes), currency=currency,
            customer_details=shapes.tax_customer(address, details.text("address_source")),
            expires_at=account.now() + LASTS, tax_amount_exclusive=sum(taxes), tax_date=account.now(),
            tax_breakdown=[_breakdown(address, millionths, sum(amounts), sum(taxes))],
        )
    )  # fmt: skip


def _address(given: Params) -> Thing:
    """In the US, five digits of the postal code are wanted: docs.stripe.com/tax/customer-locations."""
    given.refuse_others(_ADDRESS)
    address = {**shapes.address(given.values), "country": given.required("country", longest=2)}
    digits = (address["postal_code"] or "")[:ZIP_DIGITS]
    if address["country"] == "US" and not (digits.isdigit() and len(digits) == ZIP_DIGITS):
        message = "We could not determine the customer's tax location based on the provided customer address."
        raise invalid(message, param="customer_details[address]", code="customer_tax_location_invalid")
    return address


def _lines(params: Params) -> list[Params]:
    items = params.part("line_items")
    if not items.values:
        raise params.lacking("line_items")
    return [items.part(name) for name in items.values]


def _amount(line: Params) -> int:
    line.refuse_others({"amount", "reference", "tax_behavior", "tax_code", "quantity"})
    line.choice("tax_behavior", ("exclusive",), "exclusive")
    return line.amount()


def _breakdown(address: Thing, millionths: int, taxable: int, tax: int) -> Thing:
    is_taxed = millionths > 0
    rate = {
        "country": address["country"], "state": address["state"], "flat_amount": None,
        "percentage_decimal": str(Decimal(millionths) / 10_000), "rate_type": "percentage" if is_taxed else None,
        "tax_type": "sales_tax" if is_taxed else None,
    }  # fmt: skip
    return {
        "amount": tax, "inclusive": False, "tax_rate_details": rate, "taxable_amount": taxable if is_taxed else 0,
        "taxability_reason": "standard_rated" if is_taxed else "not_collecting",
    }  # fmt: skip


ROUTES = (
    Route("POST", "/v1/tax/calculations", calculate, "currency customer_details line_items"),
    Route("GET", "/v1/tax/calculations/{id}", reading("tax.calculation")),
)
