"""Strangers' text made fit to be shown."""

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappop.sites.drawings import initials
from mappop.sites.text import _DROPPED, line, paragraphs


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ("  Joe's \t Bakery\n", "Joe's Bakery"),
        ("pay\u202egpj.exe", "paygpj.exe"),
        ("a\x00b\x1bc\ud800", "abc"),
        ("👨‍👩‍👧 Family", "👨‍👩‍👧 Family"),
        ("مطعم الشام", "مطعم الشام"),
        ("Z" + "\u0301" * 40 + "algo", "Z\u0301\u0301\u0301algo"),
    ],
)
def test_one_line(raw, said):
    assert line(raw, 100) == said


def test_no_letter_that_can_be_printed_is_dropped_and_none_but_the_space_parts_words():
    """What lets `line` leave such texts as they are."""
    printable = "".join(filter(str.isprintable, map(chr, range(sys.maxunicode + 1))))
    assert not _DROPPED.search(printable)
    assert [letter for letter in printable if letter.isspace()] == [" "]


def test_a_cut_falls_between_words_and_shows():
    assert line("a plain sentence, which goes on", 20) == "a plain sentence…"


@given(st.text(), st.integers(2, 50))
def test_no_text_is_longer_than_its_bound_or_fails_to_be_written(raw, limit):
    said = line(raw, limit)
    assert len(said) <= limit
    assert said.encode() and "\n" not in said or said == ""


@given(st.text(max_size=500), st.integers(2, 80))
def test_paragraphs_are_bounded_together(raw, limit):
    assert sum(map(len, paragraphs(raw, limit))) <= limit


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Bright Valve Plumbing", "BV"), ("The Corner", "C"), ("La Higuera", "H"), ("& Sons", "S"), ("7 Brothers", "7B")],
)
def test_the_monogram_takes_the_words_that_count(name, letters):
    assert initials(name) == letters
