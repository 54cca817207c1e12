"""Laws of form: what is read and printed again reads the same; no spelling of Publication 28 changes a place."""

import csv
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from checkers.normalise import address
from checkers.normalise.address import AddressParts
from checkers.normalise.address_words import DIRECTIONALS, LONE_UNITS, ORDINALS, PLAIN_UNITS, SUFFIXES, TELLING_UNITS

HERE = Path(__file__).parent
TOWN = ", Ada, OK 74820"
with (HERE / "address_hard.csv").open(encoding="utf-8", newline="") as file:
    HARD = [row["line"].replace("\\n", "\n") for row in csv.DictReader(file, delimiter="|")]
SPELT = [
    text.strip()
    for line in (HERE / "address_spellings.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
    for text in line.split(" == ")
]
SIDES = sorted(word for word, side in DIRECTIONALS.items() if len(side) < 3)
NUMBERS = st.integers(1, 99_999).map(str)
NAMES = st.sampled_from(["Alder", "Birch Hill", "5th", "Martin Luther King", "O'Dell", "Front Royal"])
STANDARD = st.sampled_from(["St", "Ave", "Blvd", "Ln", "Ct", "Pkwy"])
UNITS = st.sampled_from(["", "Ste 4", "Apt 12B", "Fl 3", "Bldg 2 Ste 100", "Rear", "# 7", "PMB 9", "Lot 6"])
LINES = st.builds(
    lambda number, side, name, kind, unit: " ".join(filter(None, (number, side, name, kind, unit))) + TOWN,
    NUMBERS,
    st.sampled_from(["", "N", "SW"]),
    NAMES,
    STANDARD,
    UNITS,
)


def printed(parts: AddressParts) -> str:
    """One line, as Publication 28 has it."""
    street = (parts.number, parts.predirectional, parts.street, parts.suffix, parts.postdirectional)
    if parts.intersection:
        street = (parts.number, "OF" if parts.number else "", parts.intersection)
    first = " ".join(filter(None, (*street, parts.route, parts.unit)))
    urbanization = parts.urbanization and f"URB {parts.urbanization}"
    place = " ".join(filter(None, (parts.region, parts.postal_code)))
    return ", ".join(filter(None, (first, parts.po_box, urbanization, parts.city, place)))


def same(one: str, two: str) -> bool:
    return address.key(one + TOWN) == address.key(two + TOWN)


@pytest.mark.parametrize("line", [*HARD, *SPELT])
def test_a_line_printed_from_its_parts_is_the_same_place(line):
    assert address.key(printed(address.parse(line))) == address.key(line)


@given(LINES)
def test_normalising_twice_is_normalising_once(line):
    once = printed(address.parse(line))
    assert printed(address.parse(once)) == once


@given(LINES)
def test_case_dots_and_commas_change_nothing(line):
    for form in (line.upper(), line.lower(), line.replace(", ", ","), line.replace(" ", "  "), f" {line}. "):
        assert address.key(form) == address.key(line)
    assert address.key(line.replace(" St,", " St.,").replace(" St ", " St. ")) == address.key(line)


@given(NUMBERS, st.sampled_from(sorted(SUFFIXES)), st.sampled_from(["", " Ste 4", ", Ste 4", " NW", ", Rear"]))
def test_every_spelling_of_a_suffix_is_its_standard(number, word, behind):
    assume(SUFFIXES[word] != "TRLR")  # "Trlr #4" may as well be a unit
    for form in (word, word.upper(), f"{word.title()}."):
        assert same(f"{number} Alder {form}{behind}", f"{number} Alder {SUFFIXES[word]}{behind}")


@given(NUMBERS, st.sampled_from(SIDES))
def test_every_spelling_of_a_direction_is_its_letter(number, word):
    side = DIRECTIONALS[word]
    assert same(f"{number} {word} Alder St", f"{number} {side} Alder St")
    assert same(f"{number} Alder St {word}.", f"{number} Alder St {side}")
    assert not same(f"{number} {word} Alder St", f"{number} Alder St")


@given(NUMBERS, st.sampled_from(sorted(PLAIN_UNITS | TELLING_UNITS)), st.integers(1, 999))
def test_a_unit_is_the_same_wherever_it_stands_and_however_it_is_spelt(number, word, unit):
    assume(word != "box")  # in front it is the post office's
    standard = f"{number} Alder St {(PLAIN_UNITS | TELLING_UNITS)[word]} {unit}"
    for form in (
        f"{number} Alder St, {word} {unit}",
        f"{number} Alder St {word}. #{unit}",
        f"{word} {unit}, {number} Alder St",
    ):
        assert same(form, standard)
    assert not same(standard, f"{number} Alder St") and not same(standard, f"{standard}1")


@given(NUMBERS, st.sampled_from(sorted(LONE_UNITS)))
def test_a_unit_without_number_is_the_same_in_front_behind_and_in_brackets(number, word):
    standard = f"{number} Alder St {LONE_UNITS[word]}"
    for form in (f"{number} Alder St, {word}", f"{number} Alder St ({word})", f"{word}, {number} Alder St"):
        assert same(form, standard)


@given(NUMBERS, st.sampled_from(sorted(ORDINALS)))
def test_an_ordinal_in_words_is_its_figure(number, word):
    assert same(f"{number} E {word} Ave", f"{number} East {ORDINALS[word]} Avenue")
