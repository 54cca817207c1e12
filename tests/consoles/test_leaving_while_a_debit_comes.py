"""A bank was asked for a month on Wednesday 31 March and takes four business days; the owner leaves on 1 April.

Nothing stops that debit any more, so nobody may read that nothing is charged, or that no bank is tried for it.
"""

from __future__ import annotations

import pytest

from mappop.domain.processor import Outcome
from mappop.domain.roles import Role
from mappop.domain.trial import Trial
from mappop.services import cancelling, payments
from mappop.services.signing import CANCEL_LINK, OWNER_LINK
from tests.consoles.conftest import Visitor
from tests.scenarios.test_dunning import first_charge
from tests.world import World

COMES = "$39.95 for MP-000001 was asked of your bank already"


@pytest.fixture
def trial(world: World) -> Trial:
    made = first_charge(world.on("2027-03-01"), kind="bank")
    world.on("2027-04-01", "15:00")
    return made


def page(world: World, visitor: Visitor, trial: Trial, language: str = "en") -> str:
    path = f"/x/{CANCEL_LINK.sign(world.app.settings, trial.id)}?lang={language}"
    return visitor.get(path).get_data(as_text=True)


def leave(world: World, trial: Trial, *, at_once: bool = False) -> str:
    """What the owner has in writing then."""
    cancelling.cancel(world.deps, trial.id, actor="owner", evidence={"way": "link"}, at_once=at_once)
    world.work()
    return world.mail.carried[-1].body


def bank_pays(world: World) -> None:
    (payment,) = world.rows("payments")
    payments.take(world.deps, world.processor.becomes(payment.key, Outcome.PAID), told_by="processor")


def test_the_page_says_before_and_after_that_the_debit_still_comes(
    world: World, visitor: Visitor, trial: Trial
) -> None:
    before = page(world, visitor, trial)
    leave(world, trial)
    after = page(world, visitor, trial)
    for told in (before, after):
        assert COMES in told and "we try no card or bank for it" not in told
    assert "ya se le pidieron $39.95 a su banco" in page(world, visitor, trial, "es")
    bank_pays(world)
    assert COMES not in page(world, visitor, trial)


@pytest.mark.parametrize("at_once", [False, True])
def test_so_does_what_the_owner_has_in_writing(world: World, trial: Trial, at_once: bool) -> None:
    assert "But $39.95 was asked of your bank before" in leave(world, trial, at_once=at_once)


def test_who_ends_it_today_reads_that_paid_days_come_back_once_they_are_paid(world: World, trial: Trial) -> None:
    told = leave(world, trial, at_once=True)
    assert "do not use are $37.29" in told and "or give them back where it is paid by then" in told


def test_without_a_debit_nothing_is_said_of_one(world: World, visitor: Visitor, trial: Trial) -> None:
    bank_pays(world)
    assert "asked of your bank" not in page(world, visitor, trial) + leave(world, trial)


def test_on_payments_the_invoice_is_on_its_way(world: World, visitor: Visitor, trial: Trial) -> None:
    leave(world, trial)
    with world.app.unit_of_work() as uow:
        person = uow.people.first(business_id=trial.business_id)
    visitor.post(f"/o/{OWNER_LINK.sign(world.app.settings, person.id)}")
    shown = visitor.get("/portal/payments").get_data(as_text=True)
    assert "$39.95 is on its way from your bank" in shown and "not asked for any more" not in shown


def test_who_cancels_for_them_on_the_phone_says_so(world: World, visitor: Visitor, trial: Trial) -> None:
    world.person(Role.SUPPORT_AGENT, "Carlo", "carlo@mappop.example", "manila")
    visitor.sign_in("carlo@mappop.example")
    shown = visitor.get(f"/support/customers/{trial.business_id}/cancel").get_data(as_text=True)
    assert "But $39.95 was asked of your bank before" in shown


@pytest.mark.parametrize(
    ("language", "told", "nothing"),
    [
        (
            "en",
            "$39.95 was asked of your bank before that and may still be taken; nothing else will be charged.",
            "Nothing will be charged.",
        ),
        (  # “aún llegan”, to their own bank, read as if money came to them
            "es",
            "Antes ya se le habían pedido $39.95 a su banco y todavía se le pueden cargar; no se le cobrará nada más.",
            "No se le cobrará nada.",
        ),
    ],
)
def test_the_owners_first_page_names_what_still_comes(
    world: World, visitor: Visitor, trial: Trial, language: str, told: str, nothing: str
) -> None:
    leave(world, trial)
    with world.app.unit_of_work() as uow:
        owner = uow.people.first(business_id=trial.business_id)
    visitor.post(f"/o/{OWNER_LINK.sign(world.app.settings, owner.id)}")
    assert told in visitor.get(f"/portal/?lang={language}").get_data(as_text=True)
    bank_pays(world)
    assert nothing in visitor.get(f"/portal/?lang={language}").get_data(as_text=True)


def test_a_card_that_no_answer_came_for_may_have_been_charged_and_is_named_too(world: World, visitor: Visitor) -> None:
    """The processor took the order and its answer was lost; on look-up it turns out paid, whatever was canceled."""
    world.processor.troubles = ["after"]
    trial = first_charge(world.on("2027-03-01"))
    assert [payment.state for payment in world.rows("payments")] == ["asked"]
    assert COMES in page(world, visitor, trial)
    assert "But $39.95 was asked of your bank before" in leave(world, trial)
