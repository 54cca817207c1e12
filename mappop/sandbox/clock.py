"""The sandbox's own time and chance: it is another world, and may not import the service's."""

import secrets
import time
from datetime import UTC, datetime


def now() -> float:
    return time.time()  # noqa: TID251 - the one place of the sandbox that asks


def stamp(at: float) -> str:
    """RFC 3339 in UTC, as the publishers' APIs print moments."""
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def token(length: int = 16) -> str:
    return secrets.token_hex(length // 2)


def digits(length: int) -> str:
    """A PIN or an account number; never starts with a zero, as a number may be kept as an integer."""
    return str(secrets.randbelow(9 * 10 ** (length - 1)) + 10 ** (length - 1))
