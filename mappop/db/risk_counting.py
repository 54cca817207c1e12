"""Counting what risk meters measure: disputes and returns, and the payments that they are a part of, by centre."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from mappop.db.tables.billing import payment_methods, payments, subscriptions
from mappop.db.tables.disputes import disputes
from mappop.db.tables.sales import trials
from mappop.domain.dispute import DECIDED, HOLDS_MONEY
from mappop.domain.payment import MethodKind, PaymentState
from mappop.domain.risk import Counted, Meter

Counts = Mapping[str, tuple[int, int]]  # by centre: what went wrong, of how many


def counts(db: Session, meter: Meter, now: datetime) -> Counts:
    wrong_in, of_in = meter.spans(now)
    if meter.counts is Counted.DISPUTES:
        wrong = _by_centre(
            db, _disputes().where(disputes.c.opened_at >= wrong_in.start, disputes.c.opened_at < wrong_in.end)
        )
        came_in = payments.c.state.in_((PaymentState.SUCCEEDED, PaymentState.RETURNED))
        of = _by_centre(db, _payments(MethodKind.CARD, payments.c.asked_at, of_in.start, of_in.end).where(came_in))
    else:
        back = _payments(MethodKind.BANK, payments.c.changed_at, wrong_in.start, wrong_in.end)
        back = back.where(payments.c.state == PaymentState.RETURNED)
        wrong = _by_centre(db, back.where(payments.c.reason.in_(meter.codes)) if meter.codes else back)
        of = _by_centre(db, _payments(MethodKind.BANK, payments.c.asked_at, of_in.start, of_in.end))
    return {centre: (wrong.get(centre, 0), of.get(centre, 0)) for centre in {*wrong, *of}}


def _disputes() -> Select[str, int]:
    """Chargebacks: an inquiry counts with no network."""
    counted = disputes.c.state.in_((*HOLDS_MONEY, *DECIDED))
    return select(disputes.c.centre_id, func.count()).where(counted).group_by(disputes.c.centre_id)


def _payments(
    kind: MethodKind, column: ColumnElement[datetime], start: datetime, end: datetime
) -> Select[str, int]:  # fmt: skip
    return (
        select(trials.c.centre_id, func.count())
        .select_from(payments)
        .join(payment_methods, payment_methods.c.id == payments.c.method_id)
        .join(subscriptions, subscriptions.c.id == payments.c.subscription_id)
        .join(trials, trials.c.id == subscriptions.c.trial_id)
        .where(payment_methods.c.kind == kind, column >= start, column < end)
        .group_by(trials.c.centre_id)
    )


def _by_centre(db: Session, query: Select[str, int]) -> dict[str, int]:
    return {centre: count for centre, count in db.execute(query)}
