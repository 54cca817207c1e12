"""A month that is not paid while its owner's bank disputes the one before it, dated: nobody may charge, and nobody says
that anybody will."""

from __future__ import annotations

from sqlalchemy.orm import Session

from mappop.db.queries.billing import payments_of
from mappop.domain.dunning import Act
from mappop.domain.processor import DisputeState, DisputeTold
from mappop.domain.subscription import SubscriptionState
from mappop.services import billing, disputes
from tests.scenarios.test_dunning import (
    SHOP,
    enters,
    first_charge,
    is_up,
    letter,
    letters,
    lives,
    on,
    subscription,
    the_dunning,
    tries,
)


def hear(world, state):
    paid = min(world.rows("payments"), key=lambda one: one.asked_at)
    told = DisputeTold("dp_1", paid.ref, paid.amount_minor, state, "fraudulent", world.clock.now())
    disputes.take(world.deps, told, told_by="processor")


def owes_may_and_disputes_april(world):
    first_charge(world.on("2027-03-01"))
    (method,) = world.rows("payment_methods")
    world.processor.declines[method.ref] = "insufficient_funds"
    lives(world, "2027-04-30")
    hear(world.on("2027-05-01"), DisputeState.NEEDS_ANSWER)
    return method


def test_dated_tries_wait_for_the_end_of_a_dispute_and_are_made_then(world):
    """Won on 8 May: what is open is asked for that day, and paid."""
    method = owes_may_and_disputes_april(world)
    world.processor.declines[method.ref] = ""
    lives(world, "2027-05-07")
    assert tries(world) == ["2027-03-31", "2027-04-30"]
    assert not [name for name in the_dunning(world).done if name.startswith("retry")]
    hear(world.on("2027-05-08"), DisputeState.WON)
    on(world, "2027-05-08")
    assert tries(world)[-1] == "2027-05-08" and subscription(world).state is SubscriptionState.ACTIVE


def test_while_a_dispute_is_open_no_letter_and_no_page_names_a_day_of_a_try(world):
    owes_may_and_disputes_april(world)
    lives(world, "2027-05-07")
    assert letters(world) == ["payment_failed", "payment_reminder"]
    reminder = letter(world, "payment_reminder")
    assert "we charge nothing before it has decided" in reminder and "We try" not in reminder
    with Session(world.app.reader) as db:
        seen = payments_of(db, SHOP)
    assert seen.is_held and Act.RETRY not in [one.act for one in seen.dunning.ahead(world.clock.now(), is_held=True)]


def test_a_stop_of_ours_while_a_dispute_is_open_delays_no_last_notice(world):
    """Nothing ran from 2 to 20 May: the notice goes out that day, as if there were no try to wait for."""
    owes_may_and_disputes_april(world)
    on(world, "2027-05-20")
    assert letters(world)[-1] == "last_notice"
    on(world, "2027-05-23")
    assert not is_up(world)


def test_a_month_that_is_not_charged_for_a_dispute_is_told_that_day_with_another_way_to_pay(world):
    """Nothing was written that day, and on 15 May that a check can take some days, to one who pays by card."""
    first_charge(world.on("2027-03-01"))
    hear(world.on("2027-04-20"), DisputeState.NEEDS_ANSWER)
    lives(world, "2027-05-14")
    waits = letter(world, "charge_waits")
    assert "we charge nothing before it has decided" in waits and "by check or transfer until Friday, May 14" in waits
    assert tries(world) == ["2027-03-31"] and world.rows("dunnings") == []
    lives(world, "2027-05-24")
    assert "to Map Pop, 100 Congress Ave, Austin, TX 78701" in letter(world, "overdue")
    assert "a check can take some days" not in letter(world, "overdue")
    assert "we charge nothing before it has decided" in letter(world, "payment_reminder")


def test_after_a_dispute_that_was_lost_the_owner_is_asked_for_a_way_to_pay(world):
    first_charge(world.on("2027-03-01"))
    hear(world.on("2027-04-20"), DisputeState.LOST)
    lives(world, "2027-05-16")
    assert "Enter a card or bank account once more" in letter(world, "charge_waits")
    assert "we no longer charge what you had entered" in letter(world, "overdue")


def test_who_pays_by_check_while_a_dispute_is_open_gets_the_invoice(world):
    first_charge(world.on("2027-03-01"))
    hear(world.on("2027-04-20"), DisputeState.NEEDS_ANSWER)
    billing.choose_invoice(world.deps, SHOP, actor="owner")
    lives(world, "2027-04-30")
    assert world.mail.carried[-1].kind == "invoice" and tries(world) == ["2027-03-31"]


def test_a_card_that_comes_while_a_dispute_is_open_and_a_month_is_late_brings_no_letter_of_a_day_that_is_over(world):
    owes_may_and_disputes_april(world)
    lives(world, "2027-05-16")
    enters(world.on("2027-05-17"), label="Mastercard 4444")
    lives(world, "2027-05-18")
    assert "charge_waits" not in [m.kind for m in world.mail.carried]


def test_what_waited_for_a_dispute_is_told_anew_where_it_was_lost(world):
    first_charge(world.on("2027-03-01"))
    hear(world.on("2027-04-20"), DisputeState.NEEDS_ANSWER)
    lives(world, "2027-05-01")
    hear(world.on("2027-05-02"), DisputeState.LOST)
    lives(world, "2027-05-16")
    assert "we no longer charge what you had entered" in letter(world, "overdue")
