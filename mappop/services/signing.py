"""Signed links: what a link says, until when, and that it is ours."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from itsdangerous import BadData, URLSafeTimedSerializer
from itsdangerous.encoding import base64_encode

from mappop.domain.errors import Refused
from mappop.settings import Settings

CONFIRM_SECONDS = 72 * 3600
OWNER_SECONDS = 30 * 86_400  # the weekly mail's link must work until the next month's
PREVIEW_SECONDS = 2 * 3600
CANCEL_SECONDS = 400 * 86_400  # a message kept for a year must still be a way out
CHANGE_SECONDS = 14 * 86_400  # what was proposed is old news after a fortnight
TAKE_SECONDS = CANCEL_SECONDS  # the way to take the site along is in the same message
OWN_LOOK = "look"  # its name in the address by which an owner opens the site
LOOK_SECONDS = 3600  # an address that an owner copies must count its visitors soon


class _Uncompressed(URLSafeTimedSerializer):
    """Signs without trying to compress what is signed, since an id is too short to gain by it.

    The try took five sixths of the time of a link (2026-11-26), and every letter has two links. Links that were
    compressed before are still read.
    """

    def dump_payload(self, obj: Any) -> bytes:
        return base64_encode(self.serializer.dumps(obj, **self.serializer_kwargs))


def confirmation_token(settings: Settings, trial_id: str) -> str:
    return _serializer(settings, "confirm").dumps(trial_id)


def trial_of_token(settings: Settings, token: str) -> str:
    """The trial of a confirmation link. It is read for ten times its days: the trial's state decides."""
    return _read(settings, "confirm", token, CONFIRM_SECONDS * 10)


def owner_token(settings: Settings, person_id: str) -> str:
    return _serializer(settings, "owner").dumps(person_id)


def owner_of_token(settings: Settings, token: str) -> str:
    return _read(settings, "owner", token, OWNER_SECONDS)


def cancel_token(settings: Settings, trial_id: str) -> str:
    return _serializer(settings, "cancel").dumps(trial_id)


def trial_of_cancel_token(settings: Settings, token: str) -> str:
    return _read(settings, "cancel", token, CANCEL_SECONDS)


def preview_token(settings: Settings, draft_id: str) -> str:
    return _serializer(settings, "preview").dumps(draft_id)


def draft_of_token(settings: Settings, token: str) -> str:
    return _read(settings, "preview", token, PREVIEW_SECONDS)


def change_token(settings: Settings, proposal_id: str) -> str:
    return _serializer(settings, "change").dumps(proposal_id)


def proposal_of_token(settings: Settings, token: str) -> str:
    return _read(settings, "change", token, CHANGE_SECONDS)


def change_look_token(settings: Settings, proposal_id: str) -> str:
    """For the frame that shows the site as it would be: whoever has it may look, and decide nothing."""
    return _serializer(settings, "change-look").dumps(proposal_id)


def proposal_of_look_token(settings: Settings, token: str) -> str:
    return _read(settings, "change-look", token, PREVIEW_SECONDS)


def take_token(settings: Settings, business_id: str) -> str:
    return _serializer(settings, "take").dumps(business_id)


def business_of_take_token(settings: Settings, token: str) -> str:
    return _read(settings, "take", token, TAKE_SECONDS)


def look_token(settings: Settings, business_id: str) -> str:
    """For the owner's own look at their site: a look with it is not counted as a visit."""
    return _serializer(settings, "own-look").dumps(business_id)


def is_own_look(settings: Settings, token: str, business_id: str) -> bool:
    try:
        return bool(token) and _read(settings, "own-look", token, LOOK_SECONDS) == business_id
    except Refused:
        return False


def _serializer(settings: Settings, purpose: str) -> URLSafeTimedSerializer:
    return _made(settings.secret_key, purpose)


@lru_cache(maxsize=32)
def _made(secret: str, purpose: str) -> URLSafeTimedSerializer:
    return _Uncompressed(secret, salt=f"mappop.{purpose}")


def _read(settings: Settings, purpose: str, token: str, seconds: int) -> str:
    """Raises Refused, with the same words for a forged and an old link."""
    try:
        return str(_serializer(settings, purpose).loads(token, max_age=seconds))
    except BadData:
        raise Refused("This link is not valid, or not any more. Ask us for a new one.") from None
