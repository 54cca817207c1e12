"""A bank's export: read as banks write it, and what each line pays."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappop.domain.bank_file import read_bank_file
from mappop.domain.bank_match import OpenInvoice, guess
from mappop.domain.errors import Refused

ONE = """Details,Posting Date,Description,Amount,Type,Balance,Check or Slip #
CREDIT,03/31/2027,"ORIG CO NAME:DELGADO PLUMBING, ENTRY:MP-000123",39.95,ACH_CREDIT,"1,139.95",
CHECK,04/01/2027,DEPOSIT ID 4421,"$1,039.95",CHECK_DEPOSIT,2179.90,1107
DEBIT,04/02/2027,OFFICE RENT,-900.00,ACH_DEBIT,1279.90,
"""
OTHERS = {
    "two columns for the sum": "Date;Description;Debit;Credit\n2027-03-31;Delgado;;39.95\n2027-04-01;Rent;900.00;\n",
    "lines above the headings": "Account 4411\n\nDate,Memo,Amount\n3/31/27,Delgado,39.95\n04/01/2027,Rent,(900.00)\n",
    "amounts without a sign": "Transaction Date,Transaction Type,Transaction Amount,Description\n"
    "03/31/2027,Credit,39.95,Delgado\n04/01/2027,Debit,900.00,Rent\n",
    "a column that says DR or CR": "Date,Amount,DR/CR,Memo\n3/31/2027,39.95,CR,Delgado\n4/1/2027,900.00,DR,Rent\n",
    "tabs and a mark in front": "\ufeffDate\tPayee\tAmount\n03-31-2027\tDelgado\t39.95 CR\n4-1-2027\tRent\t900.00 DR\n",
}


def test_a_line_says_when_how_much_and_what_for() -> None:
    read = read_bank_file(ONE.encode())
    assert [(line.booked_on, line.minor) for line in read.lines] == [
        (date(2027, 3, 31), 3995), (date(2027, 4, 1), 103_995), (date(2027, 4, 2), -90_000),
    ]  # fmt: skip
    assert "MP-000123" in read.lines[0].text and read.lines[1].text == "DEPOSIT ID 4421 · CHECK · 1107"
    assert read.faults == ()


@pytest.mark.parametrize("text", OTHERS.values(), ids=OTHERS.keys())
def test_banks_write_their_columns_in_many_ways(text: str) -> None:
    came, went = read_bank_file(text.encode()).lines
    assert (came.booked_on, came.minor, went.minor) == (date(2027, 3, 31), 3995, -90_000) and "Delgado" in came.text


def of_type(said: str, amount: str = "39.95") -> tuple[int, bool]:
    """Its cents, and whether it would be booked as paid by itself."""
    text = f'Date,Description,Amount,Type\n04/01/2027,REFUND MP-000123,{amount},"{said}"\n'
    (line,) = read_bank_file(text.encode()).lines
    found = guess(line.text, line.minor, [DELGADO, LIMA])
    return line.minor, bool(found and found.is_sure)


@pytest.mark.parametrize(
    "said",
    ["ACH Debit", "Debit Card", "DEBIT MEMO", "Outgoing Wire", "Withdrawals", "ACH_DEBIT", "Wire-Out", "POS Purchase"],
)
def test_money_that_went_out_is_known_by_any_word_for_it(said: str) -> None:
    """$39.95 sent back to a customer by “ACH Debit” paid the invoice a second time: only the bare “Debit” was known."""
    assert of_type(said) == of_type(said, "-39.95") == (-3995, False)


@pytest.mark.parametrize(
    "said", ["Credit", "ACH_CREDIT", "CHECK_DEPOSIT", "Incoming Wire", "Transfer In", "DIRECTDEP", "Deposits"]
)
def test_money_that_came_in_is_known_by_any_word_for_it(said: str) -> None:
    assert of_type(said) == (3995, True)


@pytest.mark.parametrize(
    "said",
    ["Check", "", "ATM", "Debit Card Credit", "Credit Card Payment", "Debit Reversal", "Deposited Item Returned"],
)
def test_where_the_banks_column_does_not_say_which_way_a_person_does(said: str) -> None:
    """A check may be written or deposited. The person sees what the column says; a minus says enough."""
    assert of_type(said) == (3995, False) and of_type(said, "-39.95")[0] == -3995
    (line,) = read_bank_file(f"Date,Description,Amount,Type\n04/01/2027,MP-000123,39.95,{said}\n".encode()).lines
    assert line.text == f"In or out? {said}".rstrip() + " · MP-000123"
    found = guess(line.text, line.minor, [DELGADO])
    assert found and found.why.endswith("and the sum is right, but the bank does not say that it came in")


def test_a_line_of_an_earlier_file_is_known_whatever_its_column_says() -> None:
    bare, typed = (
        b"Date,Description,Amount\n4/1/2027,A,1.00\n",
        b"Date,Description,Amount,Type\n4/1/2027,A,1.00,Check\n",
    )
    assert read_bank_file(bare).lines[0].fingerprint == read_bank_file(typed).lines[0].fingerprint


def test_a_column_of_credits_says_itself_that_money_came_in() -> None:
    text = "Date,Description,Debit,Credit,Type\n4/1/2027,MP-000123,,39.95,Check\n4/1/2027,MP-000123,,39.95,ACH Debit\n"
    sure, unsure = read_bank_file(text.encode()).lines
    assert sure.text == "MP-000123" and unsure.text == "In or out? ACH Debit · MP-000123"


def test_a_line_that_cannot_be_read_is_told_with_its_number_and_keeps_no_other_back() -> None:
    read = read_bank_file(b"Date,Description,Amount\nyesterday,A,1.00\n03/31/2027,B,a lot\n03/31/2027,C,3.00\n")
    assert [str(fault) for fault in read.faults] == [
        "line 2: has no date (such as 03/31/2027)", "line 3: has no amount (such as 39.95)",
    ]  # fmt: skip
    assert [line.text for line in read.lines] == ["C"]


def test_two_equal_lines_of_one_file_are_two_and_the_same_ones_in_the_next_file() -> None:
    text = b"Date,Description,Amount\n03/31/2027,Deposit,39.95\n03/31/2027,Deposit,39.95\n"
    prints = [line.fingerprint for line in read_bank_file(text).lines]
    assert len(set(prints)) == 2 and prints == [line.fingerprint for line in read_bank_file(text).lines]


@pytest.mark.parametrize("text", [b"", b"hello", b"Name,Phone\nDelgado,512\n", b"\xff\xfe\x00", b'"' * 5_000])
def test_what_is_no_export_is_refused_with_what_to_do(text: bytes) -> None:
    with pytest.raises(Refused, match="Export it as CSV|can't be read as CSV"):
        read_bank_file(text)


def test_a_file_too_long_or_too_heavy_is_refused() -> None:
    with pytest.raises(Refused, match="more than 5000 lines"):
        read_bank_file(b"Date,Description,Amount\n" + b"03/31/2027,A,1.00\n" * 5_001)
    with pytest.raises(Refused, match="larger than 2 MB"):
        read_bank_file(b"x" * 2_000_001)


@given(st.binary(max_size=400))
def test_whatever_is_given_it_is_read_or_refused(content: bytes) -> None:
    with suppress(Refused):
        read_bank_file(b"Date,Description,Amount\n" + content)


DELGADO = OpenInvoice("inv_1", 123, "MP-000123", 3995, ("Delgado Plumbing", "Rosa Delgado"))
LIMA = OpenInvoice("inv_2", 124, "MP-000124", 3995, ("Lima Café", "Ana Lima"))


@pytest.mark.parametrize("text", ["MP-000123", "inv mp 123 thanks", "DELGADO PLUMB MP000123", "M.P.-123"])
def test_number_and_sum_are_sure_however_the_number_is_written(text: str) -> None:
    found = guess(text, 3995, [DELGADO, LIMA])
    assert found is not None and found.is_sure and found.invoice_id == "inv_1"


@pytest.mark.parametrize(
    ("text", "minor", "why"),
    [
        ("MP-000123", 3959, "names MP-000123 of Delgado Plumbing, but $39.95 is open there"),
        (  # it said “but $39.95 is open there” of a line over $39.95
            "MP-000123 MP-000999",
            3995,
            "names MP-000123 of Delgado Plumbing, and the sum is right, but another number too",
        ),
        ("ZELLE FROM ROSA DELGADO", 3995, "perhaps MP-000123 of Delgado Plumbing: the payer’s name and the sum agree"),
        (
            "ORIG DELGADO PLUMBI",
            3995,
            "perhaps MP-000123 of Delgado Plumbing: the payer’s name and the sum agree",
        ),  # cut by the bank
    ],
)
def test_what_speaks_for_one_invoice_is_a_guess_for_a_person(text: str, minor: int, why: str) -> None:
    found = guess(text, minor, [DELGADO, LIMA])
    assert found is not None and not found.is_sure and found.why == why


@pytest.mark.parametrize("text", ["DEPOSIT", "DELGADO", "MP-000123 MP-000124", "STAMP-000123", "ROSA"])
def test_what_speaks_for_none_or_for_two_is_no_guess(text: str) -> None:
    assert guess(text, 3995, [DELGADO, LIMA]) is None


@pytest.mark.parametrize("day", ["04/31/2027", "2027-02-29", "31/03/2027", "31 Apr 2027", "Feb 30, 2027"])
def test_a_day_that_the_calendar_has_not_is_called_so(day: str) -> None:
    read = read_bank_file(f'Date,Description,Amount\n"{day}",A,1.00\n'.encode())
    assert [str(fault) for fault in read.faults] == [
        f"line 2: has a date that the calendar has not, month first (“{day}” is no day)"
    ]
