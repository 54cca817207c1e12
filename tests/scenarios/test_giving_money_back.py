"""Refunds, credit notes and write-offs, dated: within a role's limit at once, above it by a second person."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from mappop.domain.correction import CorrectionKind, CorrectionReason, CorrectionState
from mappop.domain.errors import Invalid, Refused
from mappop.domain.invoice import InvoiceState
from mappop.domain.payment import PaymentState
from mappop.domain.processor import Answer, DisputeState, DisputeTold, Outcome, RefundState
from mappop.domain.roles import Role
from mappop.services import corrections, disputes, dunning, invoicing, payments, refunding
from mappop.services.corrections import Asked
from tests.scenarios.refunds_fake import AT, paid_by_card
from tests.scenarios.test_first_charge import delivered_in_time, letters, on, started

REFUND, NOTE, LOSS = CorrectionKind.REFUND, CorrectionKind.CREDIT_NOTE, CorrectionKind.WRITE_OFF


@pytest.fixture
def world(world):
    """Rosa's invoice of 31 March over $39.95 is open; Sam supports, Mia and Ben administer."""
    world.on("2027-03-01")
    started(world)
    delivered_in_time(world)
    on(world, "2027-03-31", "18:00")
    world.sam = world.person(Role.SUPPORT_AGENT, "Sam", "sam@mappop.example", "manila")
    world.mia = world.person(Role.ADMIN, "Mia", "mia@mappop.example", "manila")
    world.ben = world.person(Role.ADMIN, "Ben", "ben2@mappop.example", "manila")
    return world.on("2027-04-12")


def invoice(world, number=1):
    return next(one for one in world.rows("invoices") if one.number == number)


def pay(world, number=1):
    one = invoice(world, number)
    paid = invoicing.record_payment(
        world.deps, one.id, amount_minor=one.balance_minor, reference="check 1107", who=world.mia
    )
    world.work()
    return paid


def asked(world, kind, amount, number=1, reason=None, **more):
    reasons = {REFUND: "canceled_in_time", NOTE: "outage", LOSS: "business_closed"}
    return Asked(
        kind, invoice(world, number).id, amount, CorrectionReason(reason or reasons[kind]), "Rosa called.", **more
    )


def give(world, kind, amount, who, key="form-1", **more):
    made = corrections.ask(world.deps, asked(world, kind, amount, **more), key=key, who=who)
    world.work()
    return made


def balances(world):
    totals = {}
    for entry in world.rows("ledger_entries"):
        for account, amount in entry.postings.items():
            totals[account] = totals.get(account, 0) + amount
    assert sum(totals.values()) == 0
    (credit,) = world.rows("customer_credits") or [None]
    assert totals.get("credit", 0) == -(credit.amount_minor if credit else 0)
    return {account: amount for account, amount in totals.items() if amount}


def events(world):
    return [entry.event for entry in world.rows("audit_entries")]


def test_a_credit_note_comes_off_the_open_invoice_once(world):
    for _ in range(2):
        made = give(world, NOTE, 1000, world.sam)
    assert (made.state, made.title, made.applied_minor) == (CorrectionState.DONE, "CN-000001", 1000)
    assert invoice(world).balance_minor == 2995 and invoice(world).state is InvoiceState.OPEN
    assert balances(world) == {"receivable": 2995, "revenue": -3995, "allowances": 1000}
    assert "$10.00 comes off that invoice; $29.95 is left to pay." in world.mail.carried[-1].body
    assert events(world).count("credit_note_done") == 1 and letters(world).count("credited") == 1


def test_what_is_credited_beyond_the_open_rest_pays_for_the_next_invoice(world):
    pay(world)
    give(world, NOTE, 1000, world.sam)
    assert "$10.00 is kept for you and comes off your next invoice." in world.mail.carried[-1].body
    on(world, "2027-04-30", "18:00")
    assert invoice(world, 2).balance_minor == 2995
    assert letters(world)[-1] == "invoice_with_credit" and "$29.95 is left" in world.mail.carried[-1].body
    assert balances(world) == {"cash": 3995, "receivable": 2995, "revenue": -7990, "allowances": 1000}


def test_a_whole_months_credit_leaves_nothing_to_pay(world):
    pay(world)
    give(world, NOTE, 3995, world.sam)
    on(world, "2027-04-30", "18:00")
    assert invoice(world, 2).state is InvoiceState.PAID and "Nothing is left to pay." in world.mail.carried[-1].body


