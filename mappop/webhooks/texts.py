"""What an owner texts back, as the gateway passes it on."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from mappop.consoles.current import deps
from mappop.consoles.typed import without_controls
from mappop.domain.reply import BODY_MAX
from mappop.services import texts_in
from mappop.webhooks import hooks
from mappop.webhooks.taking import take

LIMITS = {"id": 200, "from": 40, "to": 40, "body": BODY_MAX, "at": 40}


@hooks.action("/texts")
def texts() -> ResponseReturnValue:
    return take(
        lambda event: texts_in.keep(deps(), {key: without_controls(text) for key, text in event.items()}),
        needs=("id", "from", "body"), limits=LIMITS,
    )  # fmt: skip
