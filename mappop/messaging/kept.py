"""No carrier is set: the message stays in its row, marked refused, where the consoles show it."""

from __future__ import annotations

from mappop.domain.message import Message, Undeliverable


class Kept:
    def __init__(self, setting: str) -> None:
        self._setting = setting

    def send(self, message: Message, *, is_repeat: bool) -> str:
        raise Undeliverable(f"no carrier: {self._setting} is not set, or not a place of this sandbox")
