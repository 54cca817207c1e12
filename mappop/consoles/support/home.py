"""Finding a customer; what waits for a person, the soonest promised first; texts from numbers that nobody knows."""

from __future__ import annotations

from collections.abc import Sequence

from flask import render_template, request

from mappop.consoles.current import deps, reader
from mappop.consoles.support import support
from mappop.consoles.typed import one_line
from mappop.db.queries import support as queries
from mappop.services.lookup import read_query
from mappop.services.texts_in import STRANGERS_SHOWN_FOR

SHORTEST = 3  # letters: less finds everybody


@support.page("/", menu="Customers", position=1)
def home() -> str:
    since = deps().clock.now() - STRANGERS_SHOWN_FOR
    query = one_line(request.args.get("q", ""))[:200]
    return render_template(
        "support/home.html",
        query=query,
        found=_found(query),
        is_short=0 < len(query) < SHORTEST,
        cases=queries.open_cases(reader()),
        strangers=queries.strangers(reader(), since),
    )


def _found(query: str) -> Sequence[tuple[str, str, str]]:
    """By phone, mail, invoice or a part of the name."""
    if len(query) < SHORTEST:
        return ()
    return queries.found(reader(), query, read_query(query).phone)
