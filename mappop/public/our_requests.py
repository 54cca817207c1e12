"""For whoever finds us in a host's log: who reads there, what, how often, and how to stop it. In English alone, as the
`User-Agent` leads nobody else here."""

from __future__ import annotations

from email.utils import parseaddr

from flask import render_template
from flask.typing import ResponseReturnValue

from checkers.fetch.outcome import FetchLimits
from mappop.consoles.current import deps
from mappop.domain.terms import SUPPORT_PHONE
from mappop.public import public
from mappop.settings import AGENT


@public.page("/about-our-requests")
def our_requests() -> ResponseReturnValue:
    limits = FetchLimits()
    return render_template(
        "public/our_requests.html", agent=AGENT, limits=limits, support_phone=SUPPORT_PHONE,
        sender=parseaddr(deps().settings.mail_from)[1],
    )  # fmt: skip
