"""One trial for a business: found under another spelling, number or card; its neighbours and branches are not it."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import event

from mappop.db.tables.businesses import known_by
from mappop.domain.errors import Invalid, Refused
from mappop.domain.known_by import is_crowded, own_mail_host
from mappop.domain.person import CurrentPerson
from mappop.domain.trial import ConfirmationWay, Trial, TrialState
from mappop.services import billing, cancelling, drafts, reaching, records, sales
from mappop.services import known_by as knowing
from tests.world import DELGADO, ROSA, World

CALLED = {"recording": "VB-77", "number": "+15125550199", "number_from": "the state's register"}
OTHER_PHONE = [{"number": "(512) 555-0199"}]
LEO = {"name": "Leo Hill", "mobile": "(512) 555-0177", "email": "leo@gmail.com"}


def spelt(name: str = "Delgado Plumbing", **address: str) -> dict[str, Any]:
    """The same shop's record under another number, and whatever else is said otherwise."""
    return {**DELGADO, "name": name, "phones": OTHER_PHONE, "address": {**DELGADO["address"], **address}}


def had_a_month(world: World) -> Trial:
    return world.confirm(world.on("2027-03-01").sell())


def drafted(world: World, who: CurrentPerson, record: dict[str, Any], owner: dict[str, str]) -> str:
    """A draft with its record, and every clause read out."""
    draft_id = drafts.start_draft(world.deps, who=who, scan_id=None, lead_id=None)
    drafts.save_record(world.deps, draft_id, who=who, record=record, owner=owner)
    business = records.take_in(world.deps, record)
    for clause in sales.disclosure_for(world.deps, who=who, business=business, language="en").clauses:
        drafts.tick(world.deps, draft_id, who=who, clause=clause.id, is_ticked=True)
    return draft_id


def sell_by_verifier(world: World, record: dict[str, Any], owner: dict[str, str] = LEO) -> Trial:
    """As the agent does who chooses “A verifier calls”."""
    draft_id = drafted(world, world.agent, record, owner)
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


OWN = "https://www.delgado.example/austin?utm_source=maps"


@pytest.mark.parametrize(
    ("had", "says", "email", "said"),
    [
        (OWN, "http://Delgado.example", "leo@gmail.com", "its website is at delgado.example too."),
        (OWN, "", "leo@delgado.example", "its website is at delgado.example too."),
        ("", "delgado.example/contact", "leo@gmail.com", "its owner's mail is at delgado.example too."),
        ("facebook.com/delgado", "https://m.facebook.com/delgado/", "leo@gmail.com", "at facebook.com/delgado too."),
        ("delgado.wixsite.com/home", "https://delgado.wixsite.com/home", "", "at delgado.wixsite.com/home too."),
    ],
)
def test_a_website_at_the_same_own_host_or_page_goes_to_a_verifier_too(
    world: World, had: str, says: str, email: str, said: str
) -> None:
    """The first one's mail is at delgado.example where it has no website of its own."""
    first = {**ROSA, "email": "rosa@gmail.com"} if had else ROSA
    world.confirm(world.on("2027-03-01").sell({**DELGADO, "website": had}, first))
    record = {**spelt("Austin Rooter", street="88 Oak St", unit=""), "website": says}
    trial = world.on("2027-05-20").sell(record, {**LEO, "email": email})
    assert trial.way is ConfirmationWay.VERIFIER and trial.doubt.endswith(said)


@pytest.mark.parametrize("page", ["https://facebook.com", "facebook.com/rooter", "rooter.weebly.com", "weebly.com", ""])
def test_another_page_at_a_host_of_many_says_nothing(world: World, page: str) -> None:
    for number, had in enumerate(("facebook.com", "weebly.com", "delgado.weebly.com")):
        shop = spelt(f"Wren Cafe {number}", street=f"{number + 1} Elm St", unit="")
        record = {**shop, "website": had, "phones": [{"number": f"(512) 557-000{number}"}]}
        world.on("2027-03-01").sell(record, {**LEO, "email": ""})
    record = {**spelt("Austin Rooter", street="88 Oak St", unit=""), "website": page}
    assert world.on("2027-03-02").sell(record, LEO).doubt == ""


