"""Disputes, dated: the bank takes the money, evidence is due, and the books end the same whatever the order of news."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import permutations

import pytest

from mappop.domain.correction import CorrectionKind, CorrectionReason
from mappop.domain.dispute import DisputeState
from mappop.domain.processor import DisputeState as Told
from mappop.domain.processor import DisputeTold
from mappop.domain.roles import Role
from mappop.domain.task import TaskState
from mappop.services import corrections, disputes, invoicing
from mappop.services.corrections import Asked
from tests.scenarios.refunds_fake import AT, paid_by_card
from tests.scenarios.test_first_charge import delivered_in_time, on, started

PAID = {"processor": 3995, "revenue": -3995}


@pytest.fixture
def world(world):
    """Rosa's invoice of 31 March was paid by card on 12 April."""
    world.on("2027-03-01")
    started(world)
    delivered_in_time(world)
    on(world, "2027-03-31", "18:00")
    world.on("2027-04-12")
    (invoice,) = world.rows("invoices")
    invoicing.record_payment(world.deps, invoice.id, amount_minor=3995, reference="card", who=world.verifier)
    world.payment, _ = paid_by_card(world)
    return world.on("2027-05-03")


def news(state, *, fee=1500, is_inquiry=False):
    due = AT + timedelta(days=30)
    return DisputeTold("du_1", "pi_1", 3995, state, "subscription_canceled", AT, is_inquiry, 0, fee, due)


def hear(world, *states, **more):
    return [disputes.take(world.deps, news(state, **more), told_by="processor") for state in states]


def moved(world):
    """What disputes did to the accounts."""
    totals = {}
    for entry in world.rows("ledger_entries"):
        assert sum(entry.postings.values()) == 0
        if "disput" in entry.cause:
            for account, amount in entry.postings.items():
                totals[account] = totals.get(account, 0) + amount
    return {account: amount for account, amount in totals.items() if amount}


def test_an_opened_dispute_takes_the_money_and_its_fee_and_asks_for_an_answer_in_time(world):
    assert hear(world, Told.NEEDS_ANSWER, Told.NEEDS_ANSWER) == [True, False]
    (row,) = world.rows("disputes")
    assert (row.state, row.days_left(world.clock.now()), row.centre_id) == (DisputeState.NEEDS_RESPONSE, 8, "manila")
    assert moved(world) == {"processor": -5495, "disputed": 3995, "fees": 1500}
    assert [task.title for task in world.rows("tasks")][
        -1
    ] == "Answer the dispute of MP-000001 by Wednesday, May 12, 2027"
    assert "dispute_needs_response" in [entry.event for entry in world.rows("audit_entries")]


@pytest.mark.parametrize("then", [Told.UNDER_REVIEW, Told.WON, Told.LOST])
def test_an_answered_or_decided_one_asks_nobody_for_an_answer_any_more(world, then):
    """The case stood first on support's page, past its day, while the timeline below it said that it was won."""
    hear(world, Told.NEEDS_ANSWER)
    asked = next(task for task in world.rows("tasks") if task.title.startswith("Answer the dispute"))
    assert asked.state is TaskState.OPEN
    hear(world, then)
    (asked,) = [task for task in world.rows("tasks") if task.id == asked.id]
    assert asked.state is TaskState.DONE and asked.evidence == f"The dispute moved on: {then.value.replace('_', ' ')}."
    still = [task.title for task in world.rows("tasks") if task.state is TaskState.OPEN and "dispute" in task.title]
    assert still == (["A dispute was lost: talk to the owner about MP-000001"] if then is Told.LOST else [])


def test_the_last_day_to_answer_is_that_of_the_place(world):
    """At 03:00 on 13 May in Greenwich it is still the 12th in Texas."""
    told = replace(news(Told.NEEDS_ANSWER), answer_by=AT + timedelta(days=30, hours=12))
    disputes.take(world.deps, told, told_by="processor")
    assert world.rows("tasks")[-1].title.endswith("by Wednesday, May 12, 2027")


def test_a_lost_one_turns_the_revenue_back_and_a_won_one_gives_all_back_but_the_fee(world):
    hear(world, Told.NEEDS_ANSWER, Told.UNDER_REVIEW, Told.WON)
    assert moved(world) == {"processor": -1500, "fees": 1500}
    hear(world, Told.LOST)
    assert moved(world) == {"processor": -5495, "fees": 1500, "revenue": 3995}
    assert "A dispute was lost" in world.rows("tasks")[-1].title


