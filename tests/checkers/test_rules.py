"""Every rule says by its examples what it means, and always comes to an answer."""

import pytest

from checkers.rules import RULES, Rule
from checkers.rules.rule import always
from checkers.verdict import Verdict

EXAMPLES = [(rule, *example) for rule in RULES for example in rule.examples]
# Levels that raw pairs can't show: they need facts from the canonical record, or fields apart. test_compare shows them.
SHOWN_ELSEWHERE = {
    "known tracking number",
    "old number of this business",
    "former name of this business",
    "street moved to the former address",
    "same town, no street on either side",
    "town only, the street is not shown",
    "street shown, not in our record",
}


@pytest.mark.parametrize(
    ("rule", "canonical", "seen", "label"), EXAMPLES, ids=lambda v: v if isinstance(v, str) else v.field
)
def test_an_example_is_decided_as_it_says(rule: Rule, canonical, seen, label):
    assert rule.decide(rule.parse(canonical), rule.parse(seen)).label == label


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.field)
def test_a_rule_ends_in_always_and_shows_each_level(rule: Rule):
    assert rule.levels[-1].holds is always
    assert {level.label for level in rule.levels} - {label for *_, label in rule.examples} <= SHOWN_ELSEWHERE


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.field)
def test_what_is_only_form_costs_nothing_and_a_mismatch_costs(rule: Rule):
    for level in rule.levels:
        assert (level.weight == 0) == (level.verdict in (Verdict.MATCH, Verdict.VARIANT, Verdict.EXTRA)) or (
            level.label == "neither side says"
        )
