"""Owners' domains by state, trouble first: for whoever answers an owner's call."""

from __future__ import annotations

from flask import render_template

from mappop.consoles.admin import admin
from mappop.consoles.current import deps, reader
from mappop.db.queries import domains as queries
from mappop.domain.own_domain import DomainState
from mappop.services.domain_name import shown


@admin.page("/domains", menu="Domains", position=5)
def domains() -> str:
    rows = [
        {"name": shown(row.domain.name), "domain": row.domain, "business": row.business, "seen": _seen(row.domain.seen)}
        for row in queries.in_view(reader())
    ]  # fmt: skip
    counts = queries.counts(reader())
    return render_template(
        "admin/domains.html",
        rows=rows,
        counts={state.value: counts.get(state, 0) for state in DomainState},
        most=queries.PAGE,
        front_host=deps().settings.front_host,
    )


def _seen(seen: dict[str, object]) -> list[str]:
    """Each host's records in a line, as the newest look saw them."""
    hosts = seen.get("hosts")
    if not isinstance(hosts, dict):
        return []
    told = {
        host: ", ".join(" ".join(pair) for pair in sight["found"]) or sight["leads"] for host, sight in hosts.items()
    }
    return [f"{host}: {records[:160]}" for host, records in told.items()]
