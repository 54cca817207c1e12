"""A reader for weeks in words ("Mon–Fri 9am–5pm, closed Sundays") and in OpenStreetMap's form ("Mo-Fr 09:00-17:00")."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from checkers.nap import Hours
from checkers.normalise.hours_time import MIDDAY, Time, span
from checkers.normalise.text import fold

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY = (
    r"mon(?:day)?s?|mo|tue(?:s(?:day)?)?s?|tu|wed(?:nesday)?s?|weds|we|thu(?:r(?:s(?:day)?)?)?s?|th"
    r"|fri(?:day)?s?|fr|sat(?:urday)?s?|sa|sun(?:day)?s?|su"
    r"|m|t|w|f"  # "M, W, F"; an S alone could be either day
    r"|lun(?:es)?|martes|mar|miercoles|mie|jueves|jue|viernes|vie|sabados?|sab|domingos?|dom"
)
_SPANISH = {"lu": "mon", "ma": "tue", "mi": "wed", "ju": "thu", "vi": "fri", "do": "sun"}
_FULL_DAY = "monday|tuesday|wednesday|thursday|friday|saturday|sunday"
_GROUPS = {
    "daily": DAYS, "every day": DAYS, "everyday": DAYS, "7 days a week": DAYS, "seven days a week": DAYS,
    "7 days": DAYS,
    "all week": DAYS, "m-f": DAYS[:5], "m - f": DAYS[:5], "m-sat": DAYS[:6], "weekdays": DAYS[:5], "weekday": DAYS[:5],
    "todos los dias": DAYS, "weekends": DAYS[5:], "weekend": DAYS[5:],
}  # fmt: skip
_TOKEN = re.compile(
    r"(?P<always>24\s?/\s?7|24 hours(?: a day)?[,; ]+(?:7|seven) days(?: a week)?)"
    r"|(?P<allday>24\s?hours|24\s?hrs?|open 24(?:h\b)?(?![\s/]*[\dh])|all day|24h)"
    rf"|(?P<group>{'|'.join(sorted(_GROUPS, key=len, reverse=True))})\b"
    rf"|\b(?P<day>{_DAY}|(?:{_FULL_DAY})(?=\d|closed))(?:'s)?(?:\b\.?|(?=\d|closed))"
    r"|(?P<noon>\b(?:12\s*)?noon\b)|(?P<midnight>\b(?:12\s*)?midnight\b)"
    r"|(?<![\d.])(?P<hour>\d{1,2})(?:(?:[:.h]|(?<=\b\d\d)(?=\d\d\b))(?P<minute>\d{2}))?(?::00)?\s*(?P<half>[ap])?(?(half)\.?\s?m?\b\.?|\b)"
    r"|(?P<closed>(?:\b|(?<=day))closed\b|\boff\b|\bcerrados?\b)"
    r"|(?P<dash>\s*(?:-|\bto\b|\bthrough\b|\bthru\b|\btill\b|\buntil\b|\ba\b|~)\s*)"
    r"|(?P<skip>[\s,;:|&/().*]+|\band\b|\by\b|\bde\b|\babierto\b|\bhorario\b|\bopen\b|\bfrom\b|\bhours?\b|\bare\b|\bour\b|\bbusiness\b|\boffice\b|\bstore\b|\bof\b"
    r"|\boperation\b|\bopening\b|\bopens\b|\bam\b|\bh\b|\b[ecmp]\.?[ds]?\.?t\b|\bas\b|\bwell\b|\bretail\b|\bregular\b|\bphone\b|\bshowroom\b|\bstandard\b|\bcentral\b|\beastern\b|\bpacific\b|\bmountain\b|\btime\b|\bat\b|\bon\b)"
    r"|(?P<junk>\S+?(?=[\s,;:]|$))"
)


@dataclass(slots=True)
class _Week:
    """What was read so far: the days just named, and whether their times have begun."""

    found: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    days: list[str] = field(default_factory=list)
    has_times: bool = False
    waiting: list[tuple[str, str]] = field(default_factory=list)  # times printed before their days

    def name_days(self, days: list[str]) -> None:
        if self.has_times:
            self.days, self.has_times = [], False
        self.days += days
        if self.waiting:
            pairs, self.waiting = self.waiting, []
            for pair in pairs:
                self.open(pair)

    def open(self, pair: tuple[str, str]) -> None:
        if not self.days:
            self.waiting.append(pair)
            return
        self.has_times = True
        for day in self.days:
            kept = self.found.setdefault(day, [])
            if pair not in kept:
                kept.append(pair)

    def close(self) -> None:
        self.has_times = True
        for day in self.days:
            self.found[day] = []


def read_text(raw: str) -> Hours | None:
    """The week in a text that holds hours and little else; None at the first word that makes it doubtful."""
    text = fold(raw, 2_000)
    tokens = [(kind, found) for found in _TOKEN.finditer(text) if (kind := found.lastgroup or "") and kind != "skip"]
    if any(kind == "junk" for kind, _ in _named(tokens)):
        return None
    return _read(_named(tokens))


def _named(tokens: list[tuple[str, re.Match[str]]]) -> list[tuple[str, re.Match[str]]]:
    """`lastgroup` of a time is whichever part it ended with; call them all "hour"."""
    return [("hour" if kind in ("minute", "half") else kind, found) for kind, found in tokens]


def _read(tokens: list[tuple[str, re.Match[str]]]) -> Hours | None:
    week = _Week()
    n = 0
    while n < len(tokens):
        step = _days(tokens, n, week) or _times(tokens, n, week) or _words(tokens, n, week)
        if not step:
            return None
        n += step
    if week.waiting == [("00:00", "24:00")] and not week.found:
        week.name_days(list(DAYS))  # "Open 24 hours", with no day named
    if week.waiting or not week.found:
        return None
    return {day: tuple(sorted(week.found[day])) for day in DAYS if day in week.found}


def _days(tokens: list[tuple[str, re.Match[str]]], n: int, week: _Week) -> int:
    kind, found = tokens[n]
    if kind == "group":
        week.name_days(list(_GROUPS[found.group("group")]))
        return 1
    if kind != "day":
        return 0
    first = _day(found)
    if n + 2 < len(tokens) and tokens[n + 1][0] == "dash" and tokens[n + 2][0] == "day":
        start, end = DAYS.index(first), DAYS.index(_day(tokens[n + 2][1]))
        span_days = DAYS[start : end + 1] if start <= end else (*DAYS[start:], *DAYS[: end + 1])
        week.name_days(list(span_days))
        return 3
    week.name_days([first])
    return 1


def _day(found: re.Match[str]) -> str:
    word = found.group("day")[:2]
    return _SPANISH.get(word) or next(day for day in DAYS if day.startswith(word))


def _times(tokens: list[tuple[str, re.Match[str]]], n: int, week: _Week) -> int:
    """Two times, with or without a dash between ("8am 5pm")."""
    opens = _time(tokens[n])
    if opens is None:
        return 0
    skip = 2 if n + 1 < len(tokens) and tokens[n + 1][0] == "dash" else 1
    closes = _time(tokens[n + skip]) if n + skip < len(tokens) else None
    pair = span(opens, closes) if closes else None
    if pair is None:
        return 0
    week.open(pair)
    return skip + 1


def _time(token: tuple[str, re.Match[str]]) -> Time | None:
    kind, found = token
    if kind == "noon":
        return Time(MIDDAY, "pm")
    if kind == "midnight":
        return Time(0, "am")
    if kind != "hour":
        return None
    hour, minute, half = int(found.group("hour")), int(found.group("minute") or 0), found.group("half") or ""
    if minute > 59 or hour > 24 or (half and not 1 <= hour <= 12):
        return None
    if half:
        return Time(hour % 12 * 60 + minute + (MIDDAY if half == "p" else 0), f"{half}m")
    is_24h = hour > 12 or hour == 0 or (found.group("hour").startswith("0") and bool(found.group("minute")))
    return Time(hour * 60 + minute, "", is_24h)


def _words(tokens: list[tuple[str, re.Match[str]]], n: int, week: _Week) -> int:
    kind = tokens[n][0]
    if kind == "always":
        week.name_days(list(DAYS))
        week.open(("00:00", "24:00"))
    elif kind == "allday":
        week.open(("00:00", "24:00"))
    elif kind == "closed":
        if not week.days or week.has_times:
            return _closed_before_days(tokens, n, week)
        week.close()
    else:
        return 0
    return 1


def _closed_too(tokens: list[tuple[str, re.Match[str]]], n: int, week: _Week) -> int:
    """ "closed Sat, Sun"; but in "closed Monday, Tue-Sun 11-9" times follow, and these days are open."""
    probe = _Week()
    step = _days(tokens, n, probe)
    if not step or (n + step < len(tokens) and _time(tokens[n + step]) is not None):
        return 0
    week.name_days(probe.days)
    week.close()
    return step


def _closed_before_days(tokens: list[tuple[str, re.Match[str]]], n: int, week: _Week) -> int:
    """ "closed Sundays": the days come after the word."""
    step = _days(tokens, n + 1, week) if n + 1 < len(tokens) else 0
    if not step:
        return 0
    week.close()
    while n + 1 + step < len(tokens) and (more := _closed_too(tokens, n + 1 + step, week)):
        step += more
    return step + 1
