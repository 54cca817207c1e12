"""The audit report as a person reads it on a terminal, and as one page that needs nothing else."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib.resources import files

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from checkers.audit import AuditedListing, AuditReport, RepairStep
from checkers.compare import FieldVerdict, address_line
from checkers.normalise import phone
from checkers.rules import Repair
from checkers.verdict import Verdict

CELL_MAX = 60
_SPACES = re.compile(r"\s+")
FIELDS = ("name", "address", "phone", "website", "hours")
UNCHECKED, UNSAID = "unchecked", "unsaid"
_SIGNS = {
    Verdict.MATCH: "●",
    Verdict.VARIANT: "◐",
    Verdict.REVIEW: "◇",
    Verdict.MISMATCH: "✕",
    Verdict.MISSING: "○",
    Verdict.EXTRA: "+",
}
_KEY = {
    Verdict.MATCH: "right",
    Verdict.VARIANT: "right, spelt otherwise",
    Verdict.REVIEW: "to be looked at",
    Verdict.MISMATCH: "wrong",
    Verdict.MISSING: "not listed",
    Verdict.EXTRA: "listed there, not in our record",
    UNSAID: "nothing to compare: neither side says it, or another business is shown",
    UNCHECKED: "could not be checked",
}


def as_table(report: AuditReport) -> str:
    """One block a listing, columns aligned over all of them. Strangers' texts carry no control characters into it."""
    ours = [listing for listing in report.listings if not listing.is_anothers]
    rows = [_row(verdict) for listing in ours for verdict in listing.verdicts]
    widths = [max((len(row[n]) for row in rows), default=0) for n in range(4)]
    lines = [f"{plain(report.canonical.name)}: {report.score.sentence}", ""]
    for listing in report.listings:
        lines += [_heading(report, listing)]
        lines += [f"    {plain(note)}" for note in listing.notes]
        lines += [] if listing.is_anothers else [_line(_row(verdict), widths) for verdict in listing.verdicts]
        lines.append("")
    if steps := _to_do(report):
        lines += ["To repair", *(f"    {plain(repair_sentence(step))}" for step in steps), ""]
    return "\n".join(lines)


def repair_sentence(step: RepairStep) -> str:
    """ "citydir, phone: send the right value: (512) 555-0134"."""
    value = telephone(step.value) if step.field == "phone" else step.value
    told = f": {value}" if value and step.repair in (Repair.ADD, Repair.CORRECT) else ""
    return f"{step.publisher}, {step.field}: {step.repair.value}{told}"


def as_html(report: AuditReport) -> str:
    """A whole page with its style inside; every value is escaped, and no script may run on it."""
    return _template().render(
        report=report,
        points=_points(report),
        repairs=_to_do(report),
        address=address_line(report.canonical),
        fields=FIELDS,
        key=_KEY,
        style=Markup(_file("audit.css")),
    )


def cell(listing: AuditedListing, field: str) -> tuple[str, str]:
    """Verdict and words of one fact at one place, for the grid."""
    if listing.is_missing:
        return Verdict.MISSING, "not listed"
    if listing.is_anothers:
        return UNSAID, "another business is shown"
    if listing.unread:
        return UNCHECKED, _KEY[UNCHECKED]
    found = next((verdict for verdict in listing.verdicts if verdict.field == field), None)
    return (found.verdict, found.label) if found else (UNSAID, "neither side says")


def evidence(listing: AuditedListing, field: str) -> str:
    """Where on the page the fact was read, and as what it is printed where our form of it differs."""
    key = "street" if field == "address" else field
    where = (listing.provenance or {}).get(key, "")
    raw = (listing.printed or {}).get(key, "")
    raw = "" if raw == telephone(listing.seen.phone) else raw
    return " · ".join(filter(None, (f"read from {where}" if where else "", f"printed “{raw}”" if raw else "")))


def _to_do(report: AuditReport) -> list[RepairStep]:
    return [step for step in report.repairs if step.repair is not Repair.KEEP_APART]


def shown(text: str, verdict: FieldVerdict) -> str:
    """A fact as people write it."""
    return telephone(text) if verdict.field == "phone" else plain(text)


def telephone(text: str) -> str:
    """US numbers in the national form."""
    parsed = phone.parse(text)
    number = parsed.e164 if parsed and parsed.e164.startswith("+1") else ""
    return f"({number[2:5]}) {number[5:8]}-{number[8:]}" if number else plain(text)


def plain(text: str) -> str:
    """A stranger's text on one line: no control, escape or direction-changing characters."""
    kept = "".join(char for char in _SPACES.sub(" ", text) if unicodedata.category(char)[0] != "C")
    return kept.strip()


def web_address(url: str) -> str:
    """The address where it may be a link, else ""."""
    return url if url.startswith(("https://", "http://")) else ""


def _points(report: AuditReport) -> dict[str, str]:
    return {part.place: f"{part.points} of {part.out_of}" for part in report.score.parts}


def _heading(report: AuditReport, listing: AuditedListing) -> str:
    points = _points(report).get(listing.publisher)
    told = f"{points} points" if points else ""
    return "  ".join(filter(None, (plain(listing.publisher), told, plain(listing.url))))


def _row(verdict: FieldVerdict) -> tuple[str, str, str, str, str]:
    seen = shown(verdict.seen, verdict) or "nothing"
    wanted = f"should be {shown(verdict.canonical, verdict)}" if verdict.weight and verdict.canonical else ""
    return _SIGNS[verdict.verdict], verdict.field, _cut(verdict.label), _cut(seen), wanted


def _line(row: tuple[str, str, str, str, str], widths: list[int]) -> str:
    cells = [cell.ljust(width) for cell, width in zip(row[:4], widths, strict=True)]
    return f"    {'  '.join([*cells, row[4]])}".rstrip()


def _cut(text: str) -> str:
    return text if len(text) <= CELL_MAX else f"{text[: CELL_MAX - 1]}…"


@cache
def _template() -> Template:
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters |= {
        "plain": plain,
        "shown": shown,
        "telephone": telephone,
        "web_address": web_address,
        "sentence": repair_sentence,
        "cell": cell,
        "evidence": evidence,
    }
    environment.tests["evident"] = lambda listing, field: bool(evidence(listing, field))
    return environment.from_string(_file("audit.html"))


def _file(name: str) -> str:
    return files("checkers").joinpath(name).read_text("utf-8")
