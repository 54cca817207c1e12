"""The books: the trial balance as it stands, months closed and to be closed, and files for the accountant."""

from __future__ import annotations

import io
from typing import Any

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from mappop.consoles.admin import admin
from mappop.consoles.current import deps, me, reader
from mappop.db.queries import books as queries
from mappop.domain.close import Month
from mappop.domain.close import books as names
from mappop.domain.errors import FieldError, Refused
from mappop.domain.ledger import Account, LedgerEntry
from mappop.domain.processor import OwnMoveKind
from mappop.services import closing
from mappop.services.ledger_export import WRITERS, file_name

FORMS = {
    "postings": "Postings",
    "entries": "Entries",
    "trial-balance": "Trial balance",
    "beancount": "Journal (beancount)",
}
# What belongs to no customer, by the kind in its cause; second, where it went the other way.
OWN = {
    OwnMoveKind.PAYOUT: ("Paid out to our bank", "A payout was reversed"),
    OwnMoveKind.PAYOUT_BACK: ("A payout was taken back", "A payout came back"),
    OwnMoveKind.TOP_UP: ("A top-up went back to our bank", "Paid in from our bank"),
    OwnMoveKind.ACCOUNT_FEE: ("Fee of the account", "A fee of the account was given back"),
}


@admin.page("/books", menu="Books", position=7)
def books() -> str:
    return _page()


@admin.action("/books/close")
def close_month() -> ResponseReturnValue:
    accept = bool(request.form.get("accept"))
    try:
        month = Month.parse(request.form.get("month", "")[:20])
        made = closing.close(deps(), month, by=me().id, accept_difference=accept)
    except Refused as refused:
        return _page((FieldError("month", str(refused)),), offers_accept="processor holds" in str(refused)), 422
    flash(f"{made.month} is closed: {made.entries} entries.", "done")
    return redirect(url_for("admin.books"))


@admin.page("/books/<month>/<form>")
def export_month(month: str, form: str) -> ResponseReturnValue:
    if form not in WRITERS:
        abort(404)
    try:
        asked = Month.parse(month)
    except Refused:
        abort(404)
    target = io.StringIO()
    WRITERS[form](queries.of_month(reader(), asked, deps().clock.now()), target)
    kind = "text/plain" if form == "beancount" else "text/csv"
    head = {"Content-Disposition": f'attachment; filename="{file_name(form, asked)}"'}
    return Response(target.getvalue(), mimetype=kind, headers=head)


def _page(errors: tuple[FieldError, ...] = (), *, offers_accept: bool = False) -> str:
    now, closes = deps().clock.now(), queries.closes(reader())
    first = queries.first_entry_at(reader())
    due = Month.parse(closes[0].month).after if closes else Month.of(first) if first else None
    return render_template(
        "admin/books.html", balances=queries.balances(reader(), now),
        names={account.value: name for account, name in names().accounts.items()},
        own=[_own(entry) for entry in queries.own_entries(reader())], closes=closes, due=due,
        can_close=due is not None and due.ends_at + names().close_after <= now,
        this_month=Month.of(now), forms=FORMS, offers_accept=offers_accept, errors=errors,
    )  # fmt: skip


def _own(entry: LedgerEntry) -> dict[str, Any]:
    """Day, words, cents as they moved at the processor, and the id that it has there."""
    kind, _, ref = entry.cause.partition(":")
    moved = entry.postings.get(Account.PROCESSOR.value, 0)
    return {"at": entry.at, "said": OWN[OwnMoveKind(kind)][moved > 0], "minor": moved, "ref": ref}
