"""Laws of the evidence pack: the bank's fields keep their limits, and the document leaves out nothing."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import get_type_hints

from hypothesis import given
from hypothesis import strategies as st
from stripe.params import DisputeUpdateParamsEvidence

from mappop.domain import evidence
from mappop.domain.evidence import EvidencePack, Line, bank_fields

DATA = tomllib.loads(Path(evidence.__file__).with_name("evidence.toml").read_text("utf-8"))
LIMITS = {row["name"]: row["max"] for row in DATA["field"]}
TEXTS = st.text(max_size=300)
LONG = st.builds(lambda text, times: text * times, TEXTS, st.integers(1, 200))
LINES = st.lists(st.builds(Line, st.one_of(TEXTS, LONG)), max_size=40)
PACKS = st.builds(
    EvidencePack,
    st.dictionaries(st.sampled_from([row["facts"] for row in DATA["field"] if "facts" in row]), TEXTS),
    st.dictionaries(st.sampled_from(list(DATA["sections"])), LINES),
)


@given(PACKS)
def test_every_field_keeps_its_limit_and_all_of_them_theirs(pack):
    filled = bank_fields(pack)
    assert all(0 < len(text) <= LIMITS[name] for name, text in filled.items())
    assert sum(map(len, filled.values())) <= DATA["total_max"]


def test_fields_are_those_of_the_official_library():
    assert LIMITS.keys() <= get_type_hints(DisputeUpdateParamsEvidence).keys()


def test_what_does_not_fit_is_counted():
    pack = EvidencePack({}, {"sign_ins": [Line(f"signed in, {n:04d}") for n in range(2_000)]})
    log = bank_fields(pack)["access_activity_log"]
    last = log.splitlines()[-1]
    assert 19_900 < len(log) <= 20_000 and last.endswith("more lines in the document.)")
    assert len(log.splitlines()) - 1 + int(last[1:].split()[0]) == 2_001  # with the section's title


@given(PACKS)
def test_the_document_has_every_section_and_says_where_there_is_nothing(pack):
    found = pack.document()
    assert [key for key, _, _ in found] == list(DATA["sections"])
    assert all(lines for _, _, lines in found)
