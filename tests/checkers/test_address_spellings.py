"""One place, one key, however it is spelt; two places, two keys."""

from pathlib import Path

import pytest

from checkers.normalise import address

LINES = Path(__file__).with_name("address_spellings.txt").read_text(encoding="utf-8").splitlines()
GROUPS = [[text.strip() for text in line.split(" == ")] for line in LINES if not line.startswith("#")]
TRAPS = Path(__file__).with_name("traps.txt").read_text(encoding="utf-8").splitlines()
APART = [line.removeprefix("address: ").split(" <> ") for line in TRAPS if line.startswith("address: ")]


@pytest.mark.parametrize("spellings", GROUPS, ids=lambda spellings: spellings[0])
def test_all_spellings_of_a_place_get_one_key(spellings):
    assert len({address.key(text) for text in spellings}) == 1


def test_no_two_places_share_a_key():
    assert len(GROUPS) >= 40
    assert len({address.key(spellings[0]) for spellings in GROUPS}) == len(GROUPS)


@pytest.mark.parametrize(("one", "two"), APART)
def test_addresses_a_little_apart_have_keys_apart(one, two):
    assert address.key(one) != address.key(two)
