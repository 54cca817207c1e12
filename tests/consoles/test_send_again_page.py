"""A debit that came back because our entry was wrong, on the customer's page."""

from __future__ import annotations

from mappop.domain.roles import Role
from tests.consoles.conftest import Visitor
from tests.scenarios.test_dunning import SHOP, comes_back, comes_in, first_charge, on, tries
from tests.world import World

PAGE = f"/support/customers/{SHOP}"


def test_support_says_what_was_put_right_and_sends_it_again(visitor: Visitor, world: World) -> None:
    carlo = world.person(Role.SUPPORT_AGENT, "Carlo", "carlo@mappop.example", "manila")
    first_charge(world.on("2027-03-01"), kind="bank")
    on(world, "2027-04-06")
    comes_in(world)
    on(world, "2027-04-20")
    visitor.sign_in(carlo.email)
    assert "Send the debit again" not in visitor.get(PAGE).get_data(as_text=True)
    comes_back(world, "R11")
    on(world, "2027-04-20", "17:05")
    assert "Send the debit again" in visitor.get(PAGE).get_data(as_text=True)
    form = visitor.get(f"{PAGE}/send-again").get_data(as_text=True)
    assert "Note first who is calling" not in form
    assert '$39.95 of <span class="whole">MP-000001</span>' in form, (
        "how much leaves their account stands before the yes"
    )
    empty = visitor.post(f"{PAGE}/send-again", heard="")
    assert empty.status_code == 422 and "is missing: say it in a sentence" in empty.get_data(as_text=True)
    long = visitor.post(f"{PAGE}/send-again", heard="a day " * 60)
    assert long.status_code == 422 and "is too long: at most 300 letters" in long.get_data(as_text=True)
    assert "a day " * 59 in long.get_data(as_text=True)
    visitor.post(f"{PAGE}/send-again", heard="It was debited a day early.")
    world.work()
    told = visitor.get(PAGE).get_data(as_text=True)
    assert (
        'The debit of <span class="whole">MP-000001</span> is sent to their bank again' in told
        and "It was debited a day early." in told
    )
    assert tries(world) == ["2027-03-31", "2027-04-20"]
