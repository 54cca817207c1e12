"""Corrections: an administrator is the second person for what is above somebody's limit."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from mappop.consoles import corrections_page
from mappop.consoles.admin import admin


@admin.page("/corrections", menu="Corrections", position=6)
def corrections() -> str:
    return corrections_page.show("admin")


@admin.action("/corrections/<correction_id>/approve")
def approve_correction(correction_id: str) -> ResponseReturnValue:
    return corrections_page.take_approval("admin", correction_id)


@admin.action("/corrections/<correction_id>/decline")
def decline_correction(correction_id: str) -> ResponseReturnValue:
    return corrections_page.take_refusal("admin", correction_id)
