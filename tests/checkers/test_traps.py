"""No miss: what is nearly the same, and is not, never passes for a match."""

from pathlib import Path

import pytest

from checkers.rules import ADDRESS, LISTING, NAME, PHONE, RULES
from checkers.rules.rule import Level

BY_FIELD = {rule.field: rule for rule in RULES}
LINES = Path(__file__).with_name("traps.txt").read_text(encoding="utf-8").splitlines()
PAIRS = [line.split(": ", 1) for line in LINES if " <>" in line and not line.startswith("#")]


def test_the_list_is_long_and_says_nothing_twice():
    assert len(PAIRS) >= 300 and len({tuple(pair) for pair in PAIRS}) == len(PAIRS)


@pytest.mark.parametrize(("field", "texts"), PAIRS)
def test_what_is_nearly_the_same_is_told_and_costs(field, texts):
    ours, seen = (text.strip() for text in texts.split("<>"))
    assert any(level.weight for level in _levels(field, ours, seen))


def _levels(field: str, ours: str, seen: str) -> list[Level]:
    if field != "record":
        rule = BY_FIELD[field]
        return [rule.decide(rule.parse(ours), rule.parse(seen))]
    one, two = LISTING.parse(ours), LISTING.parse(seen)
    return [
        NAME.decide(one.name, two.name),
        ADDRESS.decide(one.address, two.address),
        PHONE.decide(one.phone, two.phone),
        LISTING.decide(one, two),
    ]
