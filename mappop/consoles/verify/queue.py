"""Who waits for a verifier's call, longest first."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from flask import render_template

from mappop.consoles.current import deps, me, reader
from mappop.consoles.verify import verify
from mappop.db.queries import work as queries
from mappop.domain.lead import call_window


@verify.page("/", menu="Calls to make", position=1)
def queue() -> str:
    now = deps().clock.now()
    midnight = now.astimezone(ZoneInfo(me().timezone)).replace(hour=0, minute=0, second=0, microsecond=0)
    waiting = []
    for trial, business in queries.waiting_for_verifier(reader(), never_sold_by=me().id):
        local, window = now.astimezone(ZoneInfo(trial.timezone)), call_window(business.address.region)
        waiting.append(
            {"trial": trial, "name": business.name, "city": business.address.city, "region": business.address.region,
             "local_now": local, "may_call": window[0] <= local.time() < window[1], "window": window, "taken_by": ""}
        )  # fmt: skip
    done = [
        {"trial": trial, "name": business.name, "at": trial.confirmed_at}
        for trial, business in queries.verified_by(reader(), me().id, midnight)
    ]
    return render_template("verify/queue.html", waiting=waiting, done=done)
