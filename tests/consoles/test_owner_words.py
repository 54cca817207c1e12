"""Whatever an owner can meet on a page is there in English and in Spanish."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from flask import Flask

import checkers.directories
import checkers.fetch
import provisioners
from checkers.accepted import ACCEPTED, CHANGED_AGAIN
from checkers.extract.apart_limits import BROKE, TOO_BIG, TOO_LONG
from checkers.extract.refusal import REASONS as PAGES_THAT_SAY_NOTHING
from checkers.rules import RULES
from mappop.consoles.portal.words import label, opening, reason, words
from mappop.domain.check import CheckOutcome
from mappop.domain.listing import ListingState
from provisioners.connector import Evidence

LABELS = sorted({level.label for rule in RULES for level in rule.levels} | {ACCEPTED, CHANGED_AGAIN})
PAGES = ("public/confirm_words.html", "public/cancel_words.html", "public/owner_link_words.html",
         "public/error_words.html", "public/home_words.html", "ui_words.html")  # fmt: skip


def texts(said: Any, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(said, str):
        yield path, said
    elif isinstance(said, dict | list | tuple):
        for key, part in said.items() if isinstance(said, dict) else enumerate(said):
            yield from texts(part, f"{path}.{key}")


def shape(said: Any) -> Iterator[tuple[str, frozenset[str]]]:
    """Each text's address, and the holes that are filled in."""
    for path, text in texts(said):
        named = {name for _, name, _, _ in Formatter().parse(text) if name}
        yield path, frozenset(named | set(re.findall(r"%\((\w+)\)", text)))


def test_the_owners_pages_say_the_same_in_both_languages() -> None:
    assert dict(shape(words("en"))) == dict(shape(words("es")))


@pytest.mark.parametrize("name", PAGES)
def test_so_do_the_public_ones_and_the_pieces(flask_app: Flask, name: str) -> None:
    said = flask_app.jinja_env.get_template(name).module.words
    only_spanish = (".messages.", ".menu.")  # English words by their own names
    english, spanish = (
        {path: holes for path, holes in shape(said[language]) if not path.startswith(only_spanish)}
        for language in ("en", "es")
    )
    assert english == spanish


@pytest.fixture
def pairs(flask_app: Flask) -> dict[str, tuple[str, str]]:
    """By its place, each text of an owner's page in English and in Spanish."""
    found: dict[str, tuple[str, str]] = {}
    public = {name: flask_app.jinja_env.get_template(name).module.words for name in PAGES}
    for name, said in {**public, "portal": {language: words(language) for language in ("en", "es")}}.items():
        english, spanish = dict(texts(said["en"], name)), dict(texts(said["es"], name))
        found |= {path: (text, spanish.get(path, "")) for path, text in english.items()}
    return found


def test_an_owners_site_is_called_site_in_both_languages(pairs: dict[str, tuple[str, str]]) -> None:
    """“Su página” is the page of Map Pop itself, and a page became a plain page."""
    told = [spanish for english, spanish in pairs.values() if re.search(r"\byour site\b", english, re.IGNORECASE)]
    assert len(told) > 20 and [text for text in told if re.search(r"\bsu página\b", text, re.IGNORECASE)] == []


def test_a_bill_is_called_by_one_word_in_spanish(pairs: dict[str, tuple[str, str]]) -> None:
    """“Por una factura” stood beside “la próxima cuenta”, which is an account on the same pages."""
    told = [spanish for english, spanish in pairs.values() if re.search(r"\bbills?\b", english, re.IGNORECASE)]
    assert len(told) > 5 and [text for text in told if re.search(r"\bcuentas?\b", text, re.IGNORECASE)] == []


@pytest.mark.parametrize("said", LABELS)
def test_what_a_checker_says_has_spanish(said: str) -> None:
    assert label(said, "en") == said
    assert label(said, "es") != said


def test_a_difference_that_was_accepted_once_says_both_in_spanish() -> None:
    assert label(f"another number; {CHANGED_AGAIN}", "es") == "otro número; volvió a cambiar desde que usted lo aceptó"


