"""A tax engine, dated: asked before the bill run writes anything, for a day; nothing is charged by another rate."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from mappop.domain.charge_gate import Condition
from mappop.domain.correction import CorrectionKind, CorrectionReason
from mappop.domain.errors import Refused
from mappop.domain.place_rate import place_id
from mappop.domain.processor import NoAnswer, NotTaken
from mappop.domain.roles import Role
from mappop.domain.tax_table import FlatTaxes, TaxRate
from mappop.services import billing, corrections, plan_changes
from mappop.services.corrections import Asked
from tests.scenarios.test_first_charge import delivered_in_time, letters, on, report, started, subscription
from tests.scenarios.test_plan_changes import HOUR, balance, business, newest
from tests.world import DELGADO, FakeTaxEngine, World

SILENT = NoAnswer("Stripe did not answer: APIConnectionError")
KEPLER = {**DELGADO, "name": "Kepler Drains", "phones": [{"number": "(512) 555-0171"}]}
DALLAS = {**DELGADO["address"], "city": "Dallas", "postal_code": "75201"}


@pytest.fixture
def world(world: World) -> World:
    """Rosa in Austin owes her first 39.95 on Wednesday 31 March; 8.25 % is asked of it."""
    world.tax_engine = FakeTaxEngine(82_500)
    started(world.on("2027-03-01"))
    return world


def charged(world):
    delivered_in_time(world)
    on(world, "2027-03-31", "18:00")
    return newest(world)


def waits(world):
    return [task for task in world.rows("tasks") if task.key.startswith("tax:")]


def test_a_bill_has_the_tax_that_the_engine_told(world):
    bill = charged(world)
    assert (bill.amount_minor, bill.tax_minor) == (43_25, 3_30) and balance(world, "tax_payable") == -3_30
    assert waits(world) == []


def test_the_reminder_names_the_amount_that_is_charged(world):
    charged(world)
    [reminder] = [mail for mail in world.mail.carried if mail.kind == "charge_reminder"]
    assert "$43.25" in reminder.body


def test_a_tax_that_rises_after_the_reminder_is_reminded_of_anew_and_not_charged_before(world):
    """$43.25 was told on 24 March; on the 31st it would be $43.95, which is told that day and charged on 7 April."""
    delivered_in_time(world)
    world.tax_engine.rate = 100_000
    on(world, "2027-03-31", "17:01")
    assert world.rows("invoices") == [] and subscription(world).charge_on == date(2027, 4, 7)
    assert [answer.closed_by for answer in world.rows("gate_answers")] == [(Condition.TOLD,)]
    told = [mail.body for mail in world.mail.carried if mail.kind == "charge_reminder"][-1]
    assert "more than we had told you" in told and "$43.95 is due" in told
    report(world, "charge_reminder", "delivered")
    on(world, "2027-04-07", "17:01")
    assert newest(world).amount_minor == 43_95 and newest(world).period_start == date(2027, 4, 7)


def test_a_tax_that_falls_after_the_reminder_is_charged_as_it_is(world):
    delivered_in_time(world)
    world.tax_engine.rate = 50_000
    on(world, "2027-03-31", "17:01")
    assert newest(world).amount_minor == 41_95


def test_a_place_is_asked_once_for_its_reminder_and_once_for_its_charge(world):
    delivered_in_time(world)
    for time in ("15:20", "16:00", "20:00"):
        on(world, "2027-03-24", time)
    assert len(world.tax_engine.asked) == 1
    for time in ("17:01", "17:20", "20:00"):
        on(world, "2027-03-31", time)
    assert len(world.tax_engine.asked) == 2


def test_two_shops_at_one_place_are_one_question(world):
    trial = world.sell(KEPLER, {"name": "Max", "email": "max@kepler.example"})
    world.confirm(trial)
    billing.choose_invoice(world.deps, trial.business_id, actor="owner")
    on(world, "2027-03-24")
    assert letters(world).count("charge_reminder") == 2 and len(world.tax_engine.asked) == 1


def test_while_the_engine_is_silent_the_charge_waits_and_says_why(world):
    delivered_in_time(world)
    world.tax_engine.fault = SILENT
    for time in ("17:01", "17:20"):
        on(world, "2027-03-31", time)
    assert world.rows("invoices") == [] and world.rows("gate_answers") == []
    [task] = waits(world)
    assert "Delgado Plumbing" in task.title and "Stripe did not answer" in task.steps[0]
    [told] = [entry for entry in world.rows("audit_entries") if entry.event == "charge_waits_for_tax"]
    assert "Stripe did not answer" in told.data["why"]
    world.tax_engine.fault = None
    on(world, "2027-04-01", "18:00")
    bill = newest(world)
    assert (bill.amount_minor, bill.tax_minor, bill.period_start) == (43_25, 3_30, date(2027, 4, 1))


def with_dallas(world):
    """Max in Dallas is charged on the same day as Rosa in Austin."""
    trial = world.sell({**KEPLER, "address": DALLAS}, {"name": "Max", "email": "max@kepler.example"})
    world.confirm(trial)
    billing.choose_invoice(world.deps, trial.business_id, actor="owner")
    on(world, "2027-03-24")
    world.on("2027-03-31", "17:01")
    world.tax_engine.fault = SILENT
    return len(world.tax_engine.asked)


def test_a_silent_engine_is_asked_once_a_run(world):
    before = with_dallas(world)
    on(world, "2027-03-31", "17:01")
    assert len(world.tax_engine.asked) == before + 1 and len(waits(world)) == 2


def test_a_silent_engine_keeps_nobody_else_from_the_day(world):
    with_dallas(world)
    with world.app.unit_of_work() as uow:
        uow.keep_place_rate(place_id(world.tax_engine.asked[0]), 82_500)
        uow.commit()
    on(world, "2027-03-31", "17:01")
    assert len(waits(world)) == len(world.rows("gate_answers")) == 1


def test_the_engine_is_never_asked_inside_of_a_transaction(world):
    """It writes by a connection of its own, which SQLite refuses while another is writing."""

    class Writes(FakeTaxEngine):
        def tax_rate(self, place):
            with world.app.unit_of_work() as uow:
                uow.keep_place_rate("elsewhere", len(self.asked))
                uow.commit()
            return super().tax_rate(place)

    world.tax_engine = Writes(82_500)
    charged(world)
    world.on("2027-04-14")
    plan_changes.preview(world.deps, business(world), HOUR)
    assert len(world.tax_engine.asked) == 3


def test_an_address_that_the_engine_cant_make_out_is_for_a_person(world):
    world.tax_engine.fault = NotTaken("Stripe refuses the request: the customer's location can't be determined")
    on(world, "2027-03-24")
    [task] = waits(world)
    assert "location" in task.steps[0] and "charge_reminder" not in letters(world)
    world.tax_engine.fault = None
    on(world, "2027-03-25")
    assert letters(world)[-1] == "charge_reminder" and subscription(world).charge_on == date(2027, 4, 1)


def test_no_table_stands_in_for_an_engine_that_was_never_heard(world):
    flat = FlatTaxes([TaxRate("TX", date(2020, 1, 1), 50_000, date(2027, 1, 1), "a test")])
    world.tax_engine.fault = SILENT
    for day in ("2027-03-24", "2027-03-31", "2027-04-30"):
        assert billing.run(replace(world.on(day, "18:00").deps, taxes=flat)).charged == 0
    assert world.rows("invoices") == [] and world.rows("gate_answers") == []
    assert "charge_reminder" not in [message.kind for message in world.rows("messages")]


def test_who_has_asked_to_leave_waits_for_no_tax(world):
    delivered_in_time(world)
    with world.app.unit_of_work() as uow:
        uow.subscriptions.get(subscription(world).id).cancel_asked_at = world.clock.now()
        uow.commit()
    asked, world.tax_engine.fault = len(world.tax_engine.asked), SILENT
    on(world, "2027-03-31", "17:01")
    assert len(world.tax_engine.asked) == asked and waits(world) == []
    assert [answer.is_open for answer in world.rows("gate_answers")] == [False]


def test_a_credit_note_takes_back_the_tax_that_was_asked_whatever_is_told_since(world):
    bill = charged(world)
    world.tax_engine.rate = 100_000
    asked = Asked(CorrectionKind.CREDIT_NOTE, bill.id, bill.amount_minor, CorrectionReason.OUTAGE, "The whole month")
    corrections.ask(world.later(days=2).deps, asked, key="one", who=replace(world.verifier, role=Role.ADMIN))
    assert balance(world, "tax_payable") == balance(world, "receivable") == 0


def test_a_change_at_once_asks_first_and_gives_back_the_tax_that_was_asked(world):
    charged(world)
    world.tax_engine.rate = 100_000  # since the bill
    world.on("2027-04-14")
    up = plan_changes.preview(world.deps, business(world), HOUR)
    plan_changes.change(world.deps, business(world), HOUR, seal=up.seal, actor="owner")
    back = [line for line in up.bill.lines if line.kind == "unused"]
    asked = [line for line in up.bill.lines if line.kind != "unused"]
    assert sum(line.tax_minor for line in back) == -1_76  # 16 of 30 days of 3.30, at 8.25 %
    assert sum(line.tax_minor for line in asked) == pytest.approx(sum(line.amount_minor for line in asked) / 10, abs=1)


def test_a_change_at_once_is_refused_while_the_engine_is_silent_and_one_from_the_next_bill_on_is_not(world):
    charged(world)
    world.tax_engine.fault = SILENT
    world.on("2027-04-14")
    with pytest.raises(Refused, match="can’t be asked for at this moment"):
        plan_changes.preview(world.deps, business(world), HOUR)
    later = plan_changes.later(HOUR)
    drawn = plan_changes.preview(world.deps, business(world), later)
    plan_changes.change(world.deps, business(world), later, seal=drawn.seal, actor="owner")
    assert len(world.rows("invoices")) == 1
