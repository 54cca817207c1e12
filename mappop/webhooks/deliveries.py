"""What became of a mail or a text, as its carrier reports it."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from mappop.consoles.current import deps
from mappop.services import messages
from mappop.webhooks import hooks
from mappop.webhooks.taking import take

LIMITS = {"id": 300, "event": 300, "reason": 300, "at": 300}


@hooks.action("/mailbox")
def mailbox() -> ResponseReturnValue:
    return _take("mailbox")


@hooks.action("/sms")
def sms() -> ResponseReturnValue:
    return _take("sms")


def _take(source: str) -> ResponseReturnValue:
    return take(lambda event: messages.keep_report(deps(), source, event), needs=("id", "event"), limits=LIMITS)