def test_the_order_of_the_news_changes_nothing(world):
    """One database for all orders: each is undone by looking at what it added alone."""
    ends = set()
    for n, order in enumerate(permutations([Told.NEEDS_ANSWER, Told.UNDER_REVIEW, Told.LOST])):
        with world.app.unit_of_work() as uow:
            uow.payments.get(world.payment.id).ref = f"pi_{n}"
            uow.commit()
        before = moved(world)
        for state in order + order:
            told = DisputeTold(f"du_{n}", f"pi_{n}", 3995, state, "general", AT, False, 0, 1500, None)
            disputes.take(world.deps, told, told_by="processor")
        after = moved(world)
        added = {account: after.get(account, 0) - before.get(account, 0) for account in after}
        (row,) = [row for row in world.rows("disputes") if row.ref == f"du_{n}"]
        ends.add((row.state, *sorted(added.items())))
    assert ends == {("lost", ("fees", 1500), ("processor", -5495), ("revenue", 3995))}


def test_a_fee_that_is_told_later_is_booked_then(world):
    hear(world, Told.NEEDS_ANSWER, fee=0)
    assert moved(world) == {"processor": -3995, "disputed": 3995}
    assert hear(world, Told.NEEDS_ANSWER) == [True]
    assert moved(world)["fees"] == 1500


def test_an_inquiry_takes_nothing_and_may_become_a_dispute(world):
    hear(world, Told.NEEDS_ANSWER, is_inquiry=True, fee=0)
    assert moved(world) == {} and world.rows("disputes")[0].state is DisputeState.WARNING_NEEDS_RESPONSE
    hear(world, Told.NEEDS_ANSWER)
    assert moved(world)["disputed"] == 3995


def test_nobody_is_charged_while_one_is_open_or_was_lost(world):
    with world.app.unit_of_work() as uow:
        assert not disputes.blocks_charge(uow, world.payment.business_id)
    hear(world, Told.NEEDS_ANSWER)
    with world.app.unit_of_work() as uow:
        assert disputes.blocks_charge(uow, world.payment.business_id)
    hear(world, Told.LOST)
    with world.app.unit_of_work() as uow:
        assert disputes.blocks_charge(uow, world.payment.business_id)


def test_what_was_left_open_meanwhile_is_asked_for_again_when_it_was_won(world):
    hear(world, Told.NEEDS_ANSWER)
    on(world, "2027-05-04", "18:00")
    assert [invoice.state.value for invoice in sorted(world.rows("invoices"), key=lambda i: i.number)] == [
        "paid",
        "open",
    ]
    hear(world, Told.WON)
    (dispute,) = world.rows("disputes")
    asked = [work for work in world.rows("work") if work.key.endswith(dispute.id)]
    assert [work.job for work in asked] == ["jobs.billing.collect"]


def test_one_of_a_payment_that_we_do_not_know_waits_for_reconciliation(world):
    told = DisputeTold("du_9", "pi_9", 3995, Told.NEEDS_ANSWER, "general", AT)
    assert not disputes.take(world.deps, told, told_by="processor") and world.rows("disputes") == []


def test_what_was_given_back_and_is_taken_back_by_the_bank_as_well_turns_its_tax_back_once(world):
    """Of the 3.05 of tax in 39.95, none is due after the refund, and none is owed to us by the state after that."""
    with world.deps.unit_of_work() as uow:
        uow.invoices.get(world.payment.invoice_id).tax_minor = 3_05
        uow.commit()
    mia, why = world.person(Role.ADMIN, "Mia", "mia@mappop.example", "manila"), CorrectionReason.CANCELED_IN_TIME
    refund = Asked(CorrectionKind.REFUND, world.payment.invoice_id, 39_95, why, "Rosa called.", world.payment.id)
    corrections.ask(world.deps, refund, key="form-1", who=mia)
    world.work()
    hear(world, Told.NEEDS_ANSWER, Told.LOST)
    taxes = [entry.postings.get("tax_payable", 0) for entry in world.rows("ledger_entries")]
    assert sum(taxes) == 3_05
