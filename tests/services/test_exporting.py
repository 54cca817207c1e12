"""What is exported imports back to the same records, and holds nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mappop.domain.business import PHONE_KINDS, Business
from mappop.services.exporting import MAP_COLUMNS_MAX, write_csv, write_jsonl
from mappop.services.import_reading import RecordFile

WRITERS = {"csv": write_csv, "jsonl": write_jsonl}

# Every character that can be kept, and those that CSV, JSON and spreadsheets take for something of theirs.
letters = st.one_of(
    st.sampled_from("=+-@'\",;\t\r\n|\\{}[]\u2028\ufeff＝0 "),
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"),
)
texts = st.text(letters, max_size=12)
said = texts.filter(str.strip)
json_values = st.recursive(
    st.one_of(texts, st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False)),
    lambda inner: st.one_of(st.lists(inner, max_size=2), st.dictionaries(texts, inner, max_size=2)),
    max_leaves=4,
)
times = st.tuples(st.integers(0, 23), st.sampled_from(["00", "30"])).map(lambda t: f"{t[0]:02}:{t[1]}")
intervals = st.lists(st.tuples(times, times).filter(lambda pair: pair[0] != pair[1]).map(list), max_size=2)


def records() -> st.SearchStrategy[dict[str, Any]]:
    """JSON forms that are businesses, as they are kept."""
    optional = {
        "legal_name": texts,
        "address_hidden": st.booleans(),
        "service_area": st.lists(texts, max_size=2),
        "geo": st.fixed_dictionaries({"lat": st.floats(-90, 90), "lon": st.floats(-180, 180)}),
        "website": texts,
        "description": texts,
        "hours": st.dictionaries(st.sampled_from(["mon", "sat", "sun"]), intervals, max_size=2),
        "hours_exceptions": st.lists(
            st.fixed_dictionaries({"date": st.dates().map(str), "open": intervals, "note": texts}), max_size=2
        ),
        "services": st.lists(st.fixed_dictionaries({"name": said, "price": texts}), max_size=2),
        "faqs": st.lists(st.fixed_dictionaries({"q": said, "a": said}), max_size=1),
        "photos": st.lists(st.fixed_dictionaries({"src": said, "alt": texts}), max_size=1),
        "reviews": st.lists(st.fixed_dictionaries({"author": said, "rating": st.floats(1, 5)}), max_size=2),
        "languages": st.sampled_from([["en"], ["es", "en"]]),
        "price_range": st.sampled_from(["", "$$"]),
        "founded": st.integers(1600, 2200),
        "profiles": st.dictionaries(texts, texts, max_size=2),
        "attributes": st.dictionaries(st.one_of(texts, st.just("licence")), json_values, max_size=3),
    }
    phone = st.fixed_dictionaries({"number": said, "kind": st.sampled_from(PHONE_KINDS), "label": texts})
    place = st.fixed_dictionaries({"city": said, "region": st.sampled_from(["TX", "PR"]), "street": texts})
    required = {
        "id": st.from_regex(r"[a-z][a-z0-9]{0,8}", fullmatch=True),
        "name": said,
        "trade": said,
        "address": place,
    }
    made = st.fixed_dictionaries({**required, "phones": st.lists(phone, max_size=2)}, optional=optional)
    return made.map(kept)


def kept(data: dict[str, Any]) -> dict[str, Any]:
    """As the database holds it: what says nothing is gone, also what is left empty by that."""
    content = Business.from_dict(data).to_dict()
    while (again := Business.from_dict(content).to_dict()) != content:
        content = again
    return content


def written(contents: list[dict[str, Any]], form: str) -> str:
    target = io.StringIO(newline="")
    assert WRITERS[form](contents, target) == len(contents)
    return target.getvalue()


def read_back(text: str, form: str) -> list[dict[str, Any]]:
    rows = list(RecordFile(io.BytesIO(text.encode()), form))
    assert [fault for row in rows for fault in row.faults] == []
    return [Business.from_dict(row.data).to_dict() for row in rows]


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(records(), max_size=3), st.sampled_from(["csv", "jsonl"]))
def test_an_export_reads_back_as_the_same_records(contents: list[dict[str, Any]], form: str) -> None:
    text = written(contents, form)
    assert (read_back(text, form) if text else []) == contents
    if form == "csv":
        cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r", "＝"))]


def test_columns_come_in_the_order_of_the_record_and_lists_in_theirs() -> None:
    data = {"id": "joe", "name": "Joe", "trade": "cafe", "address": {"city": "Austin", "region": "TX"}}
    phones = [{"number": f"{n}"} for n in range(11)]
    header = written([kept({**data, "phones": phones, "profiles": {"facebook": "f"}})], "csv").split("\r\n")[0]
    columns = header.split(",")
    assert columns[:3] == ["id", "name", "trade"] and columns[-1] == "profiles.facebook"
    assert columns.index("phones.2.number") < columns.index("phones.10.number") < columns.index("hours.mon")


def test_names_without_end_share_one_column() -> None:
    base = {"name": "Joe", "trade": "cafe", "address": {"city": "Austin", "region": "TX"}, "phones": []}
    contents = [kept({**base, "id": f"joe-{n}", "attributes": {f"fact_{n}": n}}) for n in range(MAP_COLUMNS_MAX + 50)]
    text = written(contents, "csv")
    assert len(text.split("\r\n")[0].split(",")) < MAP_COLUMNS_MAX + 50
    assert read_back(text, "csv") == contents


def test_jsonl_is_one_record_a_line() -> None:
    data = {"id": "joe", "name": "Two\nLines\u2028", "trade": "cafe", "address": {"city": "A", "region": "TX"}}
    assert json.loads(written([kept({**data, "phones": []})], "jsonl").rstrip("\n").split("\n")[0])["id"] == "joe"
