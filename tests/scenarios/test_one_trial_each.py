"""One trial for a business: found under another spelling, number or card; its neighbours and branches are not it."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import event

from mappop.db.tables.businesses import known_by
from mappop.domain.errors import Refused
from mappop.domain.known_by import is_crowded, own_mail_host
from mappop.domain.trial import ConfirmationWay, Trial, TrialState
from mappop.services import billing, cancelling, drafts, reaching, records, sales
from mappop.services import known_by as knowing
from tests.world import DELGADO, World

CALLED = {"recording": "VB-77", "number": "+15125550199", "number_from": "the state's register"}
OTHER_PHONE = [{"number": "(512) 555-0199"}]
LEO = {"name": "Leo Hill", "mobile": "(512) 555-0177", "email": "leo@gmail.com"}


def spelt(name: str = "Delgado Plumbing", **address: str) -> dict[str, Any]:
    """The same shop's record under another number, and whatever else is said otherwise."""
    return {**DELGADO, "name": name, "phones": OTHER_PHONE, "address": {**DELGADO["address"], **address}}


def had_a_month(world: World) -> Trial:
    return world.confirm(world.on("2027-03-01").sell())


def sell_by_verifier(world: World, record: dict[str, Any], owner: dict[str, str] = LEO) -> Trial:
    """As the agent does who chooses “A verifier calls”."""
    draft_id = drafts.start_draft(world.deps, who=world.agent, scan_id=None, lead_id=None)
    drafts.save_record(world.deps, draft_id, who=world.agent, record=record, owner=owner)
    business = records.take_in(world.deps, record)
    for clause in sales.disclosure_for(world.deps, who=world.agent, business=business, language="en").clauses:
        drafts.tick(world.deps, draft_id, who=world.agent, clause=clause.id, is_ticked=True)
    said = sales.Agreement("Leo Hill", "owner", "I may decide this", "rec 9", wants_verifier=True)
    return world.trial(sales.start_trial(world.deps, draft_id, who=world.agent, agreement=said))


@pytest.mark.parametrize(
    "record",
    [
        spelt(),
        spelt("Delgado's Plumbing LLC", street="1204 East Seventh Street", unit="#B"),
        spelt("Delgado Plumbing & Drain", unit=""),
        {**DELGADO, "address": {**DELGADO["address"], "street": "88 Oak St", "unit": ""}},  # has moved, with its number
    ],
)
def test_a_second_trial_is_refused_with_its_reason_and_what_to_do(world: World, record: dict[str, Any]) -> None:
    had_a_month(world)
    with pytest.raises(Refused, match="on Monday, March 1, 2027, and seems to be the same business") as refused:
        world.on("2027-05-20").sell(record, LEO)
    assert "choose “A verifier calls”" in str(refused.value) and len(world.rows("trials")) == 1


def test_neither_another_card_nor_years_nor_an_end_bring_another_free_month(world: World) -> None:
    trial = had_a_month(world)
    billing.choose_invoice(world.deps, trial.business_id, actor="owner")
    cancelling.cancel(world.on("2027-03-20").deps, trial.id, actor="owner", evidence={"way": "portal"})
    other_card = {**LEO, "email": "delgado.plumbing@outlook.com"}
    with pytest.raises(Refused, match="seems to be the same business"):
        world.on("2029-08-01").sell(spelt(), other_card)


def test_an_offer_that_nobody_took_was_no_trial(world: World) -> None:
    world.on("2027-03-01").sell()
    sales.lapse_unconfirmed(world.on("2027-03-05").deps)
    assert world.sell(spelt(), LEO).way is ConfirmationWay.LINK


@pytest.mark.parametrize(
    "record",
    [
        {**spelt("Hill Dental"), "trade": "dentist"},  # another owner behind the same door, at the same suite
        spelt("Delgado Tax Service", unit="Ste C"),  # two tenants of one door
        spelt(street="88 Oak St", unit=""),  # a chain's second shop in the same town
        spelt(street="410 Elm St", unit="", city="Dallas", postal_code="75201"),
    ],
)
def test_neighbours_and_branches_are_sold_as_ever(world: World, record: dict[str, Any]) -> None:
    had_a_month(world)
    trial = world.on("2027-05-20").sell(record, LEO)
    assert (trial.way, trial.doubt) == (ConfirmationWay.LINK, "")


