"""Texts are cut where a person sees a letter end; `regex` knows the annex's tables and says where that is."""

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from mappop.domain.graphemes import FARTHEST, cut_at, first

FAMILY, FLAGS, WAVE = "👨‍👩‍👧‍👦", "🇺🇸🇲🇽", "👋🏽"
PARTS = st.sampled_from(
    [FAMILY, FLAGS, WAVE, "❤️", "#️⃣", "e\u0301", "क्षि", "가", "각", "ก\u0e33", "\u06009", "ß", "한", " ", "a", "…", "表"]
)
TEXTS = st.lists(PARTS | st.text(max_size=2), max_size=30).map("".join)


def ends(text: str) -> set[int]:
    return {0, *(match.end() for match in regex.finditer(r"\X", text))}


@pytest.mark.parametrize(
    ("text", "most", "kept"),
    [
        (f"Casa {FAMILY}", 8, "Casa "),
        (f"Casa {FAMILY}", 12, f"Casa {FAMILY}"),
        (FLAGS, 3, "🇺🇸"),
        (f"Hi {WAVE}", 4, "Hi "),
        ("Cafe\u0301", 4, "Caf"),
        ("Plain", 3, "Pla"),
        ("Plain", 9, "Plain"),
        ("Café Ñandú", 4, "Café"),
    ],
)
def test_what_is_seen_as_one_is_kept_or_left_as_one(text, most, kept):
    assert text[: cut_at(text, most)] == kept


@given(TEXTS, st.integers(1, 80))
def test_no_cut_falls_inside_a_cluster(text, most):
    at = cut_at(text, most)
    long = [match for match in regex.finditer(r"\X", text) if match.end() - match.start() > FARTHEST // 2]
    assert at <= most and (long or at in ends(text) or at == min(most, len(text)) < FARTHEST)


@given(TEXTS)
def test_the_first_letter_is_whole(text):
    assert first(text) == "" if not text else first(text) in {text[:end] for end in ends(text)} | {text[:FARTHEST]}


def test_a_text_without_an_end_of_a_letter_is_cut_all_the_same():
    assert cut_at("Z" + "\u0301" * 500, 100) == 100
