"""The first page and *Payments* say the same about where a subscription stands, and name the sum that will be asked."""

from __future__ import annotations

from datetime import date

import pytest

from mappop.consoles.filters import period
from mappop.domain.roles import Role
from mappop.domain.subscription import SubscriptionState
from mappop.services import billing, invoicing, pausing
from mappop.services.signing import CANCEL_LINK, OWNER_LINK
from tests.consoles.conftest import Visitor
from tests.scenarios.test_first_charge import on as on_day
from tests.scenarios.test_first_charge import report
from tests.scenarios.test_pausing import BY_MAIL, on
from tests.scenarios.test_texts_in import texted
from tests.world import ROSA, FakeTaxEngine, World

OWNER = {"actor": "owner", "evidence": {"way": "portal"}}


@pytest.fixture
def both(world: World, visitor: Visitor):
    """The text of the owner's two pages."""

    def read() -> list[str]:
        with world.app.unit_of_work() as uow:
            owner = uow.people.first(business_id="delgado-plumbing-austin")
        visitor.post(f"/o/{OWNER_LINK.sign(world.app.settings, owner.id)}?to=payments")
        return [visitor.get(f"/portal/{page}?lang=en").get_data(as_text=True) for page in ("", "payments")]

    return read


def begun(world: World, owner=BY_MAIL):
    trial = world.on("2027-03-01").sell(owner=owner)
    world.confirm(trial)
    world.work()
    billing.choose_invoice(world.deps, trial.business_id, actor="owner")
    return trial


def test_in_a_pause_of_their_own_both_pages_name_its_end_and_no_other_pause(world: World, both) -> None:
    trial = begun(world)
    on(world, "2027-03-24")
    on(world, "2027-03-31", "18:00")
    pausing.pause(world.on("2027-04-10").deps, trial.business_id, months=1, **OWNER)
    on(world, "2027-04-30", "18:00")
    for page in both():
        assert "It goes on on Sunday, May 30, 2027: $39.95" in page and "Choose how you want to pay" not in page
    assert "If you end it now, $39.95 is due in seven days" in both()[1]


def test_a_planned_pause_moves_the_next_charge_behind_it_on_every_page(world: World, visitor, both) -> None:
    trial = begun(world)
    on(world, "2027-03-24")
    on(world, "2027-03-31", "18:00")
    pausing.pause(world.on("2027-04-10").deps, trial.business_id, months=2, **OWNER)
    world.processor.kinds = ("card",)
    plan = " ".join(visitor.get("/portal/plan?lang=en").get_data(as_text=True).split()) if both() else ""
    for page in both():
        assert "$39.95 on Wednesday, June 30, 2027, then $39.95 a month." in page
    assert "You agree that $39.95 is charged on Wednesday, June 30, 2027" in both()[1]
    assert "The pause begins on Friday, April 30, 2027 and ends on Wednesday, June 30, 2027." in both()[1]
    assert "Wednesday, June 30, 2027, for Jun 30 to Jul 29, 2027" in plan and "April 30" not in plan


def test_a_charge_that_the_gate_refused_is_named_with_no_day_until_there_is_a_new_one(
    world: World, visitor, both
) -> None:
    """No address takes our messages, so that no new day can be told."""
    begun(world)
    on_day(world, "2027-03-24")
    report(world, "charge_reminder", "bounced")
    on_day(world, "2027-03-31", "18:00")
    world.processor.kinds = ("card",)
    home, payments = both()
    for page in (home, payments):
        assert "Nothing was charged on Wednesday, March 31, 2027, and there is no new day yet." in page
        assert "$39.95 on Wednesday" not in page and "$39.95 that day" not in page
    assert "No address of yours took our messages." in payments and "The date has moved" not in payments
    assert "You agree that $39.95 is charged on a day that we tell you at least seven days before" in payments
    assert "no se cobró nada" in visitor.get("/portal/payments?lang=es").get_data(as_text=True)
    assert "there is no new day yet" in visitor.get("/portal/plan?lang=en").get_data(as_text=True)
    visitor.sign_in(world.person(Role.SUPPORT_AGENT, "Carlo", "carlo@mappop.example", "manila").email)
    told = visitor.get(f"/support/customers/{world.rows('trials')[0].business_id}").get_data(as_text=True)
    assert "The charge of Wed 31 Mar is held" in told and "The first charge, $39.95, from noon" not in told


