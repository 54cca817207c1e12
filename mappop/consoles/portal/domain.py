"""“Your own address”: ask for a domain, what to do at the registrar, what we see beside what is needed, give it up."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from mappop.consoles.current import deps, me, reader
from mappop.consoles.language import of_owner
from mappop.consoles.portal import portal
from mappop.consoles.portal.registrars import ANY, Record, records_for, registrars
from mappop.consoles.portal.words import words
from mappop.db.queries import domains as queries
from mappop.db.queries import sites as site_queries
from mappop.db.queries.sites import SiteNow
from mappop.domain.errors import FieldError, Invalid, Refused
from mappop.domain.own_domain import PROOF_PATH, DomainState, Leads, OwnDomain, authorities
from mappop.services import own_domains
from mappop.services.domain_name import FIELD, shown

TYPED_SHOWN = 60
_SHAPES = {
    "here": "match", "held": "match", "record": "match", "file": "match", "partly": "review", "elsewhere": "mismatch",
    "other_record": "mismatch", "forbidden": "mismatch",
}  # fmt: skip


@portal.form("/site/domain")
def domain() -> ResponseReturnValue:
    found = _found()
    business_id, language = found.business.id, of_owner(found.business.id)
    if request.method == "GET":
        return _page(found, language)
    typed = request.form.get(FIELD, "")[:400]
    try:
        own_domains.ask(deps(), business_id, typed, by=me().id)
    except Invalid as invalid:
        return _page(found, language, typed, invalid.errors[0].reason), 422
    except Refused as refused:
        if str(refused) != "another":
            return redirect(url_for("portal.domain"))  # the page says why nobody can ask now
        return _page(found, language, typed, "another"), 422
    return redirect(url_for("portal.domain"))


@portal.action("/site/domain/look")
def look_at_domain() -> ResponseReturnValue:
    found = _found()
    said = words(of_owner(found.business.id))["domain"]
    is_asked = own_domains.request_look(deps(), found.business.id)
    flash(said["check_asked" if is_asked else "check_soon"], "note")
    return redirect(url_for("portal.domain", registrar=_registrar()))


@portal.action("/site/domain/end")
def end_domain() -> ResponseReturnValue:
    found = _found()
    own_domains.end(deps(), found.business.id, by=me().id)
    said, url = words(of_owner(found.business.id))["domain"], deps().settings.site_url(found.business.id)
    flash(said["ended"].format(url=_bare(url)), "done")
    return redirect(url_for("portal.domain"))


def _found() -> SiteNow:
    return site_queries.site_now(reader(), me().business_id or abort(404)) or abort(404)


def _registrar() -> str:
    asked = request.values.get("registrar", "")
    return asked if asked in registrars() else ANY


def _page(found: SiteNow, language: str, typed: str = "", fault: str = "") -> str:
    said, settings = words(language)["domain"], deps().settings
    newest = queries.newest_of(reader(), found.business.id)
    active = newest if newest is not None and newest.state is not DomainState.ENDED else None
    can_ask = settings.front_host and found.site.published_at is not None and found.site.ended_at is None
    return render_template(
        "portal/domain.html",
        language=language,
        words=words(language),
        business=found.business,
        url=_bare(settings.site_url(found.business.id)),
        closed="" if active or can_ask else "off" if not settings.front_host else "no_site",
        typed=typed,
        errors=_errors(said, typed, fault),
        failed=shown(newest.name) if newest is not None and newest.why in ("given_up", "taken") else "",
        domain=active,
        **(_told(active, said, language) if active else {}),
    )


def _errors(said: dict[str, Any], typed: str, fault: str) -> list[FieldError]:
    if not fault:
        return []
    short = typed.strip()[:TYPED_SHOWN] + ("…" if len(typed.strip()) > TYPED_SHOWN else "")
    reason, remedy = said["faults"][fault]
    return [FieldError(FIELD, reason.format(typed=short), remedy)]


def _told(active: OwnDomain, said: dict[str, Any], language: str) -> dict[str, Any]:
    chosen = _registrar()
    registrar, settings = registrars()[chosen], deps().settings
    records = records_for(active, chosen, settings)
    missing = _missing(active, records)
    return {
        "name": shown(active.name),
        "state": "leaving" if active.is_leaving else active.state.value,
        "host": shown(active.host),
        "rows": _rows(active, records, said),
        "records": [{"n": n, "what": _what(row, said), "row": row} for n, row in enumerate(missing, 1)],
        "registrars": [(id, _title(row, language), id == chosen) for id, row in registrars().items()],
        "registrar": _title(registrar, language),
        "steps": registrar[language],
        "note": registrar[f"note_{language}"].format(front=settings.front_host),
        "fields": registrar.get(f"fields_{language}", registrar["fields"]),
        "file_urls": [f"http://{host}{PROOF_PATH}" for host in reversed(active.hosts)][:1],
    }  # fmt: skip


def _missing(active: OwnDomain, records: list[Record]) -> list[Record]:
    """The proof until it was seen, and what is needed by each host that does not lead to us yet."""
    seen = active.seen.get("hosts", {})
    here = {host for host, sight in seen.items() if sight["leads"] == Leads.HERE}
    return [row for row in records if (row.host not in here if row.host else active.state is DomainState.ASKED)]


def _title(registrar: dict[str, Any], language: str) -> str:
    return str(registrar.get(f"title_{language}", registrar["title"]))


def _what(record: Record, said: dict[str, Any]) -> str:
    return str(said["leads"].format(host=shown(record.host)) if record.host else said["says_yours"])


def _rows(active: OwnDomain, records: list[Record], said: dict[str, Any]) -> list[dict[str, Any]]:
    """What is needed beside what the newest look saw: the proof while it is missing, and each host."""
    seen = active.seen.get("hosts", {})
    rows = []
    if active.state is DomainState.ASKED:
        look = active.seen.get("proof") or active.seen.get("reason") or "not_looked"
        rows.append(_row(said["proof"], [records[0]], [], look, said))
    for host in active.hosts:
        sight = seen.get(host, {"leads": "not_looked", "found": [], "wrong": []})
        needed = [r for r in records if r.host == host]
        look = "forbidden" if sight.get("forbids") and sight["leads"] == Leads.HERE else sight["leads"]
        row = _row(shown(host), needed, sight["found"], look, said)
        row["remedy"] = _remedy(sight, said["remedies"])
        rows.append(row)
    return rows


def _remedy(sight: dict[str, Any], said: dict[str, str]) -> str:
    """Of records that all lead elsewhere the first is to be changed, and whatever else is in the way deleted."""
    wrong = [" ".join(pair) for pair in sight["wrong"]]
    changed = wrong[: sight["leads"] == Leads.ELSEWHERE]
    told = (("change", changed), ("delete", wrong[len(changed) :]))
    words = [said[word].format(wrong=", ".join(rows)) for word, rows in told if rows]
    if forbids := sight.get("forbids"):
        words.append(said["forbidden"].format(record=f"CAA {forbids[:60]}", authority=authorities()[0]))
    return " ".join(words)


def _row(what: str, needed: list[Record], found: list[list[str]], look: str, said: dict[str, Any]) -> dict[str, Any]:
    texts = {
        "needed": [f"{r.kind} {r.value if r.host else r.name}" for r in needed],
        "found": [" ".join(pair) for pair in found],
    }
    shape = _SHAPES.get(look, "unchecked" if look in ("unread", "not_looked") else "missing")
    return {"what": what, **texts, "said": said["looks"][look], "shape": shape, "remedy": ""}


def _bare(url: str) -> str:
    return url.removeprefix("https://").removeprefix("http://")
