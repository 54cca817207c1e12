"""What owners text back: kept once, understood by a list of words, answered once; the rest is read by a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from checkers.normalise import phone as phones
from mappop import ids
from mappop.domain.reply import BODY_MAX, Meaning, QuietNumber, TextIn, case_at, meaning_of
from mappop.domain.roles import Role
from mappop.domain.subscription import Subscription, SubscriptionState
from mappop.domain.task import Task, TaskState
from mappop.domain.terms import said_phone
from mappop.domain.trial import Trial
from mappop.messaging.reply_words import answered
from mappop.services import records
from mappop.services.deps import Deps, UnitOfWork
from mappop.services.messages import cancel_url, queue_answer

SOURCE = "texts"
STRANGERS_SHOWN_FOR = timedelta(days=30)


def keep(deps: Deps, event: Mapping[str, Any]) -> None:
    """Keep a text that its gateway vouches for, once; a job works it."""
    with deps.unit_of_work() as uow:
        if not uow.take_event(SOURCE, str(event["id"])[:200], event):
            return
        body, sender = str(event["body"])[:BODY_MAX], str(event["from"])
        text = TextIn(
            ids.new_id("text"), phones.e164(sender) or sender[:40], body, deps.clock.now(), meaning_of(body)
        )  # fmt: skip
        uow.texts_in.add(text)
        uow.enqueue("jobs.texts_in.work", {"text_id": text.id}, key=f"text-in:{text.id}")
        uow.commit()


def work(deps: Deps, text_id: str) -> None:
    """Do at once what the text asks for, and answer it once. Twice changes nothing."""
    with deps.unit_of_work() as uow:
        text = uow.texts_in.get(text_id)
        if text.worked_at is not None:
            return
        text.worked_at = deps.clock.now()
        trials = _of_owner(uow, text.sender)
        text.business_id = trials[0].business_id if trials else None
        data = {"text": text.id, "meaning": text.meaning.value, "said": text.body[:160]}
        for trial in trials:
            uow.record(trial.business_id, "text_received", actor="owner", data=data)
        was_quiet = _listen(uow, text)
        if trials:
            _for_owner(deps, uow, text, trials, was_quiet=was_quiet)
        else:
            _for_stranger(deps, uow, text)
        uow.commit()


def _of_owner(uow: UnitOfWork, number: str) -> list[Trial]:
    """The newest trial of each business whose owner has this mobile, who was written to last first."""
    found = []
    for business_id in uow.texted(number):
        newest = max(uow.trials.where(business_id=business_id), key=lambda trial: trial.sold_at)
        if newest.owner.get("mobile") == number:
            found.append(newest)
    return found


def _listen(uow: UnitOfWork, text: TextIn) -> bool:
    """Texts to this number end or go on from now; whether they had ended before."""
    number = uow.quiet_numbers.find(text.sender)
    was_quiet = number is not None and number.is_quiet
    if text.meaning is Meaning.START and number is not None and was_quiet:
        number.ended_at = text.worked_at
    elif text.meaning in (Meaning.STOP, Meaning.CANCEL) and not was_quiet:
        if number is None:
            uow.quiet_numbers.add(QuietNumber(text.sender, text.received_at, text.id))
        else:
            number.since, number.text_id, number.ended_at = text.received_at, text.id, None
    return was_quiet


def _for_owner(deps: Deps, uow: UnitOfWork, text: TextIn, trials: Sequence[Trial], *, was_quiet: bool) -> None:
    match text.meaning:
        case Meaning.CANCEL:
            _close_gates(deps, uow, text, trials)
        case Meaning.FREE:
            _file_case(deps, uow, text, trials[0])
        case Meaning.STOP if not was_quiet:
            _answer(deps, uow, text, trials, "stopped")
        case Meaning.START if was_quiet:
            _answer(deps, uow, text, trials, "started")
        case Meaning.HELP if not was_quiet:
            _answer(deps, uow, text, trials, "help", reason=f"help:{text.sender}:{text.received_at:%Y%m%d}")


def _close_gates(deps: Deps, uow: UnitOfWork, text: TextIn, trials: Sequence[Trial]) -> None:
    """Nothing is charged from now on; one answer carries the way to finish, and a person follows it up the same day. A
    business that was asked for before has its answer, and there is never a second one."""
    open_ones, ended, is_answered = list[Trial](), list[Trial](), False
    for trial in trials:
        subscription = uow.subscriptions.first(trial_id=trial.id)
        if subscription is None:
            continue
        subscription = uow.subscriptions.get(subscription.id)
        if subscription.state is SubscriptionState.CANCELED:
            ended.append(trial)
        elif subscription.ask_to_cancel(text.received_at):
            _follow_up_later(uow, trial, subscription, text)
            open_ones.append(trial)
        else:
            is_answered = True
    if open_ones:
        _answer(deps, uow, text, open_ones, "asked_to_cancel")
    elif not is_answered:
        what, of = ("canceled_before", ended) if ended else ("nothing_started", trials)
        _answer(deps, uow, text, of, what, reason=f"{what}:{of[0].id}")


def _follow_up_later(uow: UnitOfWork, trial: Trial, subscription: Subscription, text: TextIn) -> None:
    asked_at = text.received_at
    data = {"subscription": subscription.id, "text": text.id, "way": "text"}
    uow.record(trial.business_id, "cancel_asked", actor="owner", data=data)
    args = {"subscription_id": subscription.id, "asked_at": asked_at.isoformat()}
    key = f"cancel-asked:{subscription.id}:{asked_at:%Y%m%dT%H%M%S}"
    uow.enqueue("jobs.texts_in.follow_up", args, key=key, due_at=case_at(asked_at, subscription.timezone))


def follow_up(deps: Deps, subscription_id: str, asked_at: str) -> None:
    """A wish to cancel that is still unfinished: somebody calls the owner today."""
    with deps.unit_of_work() as uow:
        subscription = uow.subscriptions.get(subscription_id)
        asked = datetime.fromisoformat(asked_at)
        key = f"{_case_key(subscription)}:{asked_at}"[:200]
        if subscription.cancel_asked_at != asked or uow.tasks.first(key=key) is not None:
            return
        business, _ = records.current_business(uow, subscription.business_id)
        uow.tasks.add(
            Task(
                ids.new_id("task"), business.id, f"Call {business.name} today: they texted CANCEL"[:200],
                "The owner has canceled, or has said that they want to stay.",
                "What the owner said, on which call.", deps.clock.now(), key, role=Role.SUPPORT_AGENT,
                due_at=deps.clock.now(),
                steps=["Call the number of the record.", "They asked to cancel by text and have not tapped the link.",
                       "Record the cancellation on their page, or that they want to stay. Offer nothing."],
            )
        )  # fmt: skip
        uow.record(business.id, "case_opened", actor="schedule", data={"why": "cancel_asked", "text_at": asked_at})
        uow.commit()


def settle_case(deps: Deps, uow: UnitOfWork, subscription: Subscription, *, how: str) -> None:
    """In the transaction that finishes or takes back the wish: nobody has to call any more."""
    for task in uow.tasks.where(business_id=subscription.business_id, state=TaskState.OPEN):
        if task.key.startswith(_case_key(subscription)):
            task.withdraw(at=deps.clock.now(), why=how)


def _case_key(subscription: Subscription) -> str:
    return f"cancel-asked:{subscription.id}"


def _file_case(deps: Deps, uow: UnitOfWork, text: TextIn, trial: Trial) -> None:
    business, _ = records.current_business(uow, trial.business_id)
    uow.tasks.add(
        Task(
            ids.new_id("task"), business.id, f"{business.name} texted: read it and answer"[:200],
            "The owner has an answer, and what they asked for is done.", "What was said and done, and when.",
            deps.clock.now(), f"text:{text.id}", role=Role.SUPPORT_AGENT,
            due_at=case_at(text.received_at, trial.timezone),
            steps=[f"They wrote: “{text.body}”",
                   "Whoever asks to cancel or for no more texts, in whatever words, gets that today."],
        )
    )  # fmt: skip
    uow.record(business.id, "case_opened", actor="worker", data={"why": "sentence", "text": text.id})


def _for_stranger(deps: Deps, uow: UnitOfWork, text: TextIn) -> None:
    """One answer in all to a number that we don't know; the text waits where support sees it."""
    what = "stopped_unknown" if text.meaning is Meaning.STOP else "unknown"
    if text.sender.startswith("+") and text.meaning is not Meaning.FREE:
        words = answered(what, "en", phone=said_phone())
        queue_answer(deps, uow, None, to=text.sender, words=words, reason=f"stranger:{text.sender}")


def _answer(
    deps: Deps, uow: UnitOfWork, text: TextIn, trials: Sequence[Trial], what: str, *, reason: str = ""
) -> None:  # fmt: skip
    links = " ".join(cancel_url(deps, trial.id) for trial in trials)
    words = answered(what, trials[0].language, cancel_link=links, phone=said_phone())
    queue_answer(deps, uow, trials[0].business_id, to=text.sender, words=words, reason=reason or text.id)
