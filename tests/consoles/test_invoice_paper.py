"""The owner takes an invoice as a PDF, and nobody else does."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from itsdangerous import TimestampSigner

from mappop.domain.correction import CorrectionKind, CorrectionReason
from mappop.domain.errors import NotFound
from mappop.domain.roles import Role
from mappop.services import billing, corrections, invoice_papers, invoicing, messages
from mappop.services.corrections import Asked
from mappop.services.signing import OWNER_LINK
from tests.consoles.conftest import Visitor
from tests.world import DELGADO, World

HOSTILE = '#panic("x") *bold* $x^2$ @ref <label> \\ {number} {{link}} مرحبا 🔧 ' + "long " * 50


@pytest.fixture
def owner(world: World, visitor: Visitor) -> Visitor:
    """Rosa's first charge is on Wednesday, March 31, 2027."""
    return charged(world, visitor, DELGADO)


def charged(world: World, visitor: Visitor, record: dict[str, Any]) -> Visitor:
    trial = world.on("2027-03-01").sell(record, {"name": "Rosa Delgado", "email": "rosa@delgado.example"})
    world.confirm(trial)
    world.work()
    billing.choose_invoice(world.deps, trial.business_id, actor="owner")
    run(world, "2027-03-24")
    reminder = next(m for m in world.rows("messages") if m.kind == "charge_reminder")
    messages.take_report(world.deps, {"id": reminder.provider_id, "event": "delivered",
                                      "received_at": world.clock.now().isoformat()})  # fmt: skip
    run(world, "2027-03-31", "18:00")
    visitor.post(f"/o/{OWNER_LINK.sign(world.app.settings, world.rows('people')[-1].id)}")
    return visitor


def invoice_owner(world: World) -> str:
    return next(person.id for person in world.rows("people") if person.business_id)


def run(world: World, day: str, time: str = "15:10") -> None:
    billing.run(world.on(day, time).deps)
    world.work()


def content(world: World, language: str = "en") -> dict[str, Any]:
    """What is typeset."""
    kept: dict[str, Any] = {}
    deps = replace(world.deps, typeset=lambda paper, content, **_: kept.update(content) or b"")
    (invoice,) = world.rows("invoices")
    invoice_papers.paper_of(deps, invoice.id, business_id=invoice.business_id, language=language)
    return kept


@pytest.fixture
def one_second(monkeypatch: pytest.MonkeyPatch) -> None:
    """The way out on a paper is a link dated to the second it is asked for: two of the same second are the same."""
    second = TimestampSigner("any").get_timestamp()
    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda signer: second)


@pytest.mark.usefixtures("one_second")
def test_the_payments_page_leads_to_a_pdf_that_is_the_same_each_time(world: World, owner: Visitor) -> None:
    page = owner.get("/portal/payments").get_data(as_text=True)
    (link,) = re.findall(r'href="(/portal/invoices/[^"]+\.pdf)"', page)
    answer, again = owner.get(link), owner.get(link)
    assert answer.mimetype == "application/pdf" and answer.headers["Content-Disposition"].endswith('"MP-000001.pdf"')
    assert answer.data.startswith(b"%PDF-") and answer.data == again.data


@pytest.mark.parametrize(
    ("lang", "said", "after"),
    [
        ("en", "$39.95 of invoice MP-000001 is to be paid by Wednesday, April 14, 2027.", "Friday, April 30"),
        (
            "es",
            "Faltan $39.95 de la factura MP-000001, por pagar hasta el miércoles 14 de abril de 2027.",
            "30 de abril",
        ),
    ],
)
def test_what_comes_next_begins_with_the_invoice_that_is_open(
    world: World, owner: Visitor, lang: str, said: str, after: str
) -> None:
    """It began with the charge of a month later; the sum to be paid in two weeks stood in the last line of the page."""
    page = owner.get(f"/portal/payments?lang={lang}").get_data(as_text=True)
    page = page.replace('<span class="whole">MP-000001</span>', "MP-000001")
    assert said in page and after in page.partition(said)[2] and after not in page.partition(said)[0]
    (invoice,) = world.rows("invoices")
    invoicing.record_payment(world.deps, invoice.id, amount_minor=3995, reference="check 7", who=world.verifier)
    assert "MP-000001" in (page := owner.get("/portal/payments").get_data(as_text=True)) and "is to be paid" not in page


