"""The bank's export comes in; what it could not tell by itself is told by a person."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from mappop.consoles.admin import admin
from mappop.consoles.current import deps, me, reader
from mappop.consoles.typed import one_line
from mappop.db.queries import bank as queries
from mappop.domain.errors import FieldError, Refused
from mappop.services import bank_files

FILE, FILE_MAX = "file", 2_100_000  # bytes of the form with it
NOTE_MAX = 200
NAMED = 3  # lines of each fault
_NUMBER = re.compile(r"(?:MP)?\W{0,3}0*(\d{1,9})", re.IGNORECASE)


@admin.form("/bank", menu="Bank", position=3, takes=FILE_MAX)
def bank() -> ResponseReturnValue:
    if request.method == "GET":
        return _page()
    sent = request.files.get(FILE)
    if sent is None or not sent.filename:
        return _page((FieldError(FILE, "is missing", "choose the CSV file that you exported from the bank"),)), 422
    try:
        done = bank_files.take_in(deps(), sent.stream.read(), who=me())
    except Refused as refused:
        return _page((FieldError(FILE, f"“{_name(sent)}” was not taken", str(refused).rstrip(".")),)), 422
    flash(
        f"{done.taken} taken as payments, {done.waiting} {'waits' if done.waiting == 1 else 'wait'} for you,"
        f" {done.known} known already, {done.went_out} went out of the account.",
        "done",
    )
    if done.faults:
        flash(_unread(done.faults), "wrong")
    return redirect(url_for("admin.bank"))


@admin.action("/bank/<line_id>/assign")
def assign_line(line_id: str) -> ResponseReturnValue:
    typed = one_line(request.form.get("number", ""))[:20]
    found = _NUMBER.fullmatch(typed)
    if found is None:
        fault = FieldError(f"number.{line_id}", f"“{typed}” is no invoice’s number", "type one such as MP-000123")
        return _page((fault,), line_id, typed), 422
    try:
        title = bank_files.assign(deps(), line_id, int(found[1]), who=me())
    except Refused as refused:
        fault = FieldError(f"number.{line_id}", str(refused), "look at the line again, or set it aside with a note")
        return _page((fault,), line_id, typed), 422
    flash(f"{title} is paid. A receipt goes to the owner.", "done")
    return redirect(url_for("admin.bank"))


@admin.action("/bank/<line_id>/set-aside")
def set_line_aside(line_id: str) -> ResponseReturnValue:
    note = one_line(request.form.get("note", ""))[: NOTE_MAX + 1]
    if not note or len(note) > NOTE_MAX:
        reason = "is missing" if not note else "is too long"
        fault = FieldError(f"note.{line_id}", reason, f"say in up to {NOTE_MAX} letters what this money is")
        return _page((fault,), line_id, note=note), 422
    try:
        bank_files.set_aside(deps(), line_id, note, who=me())
    except Refused as refused:
        return _page((FieldError(f"note.{line_id}", str(refused), "nothing more is to be done"),), line_id), 422
    flash("Set aside.", "done")
    return redirect(url_for("admin.bank"))


def _unread(faults: Sequence[FieldError]) -> str:
    """How many and which lines, by what is wrong, in one sentence; all others were taken in."""
    by_reason = defaultdict[str, list[str]](list)
    for fault in faults:
        by_reason[fault.reason].append(fault.field)
    said = "; ".join(_few(lines, reason) for reason, lines in by_reason.items())
    return f"Not read: {said}. Every other line was taken in; mend these in the file and give it again."


def _few(lines: Sequence[str], reason: str) -> str:
    """The first of them by number, the rest counted."""
    if len(lines) == 1:
        return f"{lines[0]} {reason}"
    more = f" and {len(lines) - NAMED:,} more" if len(lines) > NAMED else ""
    return f"each of {', '.join(lines[:NAMED])}{more} {reason}"


def _name(sent: FileStorage) -> str:
    return one_line(sent.filename or "")[:60]


def _page(errors: tuple[FieldError, ...] = (), line_id: str = "", number: str = "", note: str = "") -> str:
    return render_template(
        "admin/bank.html",
        rows=queries.waiting(reader()),
        counts=queries.counts(reader()),
        most=queries.PAGE,
        errors=errors,
        typed_for=line_id,
        number=number,
        note=note,
    )
