"""The repository speaks of itself alone: no machine's paths, no package index, no secret, nobody's desk.

Each pattern is written so that it does not find itself.
"""

from __future__ import annotations

import re

import pytest

from tests.architecture.documents import ROOT
from tests.architecture.tracked import tracked

TEXTS = {".py", ".md", ".toml", ".html", ".css", ".js", ".json", ".jsonl", ".sh", ".txt", ".mako", ".svg", ""}
UNWANTED = {
    "a machine's path": r"(?<![\w/.>~-])/(?:wor[k]|roo[t]|hom[e]|User[s])/(?!<)\w",
    "a scratch path": r"(?<![\w/.-])/tm[p]/\w",
    "a package index": r"pypi\.or[g]|pythonhoste[d]|(?<!-emit-)inde[x]-url|find-link[s]|https?://[^\s\"'<>]*/simpl[e]/",
    "a private key": r"-----BEGI[N] [A-Z ]*PRIVATE KEY",
    "a provider's key": r"\b[srp]k_liv[e]_\w{8}|\bAKI[A][0-9A-Z]{16}\b|\bgh[p]_\w{30}|\bxox[bp]-\d|\bAIz[a]\w{30}",
    "the tracker": r"(?i)\bmileston[e]s?\b|\bissue[s]? #?\d+\b|\bissue[s] show\b|\bclose[sd]? #\d",
    "whoever wrote it": r"(?i)co-authored-b[y]|generated wit[h]|\b(?:claud[e]|anthropi[c]|opena[i]|copilo[t])\b",
}


@pytest.mark.parametrize("what", UNWANTED)
def test_no_tracked_text_holds(what: str) -> None:
    pattern = re.compile(UNWANTED[what])
    found = []
    for path in tracked():
        if path.suffix in TEXTS:
            for number, line in enumerate((ROOT / path).read_text("utf-8").splitlines(), 1):
                if match := pattern.search(line):
                    found.append(f"{path}:{number}: {match[0]}")
    assert found == []


@pytest.mark.parametrize(
    ("what", "text"),
    [
        ("a machine's path", "open('/ho" + "me/ana/x')"),
        ("a scratch path", "cat /tm" + "p/x"),
        ("a package index", "--inde" + "x-url https://example.org"),
        ("a private key", "-----BEGI" + "N RSA PRIVATE KEY-----"),
        ("a provider's key", "AKI" + "A0123456789ABCDEF"),
        ("the tracker", "see issu" + "e 12"),
        ("whoever wrote it", "Co-authored-b" + "y: somebody"),
    ],
)
def test_each_pattern_finds_what_it_is_for(what: str, text: str) -> None:
    assert re.search(UNWANTED[what], text)


def test_no_large_file_and_no_picture_outside_the_documents() -> None:
    large = [str(p) for p in tracked() if (ROOT / p).stat().st_size > 250_000]
    pictures = [str(p) for p in tracked() if p.suffix in (".png", ".jpg", ".webp") and p.parts[0] != "docs"]
    assert large == [] and pictures == []


def test_every_requirement_is_pinned_with_its_hashes() -> None:
    for name in ("run", "dev", "bench"):
        text = (ROOT / "requirements" / f"{name}.txt").read_text("utf-8")
        pinned = re.split(r"\n(?=\S)", re.sub(r"^\s*#.*\n", "", text, flags=re.M).strip())
        assert len(pinned) > 20
        assert [entry.splitlines()[0] for entry in pinned if "==" not in entry or "--hash=sha256:" not in entry] == []
