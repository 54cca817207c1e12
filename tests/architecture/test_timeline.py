"""Whatever is written into the audit trail can be said to whoever answers the owner."""

from __future__ import annotations

import ast
import tomllib
from string import Formatter

import pytest

from mappop.consoles.support import timeline
from tests.architecture.documents import ROOT

SERVICES = sorted((ROOT / "mappop" / "services").glob("*.py"))


def recorded() -> set[str]:
    """The events that services name when they record; those made of a state are in the data by hand."""
    found = set()
    for path in SERVICES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            is_record = (
                isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "record"
            )
            if is_record and len(node.args) > 1 and isinstance(node.args[1], ast.Constant):
                found.add(node.args[1].value)
    return found


def test_every_event_has_its_words() -> None:
    assert recorded() - timeline.known_events() == set(), "say it in mappop/consoles/support/events.toml"
    made_of_a_state = {"message_sent", "message_delivered", "message_bounced", "message_refused", "domain_lost"}
    assert made_of_a_state <= timeline.known_events()
    by_dunning = {"dunning_began", "dunning_went_on", "dunning_stopped", "dunning_lost", "payment_recovered"}
    assert by_dunning | {"payment_tried_again", "service_stopped"} <= timeline.known_events()


def test_every_letter_has_its_name() -> None:
    """Those to our own people stand in no customer's history."""
    home = ROOT / "mappop" / "messaging"
    files = sorted({*home.glob("*_letters.toml")} - {home / "risk_letters.toml"})
    kinds = {kind for path in files for kind, said in tomllib.loads(path.read_text("utf-8"))["en"].items()
             if isinstance(said, dict) and "subject" in said}  # fmt: skip
    assert kinds and kinds - set(timeline._data()["letters"]) == set()


@pytest.mark.parametrize("event", sorted(timeline.known_events()))
def test_its_words_are_whole(event: str) -> None:
    said = timeline._data()[event]
    assert (
        said["what"] and said["about"] in timeline.subjects() and set(said) <= {"what", "why", "next", "about", "joins"}
    )
    for part in said.values():
        assert all(name is None or name.isidentifier() for _, name, _, _ in Formatter().parse(part))
