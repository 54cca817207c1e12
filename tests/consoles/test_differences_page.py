"""Admin → Differences: both sides agreeing at first, then a case with what to do."""

from __future__ import annotations

import pytest

from mappop.domain.processor import Answer, Outcome, OwnMoveKind
from mappop.domain.roles import Role
from mappop.services import reconciling
from tests.consoles.conftest import Visitor
from tests.world import World


@pytest.fixture
def mia(visitor: Visitor, world: World) -> Visitor:
    visitor.sign_in(world.person(Role.ADMIN, "Mia", "mia@mappop.example", "manila").email)
    return visitor


def shown(mia: Visitor) -> str:
    return " ".join(mia.get("/admin/differences").get_data(as_text=True).split())


def test_a_charge_that_we_know_nothing_of_stands_there_with_what_to_do(mia: Visitor, world: World) -> None:
    assert "Nothing is open" in shown(mia)
    world.processor.made["stranger"] = Answer("stranger", "<b>pi_stray", Outcome.PAID, 5000, "", 175)
    reconciling.reconcile(world.later(hours=1).deps)
    page = shown(mia)
    assert (
        "<small>all</small>" not in page
        and "They have it, we don’t" in page
        and "$50.00" in page
        and "Nothing is open" not in page
    )
    assert "<b>" not in page.partition("They have it")[2]


def test_a_movement_that_we_do_not_know_is_closed_there_with_a_word_that_is_required(
    mia: Visitor, world: World
) -> None:
    """The note stays typed until it is taken; then name and note stand with the case, which is no longer open."""
    world.processor.moved(OwnMoveKind.OTHER, -700, at=world.clock.now())
    world.processor.moved(OwnMoveKind.OTHER, 700, at=world.clock.now())  # so that the balance agrees
    reconciling.reconcile(world.later(hours=1).deps)
    page, case = shown(mia), world.rows("difference_cases")[0]
    assert "A movement of a kind that we don’t know" in page
    path, seal = f"/admin/differences/{case.id}/close", case.seal
    empty = mia.post(path, on="/admin/differences", note=" ", seal=seal)
    said = empty.get_data(as_text=True)
    assert empty.status_code == 422 and "“What it is, and why” is missing" in said
    assert f'aria-describedby="e-note.{case.id}" aria-invalid="true"' in said
    stale = mia.post(path, on="/admin/differences", note="Their <b>reserve", seal="another")
    assert stale.status_code == 409 and 'value="Their &lt;b&gt;reserve"' in stale.get_data(as_text=True)
    assert "2</b> <a" in mia.get("/admin/").get_data(as_text=True)
    assert mia.post(path, on="/admin/differences", note="Their <b>reserve", seal=seal).status_code == 302
    page = shown(mia)
    assert "Closed by Mia" in page and "“Their &lt;b&gt;reserve”" in page and "Closed by a person" in page
    assert "1</b> <a" in mia.get("/admin/").get_data(as_text=True)


def test_a_payout_that_our_bank_did_not_take_says_what_to_do(mia: Visitor, world: World) -> None:
    for kind, cents in ((OwnMoveKind.PAYOUT, -3000), (OwnMoveKind.PAYOUT_BACK, 3000)):
        world.processor.moved(kind, cents, at=world.clock.now(), has_failed=kind is OwnMoveKind.PAYOUT_BACK)
    reconciling.reconcile(world.later(hours=1).deps)
    page = shown(mia)
    assert "Our bank did not take a payout" in page and "Mend our bank account there" in page and "$30.00" in page
