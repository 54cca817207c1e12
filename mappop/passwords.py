"""Passwords by argon2id: m=19 MiB, t=2, p=1 (OWASP Password Storage Cheat Sheet, 2026)."""

from __future__ import annotations

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from mappop import ids


class Argon2:
    def __init__(self) -> None:
        self._hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)

    def hash(self, password: str) -> str:
        return self._hasher.hash(password)

    @cache  # noqa: B019  one hasher lives as long as its process
    def decoy(self) -> str:
        return self.hash(ids.new_token())

    def verify(self, hash: str, password: str) -> bool:
        """False for a wrong password and for a hash that is none; takes as long for both in practice."""
        try:
            return self._hasher.verify(hash, password)
        except (VerificationError, InvalidHashError):
            return False
