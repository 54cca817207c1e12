"""A coupon given to a customer, for a reason."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue

from mappop.consoles.current import deps, me, reader
from mappop.consoles.support import support
from mappop.consoles.support.buttons import button
from mappop.consoles.support.changing import done, form
from mappop.consoles.support.customer import of
from mappop.consoles.typed import too_long
from mappop.db.queries import coupons as queries
from mappop.db.queries.support import Customer
from mappop.domain.coupon import coupons
from mappop.domain.errors import FieldError, Invalid, Refused
from mappop.domain.subscription import Subscription
from mappop.services.coupons import MAY_HAVE, give

REASON_MAX = 300


def _may_have(found: Customer) -> bool:
    row = found.subscription
    return row is not None and row.state in MAY_HAVE and not row.coupon


@button("Give a coupon", position=45, when=_may_have, needs_caller=False)
@support.form("/customers/<business_id>/coupon")
def give_coupon(business_id: str) -> ResponseReturnValue:
    found = of(business_id)
    values = {"coupon": request.form.get("coupon", ""), "reason": request.form.get("reason", "").strip()}
    choices = _choices(found.subscription) if found.subscription else []
    if request.method == "GET":
        return form(business_id, "support/give_coupon.html", values=values, choices=choices)

    def do() -> str:
        _check(values, choices)
        give(deps(), business_id, values["coupon"], role=me().role, actor=me().id, reason=values["reason"])
        return "Given. It comes off the next bill, with its name."

    return done(business_id, "support/give_coupon.html", do, values=values, field="coupon", choices=choices)


def _choices(row: Subscription) -> list[tuple[str, str]]:
    """Those that this agent may give this customer now."""
    given, today, found = queries.given(reader()), row.today(deps().clock.now()), list[tuple[str, str]]()
    for one in coupons().values():
        agreed = row.agreed_next
        try:
            one.check(
                price_minor=agreed.each_minor, interval=agreed.interval, uses=given.get(one.key, 0), on=today,
                role=me().role.value,
            )  # fmt: skip
        except Refused:
            continue
        found.append((one.key, f"{one.titles['en']}: {one.in_words}"))
    return found


def _check(values: dict[str, str], choices: list[tuple[str, str]]) -> None:
    faults = []
    if values["coupon"] not in dict(choices):
        faults.append(FieldError("coupon", "is not chosen", "take one of these"))
    if not values["reason"]:
        faults.append(FieldError("reason", "is empty", "say why they get it"))
    faults += too_long(values, {"reason": REASON_MAX})
    if faults:
        raise Invalid(faults)
