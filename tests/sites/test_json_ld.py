"""The data for machines: the same bytes whether msgspec is installed or not, and nothing that ends its element."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappop.sites import json_ld

from .records import record, site

TEXTS = st.text(st.characters(codec="utf-8"), max_size=60)
FACTS = st.recursive(TEXTS | st.floats(-180, 180).map(json_ld._degrees), lambda inner: st.lists(inner, max_size=3)
                     | st.dictionaries(TEXTS, inner, max_size=3))  # fmt: skip


@given(st.dictionaries(TEXTS, FACTS, max_size=5))
def test_both_encoders_write_the_same_bytes(facts):
    pytest.importorskip("msgspec")
    assert json_ld._encoder()(facts) == json_ld._plainly_written(facts).encode()


@given(st.dictionaries(TEXTS, FACTS, max_size=5))
def test_what_is_written_is_read_back_and_holds_no_markup(facts):
    text = json_ld.script_text(facts)
    assert json.loads(text) == facts and not set(text) & set("<>&\u2028\u2029")


@pytest.mark.parametrize("at", [1e-05, -0.00002, 5e-324])
def test_a_place_in_the_sea_by_the_equator_is_written_plainly(at):
    page = site(record(geo={"lat": at, "lon": -97.7}))["index.html"]
    assert b'"latitude":0.0,"longitude":-97.7' in page
