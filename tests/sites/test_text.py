"""Strangers' text made fit to be shown."""

import json
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappop.domain.business import Business
from mappop.sites.builder import build_site
from mappop.sites.drawings import initials
from mappop.sites.text import _DROPPED, line, paragraphs

from .records import NOW, record


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


FAMILY = "👨‍👩‍👧‍👦"


@pytest.mark.parametrize("letters", range(50, 70))
def test_a_title_ends_between_letters_as_people_see_them(letters):
    name = "Peluquería " + "x" * (letters - 11)
    said = line(f"{name}{FAMILY}{FAMILY}", 64)
    assert said.removesuffix("…").replace(FAMILY, "").strip("x") == "Peluquería " and len(said) <= 64


def test_a_monogram_takes_a_sign_whole():
    assert initials(f"{FAMILY} ♥") == FAMILY and initials("🇺🇸") == "🇺🇸"


def test_what_a_phone_writes_below_an_icon_ends_between_letters():
    business = Business.from_dict(record(id="b", name=f"Casa de la gran fami {FAMILY}"))
    files = build_site(business, theme="market", base_url="https://{id}.example.com", now=NOW, made={})
    assert json.loads(files["manifest.webmanifest"])["short_name"] == "Casa de la gran fami "


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
