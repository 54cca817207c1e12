"""“How we reach you” in the portal: kept, told, and faults in the owner's language with what was typed."""

from __future__ import annotations

import pytest

from mappop.services.signing import OWNER_LINK
from tests.consoles.conftest import Visitor
from tests.world import World


@pytest.fixture
def owner(world: World, visitor: Visitor) -> Visitor:
    world.confirm(world.sell())
    world.work()
    visitor.post(f"/o/{OWNER_LINK.sign(world.app.settings, world.rows('people')[-1].id)}?to=reach")
    return visitor


def test_the_owner_sees_both_and_changes_one(owner: Visitor, world: World) -> None:
    page = owner.get("/portal/reach").get_data(as_text=True)
    assert 'value="rosa@delgado.example"' in page and 'value="(512) 555-0166"' in page
    assert owner.post("/portal/reach", mobile="", email="rosa@new.example").status_code == 302
    assert "Kept. We have written to the new place" in owner.get("/portal/reach").get_data(as_text=True)
    assert world.rows("trials")[0].owner["mobile"] == ""


@pytest.mark.parametrize(
    ("language", "fields", "said"),
    [("en", {"mobile": "12", "email": ""}, "is no US phone number"),
     ("es", {"mobile": "", "email": "<b>rosa"}, "no es una dirección"),
     ("es", {"mobile": "", "email": ""}, "necesitamos uno de los dos")],
)  # fmt: skip
def test_a_fault_is_said_in_the_owners_language_and_nothing_typed_is_lost(
    owner: Visitor, world: World, language: str, fields: dict[str, str], said: str
) -> None:
    owner.get(f"/portal/reach?lang={language}")
    answer = owner.post("/portal/reach", **fields)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422 and said in page and "<b>rosa" not in page
    assert world.rows("trials")[0].owner["email"] == "rosa@delgado.example"
