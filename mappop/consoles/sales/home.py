"""Where a shift begins: the next lead, call-backs that are due, sales that wait for their owner."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from flask import render_template, url_for

from mappop.consoles.current import deps, me, reader
from mappop.consoles.sales import sales
from mappop.consoles.sales.showing import known_of, local_now
from mappop.db.queries import risk
from mappop.db.queries import sales as queries
from mappop.domain.lead import call_window


@sales.page("/", menu="Next call", position=1)
def home() -> str:
    db, agent, now = reader(), me(), deps().clock.now()
    lead = queries.next_lead(db, agent.centre_id or "")
    midnight = now.astimezone(ZoneInfo(agent.timezone)).replace(hour=0, minute=0, second=0, microsecond=0)
    return render_template(
        "sales/home.html",
        lead=lead,
        stopped=risk.stopped(db, agent.centre_id or "", now),
        local_now=local_now(lead.timezone) if lead else None,
        window=call_window(lead.region) if lead else None,
        may_call=lead.may_call(now) if lead else False,
        known=known_of(lead) if lead else [],
        tally=queries.tally(db, agent.id, midnight),
        call_backs=queries.call_backs(db, agent.id),
        unconfirmed=list(reversed(queries.sales_of(db, agent.id, state="awaiting_confirmation"))),
        today=queries.sales_of(db, agent.id, since=midnight),
        refresh_url=url_for("sales.home"),
    )
