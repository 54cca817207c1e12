"""Leaving and staying on the word of whoever is on the line: cancel, stay, go on, pause, resume."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import abort, request
from flask.typing import ResponseReturnValue

from mappop.consoles.current import deps, me, reader
from mappop.consoles.filters import day
from mappop.consoles.support import support
from mappop.consoles.support.buttons import button
from mappop.consoles.support.changing import done, form
from mappop.consoles.support.coming import next_bill
from mappop.consoles.support.customer import of
from mappop.consoles.typed import too_long
from mappop.db.queries.billing import debits_under_way, pauses_of
from mappop.db.queries.support import Customer
from mappop.domain import pause as pause_rules
from mappop.domain.errors import FieldError, Invalid
from mappop.domain.subscription import Subscription, SubscriptionState
from mappop.domain.terms import price
from mappop.services import cancelling, giving_back, pausing, plan_changes

HEARD_MAX = 300
NOT_HEARD = FieldError("heard", "is empty", "their own words, such as “please cancel”")


@button("Cancel for them", position=10, when=lambda customer: customer.is_open)
@support.form("/customers/<business_id>/cancel")
def cancel(business_id: str) -> ResponseReturnValue:
    found = of(business_id)

    def do(values: dict[str, str]) -> str:
        is_now = values["choice"] == "now"
        cancelling.cancel_for(deps(), found.trial.id, who=me(), heard=values["heard"], at_once=is_now)
        return "Canceled. What stays and what goes is on its way to them in writing."

    return _said(business_id, "support/cancel.html", do, rest=_rest(found), ends_today=_ends_today(found),
                 coming=_coming(business_id))  # fmt: skip


def _ends_today(found: Customer) -> bool:
    return found.subscription is not None and found.subscription.would_end_today(deps().clock.now())


def _coming(business_id: str) -> str:
    """What was asked of their bank before, and comes all the same; empty for nothing."""
    cents = sum(debits_under_way(reader(), business_id).values())
    return price(cents) if cents else ""


def _rest(found: Customer) -> str:
    """What the days are worth that were paid for, when it ends today; empty where nothing is left."""
    if found.subscription is None:
        return ""
    rest = giving_back.rest_today(deps(), found.subscription)
    return price(rest.minor) if rest.minor else ""


@button("They want to stay", position=11, when=lambda c: bool(c.subscription and c.subscription.cancel_asked_at))
@support.form("/customers/<business_id>/stay")
def stay(business_id: str) -> ResponseReturnValue:
    trial_id = of(business_id).trial.id

    def do(values: dict[str, str]) -> str:
        cancelling.stay_for(deps(), trial_id, who=me(), heard=values["heard"])
        return "Noted: they stay. It is on its way to them in writing."

    say = (
        "Then everything goes on as before. Nothing is charged before you were told of the day again, and you can"
        " cancel with the link in any message."
    )
    return _said(
        business_id, "support/said.html", do, heading="They want to stay", say=say, label="Note that they stay"
    )


def _can_go_on(customer: Customer) -> bool:
    row = customer.subscription
    is_canceled = row is not None and row.state is SubscriptionState.CANCELED
    return is_canceled and row is not None and row.may_take_back_end(deps().clock.now())


@button("Go on after all", position=12, when=_can_go_on)
@support.form("/customers/<business_id>/go-on")
def go_on(business_id: str) -> ResponseReturnValue:
    found = of(business_id)

    def do(values: dict[str, str]) -> str:
        cancelling.go_on_for(deps(), found.trial.id, who=me(), heard=values["heard"])
        return "It goes on. The next day is on its way to them in writing."

    standing = plan_changes.if_it_goes_on(deps(), business_id) or abort(404)
    on = day(standing.subscription.charge_on)
    say = (
        f"Then nothing ends: it goes on as before. On {on} it is {next_bill(standing)}. If that is the"
        " first payment, you are reminded seven days before, or the day moves. You get this in writing."
    )
    return _said(business_id, "support/said.html", do, heading="Go on after all", say=say, label="Take the end back")


_NO_LENGTH = ("is no length of a pause that is offered here", "choose one of those below")


@button("Pause for them", position=20, when=lambda customer: bool(_months(customer)))
@support.form("/customers/<business_id>/pause")
def pause(business_id: str) -> ResponseReturnValue:
    found = of(business_id)

    def do(values: dict[str, str]) -> str:
        months = {value: int(value) for value, _ in choices}.get(values["choice"])
        if months is None and choices:
            raise Invalid([FieldError("choice", *_NO_LENGTH)])
        pausing.pause_for(deps(), business_id, months=months or 0, who=me(), heard=values["heard"])
        return "The pause is noted. Its days are on their way to them in writing."

    say = (
        f"It runs until {day(_subscription(found).charge_on)}; then nothing is charged. Site and listings"
        " stay as they are, and we look after neither of them. It goes on by itself; we remind you seven days before."
    )
    choices = [(str(n), f"{n} month{'s' if n > 1 else ''}") for n in _months(found)]
    return _said(
        business_id, "support/said.html", do, heading="Pause for them", say=say, label="Pause", choices=choices
    )  # fmt: skip


@button("End the pause", position=21, when=lambda c: bool(c.subscription and c.subscription.resume_on))
@support.form("/customers/<business_id>/resume")
def resume(business_id: str) -> ResponseReturnValue:
    found = of(business_id)

    def do(values: dict[str, str]) -> str:
        row = pausing.resume_for(deps(), business_id, who=me(), heard=values["heard"])
        return f"It goes on. The next charge is on {day(row.charge_on)}; they are told in writing."

    has_begun = _subscription(found).pause_has_begun(deps().clock.now())
    standing = plan_changes.standing(deps(), business_id) or abort(404)
    say = f"It goes on from today. In seven days it is {next_bill(standing)}. You get this in writing, and can cancel."
    say = say if has_begun else "Then there is no pause."
    return _said(business_id, "support/said.html", do, heading="End the pause", say=say, label="Go on")


def _said(
    business_id: str, template: str, do: Callable[[dict[str, str]], str], **shown: Any
) -> ResponseReturnValue:  # fmt: skip
    """A form with what to say, what they said, and perhaps a choice."""
    values = {"heard": request.form.get("heard", "").strip(), "choice": request.form.get("choice", "")[:20]}
    if request.method == "GET":
        return form(business_id, template, values=values, **shown)

    def checked() -> str:
        if not values["heard"]:
            raise Invalid([NOT_HEARD])
        if faults := too_long(values, {"heard": HEARD_MAX}):
            raise Invalid(faults)
        return do(values)

    return done(business_id, template, checked, values=values, field="heard", **shown)


def _subscription(found: Customer) -> Subscription:
    return found.subscription or abort(404)


def _months(customer: Customer) -> tuple[int, ...]:
    row = customer.subscription
    return pause_rules.months_open(row, pauses_of(reader(), row.id)) if row else ()
