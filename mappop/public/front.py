"""What the front server asks before it fetches a certificate; answered on this very machine only."""

from __future__ import annotations

from ipaddress import ip_address

from flask import Response, request
from flask.typing import ResponseReturnValue

from mappop.consoles.current import reader
from mappop.db.queries import domains as queries
from mappop.public import public
from mappop.public.sites_host import host_name

FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Real-Ip", "Via")


@public.page("/front/may-have-certificate")
def may_have_certificate() -> ResponseReturnValue:
    """200 for a host of a domain that is proven to be its owner's, 404 for every other, and for whoever asks from
    elsewhere: a list of names can't be tried out against it through the front server."""
    host = host_name(request.args.get("domain", "")[:300])
    is_known = _is_here() and queries.may_have_certificate(reader(), host)
    return Response("yes\n" if is_known else "no\n", 200 if is_known else 404, mimetype="text/plain")


def _is_here() -> bool:
    if any(name in request.headers for name in FORWARDED):
        return False
    try:
        return ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        return False
