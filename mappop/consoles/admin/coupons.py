"""Coupons: what each takes off and for whom, how often it was given, and who has one now."""

from __future__ import annotations

from flask import render_template

from mappop.consoles.admin import admin
from mappop.consoles.current import deps, reader
from mappop.db.queries import coupons as queries
from mappop.domain.coupon import Coupon, coupons, limits
from mappop.domain.roles import Role
from mappop.domain.terms import plan


@admin.page("/coupons", menu="Coupons", position=6)
def coupons_page() -> str:
    given, today = queries.given(reader()), deps().clock.now().date()
    rows = [
        {"coupon": one, "given": given.get(one.key, 0), "givers": _givers(one, plan(today).price_minor),
         "is_over": one.until is not None and one.until < today or one.is_used_up(given.get(one.key, 0))}
        for one in coupons().values()
    ]  # fmt: skip
    titles = {key: one.titles["en"] for key, one in coupons().items()}
    return render_template(
        "admin/coupons.html", rows=rows, holders=queries.holders(reader()), titles=titles, most=queries.PAGE
    )


def _givers(one: Coupon, price_minor: int) -> list[str]:
    """Roles that may give it at that price."""
    return [Role(role).label for role, limit in limits().items() if limit.covers(one.worth(price_minor))]
