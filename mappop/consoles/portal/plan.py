"""What the owner agreed to pay, what the next bill is made of, and changes with every amount seen before the yes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from mappop.consoles.current import deps, me, reader
from mappop.consoles.language import of_owner
from mappop.consoles.portal import next_bill, portal
from mappop.consoles.portal.words import words
from mappop.db.queries.billing import payments_of
from mappop.domain.agreed import Agreed
from mappop.domain.bill import Bill, LineKind
from mappop.domain.errors import NotFound
from mappop.domain.line_words import said
from mappop.domain.place_rate import KnownTax
from mappop.domain.plan import Interval, add_ons, plans
from mappop.domain.subscription import SubscriptionState
from mappop.domain.terms import long_date, price
from mappop.services import plan_changes
from mappop.services.plan_changes import NotNow, Preview, Standing, Wish

ONLY_AT_ONCE = ("given_back", "tax_unknown", "pausing")  # in the way of a change today, of none from the next bill on


@portal.page("/plan")
def plan() -> str:
    language = _language()
    t = words(language)["plan"]
    standing = plan_changes.standing(deps(), me().business_id or "")
    shown: dict[str, Any] = {"standing": standing}
    if standing is not None:
        now, coming = standing.agreed, standing.next.agreed
        shown |= {
            "now": _named(now, language, standing.tax),
            "coming": _named(coming, language, standing.tax) if coming != now else None,
            "bill": _shown(standing.next.bill, language),
            "statement": next_bill.on_statement(is_first=standing.is_first),
            "last_day": standing.next.period.end - timedelta(days=1), "held": _held(standing, language),
            "offers": [_offer(key, each, coming, standing, t, language) for key in plans() for each in Interval],
            "hours": [_hours(key, coming, standing, t, language) for key in add_ons()],
        }  # fmt: skip
    return render_template("portal/plan.html", language=language, words=words(language), **shown)


def _held(standing: Standing, language: str) -> str:
    """Why no day of a next bill is named; empty where one is."""
    money = payments_of(reader(), me().business_id or "")
    subscription, said = money.subscription, words(language)["payments"]
    if subscription is None or subscription.cancel_asked_at:
        return str(said["asked_to_cancel"])
    if money.waits_for_day or standing.charge_on is None:
        return str(said["no_day"].format(day=long_date(subscription.charge_on, language)))
    is_paused = subscription.state is SubscriptionState.PAUSED and not subscription.is_paused_by_choice
    why = "paused" if is_paused else "something_open" if subscription.state is SubscriptionState.UNPAID else ""
    return words(language)["plan"]["why"][why] if why else ""


@portal.page("/plan/to/<plan_key>/<interval>")
def look_at_plan(plan_key: str, interval: str) -> ResponseReturnValue:
    return _look(_plan_wish(plan_key, interval))


@portal.page("/plan/with/<add_on>/<int:quantity>")
def look_at_add_on(add_on: str, quantity: int) -> ResponseReturnValue:
    return _look(_add_on_wish(add_on, str(quantity)))


@portal.action("/plan/change")
def change_plan() -> ResponseReturnValue:
    """Yes to the amounts that were looked at, and to no others."""
    form, why = request.form, words(_language())["plan"]["why"]
    at_once, add_on = form.get("at_once") == "yes", form.get("add_on", "")
    if add_on:
        wish = _add_on_wish(add_on, form.get("quantity", ""), at_once=at_once)
        looked = url_for(".look_at_add_on", add_on=add_on, quantity=wish.quantity)
    else:
        wish = _plan_wish(form.get("plan", ""), form.get("interval", ""), at_once=at_once)
        looked = url_for(".look_at_plan", plan_key=wish.plan, interval=wish.interval.value)
    try:
        plan_changes.change(deps(), me().business_id or "", wish, seal=form.get("seal", ""), actor=me().id)
    except NotNow as refused:
        flash(why[refused.why], "wrong")
        return redirect(looked if refused.why == "looked_before" else url_for(".plan"))
    flash(words(_language())["plan"]["done"], "done")
    return redirect(url_for(".plan"))


def _plan_wish(key: str, interval: str, *, at_once: bool = True) -> Wish:
    if key not in plans() or interval not in set(Interval):
        raise NotFound("There is no such plan.")
    return Wish(at_once, key, Interval(interval))


def _add_on_wish(key: str, quantity: str, *, at_once: bool = True) -> Wish:
    if key not in add_ons() or not quantity.isdecimal() or not 0 <= int(quantity[:4]) <= add_ons()[key].most:
        raise NotFound("There is no such add-on, or not so many of it.")
    return Wish(at_once, add_on=key, quantity=int(quantity[:4]))


def _look(wish: Wish) -> ResponseReturnValue:
    language, why_not = _language(), ""
    try:
        try:
            now = _drawn(wish)  # first, as it asks the tax
        except NotNow as refused:
            if refused.why not in ONLY_AT_ONCE:
                raise
            now, why_not = None, words(language)["plan"]["why"][refused.why]
        later = _drawn(plan_changes.later(wish))
        now = now or later
    except NotNow as refused:
        flash(words(language)["plan"]["why"][refused.why], "wrong")
        return redirect(url_for(".plan"))
    is_trial = now.bill is None and not why_not
    return render_template(
        "portal/plan_change.html", language=language, words=words(language), wish=wish, is_trial=is_trial,
        ways=[_way(one, language) for one in ((later,) if now.bill is None else (now, later))], why_not=why_not,
        after=_named(later.after, language, later.tax),
    )  # fmt: skip


def _drawn(wish: Wish) -> Preview:
    return plan_changes.preview(deps(), me().business_id or "", wish)


def _way(drawn: Preview, language: str) -> dict[str, Any]:
    planned, t = drawn.planned, words(language)["plan"]
    each = next_bill.each_time(drawn.then, (planned.coming or drawn.after).interval, t)
    each = each if drawn.tax.is_asked else t["plus_tax"].format(each=each)
    return {
        "drawn": drawn, "each": each, "bill": _shown(drawn.bill, language) if drawn.bill else None,
        "once": _once(drawn, t), "coming": _in_a_line(planned.coming, language, drawn.tax),
        "dropped": _in_a_line(planned.dropped, language, drawn.tax),
    }  # fmt: skip


def _once(drawn: Preview, t: dict[str, str]) -> str:
    """The set-up fee that the next bill will have."""
    if not drawn.once_minor:
        return ""
    fee = price(drawn.once_minor)
    return t["plus_tax"].format(each=fee) if drawn.tax.may_add else fee


def _each(interval: Interval, minor: int, t: dict[str, str], *, plus_tax: bool) -> str:
    """“$39.95 a month”, and “plus tax” where the amount is without one."""
    said = t[f"each_{interval.value}"].format(amount=price(minor))
    return t["plus_tax"].format(each=said) if plus_tax else said


def _in_a_line(agreed: Agreed | None, language: str, tax: KnownTax) -> str:
    """“Map Pop Local, $39.95 a month, Hours of the desk: 2”, before coupon and tax; empty for nothing."""
    if agreed is None:
        return ""
    named = _named(agreed, language, tax)
    return ", ".join([named["title"], named["each"], *(f"{title}: {many}" for title, many in named["add_ons"])])


def _shown(bill: Bill, language: str) -> list[dict[str, Any]]:
    return [
        {"title": said(line, language), "quantity": line.quantity, "unit": line.unit_minor, "amount": line.amount_minor}
        for line in bill.lines
        if line.kind is not LineKind.KEPT
    ]


def _named(agreed: Agreed, language: str, tax: KnownTax) -> dict[str, Any]:
    t, sold = words(language)["plan"], plans()[agreed.plan]
    return {"title": sold.titles[language], "what": sold.whats[language],
            "each": _each(agreed.interval, agreed.each_minor, t, plus_tax=tax.may_add),
            "add_ons": [(add_ons()[one.key].titles[language], one.quantity) for one in agreed.add_ons]}  # fmt: skip


def _offer(
    key: str, interval: Interval, coming: Agreed, standing: Any, t: dict[str, str], language: str
) -> dict[str, Any]:  # fmt: skip
    sold, version = plans()[key], plans()[key].on(standing.today)
    is_theirs = (coming.plan, coming.interval) == (key, interval)
    amount = coming.price_minor if is_theirs else version.minor(interval)
    fee = version.set_up_minor if coming.plan != key else 0
    return {
        "title": sold.titles[language], "by": t[f"by_{interval.value}"], "what": sold.whats[language],
        "is_theirs": is_theirs,
        "each": _each(interval, amount, t, plus_tax=standing.tax.may_add),
        "once": t["once"].format(amount=price(fee)) if fee else "",
        "url": url_for(".look_at_plan", plan_key=key, interval=interval.value),
    }  # fmt: skip


def _hours(key: str, coming: Agreed, standing: Any, t: dict[str, str], language: str) -> dict[str, Any]:
    sold = add_ons()[key]
    quantity = next((one.quantity for one in coming.add_ons if one.key == key), 0)
    amount = sold.on(standing.today).minor(coming.interval)
    return {
        "title": sold.titles[language], "what": sold.whats[language], "quantity": quantity, "most": sold.most,
        "each": _each(coming.interval, amount, t, plus_tax=standing.tax.may_add),
        "more": url_for(".look_at_add_on", add_on=key, quantity=quantity + 1) if quantity < sold.most else "",
        "fewer": url_for(".look_at_add_on", add_on=key, quantity=quantity - 1) if quantity else "",
    }  # fmt: skip


def _language() -> str:
    return of_owner(me().business_id or abort(404))
