"""“That’s how we say it”: a button beside the value, in the owner’s language, and another that takes it back."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup, Tag

from mappop.domain.listing import Listing
from mappop.services import checking
from mappop.services.signing import OWNER_LINK
from tests.consoles.conftest import Visitor
from tests.world import World


@pytest.fixture
def owner(visitor: Visitor, world: World) -> Visitor:
    """At CityDir the name carries keywords; all else is right."""
    world.confirm(world.sell())
    world.work()
    city = world.publishers["citydir"]
    city.shown = {ref: nap.with_(name="Delgado Plumbing & Drain Cleaning") for ref, nap in city.shown.items()}
    checking.check_listing(world.later(minutes=5).deps, listing(world).id)
    visitor.post(f"/o/{OWNER_LINK.sign(world.app.settings, world.rows('people')[-1].id)}")
    return visitor


def listing(world: World, publisher: str = "citydir") -> Listing:
    return next(x for x in world.rows("listings") if x.publisher == publisher)


def buttons(owner: Visitor, path: str) -> list[Tag]:
    page = BeautifulSoup(owner.get(path).get_data(as_text=True), "html.parser")
    return page.select("form.say-so button")


@pytest.mark.parametrize("path", ["/portal/", "/portal/places/{id}"])
def test_a_difference_is_accepted_beside_its_value_and_taken_back_there(
    owner: Visitor, world: World, path: str
) -> None:
    path, place = path.format(id=listing(world).id), f"/portal/places/{listing(world).id}"
    (button,) = buttons(owner, path)
    assert button.text.startswith("That’s how we say it") and button["value"] == "name"
    assert owner.post(button.parent["action"], on=path, field=button["value"]).location == place
    assert "Kept: that is how you say it" in owner.get(place).get_data(as_text=True)
    (button,) = buttons(owner, path)
    assert button.text.startswith("Take it back")
    owner.post(button.parent["action"], on=path, field=button["value"])
    assert buttons(owner, path)[0].text.startswith("That’s how we say it")


def test_the_grid_says_that_it_is_accepted_and_counts_the_place_as_right(owner: Visitor, world: World) -> None:
    before = owner.get("/portal/").get_data(as_text=True)
    owner.post(f"/portal/places/{listing(world).id}/accept", on="/portal/", field="name")
    after = owner.get("/portal/").get_data(as_text=True)
    assert "right in 0 of" in before and "right in 1 of" in after
    assert "accepted by the owner" in after
    assert "Rosa Delgado said" in owner.get(f"/portal/places/{listing(world).id}").get_data(as_text=True)


def test_what_is_right_has_no_button(owner: Visitor, world: World) -> None:
    assert buttons(owner, f"/portal/places/{listing(world, 'formdir').id}") == []
    owner.post(f"/portal/places/{listing(world).id}/accept", on="/portal/", field="phone")
    assert "Nothing differs there" in owner.get("/portal/").get_data(as_text=True)
    assert world.rows("accepted_differences") == []


def test_another_owners_place_does_not_exist(owner: Visitor, world: World) -> None:
    for act in ("accept", "take-back"):
        assert owner.post(f"/portal/places/listing_x/{act}", on="/portal/", field="name").status_code == 404