def test_it_says_for_whom_for_what_how_much_and_what_is_left(world: World, owner: Visitor) -> None:
    shown = content(world)
    assert shown["to"] == ["Delgado Plumbing", "Rosa Delgado", "1204 E 7th St Ste B", "Austin, TX 78702"]
    (line,) = shown["lines"]
    assert (line["period"], line["amount"]) == ("Mar 31, 2027 – Apr 29, 2027", "$39.95")
    assert shown["sums"] == [{"name": "total", "number": "", "amount": "$39.95"}] and shown["said"] == "is_open"
    assert shown["fill"]["day"] == "Wednesday, April 14, 2027" and "/x/" in shown["link"]


def test_once_it_is_paid_nothing_is_left_and_the_day_is_said_in_spanish_too(world: World, owner: Visitor) -> None:
    (invoice,) = world.rows("invoices")
    world.on("2027-04-02")
    invoicing.record_payment(world.deps, invoice.id, amount_minor=3995, reference="check 7", who=world.verifier)
    shown = content(world, "es")
    assert [row["amount"] for row in shown["sums"]] == ["$39.95", "−$39.95", "$0.00"]
    assert (shown["said"], shown["fill"]["day"]) == ("is_paid", "viernes 2 de abril de 2027")
    assert shown["lines"][0]["period"] == "31 mar 2027 – 29 abr 2027"


def test_after_a_credit_page_and_paper_say_what_is_left_and_the_letter_keeps_the_numbers_whole(
    world: World, owner: Visitor
) -> None:
    """The page went on asking for 39.95 when a letter had said that 18.95 was left. Browsers break a number behind its
    hyphen; what is copied, and the plain part, are as ever."""
    (invoice,) = world.rows("invoices")
    mia = world.on("2027-04-02").person(Role.ADMIN, "Mia", "mia@mappop.example", "manila")
    asked = Asked(CorrectionKind.CREDIT_NOTE, invoice.id, 2100, CorrectionReason.GOODWILL, "A week without a site.")
    corrections.ask(world.deps, asked, key="form-1", who=mia)
    world.work()
    owner.post(f"/o/{OWNER_LINK.sign(world.app.settings, invoice_owner(world))}")
    page, es = (owner.get(f"/portal/payments?lang={code}").get_data(as_text=True) for code in ("en", "es"))
    assert "$18.95 is left, to be paid by Wednesday, April 14, 2027" in page and "To be paid by" not in page
    assert "Quedan $18.95 por pagar hasta el miércoles 14 de abril de 2027" in es
    paper = content(world)
    assert [row["amount"] for row in paper["sums"]] == ["$39.95", "−$21.00", "$18.95"]
    assert paper["sums"][1]["number"] == "CN-000001" and paper["fill"]["amount"] == "$18.95"
    letter = next(m for m in world.rows("messages") if m.kind == "credited")
    for number in ("MP-000001", "CN-000001"):
        assert f'<span style="white-space:nowrap">{number}</span>' in letter.html and number in letter.body
    assert '<span class="whole">MP-000001</span></a>' in page


