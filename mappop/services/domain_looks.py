"""One look at an owner's domain: is it the owner's own, and where does each of its hosts lead."""

from __future__ import annotations

from dataclasses import replace
from ipaddress import ip_address
from urllib.parse import urlsplit

from checkers.fetch.outcome import CouldNotCheck
from mappop.domain.caa import forbidding, names_above
from mappop.domain.own_domain import PROOF_PATH, HostSight, Leads, OwnDomain, Sight, authorities
from mappop.services.deps import Deps

Row = tuple[str, str]


def look_at(deps: Deps, domain: OwnDomain) -> Sight:
    """Asks the name service, and where its record is missing the web server; no transaction is open here."""
    proof, reason = _proof(deps, domain) if domain.holds is None else ("held", "")
    return Sight(proof, reason, {host: _with_certificate(deps, host, _host(deps, host)) for host in domain.hosts})


def _proof(deps: Deps, domain: OwnDomain) -> tuple[str, str]:
    """The way of the proof and nothing, or nothing and what is in its place: a word for the owner's page."""
    try:
        texts = deps.name_service(domain.proof_name, "TXT")
    except CouldNotCheck:
        texts, reason = (), "unread"
    else:
        reason = "other_record" if texts else "no_record"
    if domain.proof_value in (text.strip().strip('"') for text in texts):
        return "record", ""
    return ("file", "") if any(_has_file(deps, domain, host) for host in domain.hosts) else ("", reason)


def _has_file(deps: Deps, domain: OwnDomain, host: str) -> bool:
    """Only from the domain's own hosts: whoever is sent on elsewhere has proven nothing about this one."""
    for scheme in ("https", "http"):
        try:
            page = deps.fetch_proof(f"{scheme}://{host}{PROOF_PATH}")
        except CouldNotCheck:
            continue
        if not page.is_there or urlsplit(page.url).hostname not in domain.hosts:
            return False
        return domain.proof_value in page.content.decode("utf-8", "replace").split()
    return False


def _host(deps: Deps, host: str) -> HostSight:
    """By its CNAME where that is our own name, else by every address that it has in the end."""
    try:
        names = [("CNAME", value) for value in deps.name_service(host, "CNAME")]
        if ("CNAME", deps.settings.front_host) in names:
            return HostSight(Leads.HERE, tuple(names))
        addresses = [(kind, value) for kind in ("A", "AAAA") for value in deps.name_service(host, kind)]
    except CouldNotCheck as fault:
        return HostSight(Leads.UNREAD, reason=fault.reason)
    wrong = [row for row in addresses if not _is_ours(deps, row[1])]
    leads = _leads(addresses, wrong)
    # Behind a CNAME the addresses are another's: what the owner can put right is the CNAME.
    told = names if names and leads is not Leads.HERE else wrong
    return HostSight(leads, tuple(names + addresses), tuple(told))


def _with_certificate(deps: Deps, host: str, sight: HostSight) -> HostSight:
    """And whether its CAA records let our authority make one. Where they can't be read, nothing is said of them."""
    if sight.leads is Leads.UNREAD:
        return sight
    try:
        asked = (deps.name_service(name, "CAA") for name in names_above(host))
        forbids = forbidding(next(filter(None, asked), ()), authorities())
    except CouldNotCheck:
        return sight
    return replace(sight, forbids=forbids)


def _leads(addresses: list[Row], wrong: list[Row]) -> Leads:
    if not addresses:
        return Leads.NOWHERE
    return Leads.HERE if not wrong else Leads.ELSEWHERE if len(wrong) == len(addresses) else Leads.PARTLY


def _is_ours(deps: Deps, address: str) -> bool:
    return ip_address(address) in {ip_address(text) for text in deps.settings.front_addresses}
