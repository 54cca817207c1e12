"""Whoever sent a form with faults is told which field is meant, by the words that stand over it, and led there."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from mappop.domain.correction import CorrectionKind, CorrectionReason
from mappop.domain.roles import Role
from mappop.services import callers, corrections
from mappop.services.corrections import Asked
from tests.consoles.conftest import Visitor
from tests.scenarios.test_dunning import SHOP
from tests.scenarios.test_sent_again import a_debit_of_ours_comes_back
from tests.world import World

PAGE = f"/support/customers/{SHOP}"


@pytest.fixture
def sam(world: World):
    """Rosa’s debit came back because it was not as agreed."""
    who = world.person(Role.SUPPORT_AGENT, "Sam", "sam@mappop.example", "manila")
    a_debit_of_ours_comes_back(world)
    return who


def faults(answer) -> dict[str, str]:
    """What each says, by the label of the field that it leads to."""
    page = BeautifulSoup(answer.get_data(as_text=True), "html.parser")
    found = {}
    for link in page.select("#summary a"):
        field = page.find(id=link["href"].removeprefix("#"))
        assert field is not None, f"{link} leads nowhere"
        shown = field.find_parent("fieldset").legend if field.get("type") == "radio" else None
        label = (shown or page.find("label", attrs={"for": field["id"]})).get_text(" ", strip=True)
        found[label.partition(" (optional)")[0]] = link.get_text()
    return found


@pytest.mark.parametrize(
    "path", ["caller", "cancel", "coupon", "corrections", "send-again"], ids=lambda path: path.replace("-", "_")
)
def test_forms_of_support(world: World, visitor: Visitor, sam, path: str) -> None:
    visitor.sign_in(sam.email)
    if path != "caller":
        callers.note_caller(world.deps, SHOP, who=sam, name="Rosa Delgado", way="called_back", note="")
    answer = visitor.post(f"{PAGE}/{path}", on=PAGE if path == "caller" else "", step="look")
    assert answer.status_code == 422
    told = faults(answer)
    assert told and all(said.startswith(f"“{label}” ") for label, said in told.items()), told


def test_the_form_of_one_proposal_among_many(world: World, visitor: Visitor, sam) -> None:
    (invoice,) = world.rows("invoices")
    asked = Asked(CorrectionKind.WRITE_OFF, invoice.id, 3995, CorrectionReason.BUSINESS_CLOSED, "Closed for good.")
    proposed = corrections.ask(world.deps, asked, key="form-1", who=sam)
    visitor.sign_in(world.person(Role.ADMIN, "Mia", "mia@mappop.example", "manila").email)
    answer = visitor.post(f"/admin/corrections/{proposed.id}/decline", on="/admin/corrections", why="")
    assert faults(answer) == {"Why not: MP-000001": "“Why not” is missing: say in a sentence what speaks against it"}


def test_the_form_of_one_invoice_among_many(world: World, visitor: Visitor, sam) -> None:
    (invoice,) = world.rows("invoices")
    visitor.sign_in(world.person(Role.ADMIN, "Mia", "mia@mappop.example", "manila").email)
    answer = visitor.post(f"/admin/invoices/{invoice.id}/paid", on="/admin/billing", amount="ten", reference="")
    assert faults(answer) == {
        "Amount of MP-000001": "“Amount” is no amount in dollars: such as 39.95",
        "Check or transfer for MP-000001": "“Check or transfer” is missing: the check’s number, or the transfer’s text",
    }


def test_a_refusal_is_a_sentence_of_its_own(world: World, visitor: Visitor, sam) -> None:
    visitor.sign_in(sam.email)
    world.on("2027-08-20")
    visitor.sign_in(sam.email)
    answer = visitor.post(f"{PAGE}/send-again", heard="The day was put right.")
    told = BeautifulSoup(answer.get_data(as_text=True), "html.parser")
    assert told.select_one("#summary a").get_text().startswith("The days in which it may be sent again")
    assert ".." not in told.select_one("#e-heard").get_text()
