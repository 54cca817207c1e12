"""What comes next in money: when, how much, how it is paid, what is still to be put right first; and the invoices."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from mappop.consoles.current import deps, me, reader
from mappop.consoles.language import of_owner
from mappop.consoles.portal import next_bill, portal
from mappop.consoles.portal.owing import owing_of
from mappop.consoles.portal.words import words
from mappop.db.queries import billing as queries
from mappop.db.queries import corrections
from mappop.domain.correction import MONEY_LEFT
from mappop.domain.errors import Invalid, Refused
from mappop.domain.pause import months_open
from mappop.domain.processor import NoAnswer, NotTaken
from mappop.domain.subscription import Subscription
from mappop.domain.terms import long_date, pay_to, price
from mappop.services import billing, pausing, payment_methods
from mappop.services.signing import CANCEL_LINK

log = logging.getLogger("mappop.portal")


@portal.page("/payments", menu="Payments", position=5)
def payments() -> str:
    business_id = me().business_id or abort(404)
    language = of_owner(business_id)
    seen, asked = queries.payments_of(reader(), business_id), next_bill.in_words(business_id, language)
    refusal = None if asked["has_no_day"] else seen.refusal
    return render_template(
        "portal/payments.html",
        language=language,
        words=words(language),
        subscription=seen.subscription,
        asked=asked,
        closed_by=[condition.value for condition in refusal.closed_by] if refusal else [],
        invoices=seen.invoices,
        method=seen.method,
        has_page=_has_page(),
        owing=owing_of(seen, deps().clock.now(), language),
        waits_for_day=seen.waits_for_day or asked["has_no_day"],
        debits=queries.debits_under_way(reader(), business_id),
        statement=next_bill.on_statement(is_first=seen.subscription is None or seen.subscription.anchor is None),
        pause_months=_pause_months(seen.subscription),
        cancel_url=_cancel_url(seen.subscription, language),
        pay_to=pay_to(),
        is_charge_held=seen.is_charge_held,
        disputed=_disputed(seen),
        back=_given(business_id, words(language)["payments"]["given"]),
    )


@portal.action("/payments/pause")
def pause() -> ResponseReturnValue:
    business_id = me().business_id or abort(404)
    said, typed = words(of_owner(business_id))["payments"]["pause"], request.form.get("months", "")
    months = int(typed) if typed.isdecimal() and len(typed) < 3 else 0
    try:
        made = pausing.pause(deps(), business_id, months=months, actor=me().id, evidence={"way": "portal"})
    except Invalid:
        flash(said["no_length"], "wrong")
    except Refused:
        flash(said["not_now"], "wrong")
    else:
        day = long_date(made.until, of_owner(business_id))
        flash(said["kept"].format(day=day), "done")
    return redirect(url_for("portal.payments"))


@portal.action("/payments/resume")
def resume() -> ResponseReturnValue:
    business_id = me().business_id or abort(404)
    said = words(of_owner(business_id))["payments"]["pause"]
    try:
        row = pausing.resume(deps(), business_id, actor=me().id, evidence={"way": "portal"})
    except Refused:
        flash(said["not_now"], "wrong")
    else:
        flash(said["goes_on"].format(day=long_date(row.charge_on, of_owner(business_id))), "done")
    return redirect(url_for("portal.payments"))


@portal.action("/payments/by-invoice")
def pay_by_invoice() -> ResponseReturnValue:
    business_id = me().business_id or abort(404)
    said = words(of_owner(business_id))["payments"]
    try:
        billing.choose_invoice(deps(), business_id, actor=me().id)
    except Refused:
        flash(said["too_late"], "wrong")
    else:
        flash(said["chosen"], "done")
    return redirect(url_for("portal.payments"))


@portal.action("/payments/card-or-bank")
def open_pay_page() -> ResponseReturnValue:
    """To the processor's own page: what is typed there never passes here."""
    business_id = me().business_id or abort(404)
    language = of_owner(business_id)
    try:
        return redirect(payment_methods.open_page(deps(), business_id, language=language), 303)
    except (NoAnswer, NotTaken):
        log.exception("portal.no_pay_page")
        flash(words(language)["payments"]["no_page"], "wrong")
    return redirect(url_for("portal.payments"))


@portal.page("/payments/back")
def back_from_pay_page() -> ResponseReturnValue:
    """The processor's page leads here. The processor tells us too, so that nothing is lost where nobody comes back."""
    business_id = me().business_id or abort(404)
    said = words(of_owner(business_id))["payments"]
    try:
        saved = payment_methods.take_page(deps(), business_id, request.args.get("page", "")[:200], actor=me().id)
    except (NoAnswer, NotTaken):
        saved = None
    if saved is None:
        flash(said["not_saved_yet"], "wrong")
    else:
        flash(said["saved"], "done")
    return redirect(url_for("portal.payments"))


def _has_page() -> bool:
    """Whether the processor has a page to go to; then a form here may lead to it."""
    processor = deps().processor
    if processor.kinds:
        g.form_target = processor.page_origin
    return bool(processor.kinds)


def _cancel_url(subscription: Any, language: str) -> str:
    if subscription is None:
        return ""
    token = CANCEL_LINK.sign(deps().settings, subscription.trial_id)
    return url_for("public.cancel", token=token, lang=language, via="portal")


def _disputed(seen: queries.Payments) -> str:
    if not seen.is_charge_held:
        return ""
    return "disputed" if any(one.is_open for one in seen.disputes) else "dispute_lost"


def _given(business_id: str, said: Mapping[str, str]) -> Mapping[str, Sequence[str]]:
    """By invoice, oldest first: “$5.00 sent back”. A write-off says nothing: the invoice says that it is not asked."""
    found = defaultdict[str, list[str]](list)
    for one in reversed(corrections.of_customer(reader(), business_id)):
        given = one.correction
        if given.state in MONEY_LEFT and given.kind.value in said:
            found[given.invoice_id].append(said[given.kind.value].format(amount=price(given.amount_minor)))
    return found


def _pause_months(subscription: Subscription | None) -> tuple[int, ...]:
    return months_open(subscription, queries.pauses_of(reader(), subscription.id)) if subscription else ()
