"""What is said to owners promises no rank, threatens nothing and speaks for no publisher; all data files load.

FTC v. Pointbreak and the cases before it: "from Google", "your listing will be removed", "first page guaranteed".
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

from mappop.consoles.sales import script
from mappop.domain import terms
from mappop.domain.trial import trial_dates
from site_templates import themes, trades
from tests.architecture.documents import ROOT

FORBIDDEN = (
    r"guarantee", r"#\s?1\b", r"number one\b", r"first page", r"top of (?:the )?(?:page|results|search)",
    r"from google\b", r"(?:on behalf of|partner of|calling for) google", r"verify(?:ing)? your listing",
    r"will be (?:removed|deleted|closed)", r"lose your listing",
    r"garantiza", r"número uno", r"primera página", r"de parte de google",
)  # fmt: skip
SPOKEN = (
    "mappop/consoles/sales/script.toml", "mappop/domain/disclosures.toml", "mappop/consoles/verify/call.py",
    "mappop/messaging/wording.py", "mappop/public/confirm_words.html", "mappop/public/home_words.html",
    "mappop/consoles/portal/words/en.toml", "mappop/consoles/portal/words/es.toml", "mappop/public/cancel_words.html",
    "mappop/consoles/portal/words/plan.en.toml", "mappop/consoles/portal/words/plan.es.toml",
    "mappop/messaging/plan_letters.toml", "mappop/domain/plans.toml", "mappop/domain/coupons.toml",
    "mappop/consoles/portal/words/site.en.toml", "mappop/consoles/portal/words/site.es.toml",
    "mappop/public/readme.en.txt", "mappop/public/readme.es.txt",
    "site_templates/parts/words.toml",
)  # fmt: skip
REQUIRED = {"who", "recorded", "what", "free", "price", "cancel", "authority", "yes"}
DATES = trial_dates(datetime(2027, 3, 1, 15, tzinfo=UTC), "America/Chicago")


@pytest.mark.parametrize("name", [*SPOKEN, *(f"site_templates/trades/{key}.toml" for key in trades())])
def test_no_forbidden_word_is_said(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    without_comments = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#"))
    found = [word for word in FORBIDDEN if re.search(word, without_comments, re.I)]
    assert found == [] and without_comments.strip()


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_disclosures_say_who_calls_the_price_and_both_dates(language: str) -> None:
    said = terms.disclosure(
        agent="Ana Reyes", business="Delgado Plumbing", price_minor=3995, dates=DATES, language=language
    )  # fmt: skip
    text = " ".join(clause.text for clause in said.clauses)
    for part in ("Ana Reyes", "Map Pop", "Delgado Plumbing", "$39.95", "31", "30", "Google"):
        assert part in text, part
    assert {clause.id for clause in said.clauses} >= {
        "who",
        "recorded",
        "what",
        "free",
        "price",
        "cancel",
        "authority",
        "yes",
    }
    assert "{" not in text and re.fullmatch(r"\d{4}-\d{2}.*", said.version)


def test_the_script_is_filled_in_whole() -> None:
    lines = script.opening("Ana", "Delgado Plumbing", "morning")
    lines += [text for item in script.rebuttals(DATES.day_0) for text in (item["said"], item["answer"])]
    assert len(lines) > 8 and not any("{" in line for line in lines)


@pytest.mark.parametrize("path", sorted((ROOT / "mappop").rglob("*.toml")), ids=lambda path: path.name)
def test_data_files_load(path: Path) -> None:
    assert tomllib.loads(path.read_text("utf-8"))


def test_both_languages_have_the_same_clauses_with_the_same_holes() -> None:
    data = tomllib.loads((ROOT / "mappop/domain/disclosures.toml").read_text("utf-8"))
    assert [clause["id"] for clause in data["clause"] if _holes(clause["en"]) != _holes(clause["es"])] == []


def _holes(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_every_theme_and_trade_loads_and_each_trade_has_a_theme() -> None:
    served = {trade for theme in themes().values() for trade in theme.trades}
    assert served <= trades().keys()
    for name, theme in themes().items():
        folder = ROOT / "site_templates" / "themes" / name
        assert theme.title and theme.character and theme.sample
        assert {file.name for file in folder.iterdir()} >= {"theme.toml", "page.html", "style.css", "sample.json"}


@pytest.mark.parametrize("key", sorted(trades()))
def test_a_trade_says_the_same_things_in_both_languages(key: str) -> None:
    data = tomllib.loads((ROOT / "site_templates" / "trades" / f"{key}.toml").read_text("utf-8"))
    assert dict(_shape(data["en"])) == dict(_shape(data["es"]))


def _shape(copy: dict[str, Any]) -> Iterator[tuple[str, int]]:
    """Each key, and how many lines it holds."""
    for name, value in copy.items():
        yield name, len(value) if isinstance(value, list) else 1
