"""A bank debit that came back because our entry was wrong: put right by a person, it is sent again with no new yes."""

from __future__ import annotations

from mappop.domain.bank_returns import may_send_again, return_of
from mappop.domain.dunning import Dunning
from mappop.domain.dunning_plan import Cause
from mappop.domain.errors import FieldError, Invalid, Refused
from mappop.domain.invoice import Invoice
from mappop.domain.payment import Payment
from mappop.domain.person import CurrentPerson
from mappop.domain.subscription import Subscription
from mappop.services.deps import Deps, UnitOfWork
from mappop.services.dunning_tries import open_of, usable
from mappop.services.invoicing import ask_for_payment
from mappop.services.tries import is_under_way, newest_try, next_number

PUT_RIGHT_MAX = 300
NOTHING_WAITS = "No debit of ours waits here to be sent again."


def send_again(deps: Deps, business_id: str, *, put_right: str, who: CurrentPerson) -> Invoice:
    """For what is open of the invoice by now, never more than came back. Pressed twice it is sent once. Raises Invalid
    without a word of what was put right, Refused where the network's rules or the owner's word forbid it."""
    put_right = " ".join(put_right.split())
    if not put_right:
        raise Invalid([FieldError("heard", "is missing", "say it in a sentence; it stays with your name")])
    if len(put_right) > PUT_RIGHT_MAX:
        raise Invalid([FieldError("heard", "is too long", f"at most {PUT_RIGHT_MAX} letters")])
    with deps.unit_of_work() as uow:
        found = uow.subscriptions.first(business_id=business_id)
        subscription = uow.subscriptions.get(found.id) if found else None
        dunning = open_of(uow, subscription) if subscription else None
        if subscription is None or dunning is None or dunning.cause is not Cause.FIX:
            raise Refused(NOTHING_WAITS)
        invoice = uow.invoices.get(dunning.invoice_id)
        came_back = newest_try(uow, invoice.id)
        if came_back is None:  # rows of before 2026-11-28 may have gone on for a month of which nothing was sent
            raise Refused(NOTHING_WAITS)
        _refuse_unless_wanted(uow, subscription, dunning, invoice)
        _refuse_unless_allowed(deps, dunning, invoice, came_back)
        ask_for_payment(uow, invoice, attempt=next_number(uow, invoice.id))
        data = {"invoice": invoice.title, "payment": came_back.id, "put_right": put_right}
        uow.record(business_id, "payment_sent_again", actor=who.id, data=data)
        uow.commit()
        return invoice


def _refuse_unless_wanted(uow: UnitOfWork, subscription: Subscription, dunning: Dunning, invoice: Invoice) -> None:
    if is_under_way(uow, invoice.id):
        raise Refused(f"A payment of {invoice.title} is under way already.")
    if subscription.cancel_asked_at is not None:
        raise Refused("They asked to cancel: nothing is charged until they say that they stay.")
    method = usable(uow, subscription)
    if method is None or method.id != dunning.method_id or not dunning.may_try(method.id):
        raise Refused("The account that it was for is no longer how they pay: their own word counts.")


def _refuse_unless_allowed(deps: Deps, dunning: Dunning, invoice: Invoice, came_back: Payment) -> None:
    now = deps.clock.now()
    on = dunning.today(came_back.changed_at or came_back.asked_at)
    if not may_send_again(return_of(came_back.reason), came_back_on=on, today=dunning.today(now)):
        raise Refused("The days in which it may be sent again without a new yes are over: ask for another way to pay.")
    if invoice.balance_minor > came_back.amount_minor:
        raise Refused("More is open than came back: that needs a new yes.")