@pytest.mark.usefixtures("owner")
def test_what_went_back_after_it_was_paid_is_on_the_paper_too(world: World) -> None:
    """A bookkeeper read “paid in full” of an invoice of which 15.00 had been sent back and 7.00 credited."""
    (invoice,) = world.rows("invoices")
    mia = world.on("2027-04-02").person(Role.ADMIN, "Mia", "mia@mappop.example", "manila")
    invoicing.record_payment(world.deps, invoice.id, amount_minor=3995, reference="check 7", who=mia)
    (payment,) = world.rows("payments")
    back = Asked(CorrectionKind.REFUND, invoice.id, 1500, CorrectionReason.ASKED_BY_OWNER, "x", payment.id, "2201")
    corrections.ask(world.deps, back, key="form-1", who=mia)
    credit = Asked(CorrectionKind.CREDIT_NOTE, invoice.id, 700, CorrectionReason.OUTAGE, "A day without a site.")
    corrections.ask(world.on("2027-04-03").deps, credit, key="form-2", who=mia)
    told = {(note["name"], note["number"], note["amount"], note["day"]) for note in content(world)["notes"]}
    assert told == {
        ("refunded", "Refund", "$15.00", "Friday, April 2, 2027"),
        ("kept", "CN-000001", "$7.00", "Saturday, April 3, 2027"),
    }


@pytest.mark.usefixtures("owner")
def test_what_was_credited_as_a_whole_thanks_for_no_payment(world: World) -> None:
    (invoice,) = world.rows("invoices")
    mia = world.on("2027-04-02").person(Role.ADMIN, "Mia", "mia@mappop.example", "manila")
    asked = Asked(CorrectionKind.CREDIT_NOTE, invoice.id, 3995, CorrectionReason.NOT_DELIVERED, "No site at all.")
    corrections.ask(world.deps, asked, key="form-1", who=mia)
    shown = content(world)
    assert shown["said"] == "is_credited" and [row["name"] for row in shown["sums"]] == ["total", "credit_note", "left"]


@pytest.mark.usefixtures("owner")
def test_the_way_out_on_the_paper_is_a_link(world: World) -> None:
    (invoice,) = world.rows("invoices")
    _, pdf = invoice_papers.paper_of(world.deps, invoice.id, business_id=invoice.business_id, language="es")
    assert b"/URI" in pdf


def test_paid_in_the_evening_is_paid_on_the_business_own_day(world: World, owner: Visitor) -> None:
    """Two in the morning of 3 April in UTC is nine in the evening of 2 April in Austin."""
    (invoice,) = world.rows("invoices")
    world.on("2027-04-03", "02:00")
    invoicing.record_payment(world.deps, invoice.id, amount_minor=3995, reference="check 7", who=world.verifier)
    assert content(world)["fill"]["day"] == "Friday, April 2, 2027"


def test_anothers_invoice_does_not_exist_for_an_owner(world: World, owner: Visitor) -> None:
    (invoice,) = world.rows("invoices")
    with pytest.raises(NotFound):
        invoice_papers.paper_of(world.deps, invoice.id, business_id="somebody-else", language="en")
    assert owner.get("/portal/invoices/inv_none.pdf").status_code == 404


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_name_full_of_signs_is_only_text_on_paper(world: World, visitor: Visitor, language: str) -> None:
    charged(world, visitor, {**DELGADO, "name": HOSTILE[:300].strip()})
    (invoice,) = world.rows("invoices")
    _, pdf = invoice_papers.paper_of(
        world.deps, invoice.id, business_id=invoice.business_id, language=language
    )  # fmt: skip
    assert pdf.startswith(b"%PDF-") and b"panicked" not in pdf


@pytest.mark.parametrize(
    ("language", "goes"),
    [("en", "A check is made out to Map Pop and mailed to 100 Congress Ave, Austin, TX 78701."),
     ("es", "El cheque va a nombre de Map Pop, por correo a 100 Congress Ave, Austin, TX 78701.")],
)  # fmt: skip
def test_who_pays_by_check_reads_where_it_goes_and_whom_to_call_about_a_transfer(owner, world, language, goes):
    filled = content(world, language)["fill"]
    (letter,) = [m for m in world.rows("messages") if m.kind == "invoice" and m.channel.value == "mail"]
    page = owner.get(f"/portal/payments?lang={language}").get_data(as_text=True)
    assert goes in page and "512-555-0100" in page
    assert (goes in letter.body and "512-555-0100" in letter.body) is (language == "en"), "Rosa reads English"
    assert filled["payee"] in goes and filled["payee_address"] in goes and filled["phone"] == "512-555-0100"