def test_an_owner_who_says_that_it_is_another_one_is_asked_by_a_verifier(world: World) -> None:
    had_a_month(world)
    trial = sell_by_verifier(world.on("2027-05-20"), spelt())
    assert "seems to be the same business (name: same name; address: same address" in trial.doubt
    with pytest.raises(Refused, match="what tells this business apart"):
        sales.confirm_by_verifier(world.deps, trial.id, who=world.verifier, **CALLED)
    with pytest.raises(Refused, match="A verifier calls"):
        sales.send_again(world.deps, trial.id, who=world.agent, email="leo@gmail.com")
    with pytest.raises(Refused, match="what tells this business apart"):
        world.confirm(trial)
    apart = "bought the van and the name in April, other owner, papers seen"
    trial = sales.confirm_by_verifier(world.deps, trial.id, who=world.verifier, **CALLED, apart=apart)
    assert trial.state is TrialState.RUNNING and trial.confirmation["apart"] == apart


def test_mail_at_the_same_own_host_goes_to_a_verifier_whatever_else_is_another(world: World) -> None:
    had_a_month(world)
    record = {**spelt("Austin Rooter", street="88 Oak St", unit=""), "phones": OTHER_PHONE}
    trial = world.on("2027-05-20").sell(record, {**LEO, "email": "office@Delgado.example"})
    assert trial.way is ConfirmationWay.VERIFIER and trial.doubt.endswith("its owner's mail is at delgado.example too.")
    assert not [m for m in world.rows("messages") if m.business_id == trial.business_id]


def test_a_host_of_everybody_and_one_of_many_say_nothing() -> None:
    assert own_mail_host("rosa@gmail.com") == own_mail_host("rosa@Hotmail.com.") == own_mail_host("") == ""
    assert own_mail_host("rosa@Delgado.example") == "delgado.example"
    assert not is_crowded(5) and is_crowded(6)


def test_what_was_changed_since_and_what_was_before_are_both_known(world: World) -> None:
    trial = had_a_month(world)
    reaching.change(world.deps, trial.id, mobile="", email="rosa@rooter.example", actor="owner")
    with world.app.unit_of_work() as uow:
        business, _ = records.current_business(uow, trial.business_id)
    moved = records.take_in(world.deps, {**business.to_dict(), "phones": OTHER_PHONE})
    records.revise(world.deps, moved, made_by=world.agent.id)
    for number in ("(512) 555-0134", "(512) 555-0199"):
        record = {**spelt(street="88 Oak St", unit=""), "phones": [{"number": number}]}
        with pytest.raises(Refused, match="seems to be the same business"):
            world.sell(record, LEO)
    elsewhere = {**spelt("Austin Rooter", street="9 Elm St", unit=""), "phones": [{"number": "(512) 555-0155"}]}
    assert "at rooter.example too" in world.sell(elsewhere, {**LEO, "email": "leo@rooter.example"}).doubt


def test_what_was_sold_before_anything_was_noted_is_noted_by_work_that_is_left_for_it(world: World) -> None:
    trial = had_a_month(world)
    noted = [(one.trait, one.value) for one in world.rows("known_by")]
    with world.app.engine.begin() as connection:
        connection.execute(known_by.delete())
    for _ in range(2):
        knowing.note_earlier(world.deps, trial.business_id)
    assert sorted((one.trait, one.value) for one in world.rows("known_by")) == sorted(noted)


def test_a_sale_takes_the_same_few_statements_however_many_businesses_there_are(world: World) -> None:
    def statements(number: int) -> int:
        record = {**spelt(f"Kestrel Bakery {number}", street=f"{number} Elm St", unit=""),
                  "phones": [{"number": f"(512) 556-{number:04d}"}]}  # fmt: skip
        seen: list[str] = []
        event.listen(world.app.engine, "before_cursor_execute", lambda *args: seen.append(args[2]))
        world.sell(record, {**LEO, "email": f"leo@kestrel{number}.example"})
        return len(seen)

    first = statements(10)
    for number in range(20, 26):
        record = {**spelt(f"Wren Cafe {number}", street=f"{number} Oak St"),
                  "phones": [{"number": f"(512) 557-{number:04d}"}]}  # fmt: skip
        world.sell(record, LEO)
    assert statements(30) == first
