"""A record read in one pass is the record that the domain's reader makes of it, or is left to that reader."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.site_records import record as measured
from mappop.domain.business import Business
from mappop.domain.errors import Invalid
from mappop.sites.sound_record import sound_business
from site_templates import themes

from .records import ALL, HIDDEN, record, sample
from .test_mutations import ANYTHING, leaves, replaced

pytest.importorskip("msgspec")

HOLIDAYS = [{"date": "2026-12-25", "note": "Merry Christmas"}, {"date": "2026-11-26", "open": [["08:00", "12:00"]]}]


def line(data):
    return json.dumps(data).encode()


def read_by_field(data):
    """None where the domain's reader refuses it."""
    try:
        return Business.from_dict(data)
    except Invalid:
        return None


@pytest.mark.parametrize(
    "data", [*(measured(n) for n in range(12)), *(sample(theme) for theme in themes()), HIDDEN], ids=str
)
def test_a_sound_record_is_read_in_one_pass(data):
    found = sound_business(line(data | {"hours_exceptions": HOLIDAYS}))
    assert found is not None
    assert repr(found) == repr(Business.from_dict(data | {"hours_exceptions": HOLIDAYS}))


@pytest.mark.parametrize("data", ALL.values(), ids=ALL)
def test_a_hard_record_is_the_same_business_either_way(data):
    assert sound_business(line(data)) in (None, read_by_field(data))


VALUES = st.one_of(
    ANYTHING,
    st.sampled_from([" padded", "padded\u2003", "x" * 301, "x" * 61, "tx", "US", "78702-1234", "٧٨٧٠٢", "tracking"]),
    st.sampled_from([0.5, 5, 5.5, 1985, 1985.0, 90.5, "$$", "$$$$$", "en", ["es"], ["fr"], ["en", "en"], [" a"], [""]]),
    st.sampled_from([[["13:00", "14:00"], ["08:00", "12:00"]], [["08:00", "08:00"]], HOLIDAYS, {"x": ""}, {"x": None}]),
)


@settings(max_examples=300, deadline=None)
@given(st.data(), st.sampled_from(sorted(themes())), VALUES)
def test_no_value_anywhere_is_read_otherwise(data, theme, value):
    whole = sample(theme) | {"hours_exceptions": HOLIDAYS}
    given_record = replaced(whole, data.draw(st.sampled_from([*leaves(whole)])), value)
    found = sound_business(line(given_record))
    assert found is None or repr(found) == repr(read_by_field(given_record))


@pytest.mark.parametrize("data", [record(county="Travis"), record(address=HIDDEN["address"] | {"county": "Travis"})])
def test_a_field_that_there_is_not_is_left_to_the_reader(data):
    assert sound_business(line(data)) is None


def test_a_line_that_brings_no_id_takes_the_one_that_was_made():
    data = {key: value for key, value in HIDDEN.items() if key != "id"}
    assert sound_business(line(data), "ann-lee-austin").id == "ann-lee-austin"
    assert sound_business(line(HIDDEN), "another").id == HIDDEN["id"]


def test_what_is_no_json_or_longer_than_any_text_may_be_is_left_to_the_reader():
    assert sound_business(b"{") is None
    assert sound_business(b'"\xff"') is None
    assert sound_business(line(HIDDEN | {"description": "x" * 20_001})) is None
