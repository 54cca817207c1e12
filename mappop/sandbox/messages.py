"""Everything that reaches a person in this world: mail, texts, calls and letters, with what became of each."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass

from mappop.sandbox import clock
from mappop.sandbox.listings import e164
from mappop.sandbox.network import Network
from mappop.sandbox.store import storable

MAIL, TEXT, CALL, LETTER = "mail", "text", "call", "letter"
REPLY = "reply"  # a text that the person sends back; its recipient is the service
BODY_MAX = 500_000
LANDLINE_ENDING = "0199"
LATE_BOUNCES = "late.bounces.example"
LANDLINE_REASON = "30006"  # Twilio's code for a landline or a carrier that can't be reached


@dataclass(frozen=True, slots=True)
class Message:
    seq: int
    id: str
    kind: str
    sender: str
    recipient: str
    subject: str
    text: str
    html: str
    at: float
    status: str
    reason: str


def arrive(
    network: Network,
    kind: str,
    *,
    to: str,
    sender: str,
    text: str,
    subject: str = "",
    html: str = "",
    id: str = "",
    report_to: str = "",
) -> Message:
    """Keeps the message and, for mail and texts that carry an id, schedules the report on it.

    `report_to` is an address of the sender's choice, else the service's own hook is told.
    """
    status, reason = _fate(network, kind, to)
    texts = (sender[:400], to[:400], subject[:1_000], text[:BODY_MAX], html[:BODY_MAX])
    row = (storable(id[:1_000]) or clock.token(24), kind, *map(storable, texts))
    with network.store.writing() as db:
        if kind == MAIL and id and (twin := _twin(db, row[0], row[3])):
            _count_copy(network, twin)
            return one(network, twin)
        sql = "INSERT INTO message (id, kind, sender, recipient, subject, text, html, at, status, reason)"
        seq = db.execute(sql + " VALUES (?,?,?,?,?,?,?,?,?,?)", (*row, clock.now(), status, reason)).lastrowid
        if kind in (MAIL, TEXT) and id and (report_to or network.base_url):
            hook = "mailbox" if kind == MAIL else "sms"
            body = {"hook": hook, "url": report_to, "id": row[0], "event": status, "reason": reason}
            db.execute(
                "INSERT INTO due (at, kind, body) VALUES (?, 'report', ?)",
                (clock.now() + network.pace.report, json.dumps(body)),
            )
    return one(network, seq or 0)


def answer_by_text(network: Network, number: str, text: str) -> Message:
    """The person with this phone writes back to whoever texted last; the service's hook is told."""
    heard = to_whom(network, number, kinds=(TEXT,))
    to, id = heard[-1].sender if heard else "", "SM" + clock.token(32)
    row = (id, REPLY, number[:400], to, "", storable(text[:BODY_MAX]), "", clock.now(), "sent", "")
    said = {"id": id, "from": number, "to": to, "body": text[:BODY_MAX]}
    with network.store.writing() as db:
        sql = "INSERT INTO message (id, kind, sender, recipient, subject, text, html, at, status, reason)"
        seq = db.execute(sql + " VALUES (?,?,?,?,?,?,?,?,?,?)", row).lastrowid
        if network.base_url:
            body = json.dumps({"hook": "texts", "id": id, "said": said})
            db.execute("INSERT INTO due (at, kind, body) VALUES (?, 'report', ?)", (clock.now(), body))
    return one(network, seq or 0)


def to_people(network: Network, recipient: str = "") -> list[Message]:
    """What arrived at people, oldest first: not what they wrote back."""
    return [message for message in to_whom(network, recipient) if message.kind != REPLY]


def conversation(network: Network, number: str) -> list[Message]:
    """Texts and calls to a phone, and what was written back from it; oldest first."""
    written = [m for m in to_whom(network, kinds=(REPLY,)) if _address(m.sender) == _address(number)]
    return sorted([*to_whom(network, number, kinds=(TEXT, CALL)), *written], key=lambda m: m.seq)


def _twin(db: sqlite3.Connection, id: str, recipient: str) -> int | None:
    """The mail with that Message-ID in that inbox: large mailbox providers keep one of two (Gmail's help says so)."""
    found = db.execute("SELECT seq FROM message WHERE kind = ? AND id = ? AND recipient = ?", (MAIL, id, recipient))
    row = found.fetchone()
    return int(row[0]) if row else None


def _count_copy(network: Network, seq: int) -> None:
    kept = network.store.document("copies", str(seq)) or {"seq": seq, "count": 1}
    network.store.keep("copies", str(seq), {**kept, "count": kept["count"] + 1})


def copies(network: Network) -> dict[int, int]:
    """By seq, how often a mail that is kept once was really handed in: tests count effects by it."""
    return {kept["seq"]: kept["count"] for kept in network.store.documents("copies")}


def one(network: Network, seq: int) -> Message:
    """Raises KeyError where there is none."""
    rows = network.store.rows("SELECT * FROM message WHERE seq = ?", seq)
    if not rows:
        raise KeyError(seq)
    return _message(rows[0])


def to_whom(network: Network, recipient: str = "", *, since: int = 0, kinds: tuple[str, ...] = ()) -> list[Message]:
    """Oldest first; `since` is a message's `seq`."""
    rows = network.store.rows("SELECT * FROM message WHERE seq > ? ORDER BY seq", since)
    wanted = _address(recipient)
    found = [_message(row) for row in rows if not recipient or _address(row["recipient"]) == wanted]
    return [message for message in found if not kinds or message.kind in kinds]


def _fate(network: Network, kind: str, to: str) -> tuple[str, str]:
    if kind == MAIL and to.casefold().endswith("@" + LATE_BOUNCES):
        return "bounced", "550 5.1.1 no such mailbox"
    if kind == TEXT and is_landline(network, to):
        return "undelivered", LANDLINE_REASON
    return "delivered", ""


def is_landline(network: Network, number: str) -> bool:
    known = network.store.document("landlines", "all") or {"numbers": []}
    return number.endswith(LANDLINE_ENDING) or e164(number) in known["numbers"]


def _address(recipient: str) -> str:
    return recipient.strip().casefold() if "@" in recipient else e164(recipient)


def _message(row: sqlite3.Row) -> Message:
    return Message(**dict(row))
