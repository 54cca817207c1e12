"""What owners text back."""

from jobs.base import job
from mappop.services import texts_in
from mappop.services.deps import Deps


@job(lane="now", attempts=(2, 10, 60, 300))
def work(deps: Deps, text_id: str) -> None:
    texts_in.work(deps, text_id)


@job(lane="publish", attempts=(5, 30, 120, 600))
def follow_up(deps: Deps, subscription_id: str, asked_at: str) -> None:
    texts_in.follow_up(deps, subscription_id, asked_at)
