"""Import as a person meets it: right rows go in, wrong ones are told, and a second time changes nothing."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mappop.bootstrap import App
from mappop.db.queries.records import current_contents
from mappop.domain.business import Address, Business
from mappop.domain.errors import FieldError
from mappop.services import records
from mappop.services.import_reading import RecordFile
from mappop.services.importing import Counts, take_rows
from mappop.settings import load
from tests.services.import_rows import MISTAKES, as_csv, first_lines, given_rows


class Office:
    """An empty service, and somebody who imports into it."""

    def __init__(self, database_url: str, home: Path) -> None:
        self.app = App(load({"MAPPOP_HOME": str(home), "MAPPOP_DATABASE_URL": database_url}))
        self.refused: list[tuple[int, FieldError]] = []

    def takes(self, text: str | bytes, form: str = "csv") -> Counts:
        self.refused.clear()
        content = text.encode() if isinstance(text, str) else text
        rows = RecordFile(io.BytesIO(content), form)
        counts = Counts()
        for counts in take_rows(self.app.deps(), rows, lambda line, fault: self.refused.append((line, fault))):  # noqa: B007 - the last one counts
            pass
        return counts

    @property
    def records(self) -> dict[str, dict[str, Any]]:
        return {content["id"]: content for content in current_contents(self.app.engine)}

    def revision(self, business_id: str) -> int:
        with self.app.unit_of_work() as uow:
            return uow.businesses.get(business_id).revision


@pytest.fixture
def office(database_url: str, tmp_path: Path) -> Iterator[Office]:
    made = Office(database_url, tmp_path / "home")
    yield made
    made.app.engine.dispose()


def table(*rows: str, columns: str = "id,name,trade,address.city,address.region,phones.0.number") -> str:
    return "\n".join([columns, *rows, ""])


def test_of_a_thousand_varied_rows_the_right_go_in_and_the_wrong_are_told(office: Office) -> None:
    # A thousand where a commit is cheap, and every kind of mistake once on the other.
    rows = given_rows(1_000 if office.app.engine.dialect.name == "sqlite" else 10 * len(MISTAKES))
    counts = office.takes(as_csv(rows))
    wrong = [(line, row.refused) for line, row in zip(first_lines(rows), rows, strict=True) if row.refused]
    assert {field for _, field in wrong} == {field for field, _ in MISTAKES}
    assert [(line, fault.field) for line, fault in office.refused] == wrong
    assert counts == Counts(added=len(rows) - len(wrong), rejected=len(wrong))

    before = office.records
    assert len(before) == counts.added
    assert office.takes(as_csv(rows)) == Counts(unchanged=counts.added, rejected=len(wrong))
    assert office.records == before
    assert {office.revision(business_id) for business_id in list(before)[::50]} == {1}


def test_cells_are_read_as_people_write_them(office: Office) -> None:
    columns = (
        "name,trade,address.city,address.region,phones.0.number,address_hidden,hours.fri,hours.sat,attributes.licence"
    )
    office.takes(table("Bar Peña,restaurant,Austin,texas,(512) 555-0134,yes,6pm-2am,x,00123", columns=columns))
    assert office.records["bar-pena-austin"] == {
        "id": "bar-pena-austin",
        "name": "Bar Peña",
        "trade": "restaurant",
        "address": {"city": "Austin", "region": "TX", "country": "US"},
        "address_hidden": True,
        "phones": [{"number": "+15125550134", "kind": "main"}],
        "hours": {"fri": [["18:00", "02:00"]], "sat": []},
        "timezone": "America/Chicago",
        "languages": ["en"],
        "attributes": {"licence": "00123"},
    }


def test_a_known_id_is_revised_only_when_it_says_something_else(office: Office) -> None:
    office.takes(table("joe,Joe,plumber,Austin,TX,512-555-0134", "ann,Ann,salon,Austin,TX,512-555-0135"))
    counts = office.takes(
        table("joe,Joe & Sons,plumber,Austin,TX,512-555-0134", "ann,Ann,salon,Austin,TX,(512) 555 0135")
    )
    assert counts == Counts(revised=1, unchanged=1)
    assert office.records["joe"]["name"] == "Joe & Sons"
    assert (office.revision("joe"), office.revision("ann")) == (2, 1)


def test_without_an_id_phone_and_address_tell_the_business_however_spelt(office: Office) -> None:
    columns = "name,trade,address.street,address.city,address.region,phones.0.number"
    office.takes(table("Joe,plumber,12 North Main Street,Austin,TX,512-555-0134", columns=columns))
    counts = office.takes(table("Joe Inc,plumber,12 N Main St.,AUSTIN,Texas,+1 (512) 555-0134", columns=columns))
    assert counts == Counts(revised=1)
    assert [record["name"] for record in office.records.values()] == ["Joe Inc"]


def test_two_shops_of_one_town_without_phone_or_street_stay_two(office: Office) -> None:
    both = table(",Ann,salon,Austin,TX,", ",Joe,plumber,Austin,TX,")
    assert office.takes(both) == Counts(added=2)
    assert office.takes(both) == Counts(unchanged=2)


def test_one_business_twice_in_a_file_is_told_with_the_line_of_the_first(office: Office) -> None:
    counts = office.takes(table("joe,Joe,plumber,Austin,TX,512-555-0134", "joe,Jo,plumber,Austin,TX,512-555-0134"))
    assert counts == Counts(added=1, rejected=1)
    [(line, fault)] = office.refused
    assert line == 3 and "line 2" in fault.reason
    assert office.records["joe"]["name"] == "Joe"


def test_namesakes_in_one_town_get_numbered_ids(office: Office) -> None:
    office.takes(table(*(f",Joe,plumber,Austin,TX,512-555-01{n:02}" for n in range(3))))
    assert sorted(office.records) == ["joe-austin", "joe-austin-2", "joe-austin-3"]


def test_every_fault_of_a_row_is_told_at_once(office: Office) -> None:
    columns = "name,trade,address.city,address.region,phones.0.number,hours.mon,founded"
    office.takes(table(",plumber,,ZZ,512-555-0134,banana,never", columns=columns))
    told = {fault.field for _, fault in office.refused}
    assert told == {"name", "address.city", "address.region", "hours.mon", "founded"}


def test_lines_of_json_are_taken_and_wrong_ones_told(office: Office) -> None:
    joe = {"name": "Joe", "trade": "plumber", "address": {"city": "Austin", "region": "TX"}, "phones": []}
    lines = [
        json.dumps(joe),
        "",
        "{not json",
        "[1]",
        json.dumps({**joe, "name": "Jim", "colour": "red"}),
        json.dumps({**joe, "name": "half \ud800"}),
        json.dumps({**joe, "name": "Ann", "attributes": {"x": float("inf")}}),
        '{"name": ' + "[" * 100_000,
        json.dumps({**joe, "name": "Deep", "attributes": {"x": json.loads("[" * 30 + "]" * 30)}}),
        json.dumps({**joe, "name": "Big", "attributes": {"x": 1}}).replace("1}", "1e999}"),
    ]
    assert office.takes("\n".join(lines), "jsonl") == Counts(added=1, rejected=8)
    assert [line for line, _ in office.refused] == [3, 4, 5, 6, 7, 8, 9, 10]
    assert list(office.records) == ["joe-austin"]


def test_a_chain_with_one_phone_is_told_apart_by_its_streets(office: Office) -> None:
    columns = "name,trade,address.street,address.city,address.region,phones.0.number"
    chain = table(*(f"Chain,cafe,{n} Elm St,Austin,TX,800-555-0199" for n in range(1, 121)), columns=columns)
    assert office.takes(chain) == Counts(added=120)
    assert office.takes(chain) == Counts(unchanged=120)


def test_a_record_that_holds_words_without_meaning_is_not_revised_by_its_own_export(office: Office) -> None:
    joe = Business(
        "joe", "Joe", "cafe", Address("Austin", "TX"), (), timezone="America/Chicago", attributes={"licence": ""}
    )
    with office.app.unit_of_work() as uow:
        records.add_business(office.app.deps(), uow, joe, made_by="a form")
        uow.commit()
    assert office.takes(json.dumps(office.records["joe"]), "jsonl") == Counts(unchanged=1)


def test_the_trail_says_who_brought_the_record(office: Office) -> None:
    office.takes(table("joe,Joe,plumber,Austin,TX,512-555-0134"))
    with office.app.unit_of_work() as uow:
        [entry] = uow.audit_entries.where(business_id="joe")
    assert (entry.event, entry.actor) == ("revision_made", "import")


def test_the_generated_file_is_itself_good_csv() -> None:
    rows = given_rows(200)
    read = list(csv.DictReader(io.StringIO(as_csv(rows), newline="")))
    assert [row["name"] for row in read] == [row.cells["name"] for row in rows]
