"""Where an owner is written to, once the month runs: changed by the owner or for a caller who was verified."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from checkers.normalise import phone as phones
from mappop.domain.business import Business
from mappop.domain.errors import FieldError, Invalid, Refused
from mappop.domain.message import Channel, MessageState
from mappop.domain.person import CurrentPerson
from mappop.domain.task import TaskState
from mappop.domain.terms import SUPPORT_PHONE
from mappop.domain.trial import Trial, TrialState
from mappop.messaging.letters import written
from mappop.services import known_by, records
from mappop.services.callers import on_the_line
from mappop.services.channels import channel_faults
from mappop.services.deps import Deps, UnitOfWork
from mappop.services.messages import cancel_url, queue_to
from mappop.services.signing import OWNER_LINK

NAMES = {"mobile": "mobile", "email": "e-mail address"}
CHANNELS = {"mobile": Channel.TEXT, "email": Channel.MAIL}
_CAME_BACK = (MessageState.BOUNCED, MessageState.REFUSED)


def change(deps: Deps, trial_id: str, *, mobile: str, email: str, actor: str) -> bool:
    """Both as they shall be from now on, one of them may be empty; False where they are so already.

    Told at the new place, and at the one that is left where our letters still arrive there. Raises Invalid.
    """
    with deps.unit_of_work() as uow:
        is_new = _change(deps, uow, uow.trials.get(trial_id), _read(mobile, email), {"by": actor})
        uow.commit()
        return is_new


def change_for(deps: Deps, trial_id: str, *, mobile: str, email: str, who: CurrentPerson) -> bool:
    """The same on the word of whoever this person of ours speaks with. Raises Refused where nobody was noted."""
    with deps.unit_of_work() as uow:
        trial = uow.trials.get(trial_id)
        caller = on_the_line(deps, uow, trial.business_id, who=who)
        is_new = _change(deps, uow, trial, _read(mobile, email), {"by": who.id, **caller.evidence()})
        uow.commit()
        return is_new


def _change(
    deps: Deps, uow: UnitOfWork, trial: Trial, now: dict[str, str], evidence: Mapping[str, Any]
) -> bool:  # fmt: skip
    if trial.state is not TrialState.RUNNING:
        raise Refused("Nothing has been started here, so there is nobody to write to yet.")
    before = {key: str(trial.owner.get(key) or "") for key in CHANNELS}
    if before == now:
        return False
    left = _left(uow, trial, before, now)
    trial.owner = {**trial.owner, **now}
    business, _ = records.current_business(uow, trial.business_id)
    known_by.note(uow, business, now["email"])
    changed = " and ".join(NAMES[key] for key in CHANNELS if before[key] != now[key])
    uow.record(business.id, "owner_reach_changed", actor=str(evidence["by"]), data={"changed": changed, **evidence})
    _tell(deps, uow, trial, business, left)
    _withdraw_search(deps, uow, business)
    return True


def _read(mobile: str, email: str) -> dict[str, str]:
    mobile, email = mobile.strip(), email.strip()
    if faults := channel_faults(mobile, email):
        raise Invalid(faults)
    if not mobile and not email:
        raise Invalid([FieldError("owner.email", "is missing", "give a mobile, an e-mail address, or both")])
    return {"mobile": (phones.e164(mobile) or "") if mobile else "", "email": email}


def _left(uow: UnitOfWork, trial: Trial, before: Mapping[str, str], now: Mapping[str, str]) -> dict[str, str]:
    """Places that are given up and where our newest letter did not come back."""
    newest = {
        letter.to: letter.state
        for letter in sorted(uow.messages.where(business_id=trial.business_id), key=lambda letter: letter.created_at)
    }
    return {
        key: to for key, to in before.items() if to and to != now[key] and newest.get(to) not in _CAME_BACK
    }  # fmt: skip


def _tell(deps: Deps, uow: UnitOfWork, trial: Trial, business: Business, left: Mapping[str, str]) -> None:
    person = uow.people.first(business_id=business.id)
    base = deps.settings.base_url
    reach = [str(trial.owner[key]) for key in CHANNELS if trial.owner[key]]
    words = written(
        "reach", "reach_changed", trial.language, owner=str(trial.owner.get("name") or ""), business=business.name,
        reach=" / ".join(reach), phone=SUPPORT_PHONE, cancel_link=cancel_url(deps, trial.id),
        link=f"{base}/o/{OWNER_LINK.sign(deps.settings, person.id)}?to=reach" if person else base,
    )  # fmt: skip
    reason = f"{trial.id}:{deps.clock.now().isoformat()}"
    for key, channel in CHANNELS.items():
        for to in filter(None, (trial.owner[key], left.get(key))):
            queue_to(
                deps, uow, business.id, kind="reach_changed", channel=channel, to=to, words=words,
                reason=f"{reason}:{to}",
            )  # fmt: skip


def _withdraw_search(deps: Deps, uow: UnitOfWork, business: Business) -> None:
    """Nobody needs to find out any more how the owner can be reached."""
    for task in uow.tasks.where(business_id=business.id, state=TaskState.OPEN):
        if task.key.startswith("reach:"):
            task.withdraw(at=deps.clock.now(), why="The owner gave another address.")
