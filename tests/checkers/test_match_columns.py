"""What a roll holds of a record in columns is what the record says, read alone: its keys, and what its words weigh."""

import pytest
from hypothesis import example, given, settings
from test_match_many import tables

from checkers.match import prepare
from checkers.match_many import read_roll, scores
from checkers.matching.columns.roll import COUNTED, NUMBER, OF_ITS_OWN, TELLING, WEIGHT
from checkers.nap import Nap

# A name of nothing but its place, with it in brackets, and beside others; an acronym's words, three, four, and too few
# or too many; a name of one letter, of none, and of a number alone.
ALPINE = Nap("Alpine", "12 Oak St", city="Alpine", region="TX")
NAMES_BY_PLACE = [ALPINE, ALPINE.with_(name="Alpine Oak"), ALPINE.with_(name="Alpine (Kestrel)")]
BESIDE_OTHERS = [ALPINE.with_(name=name) for name in ("Alpine Cafe", "Kestrel (Alpine)", "Oak 12", "Alpine 12")]
SPELT_OUT = [
    Nap("Alpine Guild of Harpists"),
    Nap("Alpine Guild for the Marfa Harpists"),
    Nap("Alpine Guild"),
    Nap("Alpine Guild of Old Marfa Harpists"),
    Nap("Alpine Guild of Harpists (Marfa)"),
]
BARE = [Nap("K"), Nap(""), Nap("12"), Nap("The"), Nap("!", "12 Oak St"), Nap("AGH", "12 Oak St")]


def of_any_table(test):
    for table in (NAMES_BY_PLACE, BESIDE_OTHERS, SPELT_OUT, BARE):
        test = example(table)(test)
    return settings(deadline=None, max_examples=300)(given(tables)(test))


def number_of(rows, place):
    return int.from_bytes(rows[place].tobytes(), "little")


def columns_of(roll, place):
    """The words of a record, each with its bits."""
    pairs = zip(roll.words[:, place].tolist(), roll.roles[:, place].tolist(), strict=True)
    return {roll.vocabulary.words[number]: role for number, role in pairs if number}


@of_any_table
def test_the_keys_in_columns_are_those_of_the_record(naps):
    roll, places = read_roll(naps)
    for nap, place in zip(naps, places.tolist(), strict=True):
        if not roll.is_long[place]:
            alone = prepare(nap).record
            assert number_of(roll.keys, place) == alone.keys, nap
            assert number_of(roll.telling_keys, place) == alone.telling_keys, nap


@of_any_table
def test_a_word_in_columns_weighs_what_it_weighs_in_its_name(naps):
    roll, places = read_roll(naps)
    for nap, place in zip(naps, places.tolist(), strict=True):
        if not roll.is_long[place]:
            name, found = prepare(nap).record.name, columns_of(roll, place)
            assert {word: role >> WEIGHT for word, role in found.items()} == name.weights, nap
            assert {word for word, role in found.items() if role & COUNTED} == name.counted, nap
            assert {word for word, role in found.items() if role & OF_ITS_OWN} == name.own, nap
            assert {word for word, role in found.items() if role & NUMBER} == name.numbers, nap
            assert {word for word, role in found.items() if role & TELLING} == (name.own or name.counted), nap


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (ALPINE, Nap("Alpine", "12 Oak St")),
        (Nap("Kestrel Cafe", "12 Oak St"), Nap("Kestrelcafe", "12 Oak St")),
        (Nap("Alpine Guild of Harpists", "12 Oak St"), Nap("AGH", "12 Oak St")),
        (Nap("Alpine Guild for Marfa Harpists", "12 Oak St"), Nap("AGMH", "12 Oak St")),
    ],
    ids=["named by its place", "begin alike", "three letters", "four letters"],
)
def test_one_business_is_no_stranger_to_itself_among_many(one, two):
    """A key left out of a column makes strangers of them before anything else is asked."""
    roll, places = read_roll([one, two])
    assert scores(roll, places, places[::-1]).min() >= 0.5


def test_a_name_of_nothing_but_its_place_tells_it_from_another_of_that_place():
    kestrel, alpine = Nap("Kestrel Alpine", city="Alpine"), Nap("Alpine", city="Alpine")
    roll, places = read_roll([kestrel, alpine])
    weights = [columns_of(roll, place)["alpine"] >> WEIGHT for place in places.tolist()]
    assert weights[0] < weights[1]
