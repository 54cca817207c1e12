"""Checks and transfers come in by the bank's own export, dated: each line once, and nothing on a mere guess."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from mappop.db.queries import bank as queries
from mappop.domain.bank_file import LineState
from mappop.domain.errors import Refused
from mappop.domain.invoice import InvoiceState
from mappop.services import bank_files
from tests.scenarios.test_first_charge import delivered_in_time, on, started
from tests.world import World

HEAD = "Date,Description,Amount\n"


@pytest.fixture
def world(world: World) -> World:
    """Rosa's first invoice, MP-000001 for $39.95, is made on Wednesday, March 31, 2027."""
    world.on("2027-03-01")
    started(world)
    delivered_in_time(world)
    on(world, "2027-03-31", "18:00")
    return world.on("2027-04-02")


def give(world: World, *lines: str) -> bank_files.TakenIn:
    return bank_files.take_in(world.deps, (HEAD + "\n".join(lines)).encode(), who=world.verifier)


def invoice(world: World):
    return world.rows("invoices")[0]


def waiting(world: World):
    with Session(world.app.reader) as db:
        return queries.waiting(db)


def test_number_and_sum_are_a_payment_and_the_same_file_again_is_nothing(world: World) -> None:
    done = give(world, "04/01/2027,DELGADO MP-000001,39.95", "04/01/2027,RENT,-900.00")
    assert (done.taken, done.waiting, done.went_out) == (1, 0, 1)
    assert invoice(world).state is InvoiceState.PAID
    (payment,) = world.rows("payments")
    assert payment.ref == "2027-04-01 DELGADO MP-000001"
    again = give(world, "04/01/2027,DELGADO MP-000001,39.95", "04/03/2027,OTHER,5.00")
    assert (again.taken, again.known, again.waiting) == (0, 1, 1)
    assert len(world.rows("payments")) == 1


def test_money_of_which_the_bank_does_not_say_that_it_came_in_waits_with_that_reason(world: World) -> None:
    head = "Date,Description,Amount,Type\n"
    lines = "04/01/2027,REFUND MP-000001,39.95,ACH Debit\n04/01/2027,MP-000001,39.95,Check\n"
    done = bank_files.take_in(world.deps, (head + lines).encode(), who=world.verifier)
    assert (done.taken, done.waiting, done.went_out) == (0, 1, 1) and invoice(world).state is InvoiceState.OPEN
    (row,) = waiting(world)
    assert row.line.text == "In or out? Check · MP-000001"
    assert row.guess.why.endswith("and the sum is right, but the bank does not say that it came in")
    bank_files.assign(world.deps, row.line.id, 1, who=world.verifier)
    assert invoice(world).state is InvoiceState.PAID


def test_another_sum_waits_with_its_reason_and_is_not_taken_for_the_whole(world: World) -> None:
    give(world, "04/01/2027,DELGADO MP-000001,39.59")
    (row,) = waiting(world)
    assert row.guess.why == "names MP-000001 of Delgado Plumbing, but $39.95 is open there" and row.number == 1
    with pytest.raises(Refused, match=r"is for \$39.95, not \$39.59"):
        bank_files.assign(world.deps, row.line.id, 1, who=world.verifier)
    assert invoice(world).state is InvoiceState.OPEN and waiting(world)[0].line.state is LineState.WAITING


def test_a_person_says_what_the_bank_did_not(world: World) -> None:
    give(world, "04/01/2027,ZELLE ROSA DELGADO,39.95", "04/01/2027,INTEREST,0.12")
    first, second = sorted(waiting(world), key=lambda row: -row.line.amount_minor)
    assert first.guess.why == "perhaps MP-000001 of Delgado Plumbing: the payer’s name and the sum agree"
    assert second.guess is None
    assert bank_files.assign(world.deps, first.line.id, first.number, who=world.verifier) == "MP-000001"
    bank_files.set_aside(world.deps, second.line.id, "interest of the bank", who=world.verifier)
    assert waiting(world) == [] and invoice(world).state is InvoiceState.PAID
    for again in (lambda: bank_files.assign(world.deps, first.line.id, 1, who=world.verifier),
                  lambda: bank_files.set_aside(world.deps, second.line.id, "x", who=world.verifier)):  # fmt: skip
        with pytest.raises(Refused, match="dealt with already"):
            again()


def test_two_lines_that_name_the_same_invoice_pay_it_once(world: World) -> None:
    done = give(world, "04/01/2027,MP-000001,39.95", "04/02/2027,MP-000001,39.95")
    assert (done.taken, done.waiting) == (1, 1) and len(world.rows("payments")) == 1


def test_a_line_that_names_an_invoice_of_which_nothing_is_open_says_so(world: World) -> None:
    give(world, "04/01/2027,MP-000001,39.95")
    give(world, "04/02/2027,DELGADO MP-000001,39.95")
    (row,) = waiting(world)
    assert (row.guess, row.named) == (None, "names MP-000001, which is paid or credited already")


@pytest.mark.parametrize(
    ("state", "became"),
    [
        (InvoiceState.OPEN, "which is open"),
        (InvoiceState.PAID, "which is paid or credited already"),
        (InvoiceState.UNCOLLECTIBLE, "which was written off"),
        (InvoiceState.VOID, "which is void"),
    ],
)
def test_a_line_that_names_two_invoices_says_what_became_of_each(
    world: World, state: InvoiceState, became: str
) -> None:
    on(world, "2027-04-30", "18:00")
    with world.app.unit_of_work() as uow:
        uow.invoices.first(number=2).state = state
        uow.commit()
    give(world, "04/30/2027,MP-000001 MP-000002,79.90")
    (row,) = waiting(world)
    is_open = state is InvoiceState.OPEN
    assert (row.number, row.guess is None) == (None if is_open else 1, is_open)
    assert row.named == ("names MP-000001, which is open; " if is_open else "") + f"names MP-000002, {became}"


def test_a_line_that_names_no_invoice_of_ours_says_so(world: World) -> None:
    """Nothing stood there, as if the bank had named none."""
    give(world, "04/01/2027,MP-000777,39.95", "04/02/2027,MP-000001 MP-000777,20.00")
    alone, beside = waiting(world)
    assert (alone.number, alone.named) == (None, "names MP-000777, which is no invoice of ours")
    assert (beside.number, beside.named) == (1, "names MP-000777, which is no invoice of ours")
