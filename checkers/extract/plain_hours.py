"""Opening hours among running lines."""

from __future__ import annotations

import re

from checkers.extract.lines import Line
from checkers.nap import Hours
from checkers.normalise import hours

RUN_MAX = 21  # lines: seven days of a day, an opening and a closing each
PIECE_MAX = 12  # characters of a line that is a piece of a row ("to", "Uhr", "9 -")
_DAYISH = re.compile(
    r"\b(?:mon|tue|wed|thu|fri|sat|sun|daily|weekday|weekend|7 days|every ?day"
    r"|m\s?-\s?f\b|24\s?/\s?7|24\s?h(?:ou)?rs?\b)",
    re.IGNORECASE,
)
_TIMEISH = re.compile(
    r"\d\s*(?:a\.?m|p\.?m)\b|\d{1,2}[:.]\d{2}|\bnoon\b|\bclosed\b|\b\d{1,2}\s*-\s*\d{1,2}\b|24\s?/\s?7", re.IGNORECASE
)
_LABEL = re.compile(r"^.{0,40}?\bhours?\b[^:]{0,25}:\s*", re.IGNORECASE)
_OTHER = re.compile(
    r"\b(?:shuttle|kitchen|breakfast|pool|happy|parking|delivery|holiday"
    r"|emergency|support|mass|service)\b[^.]{0,30}\bhours?\b|\bhappy hour",
    re.IGNORECASE,
)
_ROW = re.compile(r"^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\b.{0,40}\d", re.IGNORECASE)
# A tile that boasts of a service ("24/7" above "Roadside help") says nothing of opening; "Open 24/7" does.
_BARE_ALWAYS = re.compile(r"^\W*24\s?(?:/\s?7|h(?:ou)?rs?)\b\W*(?:7 days.{0,10})?$", re.IGNORECASE)
_NOW = re.compile(r"^(?:open|closed) now$", re.IGNORECASE)


def find_hours(lines: list[Line]) -> tuple[Hours, int] | None:
    """The first run of lines that reads as hours, and the line it starts on; None where there is no sure one."""
    n = 0
    while n < len(lines):
        if not _starts(lines[n].text):
            n += 1
            continue
        for end in range(_run_end(lines, n), n, -1):
            texts = [_LABEL.sub("", line.text) for line in lines[n:end] if not _NOW.match(line.text)]
            if all(len(text) <= 200 for text in texts) and (week := hours.merge(texts)):
                if not _is_of_something_else(lines, n) and not _goes_on(lines, end):
                    return week, n
                break
        n += 1
    return None


def _goes_on(lines: list[Line], end: int) -> bool:
    """Whether the next line is one more row of the same table that could not be read: half a week is no week."""
    text = lines[end].text if end < len(lines) else ""
    return bool(_ROW.match(text) and _TIMEISH.search(text))


def _run_end(lines: list[Line], n: int) -> int:
    """The line after the last that can belong to the hours begun on line `n`: trying longer runs finds nothing more."""
    end = n + 1
    while end < min(len(lines), n + RUN_MAX) and _is_of_hours(lines[end].text):
        end += 1
    return end


def _is_of_hours(text: str) -> bool:
    return bool(_DAYISH.search(text) or _TIMEISH.search(text) or _NOW.match(text) or len(text) <= PIECE_MAX)


def _starts(text: str) -> bool:
    return len(text) <= 250 and bool(_DAYISH.search(text) or (_TIMEISH.search(text) and "hour" in text.lower()))


def _is_of_something_else(lines: list[Line], n: int) -> bool:
    near = " ".join(line.text[:120] for line in lines[max(0, n - 2) : n + 1])
    is_boast = _BARE_ALWAYS.match(lines[n].text) and not (n and "hours" in lines[n - 1].text[:120].lower())
    return bool(is_boast or _OTHER.search(near))