def reasons_in(folder: str, *names: str) -> set[str]:
    """What its sources raise, each hole filled in with some text."""
    trees = [ast.parse(file.read_text("utf-8")) for name in names for file in sorted(Path(folder).glob(name))]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    raised = [node.args[0] for node in nodes if isinstance(node, ast.Call) and ast.unparse(node.func) in RAISED]
    spoken = [text for text in map(text_of, nodes) if text.startswith(("the host ", "the page ", "the publisher "))]
    return {
        text for text in (*map(text_of, raised), *spoken) if text and not text.endswith((" ", "(", "with Localista"))
    }


def text_of(node: ast.AST) -> str:
    if isinstance(node, ast.JoinedStr):
        return "".join(text_of(part) or "Localista" for part in node.values)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


RAISED = ("CouldNotCheck", "NotNow", "Retryable", "Permanent")
WHY_NOT_READ = sorted(
    reasons_in(checkers.fetch.__path__[0], "*.py")
    | reasons_in(checkers.directories.__path__[0], "reading.py")
    | reasons_in(provisioners.__path__[0], "session.py", "opening.py", "replies.py", "forms/google_profiles.py")
    | {f"it answered with {text}" for text in (*PAGES_THAT_SAY_NOTHING, TOO_LONG, TOO_BIG, BROKE)}
)


@pytest.mark.parametrize("said", WHY_NOT_READ)
def test_why_a_place_could_not_be_read_has_spanish(said: str) -> None:
    assert reason(said, "en") == said
    assert reason(said, "es") not in ("", said)


def test_what_stands_between_a_reader_and_a_page_is_told_by_its_name() -> None:
    assert reason("it answered with a captcha", "es") == "pide demostrar que uno no es un robot"
    assert reason("it answered with a login page", "es") == "pide iniciar sesión"
    assert reason("the host is to be left alone for a while", "es") == "lo dejamos descansar un rato"
    assert reason("the host answered with 418", "es") == "respondió con un error"


def test_a_reason_that_nobody_has_put_into_spanish_is_left_out() -> None:
    assert reason("the host is on holiday", "en") and reason("the host is on holiday", "es") == ""


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_state_and_every_way_of_reading_has_words(flask_app: Flask, language: str) -> None:
    said, pieces = words(language), flask_app.jinja_env.get_template("ui_words.html").module.words[language]
    assert said["states"].keys() == pieces["states"].keys() == {state.value for state in ListingState}
    assert said["ways"].keys() == {way.value for way in Evidence}
    assert all(outcome.value in ("read", "not_found", "could_not_check") for outcome in CheckOutcome)


def test_hours_are_said_as_the_business_own_site_says_them() -> None:
    week = "mon 08:00-12:00,13:00-17:30; tue 08:00-12:00,13:00-17:30; sun closed"
    assert opening(week, "en") == [("Mon, Tue", "8 AM – 12 PM, 1 PM – 5:30 PM"), ("Sunday", "Closed")]
    assert opening(week, "es") == [("Lun, Mar", "8 a.m. – 12 p.m., 1 p.m. – 5:30 p.m."), ("Domingo", "Cerrado")]


def test_time_is_said_in_spanish(flask_app: Flask) -> None:
    ago, day = (flask_app.jinja_env.filters[name] for name in ("ago", "day"))
    now = flask_app.extensions["mappop"].clock.now()
    said = {span: re.sub("<[^>]+>", "", str(ago(now - span, "es"))) for span in (
        timedelta(seconds=2), timedelta(minutes=5), timedelta(hours=3), timedelta(days=1), timedelta(days=6)
    )}  # fmt: skip
    assert list(said.values()) == ["ahora mismo", "hace 5 min", "hace 3 h", "hace 1 día", "hace 6 días"]
    assert ">en 2 h<" in ago(now + timedelta(hours=2), "es")
    assert day(datetime(2027, 1, 2, tzinfo=UTC), "es") == "sáb 2 ene"
    assert 'title="mié 24 feb 2027' in ago(datetime(2027, 2, 24, tzinfo=UTC), "es")


@pytest.mark.parametrize("language", ["en", "es"])
def test_no_word_is_called_like_something_that_every_table_has(flask_app: Flask, language: str) -> None:
    """`t.get` on a page is the table's own method, not the word."""
    tables = [
        *words(language).values(),
        *(flask_app.jinja_env.get_template(name).module.words[language] for name in PAGES),
    ]
    assert [key for table in tables for key in table if hasattr(dict, str(key))] == []
