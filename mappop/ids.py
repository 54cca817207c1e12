"""The only place that draws random numbers: ids, tokens, and their hashes at rest."""

from __future__ import annotations

import hashlib
import secrets

# No vowels and no look-alikes: an id read out on the phone spells no word and is heard right.
_ALPHABET = b"23456789bcdfghjkmnpqrstvwxz"
# Of the 256 values of a byte, as many as share out evenly among the letters; the others are drawn anew.
_LETTER_OF = bytes(_ALPHABET[value % len(_ALPHABET)] for value in range(256))
_UNEVEN = bytes(range(256 - 256 % len(_ALPHABET), 256))


# An id drawn by itself writes a block of each large index of its own: 49 KB an invoice in a bill run over 20,000 shops
# on SQLite, where ids that stand side by side write 18. So those of a process share their first letters; the clock,
# which would do as well (RFC 9562, 6.13), is not asked here.
_AT_ONE_PLACE = 4_096
_place = ""
_left = 0


def new_id(prefix: str) -> str:
    """Such as `trial_8kq2…`: 16 letters of 27, 76 bits; of two made one after the other, 57 bits tell them apart."""
    global _place, _left
    if _left < 1:
        _place, _left = short_code(4), _AT_ONE_PLACE
    _left -= 1
    return f"{prefix}_{_place}{short_code(12)}"


def short_code(length: int = 8) -> str:
    """Of one draw, or seldom two: a draw a letter was an eighth of what a bill run costs."""
    letters = b""
    while len(letters) < length:
        letters += secrets.token_bytes(length + 8).translate(_LETTER_OF, _UNEVEN)
    return letters[:length].decode()


def new_token() -> str:
    """A secret for a link or a session: 192 bits, safe in an address."""
    return secrets.token_urlsafe(24)


def token_hash(token: str) -> str:
    """What is kept of a token. Plain SHA-256 is enough for 192 random bits."""
    return hashlib.sha256(token.encode()).hexdigest()