def test_above_the_limit_a_second_person_decides_and_never_the_asker(world):
    proposed = give(world, LOSS, 3995, world.sam)
    assert proposed.state is CorrectionState.PROPOSED and invoice(world).state is InvoiceState.OPEN
    with pytest.raises(Refused, match="Your role can't decide"):
        corrections.approve(
            world.deps, proposed.id, who=world.person(Role.SUPPORT_AGENT, "Eva", "e@x.example", "manila")
        )
    done = corrections.approve(world.deps, proposed.id, who=world.mia)
    world.work()
    assert (done.state, done.asked_by, done.decided_by) == (CorrectionState.DONE, world.sam.id, world.mia.id)
    assert invoice(world).state is InvoiceState.UNCOLLECTIBLE and letters(world)[-1] == "written_off"
    assert balances(world) == {"revenue": -3995, "bad_debt": 3995}
    assert events(world)[-3:].count("write_off_done") == 1 and "write_off_approved" in events(world)
    with pytest.raises(Refused, match="was decided on already: done"):
        corrections.approve(world.deps, proposed.id, who=world.ben)


def test_a_declined_one_changes_nothing_and_says_why(world):
    proposed = give(world, LOSS, 3995, world.sam)
    with pytest.raises(Invalid, match="why: is missing"):
        corrections.decline(world.deps, proposed.id, why=" ", who=world.mia)
    declined = corrections.decline(world.deps, proposed.id, why="They pay on Friday.", who=world.mia)
    assert (declined.state, declined.why) == (CorrectionState.DECLINED, "They pay on Friday.")
    assert balances(world) == {"receivable": 3995, "revenue": -3995} and "write_off_declined" in events(world)


def test_a_proposal_that_can_no_longer_be_done_is_refused_when_it_is_approved(world):
    proposed = give(world, LOSS, 3995, world.sam)
    pay(world)
    with pytest.raises(Refused, match="MP-000001 is paid: there is nothing to let go"):
        corrections.approve(world.deps, proposed.id, who=world.mia)
    assert balances(world) == {"cash": 3995, "revenue": -3995}


def test_what_came_by_check_goes_back_by_check(world):
    pay(world)
    payment = world.rows("payments")[0].id
    with pytest.raises(Invalid, match="check: is missing"):
        give(world, REFUND, 1500, world.sam, payment_id=payment)
    made = give(world, REFUND, 1500, world.sam, payment_id=payment, check="2044")
    assert made.state is CorrectionState.DONE and letters(world)[-1] == "refunded_by_check"
    assert "check 2044 for $15.00" in world.mail.carried[-1].body
    assert balances(world) == {"cash": 2495, "revenue": -3995, "refunds": 1500}
    with pytest.raises(Invalid, match="at most 24.95"):
        give(world, REFUND, 2500, world.mia, key="form-2", payment_id=payment, check="2045")


def test_what_came_by_card_goes_back_to_the_card_once_although_the_answer_was_lost(world):
    pay(world)
    payment, processor = paid_by_card(world)
    processor.troubles = ["after"]
    made = give(world, REFUND, 3995, world.sam, payment_id=payment.id)
    assert made.state is CorrectionState.ASKED and len(processor.made) == 1
    world.later(seconds=6).work()
    (row,) = world.rows("corrections")
    assert row.state is CorrectionState.DONE and len(processor.made) == 1 and letters(world)[-1] == "refunded"
    told = next(iter(processor.made.values()))
    assert refunding.take(world.deps, told, told_by="processor") is False
    assert balances(world)["refunds"] == 3995 and letters(world).count("refunded") == 1


def test_a_key_that_the_processor_has_forgotten_is_looked_for_first(world):
    pay(world)
    payment, processor = paid_by_card(world)
    processor.troubles = ["after"]
    made = give(world, REFUND, 3995, world.sam, payment_id=payment.id)
    processor.forgotten = set(processor.made)
    world.later(hours=30)
    refunding.send(world.deps, made.id)
    assert len(processor.made) == 1 and world.rows("corrections")[0].state is CorrectionState.DONE


def test_a_refund_that_the_bank_sends_back_is_booked_back_and_somebody_calls(world):
    pay(world)
    payment, processor = paid_by_card(world)
    processor.state = RefundState.PENDING
    made = give(world, REFUND, 1000, world.sam, payment_id=payment.id)
    assert balances(world)["refunds"] == 1000
    failed = processor.becomes(f"refund:{made.id}", RefundState.FAILED, "expired_or_canceled_card")
    for _ in range(2):
        refunding.take(world.deps, failed, told_by="processor")
    world.work()
    assert "refunds" not in balances(world) and letters(world)[-1] == "refund_failed"
    assert world.rows("tasks")[-1].title == "A refund for MP-000001 did not go through"
    assert give(world, REFUND, 3995, world.mia, key="form-2", payment_id=payment.id).state is CorrectionState.ASKED