def test_a_business_that_moved_with_its_website_alone_is_found_by_it(world: World) -> None:
    """Another number, another door; the careful comparison decides, and a website that was left is known too."""
    trial = world.confirm(world.on("2027-03-01").sell({**DELGADO, "website": OWN}, ROSA))
    with world.app.unit_of_work() as uow:
        business, _ = records.current_business(uow, trial.business_id)
    left = records.take_in(world.deps, {**business.to_dict(), "website": "https://delgadoplumbing.example"})
    records.revise(world.deps, left, made_by=world.agent.id)
    for website in ("delgado.example", "delgadoplumbing.example"):
        record = {**spelt(street="88 Oak St", unit=""), "website": website}
        assert world.on("2027-05-20").sell(record, {**LEO, "email": f"leo@{website[:7]}.test"}).doubt
        with world.app.engine.begin() as connection:
            connection.exec_driver_sql("UPDATE trials SET state = 'declined' WHERE state = 'awaiting_confirmation'")


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


AUSTIN_ROOTER = spelt("Austin Rooter", street="88 Oak St", unit="")


def sold_to_leo(world: World, way: ConfirmationWay = ConfirmationWay.LINK) -> Trial:
    """On 20 May, with nothing that Rosa's shop has; her mail is at a host of her own."""
    had_a_month(world)
    world.on("2027-05-20")
    trial = world.sell(AUSTIN_ROOTER, LEO) if way is ConfirmationWay.LINK else sell_by_verifier(world, AUSTIN_ROOTER)
    assert (trial.way, trial.doubt) == (way, "")
    world.on("2027-05-20", "15:12")
    return trial


def test_an_address_that_is_corrected_after_the_sale_brings_a_verifier_as_at_the_sale(world: World) -> None:
    trial = sold_to_leo(world)
    sent = len(world.rows("messages"))
    trial = sales.send_again(world.deps, trial.id, who=world.agent, email="leo@delgado.example")
    assert trial.way is ConfirmationWay.VERIFIER and "its owner's mail is at delgado.example too." in trial.doubt
    assert len(world.rows("messages")) == sent
    with pytest.raises(Refused, match="what tells this business apart"):
        world.confirm(trial)  # the link that went out first
    apart = "Rosa's son, his own shop and licence"
    trial = sales.confirm_by_verifier(world.deps, trial.id, who=world.verifier, **CALLED, apart=apart)
    assert trial.state is TrialState.RUNNING


def test_an_address_that_comes_once_the_month_runs_is_noted_and_asks_nobody(world: World) -> None:
    trial = sold_to_leo(world)
    world.confirm(trial)
    world.work()
    tasks = len(world.rows("tasks"))
    reaching.change(world.deps, trial.id, mobile="", email="leo@delgado.example", actor="owner")
    trial = world.trial(trial.id)
    assert (trial.state, trial.doubt, len(world.rows("tasks"))) == (TrialState.RUNNING, "", tasks)
    assert "delgado.example" in {one.value for one in world.rows("known_by") if one.business_id == trial.business_id}


def test_an_address_that_a_verifier_hears_is_asked_about_on_that_call(world: World) -> None:
    trial = sold_to_leo(world, ConfirmationWay.VERIFIER)
    heard = {**CALLED, "email": "leo@delgado.example"}
    with pytest.raises(Invalid) as refused:
        sales.confirm_by_verifier(world.deps, trial.id, who=world.verifier, **heard)
    (fault,) = refused.value.errors
    assert fault.field == "apart" and "mail is at delgado.example too" in fault.remedy
    assert world.trial(trial.id).state is TrialState.AWAITING_CONFIRMATION
    trial = sales.confirm_by_verifier(world.deps, trial.id, who=world.verifier, **heard, apart="her son's own shop")
    assert trial.state is TrialState.RUNNING and "delgado.example" in trial.doubt


def test_a_slip_in_the_address_leaves_no_doubt_behind(world: World) -> None:
    trial = sold_to_leo(world, ConfirmationWay.VERIFIER)
    with pytest.raises(Invalid):
        sales.confirm_by_verifier(world.deps, trial.id, who=world.verifier, **CALLED, email="leo@delgado.example")
    trial = sales.confirm_by_verifier(world.deps, trial.id, who=world.verifier, **CALLED, email="leo@hill.example")
    assert trial.state is TrialState.RUNNING and not trial.doubt


@pytest.mark.parametrize("email", ["leo@gmail.com", "leo@rooter.example", None])
def test_an_address_of_their_own_is_sent_the_link(world: World, email: str | None) -> None:
    trial = sold_to_leo(world)
    for minute in ("15:14", "15:16"):
        world.on("2027-05-20", minute)
        trial = sales.send_again(world.deps, trial.id, who=world.agent, email=email)
    assert (trial.way, trial.doubt) == (ConfirmationWay.LINK, "")
