"""Signed links: what a link says, until when, and that it is ours."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from itsdangerous import BadData, URLSafeTimedSerializer
from itsdangerous.encoding import base64_encode

from mappop.domain.errors import Refused
from mappop.settings import Settings

OWN_LOOK = "look"  # its name in the address by which an owner opens the site


class _Uncompressed(URLSafeTimedSerializer):
    """Signs without trying to compress what is signed, since an id is too short to gain by it.

    The try took five sixths of the time of a link (2026-11-26), and every letter has two links. Links that were
    compressed before are still read.
    """

    def dump_payload(self, obj: Any) -> bytes:
        return base64_encode(self.serializer.dumps(obj, **self.serializer_kwargs))


@dataclass(frozen=True, slots=True)
class Link:
    """One kind of signed link: what it is for, and for how many seconds it is read."""

    purpose: str
    seconds: int

    def sign(self, settings: Settings, about: str) -> str:
        """A token for the id of what the link is about."""
        return _made(settings.secret_key, self.purpose).dumps(about)

    def read(self, settings: Settings, token: str) -> str:
        """The id that was signed. Raises Refused, with the same words for a forged and an old link."""
        try:
            return str(_made(settings.secret_key, self.purpose).loads(token, max_age=self.seconds))
        except BadData:
            raise Refused("This link is not valid, or not any more. Ask us for a new one.") from None


CONFIRM_LINK = Link("confirm", 30 * 86_400)  # of a trial; open for 72 hours, then it says so: the trial's state decides
OWNER_LINK = Link("owner", 30 * 86_400)  # of a person; the weekly mail's link must work until the next month's
CANCEL_LINK = Link("cancel", 400 * 86_400)  # of a trial; a message kept for a year must still be a way out
TAKE_LINK = Link("take", CANCEL_LINK.seconds)  # of a business; the way to take the site along is in the same message
CHANGE_LINK = Link("change", 14 * 86_400)  # of a proposal; what was proposed is old news after a fortnight
CHANGE_LOOK_LINK = Link("change-look", 2 * 3600)  # for a frame with the site as proposed: it decides nothing
PREVIEW_LINK = Link("preview", 2 * 3600)  # of a draft
OWN_LOOK_LINK = Link("own-look", 3600)  # of a business: the owner's own look at the site is not counted as a visit


def is_own_look(settings: Settings, token: str, business_id: str) -> bool:
    try:
        return bool(token) and OWN_LOOK_LINK.read(settings, token) == business_id
    except Refused:
        return False


@lru_cache(maxsize=32)
def _made(secret: str, purpose: str) -> URLSafeTimedSerializer:
    return _Uncompressed(secret, salt=f"mappop.{purpose}")
