"""Two sales of one business in the same second, each over a connection of its own: the second is told what it would be
told a minute later."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from threading import Barrier, BrokenBarrierError
from typing import Any

import pytest

from mappop.domain.errors import Refused
from mappop.domain.person import CurrentPerson
from mappop.domain.roles import Role
from mappop.domain.trial import ConfirmationWay
from mappop.services import sales
from tests.scenarios.test_one_trial_each import LEO, OTHER_PHONE, drafted, spelt
from tests.world import DELGADO, ROSA, World

TOGETHER = 1.5  # seconds for which a sale that has looked waits for the other one to have looked too


def sell_at_once(world: World, *sold: tuple[dict[str, Any], dict[str, str]]) -> list[str]:
    """Each sale's refusal, or nothing. Whoever finds no other trial waits before it is written until the other has
    looked as well, as long as that one can look."""
    looked = Barrier(len(sold), timeout=TOGETHER)

    def theme(trade: str) -> str:  # asked for between the look and the commit
        with suppress(BrokenBarrierError):
            looked.wait()
        return world.deps.default_theme(trade)

    deps = replace(world.deps, default_theme=theme)
    agents = [world.agent, world.person(Role.SALES_AGENT, "Ivo", "ivo@harbor.example", "manila")]
    drafts = [drafted(world, who, *what) for who, what in zip(agents, sold, strict=True)]
    said = sales.Agreement("Rosa Delgado", "owner", "I may decide this", "rec 9")

    def start(who: CurrentPerson, draft_id: str) -> str:
        try:
            sales.start_trial(deps, draft_id, who=who, agreement=said)
        except Refused as refused:
            return str(refused)
        return ""

    with ThreadPoolExecutor(len(sold)) as pool:
        return sorted(pool.map(start, agents, drafts))


@pytest.mark.parametrize(
    "record",
    [
        spelt(),  # another number
        spelt("Delgado's Plumbing LLC", street="1204 East Seventh Street", unit="#B"),
        {**DELGADO, "address": {**DELGADO["address"], "street": "88 Oak St", "unit": ""}},  # another door
    ],
)
def test_of_two_spellings_in_one_second_one_is_refused_with_what_agrees(world: World, record: dict[str, Any]) -> None:
    sold, refused = sell_at_once(world.on("2027-05-20"), (DELGADO, ROSA), (record, LEO))
    assert sold == "" and "on Thursday, May 20, 2027, and seems to be the same business" in refused
    assert len(world.rows("trials")) == 1


def test_the_same_record_twice_in_one_second_is_refused_in_words(world: World) -> None:
    sold, refused = sell_at_once(world.on("2027-05-20"), (DELGADO, ROSA), (DELGADO, LEO))
    assert (sold, refused) == ("", "This business has a trial already: one for each business. Look it up by its phone.")


def test_of_two_with_mail_at_one_own_host_one_goes_to_a_verifier(world: World) -> None:
    other = {**spelt("Austin Rooter", street="88 Oak St", unit=""), "phones": OTHER_PHONE}
    office = {**LEO, "email": "office@delgado.example"}
    assert sell_at_once(world.on("2027-05-20"), (DELGADO, ROSA), (other, office)) == ["", ""]
    ways = {trial.way: trial.doubt for trial in world.rows("trials")}
    assert set(ways) == {ConfirmationWay.LINK, ConfirmationWay.VERIFIER} and "too." in ways[ConfirmationWay.VERIFIER]


def test_two_businesses_that_share_nothing_are_sold_in_one_second(world: World) -> None:
    other = {**spelt("Kestrel Bakery", street="88 Oak St", unit=""), "phones": OTHER_PHONE}
    assert sell_at_once(world.on("2027-05-20"), (DELGADO, ROSA), (other, LEO)) == ["", ""]
    assert {trial.way for trial in world.rows("trials")} == {ConfirmationWay.LINK}


def test_two_shops_of_one_name_in_one_town_are_sold_in_one_second(world: World) -> None:
    """Each with an id of its own, which both would have got."""
    other = spelt(street="88 Oak St", unit="")
    assert sell_at_once(world.on("2027-05-20"), (DELGADO, ROSA), (other, LEO)) == ["", ""]
    ids = {trial.business_id for trial in world.rows("trials")}
    assert ids == {"delgado-plumbing-austin", "delgado-plumbing-austin-2"}
