"""Corrections: the programme's manager is the second person for what is above somebody's limit."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from mappop.consoles import corrections_page
from mappop.consoles.performance import performance
from mappop.domain.roles import Role

SECOND = (Role.PROGRAMME_MANAGER,)  # as limits.toml has it: a centre's manager is none


@performance.page("/corrections", menu="Corrections", position=2, roles=SECOND)
def corrections() -> str:
    return corrections_page.show("performance")


@performance.action("/corrections/<correction_id>/approve", roles=SECOND)
def approve_correction(correction_id: str) -> ResponseReturnValue:
    return corrections_page.take_approval("performance", correction_id)


@performance.action("/corrections/<correction_id>/decline", roles=SECOND)
def decline_correction(correction_id: str) -> ResponseReturnValue:
    return corrections_page.take_refusal("performance", correction_id)
