"""An owner's way to pay: to the processor's page and back, in both languages."""

from __future__ import annotations

import pytest

from mappop.domain.processor import NoAnswer
from mappop.services.signing import OWNER_LINK
from tests.consoles.conftest import Visitor
from tests.scenarios.test_first_charge import BY_MAIL
from tests.world import World


@pytest.fixture
def rosa(world: World, visitor: Visitor) -> Visitor:
    trial = world.confirm(world.sell(owner=BY_MAIL))
    with world.app.unit_of_work() as uow:
        owner = uow.people.first(business_id=trial.business_id)
    link = f"/o/{OWNER_LINK.sign(world.app.settings, owner.id)}?to=payments"
    assert visitor.post(link).location == "/portal/payments"
    return visitor


def page_of(visitor: Visitor) -> str:
    return visitor.get("/portal/payments").get_data(as_text=True)


def test_the_link_in_a_letter_leads_to_payments_and_from_there_to_the_processors_page_and_back(
    rosa: Visitor, world: World
) -> None:
    shown = page_of(rosa)
    assert "You agree that $39.95 is charged on" in shown and "until you cancel" in shown
    answer = rosa.post("/portal/payments/card-or-bank", on="/portal/payments")
    assert (answer.status_code, answer.location) == (303, "https://pay.example/page_1")
    assert world.processor.pages["page_1"].back.endswith("/portal/payments/back?page={page}")
    assert "Nothing was saved yet" in rosa.client.get("/portal/payments/back?page=page_1", follow_redirects=True).text
    world.processor.fill_in("page_1", at=world.clock.now())
    came_back = rosa.client.get("/portal/payments/back?page=page_1", follow_redirects=True).text
    assert "Saved. You find it below." in came_back and "You pay by card: Visa ending 4242." in came_back
    assert "Change the card or bank" in page_of(rosa)


def test_the_form_may_lead_to_the_processors_page_and_to_no_other(rosa: Visitor) -> None:
    policy = rosa.get("/portal/payments").headers["Content-Security-Policy"]
    assert "form-action 'self' https://pay.example;" in policy
    assert "pay.example" not in rosa.get("/portal").headers["Content-Security-Policy"]


def test_spanish_owners_read_it_in_spanish(rosa: Visitor, world: World) -> None:
    with world.app.unit_of_work() as uow:
        uow.trials.first().language = "es"
        uow.commit()
    rosa.post("/portal/payments/card-or-bank", on="/portal/payments?lang=es")
    assert world.processor.pages["page_1"].language == "es"
    world.processor.fill_in("page_1", kind="bank", label="STRIPE TEST BANK 6789", at=world.clock.now())
    rosa.get("/portal/payments/back?page=page_1")
    shown = rosa.get("/portal/payments?lang=es").get_data(as_text=True)
    assert "Usted paga por débito bancario: STRIPE TEST BANK terminada en 6789." in shown


def test_a_processor_that_does_not_answer_is_said_and_changes_nothing(rosa: Visitor, world: World) -> None:
    def silent(_: object) -> str:
        raise NoAnswer("silent")

    world.processor.open_page = silent
    rosa.post("/portal/payments/card-or-bank", on="/portal/payments")
    assert "could not be opened just now" in page_of(rosa) and world.rows("payment_methods") == []


def test_without_a_processor_there_is_no_such_button(rosa: Visitor, world: World) -> None:
    world.processor.kinds = ()
    assert "Pay by card or bank" not in page_of(rosa) and "Pay by invoice" in page_of(rosa)
