"""The desk: what waits for a person, the soonest promised first, and texts from numbers that nobody knows."""

from __future__ import annotations

from flask import render_template

from mappop.consoles.current import deps, reader
from mappop.consoles.support import support
from mappop.db.queries import support as queries
from mappop.services.texts_in import STRANGERS_SHOWN_FOR


@support.page("/", menu="Customers", position=1)
def home() -> str:
    since = deps().clock.now() - STRANGERS_SHOWN_FOR
    return render_template(
        "support/home.html", query="", cases=queries.open_cases(reader()), strangers=queries.strangers(reader(), since)
    )
