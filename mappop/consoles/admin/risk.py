"""Risk: how near disputes and returns are to what networks bear, and the review that lets a centre sell on."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from mappop.consoles import risk_page
from mappop.consoles.admin import admin

HERE, REVIEW = "admin.risk", "admin.review_risk"


@admin.page("/risk", menu="Risk", position=8)
def risk() -> str:
    return risk_page.show(REVIEW)


@admin.action("/risk/<centre_id>/review")
def review_risk(centre_id: str) -> ResponseReturnValue:
    return risk_page.take_review(centre_id, here=HERE, review_at=REVIEW)
