"""What the processor holds beside what we hold: what was not heard is taken in, what differs is a case."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from datetime import timedelta

import pytest
from click.testing import CliRunner

from mappop import bootstrap
from mappop.cli.bill import bill
from mappop.domain.errors import Invalid, Refused
from mappop.domain.payment import Payment, PaymentState
from mappop.domain.processor import Answer, NoAnswer, Outcome, OwnMoveKind
from mappop.domain.reconciliation import Flaw, HeldKind
from mappop.domain.subscription import PayBy, SubscriptionState
from mappop.services import differences, payment_methods, reconciling
from tests.scenarios.test_first_charge import BY_MAIL, letters, subscription
from tests.scenarios.test_paying_by_card import balances, first_month, key_of, payment
from tests.world import World


@pytest.fixture
def world(world: World) -> World:
    return world.on("2027-03-01")


def reconcile(world, **more):
    done = reconciling.reconcile(world.deps, **more)
    world.work()
    return done


def cases(world):
    return sorted((c.kind, c.flaw, c.mended_at is not None) for c in world.rows("difference_cases"))


def test_where_both_sides_agree_there_is_nothing_to_say(world):
    first_month(world)
    done = reconcile(world.later(hours=1))
    assert (done.looked_at, done.differing, done.open) == (2, 0, 0) and cases(world) == []


def test_a_card_whose_owner_never_came_back_from_the_page_is_known_the_next_day(world):
    world.confirm(world.sell(owner=BY_MAIL))
    page = payment_methods.open_page(world.deps, "delgado-plumbing-austin", language="en").rpartition("/")[2]
    world.processor.fill_in(page, at=world.clock.now())
    for _ in range(2):
        reconcile(world.later(days=1))
    assert [method.label for method in world.rows("payment_methods")] == ["Visa 4242"]
    assert subscription(world).pay_by is PayBy.CARD and cases(world) == []


def test_a_payment_whose_news_was_lost_ends_as_if_it_had_been_told(world):
    first_month(world, "bank")
    world.processor.becomes(key_of(world), Outcome.PAID)
    done = reconcile(world.later(days=6))
    assert payment(world).state is PaymentState.SUCCEEDED and letters(world)[-1] == "receipt"
    assert cases(world) == [(HeldKind.PAYMENT, Flaw.STATE, True)] and (done.mended, done.open) == (1, 0)
    world.processor.becomes(key_of(world), Outcome.RETURNED, reason="R10", return_fee=1500)
    reconcile(world.later(days=3))
    assert subscription(world).state is SubscriptionState.PAST_DUE
    assert balances(world)["processor"] == world.processor.balance()
    assert all(is_mended for *_, is_mended in cases(world))


def test_an_answer_that_nobody_heard_is_found(world):
    world.processor.troubles = ["after"]
    first_month(world)
    assert payment(world).state is PaymentState.ASKED
    reconcile(world.later(minutes=30))
    assert payment(world).state is PaymentState.SUCCEEDED and world.processor.asked == 1


def test_a_refund_that_somebody_made_at_the_processor_is_taken_in(world):
    first_month(world)
    world.processor.refund(payment(world).ref, amount_minor=1000, key="by hand")
    done = reconcile(world.later(hours=1))
    assert balances(world)["processor"] == world.processor.balance() and done.open == 0


def test_a_charge_that_we_know_nothing_of_waits_for_a_person_and_is_one_case(world):
    first_month(world)
    world.processor.made["stranger"] = Answer("stranger", "pi_stranger", Outcome.PAID, 5000, "", 175)
    first = reconcile(world.later(hours=1))
    again = reconcile(world.later(days=1))
    assert (first.open, again.open) == (2, 2)  # the charge, and the balance that has it
    assert cases(world) == [
        (HeldKind.BALANCE, Flaw.AMOUNT, False), (HeldKind.PAYMENT, Flaw.ONLY_THEIRS, False)
    ]  # fmt: skip
    del world.processor.made["stranger"]
    assert reconcile(world.later(days=1)).open == 1  # theirs alone, and now nobody's: a person closes it


def test_what_we_have_and_the_processor_has_not_is_told(world):
    first_month(world)
    world.processor.made.clear()
    reconcile(world.later(hours=1))
    assert (HeldKind.PAYMENT, Flaw.ONLY_OURS, False) in cases(world)


def test_a_payment_of_this_very_minute_is_no_difference_yet(world):
    first_month(world)
    world.processor.made.clear()
    reconcile(world)
    assert (HeldKind.PAYMENT, Flaw.ONLY_OURS, False) not in cases(world)


def test_a_processor_that_falls_silent_half_way_leaves_what_is_known(world):
    first_month(world)

    def silent():
        raise NoAnswer("silent")

    world.processor.balance = silent
    with pytest.raises(NoAnswer):
        reconcile(world.later(hours=1))
    assert payment(world).state is PaymentState.SUCCEEDED and cases(world) == []


def test_one_in_a_hundred_that_was_altered_is_found_and_nothing_else(world):
    """A thousand payments; ten differ, two in each way."""
    first_month(world)
    of, now = payment(world), world.clock.now()
    with world.app.unit_of_work() as uow:
        for n in range(1_000):
            made = Payment(
                f"pay_{n}", of.invoice_id, of.subscription_id, of.business_id, 4_000 + n, "stripe", f"key_{n}", now
            )
            made.move(PaymentState.SUCCEEDED, at=now, ref=f"pi_many_{n}")
            made.fee_minor = 100 + n
            uow.payments.add(made)
        uow.commit()
    held = {f"key_{n}": Answer(f"key_{n}", f"pi_many_{n}", Outcome.PAID, 4_000 + n, "", 100 + n) for n in range(1_000)}
    altered = {
        **{f"key_{n}": replace(held[f"key_{n}"], amount_minor=1) for n in (17, 418)},
        **{f"key_{n}": replace(held[f"key_{n}"], outcome=Outcome.FAILED, fee_minor=0) for n in (0, 999)},
        **{f"key_{n}": replace(held[f"key_{n}"], fee_minor=99) for n in (250, 251)},
        "theirs_1": Answer("theirs_1", "pi_theirs_1", Outcome.PAID, 1, "", 0),
        "theirs_2": Answer("", "pi_theirs_2", Outcome.PENDING, 1, "", 0),
    }
    world.processor.made |= held | altered
    for n in (500, 777):
        del world.processor.made[f"key_{n}"]
    reconcile(world.later(hours=1))
    found = {(c.name, c.flaw) for c in world.rows("difference_cases") if c.kind is HeldKind.PAYMENT}
    assert found == {
        ("pi_many_17", Flaw.AMOUNT), ("pi_many_418", Flaw.AMOUNT), ("pi_many_0", Flaw.STATE),
        ("pi_many_999", Flaw.STATE), ("pi_many_250", Flaw.FEE), ("pi_many_251", Flaw.FEE),
        ("pi_theirs_1", Flaw.ONLY_THEIRS), ("pi_theirs_2", Flaw.ONLY_THEIRS),
        ("pi_many_500", Flaw.ONLY_OURS), ("pi_many_777", Flaw.ONLY_OURS),
    }  # fmt: skip


def test_a_debit_under_way_for_weeks_is_looked_at_too(world):
    first_month(world, "bank")
    world.later(days=20)
    world.processor.becomes(key_of(world), Outcome.FAILED, reason="R01")
    asked = []
    held = world.processor.held
    world.processor.held = lambda since, besides: asked.append(since) or held(since=since, besides=besides)
    reconcile(world)
    assert asked[0] < world.clock.now() - timedelta(days=20) and payment(world).reason == "R01"


def test_the_command_tells_what_it_saw_and_ends_with_1_while_a_case_is_open(world, monkeypatch):
    first_month(world)
    monkeypatch.setattr(bootstrap, "_apps", {os.getpid(): world.app})
    world.later(hours=1)
    fine = CliRunner().invoke(bill, ["reconcile"])
    assert (fine.exit_code, fine.output) == (0, "2 looked at: 0 differ, 0 mended; 0 cases are open.\n")
    world.processor.made["stranger"] = Answer("stranger", "pi_stranger", Outcome.PAID, 5000, "", 175)
    odd = CliRunner().invoke(bill, ["reconcile", "--json"])
    assert odd.exit_code == 1 and json.loads(odd.output)["open"] == 2


def closes(world, case, note="Their reserve for new accounts, mail of 2 April"):
    return differences.close(world.deps, case.id, seal=case.seal, note=note, who=world.verifier)


def one_case(world, kind):
    [case] = [one for one in world.rows("difference_cases") if one.kind is kind]
    return case


def test_a_difference_that_will_never_agree_is_closed_with_a_word_and_seen_again_stays_closed(world):
    """They hold $7.00 back on 2 April: the movement is a case, and so is the balance that lacks it."""
    first_month(world)
    world.on("2027-04-02").processor.moved(OwnMoveKind.OTHER, -700, at=world.clock.now())
    assert reconcile(world).open == 2
    closes(world, one_case(world, HeldKind.MOVE))
    closes(world, one_case(world, HeldKind.BALANCE))
    for _ in range(2):
        assert reconcile(world.later(hours=9)).open == 0
    [look, _] = world.rows("difference_looks")
    assert (look.by, look.note, look.at.day) == (
        world.verifier.id,
        "Their reserve for new accounts, mail of 2 April",
        2,
    )


def test_a_closed_difference_of_the_balance_opens_again_when_the_gap_is_another_one_and_not_with_each_payment(world):
    first_month(world)
    world.on("2027-04-02").processor.moved(OwnMoveKind.OTHER, -700, at=world.clock.now())
    reconcile(world)
    closes(world, one_case(world, HeldKind.BALANCE))
    world.processor.moved(OwnMoveKind.ACCOUNT_FEE, -250, at=world.clock.now())  # booked by us too: the same gap
    reconcile(world.later(days=1))
    assert not one_case(world, HeldKind.BALANCE).is_open
    world.processor.moved(OwnMoveKind.OTHER, -100, at=world.clock.now())
    reconcile(world.later(days=1))
    assert one_case(world, HeldKind.BALANCE).is_open and len(world.rows("difference_looks")) == 1


def test_a_difference_is_closed_once_with_a_note_and_only_as_it_was_looked_at(world):
    first_month(world)
    world.on("2027-04-02").processor.moved(OwnMoveKind.OTHER, -700, at=world.clock.now())
    reconcile(world)
    case = one_case(world, HeldKind.BALANCE)
    for note in ("  ", "x" * 501):
        with pytest.raises(Invalid):
            closes(world, case, note)
    world.processor.moved(OwnMoveKind.OTHER, -100, at=world.clock.now())
    reconcile(world.later(hours=1))
    with pytest.raises(Refused, match="changed since you looked"):
        closes(world, case)
    closes(world, one_case(world, HeldKind.BALANCE))
    with pytest.raises(Refused, match="closed already"):
        closes(world, one_case(world, HeldKind.BALANCE))
    assert len(world.rows("difference_looks")) == 1


def test_the_word_on_a_customers_difference_stands_in_their_history(world):
    first_month(world)
    payment_key = key_of(world)
    world.processor.made[payment_key] = replace(world.processor.made[payment_key], fee_minor=200)
    reconcile(world.later(hours=1))
    [case] = [one for one in world.rows("difference_cases") if one.is_open and one.business_id]
    closes(world, case, "Their fee of a foreign card")
    entry = world.rows("audit_entries")[-1]
    assert (entry.event, entry.actor) == ("difference_closed", world.verifier.id)
    assert entry.data["note"] == "Their fee of a foreign card"
