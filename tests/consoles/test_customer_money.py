"""Support → a customer: what became of each invoice, and what waits for somebody else's decision."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from mappop.domain.correction import Correction, CorrectionKind, CorrectionReason
from mappop.domain.processor import DisputeState as Told
from mappop.domain.processor import DisputeTold
from mappop.domain.roles import Role
from mappop.services import corrections, disputes
from mappop.services.corrections import Asked
from tests.consoles.conftest import Visitor
from tests.scenarios.test_paying_by_card import first_month, on, saves
from tests.world import World

BANK = "Waits Their bank looks into a payment: no card and no bank account is charged until it has decided."
LOST = "Waits A dispute was lost: nothing is charged until they enter a card or bank anew."
NEXT = "Mon 31 May The next month, $39.95, from noon."


@pytest.fixture
def world(world: World) -> World:
    """Rosa's card paid MP-000001 on Wednesday 31 March 2027 and MP-000002 on Friday 30 April, $39.95 each; in 30 days
    Sam may give back $40 alone."""
    first_month(world.on("2027-03-01"))
    on(world, "2027-04-30", "17:01")
    world.sam = world.person(Role.SUPPORT_AGENT, "Sam", "sam@mappop.example", "manila")
    world.mia = world.person(Role.ADMIN, "Mia", "mia@mappop.example", "manila")
    return world.on("2027-05-02")


@pytest.fixture
def sam(visitor: Visitor, world: World) -> Visitor:
    visitor.sign_in("sam@mappop.example")
    return visitor


def page(sam: Visitor) -> BeautifulSoup:
    text = sam.get("/support/customers/delgado-plumbing-austin").get_data(as_text=True)
    return BeautifulSoup(text, "html.parser")


def coming(sam: Visitor) -> list[str]:
    return [step.get_text(" ", strip=True) for step in page(sam).select(".dated li")]


def state(sam: Visitor) -> list[str]:
    """What the newest invoice's last cell says, part by part."""
    return [
        part.get_text(" ", strip=True)
        for part in page(sam).select("tbody tr td:last-child")[0].find_all(["span", "small"], recursive=False)
    ]


def refund(world: World, number: int) -> Correction:
    invoice = next(one for one in world.rows("invoices") if one.number == number)
    payment = next(one for one in world.rows("payments") if one.invoice_id == invoice.id)
    asked = Asked(
        CorrectionKind.REFUND, invoice.id, 3995, CorrectionReason.ASKED_BY_OWNER, "She called.", payment.id
    )  # fmt: skip
    made = corrections.ask(world.deps, asked, key=f"form-{number}", who=world.sam)
    world.work()
    return made


@pytest.fixture
def waiting(world: World) -> Correction:
    """Of two refunds in a week only the first is within Sam's limit."""
    refund(world, 1)
    return refund(world, 2)


def hears(world: World, *states: Told) -> None:
    at = world.clock.now()
    for told in states:
        news = DisputeTold("du_1", world.rows("payments")[-1].ref, 3995, told, "fraudulent", at, False, 0, 1500, at)
        disputes.take(world.deps, news, told_by="processor")
    world.work()


def test_a_refund_that_waits_stands_with_its_invoice_and_in_what_comes_next(
    sam: Visitor, world: World, waiting: Correction
) -> None:
    """It was to be found far down in what happened, while the invoice said “paid” alone."""
    assert state(sam) == ["paid Fri 30 Apr", "Refund of $39.95: waits for a second person"]
    assert coming(sam) == ["Waits Refund of $39.95 for MP-000002 : a second person decides.", NEXT]
    corrections.approve(world.deps, waiting.id, who=world.mia)
    world.work()
    assert state(sam)[1] == "Refund of $39.95: done" and coming(sam) == [NEXT]


def test_what_was_declined_leaves_no_mark_on_the_invoice(sam: Visitor, world: World, waiting: Correction) -> None:
    corrections.decline(world.deps, waiting.id, why="She has used it since.", who=world.mia)
    assert state(sam) == ["paid Fri 30 Apr"] and coming(sam) == [NEXT]


def test_a_disputed_invoice_says_so_and_nobody_is_promised_a_charge_meanwhile(sam: Visitor, world: World) -> None:
    """“The next month, $39.95, from noon” stood there alone, though nothing is charged while a bank decides."""
    hears(world, Told.NEEDS_ANSWER)
    assert state(sam)[1] == "Dispute of $39.95: answer it" and coming(sam) == [BANK, NEXT]
    hears(world, Told.LOST)
    assert state(sam)[1] == "Dispute of $39.95: lost" and coming(sam) == [LOST, NEXT]
    world.later(hours=1)
    saves(world, label="Visa 4444")
    assert coming(sam) == [NEXT]
