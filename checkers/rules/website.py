"""When is it the same website? Scheme, `www.`, tracking and the last slash are form; another page is a variant."""

from __future__ import annotations

from checkers.normalise import website
from checkers.rules.rule import NEITHER, Level, Rule, always, blank, neither, unasked
from checkers.verdict import Verdict


def _same(canonical: str, seen: str) -> bool:
    return canonical == seen


def _same_host(canonical: str, seen: str) -> bool:
    host = website.host(canonical)
    return host == website.host(seen) and host not in website.SHARED_HOSTS


def _own_page_each(canonical: str, seen: str) -> bool:
    """Two inner pages of one site may be two branches; the home page stands for any of them."""
    host = website.host(canonical)
    return _same_host(canonical, seen) and host not in (canonical, seen)


WEBSITE = Rule(
    field="website",
    parse=website.key,
    levels=(
        Level(NEITHER, neither, Verdict.MISSING),
        Level("not listed", blank, Verdict.MISSING, 40),
        Level("listed here, not in our record", unasked, Verdict.EXTRA),
        Level("same website", _same, Verdict.MATCH),
        Level("same website, perhaps another branch's page", _own_page_each, Verdict.REVIEW, 10),
        Level("another page of the same website", _same_host, Verdict.VARIANT),
        Level("another website", always, Verdict.MISMATCH, 100),
    ),
    examples=(
        ("", "", NEITHER),
        ("https://delgado.example", "", "not listed"),
        ("", "delgado.example", "listed here, not in our record"),
        ("https://delgado.example", "http://www.delgado.example/?utm_source=maps", "same website"),
        ("https://delgado.example", "https://delgado.example/austin", "another page of the same website"),
        (
            "https://delgado.example/austin",
            "https://delgado.example/waco",
            "same website, perhaps another branch's page",
        ),
        ("https://delgado.example", "https://delgado.test", "another website"),
        ("facebook.com/delgado-sample", "https://m.facebook.com/delgado-sample/", "same website"),
        ("facebook.com/delgado-sample", "facebook.com/hernandez-sample", "another website"),
    ),
)
