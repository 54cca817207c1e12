"""No false alarm: what differs only in form is a match or a variant, costs nothing and asks for nothing."""

from pathlib import Path

import pytest

from checkers.rules import RULES, Repair
from checkers.verdict import Verdict

BY_FIELD = {rule.field: rule for rule in RULES}
LINES = Path(__file__).with_name("cosmetic.txt").read_text(encoding="utf-8").splitlines()
PAIRS = [line.split(": ", 1) for line in LINES if " == " in line and not line.startswith("#")]


def test_the_list_is_long_and_says_nothing_twice():
    assert len(PAIRS) >= 300 and len({tuple(pair) for pair in PAIRS}) == len(PAIRS)


@pytest.mark.parametrize(("field", "texts"), PAIRS)
def test_another_form_of_the_same_fact_rings_no_alarm_either_way_round(field, texts):
    rule = BY_FIELD[field]
    one, two = map(rule.parse, texts.split(" == "))
    for level in (rule.decide(one, two), rule.decide(two, one)):
        assert (level.verdict in (Verdict.MATCH, Verdict.VARIANT), level.weight) == (True, 0), level.label
        assert level.repair is Repair.NOTHING
