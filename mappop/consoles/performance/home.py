"""Where a manager begins: the meters of what is theirs, and the review of a centre that stopped selling."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from mappop.consoles import risk_page
from mappop.consoles.performance import performance

HERE, REVIEW = "performance.home", "performance.review_risk"


@performance.page("/", menu="Risk", position=1)
def home() -> str:
    return risk_page.show(REVIEW)


@performance.action("/<centre_id>/review")
def review_risk(centre_id: str) -> ResponseReturnValue:
    return risk_page.take_review(centre_id, here=HERE, review_at=REVIEW)
