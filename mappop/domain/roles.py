"""Who may sign in, and where each lands."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    SALES_AGENT = "sales_agent"
    VERIFIER = "verifier"
    SUPPORT_AGENT = "support_agent"
    ASSISTANT = "assistant"
    CENTRE_MANAGER = "centre_manager"
    PROGRAMME_MANAGER = "programme_manager"
    ADMIN = "admin"
    OWNER = "owner"

    @property
    def label(self) -> str:
        return self.value.replace("_", " ").capitalize()