def test_how_it_reads_on_a_statement_stands_beside_how_it_is_paid(world: World, both) -> None:
    trial = world.on("2027-03-01").sell(owner=BY_MAIL)
    world.confirm(trial)
    world.work()
    assert "statement it reads “MAP POP" in both()[1]


def test_who_asked_to_cancel_reads_it_on_both_pages_and_no_next_charge(world: World, both) -> None:
    begun(world, ROSA)
    texted(world, "cancel")
    for page in both():
        assert "You asked to cancel. Since then nothing is charged" in page and "Free until" not in page


def test_your_plan_names_no_next_bill_beside_a_wish_to_cancel_nor_where_none_comes(world: World, visitor, both) -> None:
    begun(world, ROSA)
    texted(world, "cancel")
    world.processor.kinds = ("card",)
    assert "You agree that" not in both()[1], "nor does Payments ask for a yes to a charge"
    plan = visitor.get("/portal/plan?lang=en").get_data(as_text=True)
    assert "Map Pop Local" in plan and "You asked to cancel. Since then nothing is charged" in plan
    assert "March 31, 2027" not in plan and "The next bill" not in plan and "Look at the amounts" not in plan


@pytest.mark.parametrize(
    ("state", "said"),
    [(SubscriptionState.PAUSED, "Say first how you want to pay"), (SubscriptionState.UNPAID, "still to be paid")],
)
def test_your_plan_names_no_day_where_none_is_charged(world: World, visitor, both, state, said: str) -> None:
    begun(world)
    with world.app.unit_of_work() as uow:
        uow.subscriptions.get(world.rows("subscriptions")[0].id).state = state
        uow.commit()
    both()
    plan = visitor.get("/portal/plan?lang=en").get_data(as_text=True)
    assert said in plan and "Wednesday, March 31, 2027" not in plan and "$39.95" in plan


def test_a_free_month_names_the_first_sum_with_its_tax(world: World, both) -> None:
    world.tax_engine = FakeTaxEngine(82_500)
    begun(world)
    on(world, "2027-03-24")
    home, payments = both()
    assert "Free until Wednesday, March 31, 2027: $43.25 that day, then $43.25 a month." in home
    assert "$43.25 on Wednesday, March 31, 2027" in payments


def test_days_are_those_of_the_business_on_every_page(world: World, visitor, both) -> None:
    """At half past eight in the evening of 12 April in Austin it is another day in Greenwich."""
    trial = begun(world, ROSA)
    on(world, "2027-03-24")
    on(world, "2027-03-31", "18:00")
    (invoice,) = world.rows("invoices")
    world.on("2027-04-13", "01:30")
    invoicing.record_payment(world.deps, invoice.id, amount_minor=3995, reference="check 12", who=world.verifier)
    assert "Paid on Monday, April 12, 2027" in both()[1]
    link = f"/x/{CANCEL_LINK.sign(world.app.settings, trial.id)}?lang=en"
    texted(world, "cancel")
    assert "You texted us on Monday, April 12, 2027" in visitor.get(link).get_data(as_text=True)
    visitor.post(link, answer="end")
    assert "Monday, April 12, 2027" in visitor.get(link).get_data(as_text=True)
    carlo = world.person(Role.SUPPORT_AGENT, "Carlo", "carlo@mappop.example", "manila")
    visitor.sign_in(carlo.email)
    assert "paid Mon 12 Apr" in visitor.get(f"/support/customers/{trial.business_id}").get_data(as_text=True)


@pytest.mark.parametrize(
    ("language", "month", "year"),
    [
        ("en", "Mar 31 to Apr 29, 2027", "Apr 12, 2027 to Apr 11, 2028"),
        ("es", "31 mar a 29 abr 2027", "12 abr 2027 a 11 abr 2028"),
        ("", "31 Mar to 29 Apr 2027", "12 Apr 2027 to 11 Apr 2028"),
    ],
)
def test_what_a_bill_is_for_is_said_with_years(language: str, month: str, year: str) -> None:
    assert period((date(2027, 3, 31), date(2027, 4, 29)), language) == month
    assert period((date(2027, 4, 12), date(2028, 4, 11)), language) == year
