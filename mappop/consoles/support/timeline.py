"""The audit trail, said in plain English from events.toml: what happened, why, and what comes of it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from importlib import resources
from typing import Any

from mappop.consoles.correction_words import REASONS
from mappop.consoles.filters import day
from mappop.domain.audit import AuditEntry
from mappop.domain.bank_returns import return_of
from mappop.domain.correction import CorrectionKind, CorrectionReason
from mappop.domain.plan import add_ons, plans
from mappop.domain.terms import price

_OURS = {"owner": "the owner", "schedule": "by itself", "worker": "by itself", "service": "by itself",
         "carrier": "the carrier", "processor": "the payment processor"}  # fmt: skip
FILES = ("events.toml", "events_unpaid.toml", "events_presence.toml")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_RETURN = re.compile(r"R\d{2}")  # of the network of bank debits
_CODE = re.compile(r"[a-z]+(?:_[a-z]+)*")  # of the processor
_ID = re.compile(r"[a-z]+_[0-9a-z]{16}")
_AGREED = re.compile(r"^\w+ by the (month|year)")  # a plan and its add-ons by their keys
_KEY, _COUNT = re.compile(r"[a-z_]+"), re.compile(r" \+ (\d+) ")
_INVOICE = re.compile(r"[A-Z]+-\d+")
_SENT, _DELIVERED, _SOON = "message_sent", "message_delivered", timedelta(hours=1)
_WAY = "channel"
_CORRECTIONS = tuple(f"{kind}_" for kind in CorrectionKind)
_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Line:
    at: datetime
    event: str
    what: str
    why: str
    next: str
    by: str
    about: str


def lines(entries: Iterable[AuditEntry], names: Mapping[str, str], *, about: str = "") -> list[Line]:
    """In their order; `names` has those of ours by id and places by key, `about` narrows to one subject."""
    told = [_line(entry, names) for entry in _joined(_arrived(list(entries)))]
    return [line for line in told if not about or line.about == about]


def _arrived(entries: Sequence[AuditEntry]) -> list[AuditEntry]:
    """A letter that arrived within the hour is one line, not two: those were a third of a long story."""
    sent = {entry.data.get("message"): entry.at for entry in entries if entry.event == _SENT}
    soon = {
        entry.data.get("message")
        for entry in entries
        if entry.event == _DELIVERED and entry.at - sent.get(entry.data.get("message"), _NEVER) < _SOON
    }
    told = []
    for entry in entries:
        is_one = entry.data.get("message") in soon
        if not (is_one and entry.event == _SENT):
            told.append(replace(entry, event="message_arrived") if is_one and entry.event == _DELIVERED else entry)
    return told


def _joined(entries: Iterable[AuditEntry]) -> list[AuditEntry]:
    """Those in a row that differ in one word are one, at the newest's time."""
    kept: list[AuditEntry] = []
    for entry in entries:
        word = _data().get(entry.event, {}).get("joins", "")
        last = kept[-1] if kept else None
        if word and last is not None and _is_alike(last, entry, word):
            listed, value = _listed(last, word), entry.data.get(word, "")
            kept[-1] = replace(last, data={**last.data, word: [*listed, *([value] if value not in listed else [])]})
        else:
            kept.append(entry)
    return kept


def _listed(entry: AuditEntry, word: str) -> list[str]:
    value = entry.data.get(word, ())
    return [value] if isinstance(value, str) else list(value)


def _is_alike(last: AuditEntry, entry: AuditEntry, word: str) -> bool:
    """Two letters are two, though both came by mail: one goes out once each way, and in the same hour."""
    kinds = last.data.get("kind"), entry.data.get("kind")
    if (last.event, last.actor) != (entry.event, entry.actor) or kinds[0] != kinds[1]:
        return False
    return word != _WAY or (entry.data.get(word) not in _listed(last, word) and last.at - entry.at < _SOON)


def subjects() -> dict[str, str]:
    return dict(_data()["about"])


def known_events() -> frozenset[str]:
    return frozenset(_data()) - {"words", "letters", "about"}


def _line(entry: AuditEntry, names: Mapping[str, str]) -> Line:
    said = _data().get(entry.event, {"what": entry.event.replace("_", " ").capitalize()})
    known = _Known({key: _in_words(key, value, names) for key, value in entry.data.items()} | _chosen(entry))
    known["by_channel"] = f" by {known['channel'].replace(', ', ' and ')}" if "channel" in known else ""
    caller = entry.data.get("caller")
    known["said_by"] = f", {caller}" if caller else ""
    parts = {key: " ".join(said.get(key, "").format_map(known).split()) for key in ("what", "why", "next")}
    by = _OURS.get(entry.actor) or names.get(entry.actor, "")
    return Line(
        entry.at, entry.event, parts["what"], _capital(parts["why"]), parts["next"], by, said.get("about", "site")
    )


def _chosen(entry: AuditEntry) -> dict[str, str]:
    """The reason of a correction as its form says it. A bank gives the same words to a dispute, and knows less."""
    reason = str(entry.data.get("reason"))
    is_ours = entry.event.startswith(_CORRECTIONS) and reason in set(CorrectionReason)
    return {"reason": REASONS[CorrectionReason(reason)]} if is_ours else {}


class _Known(dict[str, str]):
    """What an older entry does not say is left out."""

    def __missing__(self, key: str) -> str:
        return ""


def _in_words(key: str, value: Any, names: Mapping[str, str]) -> str:
    if key.endswith("_minor") and isinstance(value, int):
        return price(value)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(_in_words(key, item, names) for item in value)
    text = str(value)[:300]
    if _DATE.fullmatch(text) and key != "version":  # of disclosures: a name, and its year tells it from the next one
        return day(date.fromisoformat(text))
    table = "letters" if key == "kind" and text in _data()["letters"] else "words"
    return str(_data()[table].get(text) or names.get(text) or _read_out(key, text))


def _read_out(key: str, text: str) -> str:
    """Codes of banks as a person says them; an id says nothing to anybody."""
    if _RETURN.fullmatch(text):
        return f"{text}, {return_of(text).title.lower()}"
    if key in ("code", "reason") and _CODE.fullmatch(text):
        return text.replace("_", " ")
    if key in ("from", "to") and _AGREED.search(text):
        return _COUNT.sub(r" + \1 × ", _KEY.sub(_by_title, text))
    if key == "cause":
        return "" if _ID.fullmatch(text) else f"invoice {text}" if _INVOICE.fullmatch(text) else text
    return text


def _by_title(found: re.Match[str]) -> str:
    sold = plans().get(found[0]) or add_ons().get(found[0])
    return sold.titles["en"] if sold else found[0]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


@cache
def _data() -> dict[str, Any]:
    here = resources.files(__package__)
    return {k: v for name in FILES for k, v in tomllib.loads(here.joinpath(name).read_text("utf-8")).items()}