def test_a_refund_made_at_the_processor_by_hand_gets_its_row(world):
    pay(world)
    payment, processor = paid_by_card(world)
    told = processor.refund(payment.ref, amount_minor=500, key="")
    assert refunding.take(world.deps, told, told_by="processor")
    assert not refunding.take(world.deps, told, told_by="processor")
    (row,) = world.rows("corrections")
    assert (row.asked_by, row.state, balances(world)["refunds"]) == ("processor", CorrectionState.DONE, 500)


def test_what_was_paid_twice_comes_out_of_what_we_owed_and_no_sale_is_turned_back(world):
    pay(world)
    _, processor = paid_by_card(world)
    with world.app.unit_of_work() as uow:
        first = uow.payments.where()[0]
        uow.payments.add(replace(first, id="pay_2", key="second", ref="pi_2", state=PaymentState.ASKED))
        uow.commit()
    payments.take(world.deps, Answer("second", "pi_2", Outcome.PAID, 3995), told_by="processor")
    assert balances(world) == {"cash": 3995, "processor": 3995, "revenue": -3995, "credit": -3995}
    made = give(world, REFUND, 3995, world.sam, reason="duplicate", payment_id="pay_2")
    assert balances(world) == {"cash": 3995, "revenue": -3995}
    failed = processor.becomes(f"refund:{made.id}", RefundState.FAILED, "expired_or_canceled_card")
    refunding.take(world.deps, failed, told_by="processor")
    assert balances(world) == {"cash": 3995, "processor": 3995, "revenue": -3995, "credit": -3995}


def test_two_people_at_once_with_one_form_give_once(world):
    with ThreadPoolExecutor(4) as pool:
        asks = [
            pool.submit(corrections.ask, world.deps, asked(world, NOTE, 1000), key="form-1", who=world.sam)
            for _ in range(4)
        ]
    assert len({ask.result().id for ask in asks}) == 1 and len(world.rows("corrections")) == 1
    assert invoice(world).balance_minor == 2995


def test_refunds_at_once_never_send_back_more_than_came_in(world):
    pay(world)
    one = world.rows("payments")[0].id
    with ThreadPoolExecutor(4) as pool:
        asks = [
            pool.submit(
                corrections.ask, world.deps, asked(world, REFUND, 1500, payment_id=one, check=str(n)), key=f"form-{n}",
                who=world.mia,
            )
            for n in range(4)
        ]  # fmt: skip
    assert sum(ask.exception() is None for ask in asks) == 2 and balances(world)["refunds"] == 3000


def test_a_payment_under_dispute_is_not_sent_back_as_well(world):
    pay(world)
    payment, _ = paid_by_card(world)
    told = DisputeTold("du_1", payment.ref, 3995, DisputeState.NEEDS_ANSWER, "general", AT, answer_by=AT)
    disputes.take(world.deps, told, told_by="processor")
    with pytest.raises(Refused, match="would pay it twice"):
        give(world, REFUND, 3995, world.mia, payment_id=payment.id)
    with pytest.raises(Refused, match="Nothing of MP-000001 is left to give back"):
        give(world, NOTE, 1000, world.mia)


def test_every_fault_of_a_form_is_told_at_once(world):
    with pytest.raises(Invalid) as caught:
        give(world, REFUND, 0, world.mia, reason="goodwill")
    assert [fault.field for fault in caught.value.errors] == ["amount", "reason", "payment"]
    with pytest.raises(Refused, match="Your role gives no refunds"):
        pay(world)
        give(world, REFUND, 100, world.agent, payment_id=world.rows("payments")[0].id, check="1")


def test_credit_notes_have_numbers_of_their_own_without_a_gap(world):
    for n in range(3):
        give(world, NOTE, 100, world.sam, key=f"form-{n}")
        with pytest.raises(Invalid):
            give(world, NOTE, 9_999_999, world.mia, key=f"too-much-{n}")
    assert [row.number for row in sorted(world.rows("corrections"), key=lambda row: row.number)] == [1, 2, 3]
    assert [row.number for row in world.rows("invoices")] == [1]


def test_a_credit_that_settles_what_was_late_makes_the_subscription_good(world):
    on(world, "2027-04-20", "18:00")
    dunning.begin_overdue(world.deps)
    assert world.rows("subscriptions")[0].state.value == "past_due"
    give(world, NOTE, 3995, world.sam)
    assert world.rows("subscriptions")[0].state.value == "active" and invoice(world).state is InvoiceState.PAID


def test_spanish_owners_are_told_in_spanish(world):
    with world.app.unit_of_work() as uow:
        uow.trials.where()[0].language = "es"
        uow.commit()
    give(world, NOTE, 1000, world.sam)
    assert "Nota de crédito CN-000001" in world.mail.carried[-1].body
