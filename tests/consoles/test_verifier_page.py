"""The verifier's page: the first answer stands, and nobody is told otherwise."""

from __future__ import annotations

import pytest

from checkers.nap import Nap
from mappop.domain.roles import Role
from mappop.domain.trial import Trial, TrialState
from tests.consoles.conftest import Visitor
from tests.world import DELGADO, FakePublisher, World

HEARD = {"number": "(512) 555-0134", "spoke_with": "Rosa Delgado", "role": "Owner", "recording": "VB-1", "note": "map"}


@pytest.fixture
def trial(world: World) -> Trial:
    return world.sell(DELGADO, {"name": "Rosa Delgado"})


@pytest.fixture
def ben(visitor: Visitor, world: World) -> Visitor:
    visitor.sign_in(world.person(Role.VERIFIER, "Ben Cruz", "ben@mappop.example", "manila").email)
    return visitor


@pytest.mark.parametrize(
    ("answer", "state", "said"),
    [("yes", TrialState.RUNNING, "is confirmed"), ("no", TrialState.DECLINED, "is declined")],
)
def test_the_answer_that_was_heard_is_kept(
    ben: Visitor, world: World, trial: Trial, answer: str, state: TrialState, said: str
) -> None:
    assert ben.post(f"/verify/{trial.id}", **HEARD, answer=answer).status_code == 302
    assert world.trial(trial.id).state is state
    assert f"Delgado Plumbing {said}" in ben.get("/verify/").get_data(as_text=True)


def test_a_tab_left_open_can_neither_undo_an_answer_nor_seem_to(ben: Visitor, world: World, trial: Trial) -> None:
    path = f"/verify/{trial.id}"
    ben.post(path, **HEARD, answer="yes")
    ben.get("/verify/")
    ben.post(path, on="/verify/", **HEARD, answer="no")
    assert world.trial(trial.id).state is TrialState.RUNNING
    page = ben.get("/verify/").get_data(as_text=True)
    assert "was confirmed before" in page and "is declined" not in page


def test_the_number_that_was_found_is_the_evidence_whatever_is_sent(ben: Visitor, world: World) -> None:
    world.publishers["citydir"].shown["cd-1"] = Nap(
        name="Delgado Plumbing", street="1204 E 7th St", city="Austin", region="TX", phone="+15125550134"
    )
    trial = world.sell(DELGADO, {"name": "Rosa Delgado"}, scan_id=world.scan())
    ben.post(f"/verify/{trial.id}", **{**HEARD, "number": "(512) 555-0199"}, answer="yes")
    kept = world.trial(trial.id).confirmation
    assert (kept["number"], kept["number_from"]) == ("+15125550134", "Citydir")


def test_the_number_to_call_is_the_one_that_most_places_show(ben: Visitor, world: World) -> None:
    seen = Nap("Delgado Plumbing", "1204 E 7th St", "Ste B", "Austin", "TX", "78702", "US", "+15125550134")
    for name, phone in (("alphadir", "+15125550107"), ("betadir", "+15125550134"), ("citydir", "+15125550134")):
        world.publishers[name] = FakePublisher(name)
        world.publishers[name].shown["1"] = seen.with_(phone=phone)
    trial = world.sell(DELGADO, {"name": "Rosa Delgado"}, scan_id=world.scan())
    page = ben.get(f"/verify/{trial.id}").get_data(as_text=True)
    assert 'href="tel:+15125550134"' in page and "Betadir" in page


def test_a_sale_in_doubt_is_confirmed_with_what_tells_the_two_apart(ben: Visitor, world: World) -> None:
    world.confirm(world.sell())
    rooter = {**DELGADO, "name": "Austin Rooter", "phones": [{"number": "(512) 555-0199"}]}
    trial = world.sell(rooter, {"name": "Leo Hill", "email": "leo@delgado.example"})
    page = ben.get(f"/verify/{trial.id}").get_data(as_text=True)
    assert "Is it another business?" in page and "its owner&#39;s mail is at delgado.example too" in page
    assert ben.post(f"/verify/{trial.id}", **HEARD, answer="yes").status_code == 422
    ben.post(f"/verify/{trial.id}", **HEARD, answer="yes", apart="Leo rents the yard, own van, own tax id")
    assert world.trial(trial.id).confirmation["apart"] == "Leo rents the yard, own van, own tax id"


def test_an_address_that_is_heard_and_brings_a_doubt_asks_what_tells_the_two_apart(ben: Visitor, world: World) -> None:
    """Rosa's mail is at a host of her own; Leo, of another shop, says on the call that his is there too."""
    world.confirm(world.sell())
    record = {**DELGADO, "name": "Austin Rooter", "phones": [{"number": "(512) 555-0199"}],
              "address": {**DELGADO["address"], "street": "88 Oak St", "unit": ""}}  # fmt: skip
    trial = world.sell(record, {"name": "Leo Hill"})
    heard = {**HEARD, "spoke_with": "Leo Hill", "answer": "yes", "owner.email": "leo@delgado.example"}
    assert 'name="apart"' not in ben.get(f"/verify/{trial.id}").get_data(as_text=True)
    asked = ben.post(f"/verify/{trial.id}", **heard)
    page = asked.get_data(as_text=True)
    assert asked.status_code == 422 and 'name="apart"' in page and "mail is at delgado.example too" in page
    assert ben.post(f"/verify/{trial.id}", **heard, apart="her son, a shop of his own").status_code == 302
    assert world.trial(trial.id).state is TrialState.RUNNING
