"""Admin → Bank: the export comes in, faults keep what was typed, and strangers' text stays text."""

from __future__ import annotations

import io
import re

import pytest
from bs4 import BeautifulSoup

from mappop.domain.roles import Role
from tests.consoles.conftest import Visitor
from tests.consoles.test_leaving_pages import paying
from tests.world import World

WHOLE = '<span class="whole">MP-000001</span>'
HEAD = "Date,Description,Amount\n"


@pytest.fixture
def mia(visitor: Visitor, world: World) -> Visitor:
    visitor.sign_in(world.person(Role.ADMIN, "Mia", "mia@mappop.example", "manila").email)
    return visitor


def give(mia: Visitor, content: str, name: str = "april.csv"):
    page = mia.get("/admin/bank").get_data(as_text=True)
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
    sent = {"csrf_token": token, "file": (io.BytesIO(content.encode()), name)}
    return mia.client.post("/admin/bank", data=sent, content_type="multipart/form-data")


def test_a_line_that_names_nothing_waits_and_is_set_aside_with_a_note(mia: Visitor) -> None:
    assert "Nothing waits" in mia.get("/admin/bank").get_data(as_text=True)
    assert give(mia, HEAD + "04/01/2027,<script>alert(1)</script>,1.00\n").status_code == 302
    page = mia.get("/admin/bank").get_data(as_text=True)
    assert "&lt;script&gt;alert(1)" in page and "1 waits for you" in page
    (line,) = set(re.findall(r"/admin/bank/([^/]+)/set-aside", page))
    assert "<span>&lt;script&gt;alert(1)&lt;/script&gt;</span></td>" in page
    empty = mia.post(f"/admin/bank/{line}/set-aside", on="/admin/bank", note=" ")
    assert empty.status_code == 422 and empty.get_data(as_text=True).count("“What it is” is missing") == 2
    mia.post(f"/admin/bank/{line}/set-aside", on="/admin/bank", note="a test of the bank")
    assert "Nothing waits" in mia.get("/admin/bank").get_data(as_text=True)


@pytest.mark.parametrize(("typed", "said"), [("hello", "is no invoice’s number"), ("MP-000999", "There is no invoice")])
def test_a_number_that_is_none_stays_in_its_field_with_what_is_wrong(mia: Visitor, typed: str, said: str) -> None:
    give(mia, HEAD + "04/01/2027,Delgado,1.00\n")
    (line,) = set(re.findall(r"/admin/bank/([^/]+)/assign", mia.get("/admin/bank").get_data(as_text=True)))
    answer = mia.post(f"/admin/bank/{line}/assign", on="/admin/bank", number=typed)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422 and page.count(said) == 2 and f'value="{typed}"' in page
    assert f'id="e-number.{line}"' in page and f'aria-describedby="e-number.{line}" aria-invalid="true"' in page
    assert ". look at" not in page


def test_lines_that_cannot_be_read_are_told_and_the_others_are_taken_in(mia: Visitor) -> None:
    assert give(mia, HEAD + "soon,A,1.00\n04/01/2027,B,2.00\n").status_code == 302
    page = mia.get("/admin/bank").get_data(as_text=True)
    assert "Not read: line 2 has no date." in page and '<b class="num">1</b> waits for you' in page


@pytest.mark.parametrize("amount", ["21,474,836.48", "99,999,999,999,999,999,999.00", "999999999.00"])
def test_a_line_over_more_money_than_there_is_keeps_no_other_line_from_being_taken_in(
    mia: Visitor, amount: str
) -> None:
    assert give(mia, HEAD + f'04/01/2027,A,"{amount}"\n04/01/2027,B,2.00\n').status_code == 302
    page = mia.get("/admin/bank").get_data(as_text=True)
    assert "line 2 has an amount that no payment" in page and '<b class="num">1</b> waits for you' in page


def test_numbers_of_invoices_stay_on_one_line_in_lines_and_in_news(mia: Visitor, world: World) -> None:
    paying(world)
    mia.sign_in("mia@mappop.example")
    give(mia, HEAD + "04/10/2027,CHECK 12 FOR MP-000001,5.00\n04/10/2027,Somebody,39.95\n")
    page = mia.get("/admin/bank").get_data(as_text=True)
    line = f"<span>CHECK 12 FOR {WHOLE}</span>"  # one part: on a phone the number stood below the label
    assert line in page and WHOLE in page.partition(line)[2].partition("</td>")[0]
    line = re.findall(r"/admin/bank/([^/]+)/assign", page.partition("Somebody")[2])[0]
    mia.post(f"/admin/bank/{line}/assign", on="/admin/bank", number="MP-000001")
    told = re.search(r'<p class="flash done" role="status">(.*?)</p>', mia.get("/admin/bank").get_data(as_text=True))
    assert told and WHOLE in told[1]


def test_a_guess_is_said_to_be_one_with_whose_invoice_it_is(mia: Visitor, world: World) -> None:
    """“the payer’s name and the sum of MP-000001” was no sentence, and the field beside it looked filled in always:
    “MP-000123” stood there of no invoice."""
    paying(world)
    mia.sign_in("mia@mappop.example")
    give(mia, HEAD + "04/09/2027,ROSA DELGADO,39.95\n04/10/2027,Somebody,1.00\n")
    page = BeautifulSoup(mia.get("/admin/bank").get_data(as_text=True), "html.parser")
    said = [small.get_text(" ", strip=True) for small in page.select("td.long small")]
    assert said == ["Perhaps MP-000001 of Delgado Plumbing: the payer’s name and the sum agree"]
    fields = page.select('input[name="number"]')
    assert [(one["value"], one["placeholder"]) for one in fields] == [("MP-000001", "Number"), ("", "Number")]


@pytest.mark.parametrize("content", ["", "hello", "Name,Phone\nA,1\n"])
def test_another_file_is_refused_with_what_to_do(mia: Visitor, content: str) -> None:
    answer = give(mia, content, name="<b>x.csv")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422 and "Export it as CSV" in page and "<b>x" not in page and ".." not in page


def test_many_lines_that_cannot_be_read_are_counted_by_what_is_wrong(mia: Visitor) -> None:
    lines = ["soon,A,1.00"] * 40 + ["04/31/2027,B,2.00", "31/03/2027,B,2.00", "04/01/2027,C,", "04/01/2027,D,3.00"]
    give(mia, HEAD + "\n".join(lines))
    page = mia.get("/admin/bank").get_data(as_text=True)
    said = (
        "Not read: each of line 2, line 3, line 4 and 37 more has no date; each of line 42, line 43 has a date that the"
        " calendar has not, month first; line 44 has no amount. Every other line was taken in"
    )
    assert said in page and '<b class="num">1</b> waits for you' in page
