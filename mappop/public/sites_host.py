"""Whose site a host is, ours or an owner's own, and where that site really is.

What was found out is remembered for seconds, so that a page costs the database nothing and goes on being served while
the database is away.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from urllib.parse import urlsplit

from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from mappop.bootstrap import App
from mappop.clock import monotonic
from mappop.db.queries import domains as queries

REMEMBERED = 5.0  # seconds; a domain that was just switched on is answered at most so much later
MOST = 10_000
_NAME = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?")


@dataclass(frozen=True, slots=True)
class SiteHost:
    """`moved_to` is the address that people are sent on to; "" where the host is the site's own place."""

    business_id: str
    moved_to: str = ""


class SiteHosts:
    """One for a process; asked with a Host header as it came."""

    def __init__(self, app: App) -> None:
        self._app, self._lock = app, Lock()
        self._known: OrderedDict[str, tuple[float, SiteHost | None]] = OrderedDict()

    def __call__(self, host: str) -> SiteHost | None:
        """None for a host that is nobody's. Raises OperationalError for an owner's host that was never asked about
        while the database is away; a host of ours is served then without looking for another address."""
        plain, moment = site_id_of(self._app.settings.sites_url, host), monotonic()
        name = plain or host_name(host)
        if not _NAME.fullmatch(name) or (plain or "").startswith("xn--"):  # no id of a business
            return None
        known = self._known.get(name)
        if known is not None and moment - known[0] < REMEMBERED:
            return known[1]
        try:
            found = self._of_ours(plain) if plain else self._of_owner(name)
        except OperationalError:
            if known is None and not plain:
                raise
            return known[1] if known else SiteHost(plain or "")
        self._remember(name, moment, found)
        return found

    def _remember(self, name: str, moment: float, found: SiteHost | None) -> None:
        with self._lock:
            self._known[name] = (moment, found)
            self._known.move_to_end(name)
            while len(self._known) > MOST:
                self._known.popitem(last=False)

    def _of_ours(self, business_id: str) -> SiteHost:
        with Session(self._app.reader) as db:
            own_host = queries.own_host(db, business_id)
        return SiteHost(business_id, self._app.settings.site_url(business_id, own_host) if own_host else "")

    def _of_owner(self, host: str) -> SiteHost | None:
        with Session(self._app.reader) as db:
            found = queries.held_by(db, host)
        if found is None:
            return None
        moved = "" if found.own_host == host else self._app.settings.site_url(found.business_id, found.own_host)
        return SiteHost(found.business_id, moved)


def host_name(host: str) -> str:
    """The name in a Host header, without port and last dot, in small letters."""
    return host.rpartition("@")[2].partition(":")[0].removesuffix(".").lower()


def site_id_of(sites_url: str, host: str) -> str | None:
    """The business whose site that host is by our own pattern; None for every other host."""
    before, _, after = urlsplit(sites_url).netloc.partition("{id}")
    fits = host.startswith(before) and host.endswith(after) and len(host) > len(before) + len(after)
    inner = host[len(before) : len(host) - len(after)] if fits else ""
    return inner.lower() if inner and "." not in inner and ":" not in inner else None
