"""What became of each invoice, and what waits for somebody else's decision: to support, and to the owner."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from mappop.domain.correction import Correction, CorrectionKind, CorrectionReason
from mappop.domain.processor import DisputeState as Told
from mappop.domain.processor import DisputeTold
from mappop.domain.roles import Role
from mappop.services import corrections, disputes
from mappop.services.corrections import Asked
from mappop.services.signing import OWNER_LINK
from tests.consoles.conftest import Visitor
from tests.scenarios.test_paying_by_card import first_month, on, saves
from tests.world import World

BANK = "Waits Their bank looks into a payment: no card and no bank account is charged until it has decided."
LOST = "Waits A dispute was lost: nothing is charged until they enter a card or bank anew."
NEXT = "Mon 31 May The next month, $39.95, from noon."
HELD = "Mon 31 May The next month, $39.95: the bill is made and not charged."


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
    """“The next month, $39.95, from noon” stood there alone, and then below the line that nothing is charged."""
    hears(world, Told.NEEDS_ANSWER)
    assert state(sam)[1] == "Dispute of $39.95: answer it" and coming(sam) == [BANK, HELD]
    hears(world, Told.LOST)
    assert state(sam)[1] == "Dispute of $39.95: lost" and coming(sam) == [LOST, HELD]
    world.later(hours=1)
    saves(world, label="Visa 4444")
    assert coming(sam) == [NEXT]
    on(world, "2027-05-31", "17:01")
    assert [one.invoice_id for one in world.rows("payments")].count(world.rows("invoices")[-1].id) == 1


def test_the_bill_of_a_time_in_which_nothing_is_charged_is_made_and_not_charged(world: World) -> None:
    hears(world, Told.NEEDS_ANSWER)
    on(world, "2027-05-31", "17:01")
    assert len(world.rows("invoices")) == 3 and len(world.rows("payments")) == 2


@pytest.fixture
def rosa(flask_app: Flask, world: World) -> Visitor:
    browser = Visitor(flask_app.test_client())
    with world.app.unit_of_work() as uow:
        owner = uow.people.first(business_id="delgado-plumbing-austin")
    browser.post(f"/o/{OWNER_LINK.sign(world.app.settings, owner.id)}")
    return browser


def test_the_owner_sees_at_the_invoice_what_was_sent_back(rosa: Visitor, world: World, waiting: Correction) -> None:
    """The list said “Paid” of an invoice of which nothing was left, and of one that only waits nothing more."""
    rows = BeautifulSoup(rosa.get("/portal/payments").get_data(as_text=True), "html.parser").select("tbody tr")
    said = [row.select("td")[-1].get_text(" | ", strip=True) for row in rows]
    assert said == ["Paid on Friday, April 30, 2027", "Paid on Wednesday, March 31, 2027 | $39.95 sent back to you"]


@pytest.mark.parametrize(("language", "said"), [("en", "$5.00 credited to you"), ("es", "Le acreditamos $5.00")])
def test_the_owner_sees_at_the_invoice_what_was_credited(rosa: Visitor, world: World, language: str, said: str) -> None:
    invoice = world.rows("invoices")[0]
    asked = Asked(CorrectionKind.CREDIT_NOTE, invoice.id, 500, CorrectionReason.OUTAGE, "The site was down for a day.")
    corrections.ask(world.deps, asked, key="form-credit", who=world.sam)
    world.work()
    text = rosa.get(f"/portal/payments?lang={language}").get_data(as_text=True)
    rows = BeautifulSoup(text, "html.parser").select("tbody tr")
    noted = [[small.get_text() for small in row.select("td")[-1].select("small")] for row in rows]
    assert noted == [[], [said]] and invoice.title in rows[1].get_text()


@pytest.mark.parametrize(
    ("language", "open_one", "lost"),
    [
        (
            "en",
            "Your bank is looking into a payment that was disputed.",
            "until you enter a card or bank account again",
        ),
        ("es", "Su banco estudia un pago que fue disputado.", "hasta que usted ponga otra vez una tarjeta"),
    ],
)
def test_the_owner_is_told_that_nothing_is_charged_while_a_bank_decides(
    rosa: Visitor, world: World, language: str, open_one: str, lost: str
) -> None:
    def told() -> str:
        return rosa.get(f"/portal/payments?lang={language}").get_data(as_text=True)

    assert open_one not in told() and lost not in told()
    hears(world, Told.NEEDS_ANSWER)
    assert open_one in told() and lost not in told()
    hears(world, Told.LOST)
    assert open_one not in told() and lost in told()


@pytest.mark.parametrize(
    ("language", "held", "charged", "pays_by"),
    [
        (
            "en",
            "A bill of $39.95 is made on Monday, May 31, 2027, and not charged for now. Then $39.95 a month.",
            "$39.95 on Monday, May 31, 2027, then $39.95 a month.",
            "You pay by card",
        ),
        (
            "es",
            "El lunes 31 de mayo de 2027 se hace una factura de $39.95, que por ahora no se cobra."
            " Luego $39.95 al mes.",
            "$39.95 el lunes 31 de mayo de 2027, y luego $39.95 al mes.",
            "Usted paga con tarjeta",
        ),
    ],
)
def test_the_owners_pages_promise_no_charge_meanwhile(
    rosa: Visitor, world: World, language: str, held: str, charged: str, pays_by: str
) -> None:
    """“Nothing is charged until you enter a card” stood between a sum with its day and “You pay by card: Visa”."""

    def told(page: str) -> str:
        text = rosa.get(f"/portal/{page}?lang={language}").get_data(as_text=True)
        return " ".join(BeautifulSoup(text, "html.parser").main.get_text(" ", strip=True).split())

    assert charged in told("") and charged in told("payments") and pays_by in told("payments")
    hears(world, Told.NEEDS_ANSWER)
    for page in ("", "payments"):
        assert held in told(page) and charged not in told(page)
    hears(world, Told.LOST)
    for page in ("", "payments"):
        assert held in told(page) and charged not in told(page) and pays_by not in told(page)
    world.later(hours=1)
    saves(world, label="Visa 4444")
    assert charged in told("") and charged in told("payments") and pays_by in told("payments")
