"""Dunning: one invoice whose payment failed, is late or came back, from the first failure to its end.

A subscription has one at a time. What is due at a moment follows from its row alone, and each step is taken once.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from mappop.domain.charging import local
from mappop.domain.dunning_plan import Cause, dunning_rules, plan_of


class DunningState(StrEnum):
    OPEN = "open"
    RECOVERED = "recovered"  # the money came in
    LOST = "lost"  # it did not, and the subscription has ended
    STOPPED = "stopped"  # the owner canceled, or nothing is owed any more


class Act(StrEnum):
    RETRY = "retry"
    SAY = "say"
    STOP_SERVICE = "stop_service"
    END = "end"


FAILED, REMINDER, LAST_NOTICE, SERVICE_ENDED = "failed", "reminder", "last_notice", "service_ended"


@dataclass(frozen=True, slots=True)
class Step:
    """What is to be done and when. `name` is unique within one dunning: steps of a kind have a number after a colon."""

    at: datetime
    act: Act
    name: str

    @property
    def kind(self) -> str:
        return self.name.partition(":")[0]


@dataclass(eq=False)
class Dunning:
    """One dunning's row.

    `service_until` is the first day without service and `ends_on` the day on which the subscription ends. The owner was
    told both, so they never come nearer. `method_id` is the way to pay that failed last, `barred` those that may never
    be tried again, `done` the names of the steps that were taken or passed over.
    """

    id: str
    subscription_id: str
    business_id: str
    invoice_id: str
    timezone: str
    amount_minor: int
    cause: Cause
    first_cause: Cause
    says: str
    code: str
    began_at: datetime
    failed_at: datetime
    service_until: date
    ends_on: date
    next_at: datetime | None
    method_id: str | None = None
    barred: list[str] = field(default_factory=list)
    state: DunningState = DunningState.OPEN
    tries: int = 0
    notices: int = 1
    last_notice_on: date | None = None
    done: list[str] = field(default_factory=list)
    ended_at: datetime | None = None
    open_for: str | None = None  # the subscription, until the end; unique in the table

    def today(self, now: datetime) -> date:
        return local(now, self.timezone).date()

    def failed(self, cause: Cause, says: str, code: str, method_id: str | None, *, now: datetime) -> None:
        """Note one more failed try. The owner is told anew where another cause or way to pay changes what follows."""
        if cause is not self.cause or method_id != self.method_id:
            self.notices += 1
        self._because(cause, says, code, method_id, now)
        self._count_try()

    def goes_on(
        self, invoice_id: str, cause: Cause, says: str, code: str, method_id: str | None, *, now: datetime,
        is_told: bool,
    ) -> None:  # fmt: skip
        """Turn to another invoice of the owner, with that one's own cause.

        `is_told`: the owner gets a letter about it, unless service has stopped already.
        """
        self.invoice_id = invoice_id
        if is_told and "stop" not in self.done:
            self.notices += 1
        self._because(cause, says, code, method_id, now)

    def _because(self, cause: Cause, says: str, code: str, method_id: str | None, now: datetime) -> None:
        self.cause, self.says, self.code, self.method_id, self.failed_at = cause, says, code, method_id, now
        self.next_at = now
        if "stop" not in self.done:
            began, plan = self.today(self.began_at), plan_of(cause)
            self.service_until = max(self.service_until, began + timedelta(days=plan.grace))
            self.ends_on = max(self.ends_on, began + timedelta(days=plan.ends))

    def _count_try(self) -> None:
        self.tries += 1
        if self.cause in NEVER_AGAIN and self.method_id:
            self.barred = [*self.barred, self.method_id]

    def may_try(self, method_id: str | None) -> bool:
        """Whether that way to pay may be asked at all: one is there, not barred, and there are tries left."""
        is_left = self.state is DunningState.OPEN and self.tries < dunning_rules().most_tries
        return is_left and method_id is not None and method_id not in self.barred

    def steps(self) -> list[Step]:
        """Every step, taken or still ahead, in order of time, as the present cause has them.

        Tries and reminders from before the last failure are left out: they were those of the cause before.
        """
        began, plan, rules = self.today(self.began_at), plan_of(self.cause), dunning_rules()
        retries = [self._on(began, days, Act.RETRY, f"retry:{days}", rules.retry_from) for days in plan.retries]
        reminders = [self._on(began, days, Act.SAY, f"{REMINDER}:{days}", rules.say_from) for days in plan.reminders]
        last, said_at = self.service_until - rules.last_notice_before, self._by_day(self.failed_at)
        return sorted(
            [
                Step(said_at, Act.SAY, f"{FAILED}:{self.notices}"),
                *(step for step in retries + reminders if step.at > self.failed_at),
                self._on(last, 0, Act.SAY, LAST_NOTICE, rules.say_from),
                self._on(self.service_until, 0, Act.STOP_SERVICE, "stop", 0),
                self._on(self.service_until, 0, Act.SAY, SERVICE_ENDED, rules.say_from),
                self._on(self.ends_on, 0, Act.END, "end", rules.say_from),
            ],
            key=lambda step: step.at,
        )  # fmt: skip

    def ahead(self, now: datetime, *, is_held: bool = False) -> list[Step]:
        """What the owner still has to expect, letters aside: the next try, the stop of service, the end.

        No try is named where none can help, or where tries are held back.
        """
        can_try = self.may_try(self.method_id) and not is_held
        left = [step for step in self.steps() if step.name not in self.done and step.at > now]
        told = [step for step in left if step.act is not Act.SAY and (can_try or step.act is not Act.RETRY)]
        tries = [step for step in told if step.act is Act.RETRY]
        return [step for step in told if step not in tries[1:]]

    def _on(self, day: date, days: int, act: Act, name: str, hour: int) -> Step:
        return Step(datetime.combine(day + timedelta(days=days), time(hour), ZoneInfo(self.timezone)), act, name)

    def _by_day(self, now: datetime) -> datetime:
        """This moment where letters may be sent at this hour, else the next moment at which they may."""
        rules, here = dunning_rules(), local(now, self.timezone)
        if rules.say_from <= here.hour < rules.say_until:
            return now
        day = here.date() + timedelta(days=here.hour >= rules.say_until)
        return datetime.combine(day, time(rules.say_from), ZoneInfo(self.timezone))

    def take(
        self, now: datetime, *, method_id: str | None, is_under_way: bool, is_held: bool = False
    ) -> list[Step]:  # fmt: skip
        """The steps to be taken now, each given out once; notes them as done. `method_id` is how the owner pays now.

        While tries are held back, those that come due wait. While a payment is under way nothing stops, and no letter
        goes but that of the failure. After a long stop of ours only the newest of several letters is sent and one try
        made for several, and service goes on until the last notice has been there for its days.
        """
        if self.state is not DunningState.OPEN:
            return []
        due = self._due(now)
        retry = None if is_under_way or is_held else self._retry(due, now, method_id)
        given = [retry] if retry else []
        if is_under_way or retry:
            self._go_on(now)
            due = [step for step in due if step.kind == FAILED]
        else:
            given += self._endings(due, now)
            due = self._due(now)
        given += self._letters(due, now)
        self.done = [*self.done, *(step.name for step in given)]
        self.next_at = self._next(now)
        return given

    def _due(self, now: datetime) -> list[Step]:
        return [step for step in self.steps() if step.at <= now and step.name not in self.done]

    def _go_on(self, now: datetime) -> None:
        """Move the stop and the end behind today: service that was not stopped in time runs on, and is owed."""
        until = self.today(now) + timedelta(days=1)
        if "stop" not in self.done and self.service_until < until:
            self.ends_on += until - self.service_until
            self.service_until = until

    def _retry(self, due: list[Step], now: datetime, method_id: str | None) -> Step | None:
        rules, tries = dunning_rules(), [step for step in due if step.act is Act.RETRY]
        is_time = rules.retry_from <= local(now, self.timezone).hour < rules.retry_until
        if not tries or not is_time:
            return None
        self.done = [*self.done, *(step.name for step in tries[:-1])]
        if self.may_try(method_id):
            return tries[-1]
        self.done = [*self.done, tries[-1].name]
        return None

    def _endings(self, due: list[Step], now: datetime) -> list[Step]:
        endings = [step for step in due if step.act in (Act.STOP_SERVICE, Act.END)]
        lead, today = dunning_rules().last_notice_before, self.today(now)
        if not endings or "stop" in self.done or (self.last_notice_on and self.last_notice_on + lead <= today):
            return endings
        if self.last_notice_on is None:  # also where a newer letter took its place
            self.done = [name for name in self.done if name != LAST_NOTICE]
        until = (self.last_notice_on or today) + lead
        self.ends_on += until - self.service_until
        self.service_until = until
        return []

    def _letters(self, due: list[Step], now: datetime) -> list[Step]:
        """The newest letter that is due, if letters may go at this hour; those before it are marked as done, unsent."""
        rules, letters = dunning_rules(), [step for step in due if step.act is Act.SAY]
        if not letters or not rules.say_from <= local(now, self.timezone).hour < rules.say_until:
            return []
        self.done = [*self.done, *(step.name for step in letters[:-1])]
        if letters[-1].name == LAST_NOTICE:
            self.last_notice_on = self.today(now)
        return letters[-1:]

    def _next(self, now: datetime) -> datetime | None:
        rules, left = dunning_rules(), [step for step in self.steps() if step.name not in self.done]
        by_day = self._by_day(now)  # what waits for its hour is not an hour late for it
        again = min(now + rules.wait, by_day) if by_day > now else now + rules.wait
        soon = [again if step.at <= now else step.at for step in left]
        return min(soon, default=None) if self.state is DunningState.OPEN else None

    def close(self, state: DunningState, *, at: datetime) -> None:
        self.state, self.ended_at, self.next_at, self.open_for = state, at, None, None


NEVER_AGAIN = frozenset({Cause.STOP, Cause.NEW_CONSENT})


def begin(
    id: str, *, subscription_id: str, business_id: str, invoice_id: str, timezone: str, amount_minor: int,
    cause: Cause, says: str, code: str, method_id: str | None, now: datetime,
) -> Dunning:  # fmt: skip
    """A new dunning: at the first failed try, or on the day after an invoice was to be paid."""
    today, plan = local(now, timezone).date(), plan_of(cause)
    dunning = Dunning(
        id, subscription_id, business_id, invoice_id, timezone, amount_minor, cause, cause, says, code, now, now,
        today + timedelta(days=plan.grace), today + timedelta(days=plan.ends), now, method_id,
        open_for=subscription_id,
    )  # fmt: skip
    if cause is not Cause.OVERDUE:
        dunning._count_try()
    return dunning
