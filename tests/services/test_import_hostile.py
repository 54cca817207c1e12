"""Rows that nobody meant well: whatever their cells and values are, they are kept or refused, with words."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import fields
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from mappop.bootstrap import App
from mappop.domain.business import Business
from mappop.domain.errors import FieldError, Invalid
from mappop.services import records
from mappop.services.deps import Deps
from mappop.services.import_reading import RecordFile
from mappop.settings import load

BASE: dict[str, Any] = {"name": "Joe", "trade": "cafe", "address": {"city": "Austin", "region": "TX"}, "phones": []}
FIELDS = (*(field.name for field in fields(Business)), "hours_exceptions", "colour")
PARTS = ("number", "kind", "date", "open", "name", "city", "lat", "lon", "mon", "q", "author", "rating", "src")
COLUMNS = (
    "name", "trade", "address.city", "address.region", "phones.0.number", "Additional phones", "hours.mon", "hours",
    "Special hours", "attributes", "attributes.x", "profiles", "geo.lat", "geo.lon", "Opening date", "Service area",
    "reviews.0.rating", "address_hidden", "languages.0",
)  # fmt: skip

simple = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(max_size=6),
    st.sampled_from(["512-555-0134", "2027-12-25", "08:00", "¹", "٣"]),
)  # fmt: skip
names = st.one_of(st.sampled_from(PARTS), st.text(max_size=3), st.just("¹"))
values = st.recursive(
    simple,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(names, inner, max_size=3)),
    max_leaves=6,
)
cells = st.one_of(
    st.just(""), st.text(max_size=10),
    st.sampled_from([
        "x", "9-5", "closed, 9-5", "99:99-99:99", "24:00-00:00", "2027-13-45: x",
        "{}", "[[", "1e999", "-0",
    ]),
)  # fmt: skip

patient = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def deps(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deps]:
    app = App(load({"MAPPOP_HOME": str(tmp_path_factory.mktemp("home"))}))
    yield app.deps()
    app.engine.dispose()


def judged(deps: Deps, content: str, form: str) -> tuple[dict[str, Any] | None, list[FieldError]]:
    """The record of a file of one, or why it is refused."""
    [row] = RecordFile(io.BytesIO(content.encode()), form)
    faults = list(row.faults)
    try:
        kept = records.take_in(deps, row.data).to_dict() if row.data else None
    except Invalid as invalid:
        kept, faults = None, [*faults, *invalid.errors]
    return kept, [row.named(fault) for fault in faults]


@patient
@given(st.dictionaries(st.sampled_from(FIELDS), values, max_size=3))
@example({"hours": {"¹": None}})  # a digit to str.isdigit, none to int
def test_any_json_is_a_record_or_has_named_faults(deps: Deps, fields: dict[str, Any]) -> None:
    kept, faults = judged(deps, json.dumps({**BASE, **fields}) + "\n", "jsonl")
    assert all(fault.field and fault.reason for fault in faults)
    assert (kept is None) == bool(faults)
    assert kept is None or Business.from_dict(kept).to_dict() == kept


@patient
@given(st.lists(cells, min_size=len(COLUMNS) - 5, max_size=len(COLUMNS) - 5))
def test_any_cells_are_a_record_or_have_named_faults(deps: Deps, drawn: list[str]) -> None:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([COLUMNS, ["Joe", "cafe", "Austin", "TX", "512-555-0134", *drawn]])
    kept, faults = judged(deps, out.getvalue(), "csv")
    assert all(fault.field and fault.reason for fault in faults)
    assert kept is not None or faults
