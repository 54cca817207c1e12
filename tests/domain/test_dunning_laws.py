"""Laws of dunning, whatever fails, whenever we look and for however long we did not; drawn by hypothesis."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from mappop.domain.charging import local
from mappop.domain.dunning import NEVER_AGAIN, Act, Dunning, DunningState, begin
from mappop.domain.dunning_plan import Cause, dunning_rules, plan_of

ZONES = st.sampled_from(["America/New_York", "America/Phoenix", "Pacific/Honolulu", "America/Puerto_Rico"])
BEGAN = st.integers(0, 2 * 365 * 24 * 60).map(
    lambda minutes: datetime(2027, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
CAUSES = st.sampled_from(list(Cause))
FAILURES = st.sampled_from([cause for cause in Cause if cause is not Cause.OVERDUE])
PAUSES = st.lists(st.sampled_from([15, 60, 180, 360]), min_size=1, max_size=8)  # minutes between two looks
WINDOW = max(plan_of(cause).ends for cause in Cause)


@dataclass
class Life:
    """One dunning to its end: who looks when, which tries fail how, which new ways to pay come."""

    dunning: Dunning
    now: datetime
    pauses: list[int]
    failures: list[Cause]
    methods: dict[int, str] = field(default_factory=dict)  # by day
    method: str = "method_0"
    taken: list[tuple[datetime, str, str]] = field(default_factory=list)  # when, what, with which way to pay
    hard: list[tuple[int, str]] = field(default_factory=list)

    def live(self, days: int = 60) -> None:
        began, n = self.now, 0
        while self.dunning.state is DunningState.OPEN and self.now < began + timedelta(days=days):
            self.method = self.methods.get((self.now - began).days, self.method)
            is_due = self.dunning.next_at is not None and self.dunning.next_at <= self.now
            steps = self.dunning.take(self.now, method_id=self.method, is_under_way=False) if is_due else []
            for step in steps:
                self.taken.append((self.now, step.name, self.method))
                if step.act is Act.RETRY:
                    self.fail(step.name)
                if step.act is Act.END:
                    self.dunning.close(DunningState.LOST, at=self.now)
            self.now += timedelta(minutes=self.pauses[n % len(self.pauses)])
            n += 1

    def fail(self, name: str) -> None:
        cause = self.failures.pop(0) if self.failures else self.dunning.cause
        if cause in NEVER_AGAIN:
            self.hard.append((len(self.taken), self.method))
        self.dunning.failed(cause, "no_reason", "code", self.method, now=self.now + timedelta(minutes=1))

    def days(self, name: str) -> list[int]:
        here = [local(at, self.dunning.timezone).date() for at, step, _ in self.taken if step.partition(":")[0] == name]
        began = local(self.dunning.began_at, self.dunning.timezone).date()
        return [(day - began).days for day in here]


@st.composite
def lives(draw, cause=CAUSES):
    zone, at, why = draw(ZONES), draw(BEGAN), draw(cause)
    dunning = begin(
        "dun_1", subscription_id="sub_1", business_id="delgado", invoice_id="inv_1", timezone=zone, amount_minor=3995,
        cause=why, says="no_reason", code="code", method_id=None if why is Cause.OVERDUE else "method_0", now=at,
    )  # fmt: skip
    methods = draw(st.dictionaries(st.integers(1, 25), st.sampled_from(["method_1", "method_2"]), max_size=2))
    return Life(dunning, at, draw(PAUSES), draw(st.lists(FAILURES, max_size=4)), methods)


@given(lives())
def test_it_reaches_its_end_within_its_window_and_a_day(life):
    life.live()
    assert life.dunning.state is DunningState.LOST
    assert life.days("end")[0] <= WINDOW + 1
    assert life.dunning.ended_at - life.dunning.began_at <= timedelta(days=WINDOW + 2)


@given(lives())
def test_nothing_is_said_or_done_twice(life):
    life.live()
    names = [name for _, name, _ in life.taken]
    assert len(names) == len(set(names)) and life.dunning.take(life.now, method_id="m", is_under_way=False) == []


@given(lives())
def test_there_are_never_more_tries_than_the_limit(life):
    life.live()
    assert life.dunning.tries <= dunning_rules().most_tries
    assert sum(name.startswith("retry") for _, name, _ in life.taken) <= max(len(plan_of(c).retries) for c in Cause) * 2


@given(lives())
def test_after_a_hard_decline_nothing_is_tried_with_that_way_to_pay(life):
    first = [(0, "method_0")] if life.dunning.cause in NEVER_AGAIN else []
    life.live()
    for since, barred in first + life.hard:
        assert not [name for _, name, method in life.taken[since:] if name.startswith("retry") and method == barred]


@given(lives())
def test_tries_are_made_in_the_businesss_own_working_hours_and_letters_come_by_day(life):
    life.live()
    rules = dunning_rules()
    for at, name, _ in life.taken:
        hour = local(at, life.dunning.timezone).hour
        if name.startswith("retry"):
            assert rules.retry_from <= hour < rules.retry_until
        elif name.partition(":")[0] not in ("stop", "end"):
            assert rules.say_from <= hour < rules.say_until


@given(lives())
def test_service_never_stops_before_the_last_notice_has_been_there_for_its_days(life):
    life.live()
    (stopped,), (noticed,) = life.days("stop"), life.days("last_notice")
    assert stopped - noticed >= dunning_rules().last_notice_before.days
    assert stopped >= plan_of(life.dunning.first_cause).grace


def test_a_last_notice_whose_place_a_newer_letter_took_is_said_all_the_same_and_service_stops():
    """Nothing of ours ran from the tenth day on; on the twelfth the owner enters a card that is declined as well, and
    that is what is said then. Service went on for good."""
    began = datetime(2027, 3, 1, 16, 0, tzinfo=UTC)
    dunning = begin(
        "dun_1", subscription_id="sub_1", business_id="delgado", invoice_id="inv_1", timezone="America/Chicago",
        amount_minor=3995, cause=Cause.ANOTHER, says="no_reason", code="code", method_id="method_0", now=began,
    )  # fmt: skip
    life = Life(dunning, began, [360], [])
    life.live(days=9)
    life.now = began + timedelta(days=12)
    dunning.failed(Cause.LATER, "funds", "insufficient_funds", "method_1", now=life.now)
    life.method, life.now = "method_1", life.now + timedelta(minutes=5)
    life.live(days=30)
    assert dunning.state is DunningState.LOST and life.days("failed") == [0, 12]
    assert life.days("last_notice") and life.days("stop")[0] - life.days("last_notice")[0] == 3
    assert life.days("end")[0] - life.days("stop")[0] == 7


def test_a_letter_that_waits_for_the_morning_is_sent_at_nine():
    """Looked at in the evening and one second before nine, it was sent an hour later."""
    began = datetime(2027, 7, 29, 0, 0, tzinfo=UTC)  # eight in the evening in New York
    dunning = begin(
        "dun_1", subscription_id="sub_1", business_id="delgado", invoice_id="inv_1", timezone="America/New_York",
        amount_minor=26095, cause=Cause.OVERDUE, says="", code="", method_id=None, now=began,
    )  # fmt: skip
    early = datetime(2027, 8, 21, 12, 59, 59, tzinfo=UTC)
    assert dunning.take(datetime(2027, 8, 21, 0, 0, tzinfo=UTC), method_id=None, is_under_way=False) == []
    assert dunning.take(early, method_id=None, is_under_way=False) == []
    assert dunning.next_at == early + timedelta(seconds=1)


@given(lives(), st.integers(1, 40), st.integers(1, 60))
def test_after_a_long_stop_of_ours_one_letter_is_sent_one_try_is_made_and_nobody_loses_service_unwarned(
    life, day, gone
):
    life.live(days=day)
    life.now += timedelta(days=gone)
    before, was_warned = len(life.taken), bool(life.days("last_notice"))
    if life.dunning.state is DunningState.OPEN:
        steps = life.dunning.take(life.now, method_id=life.method, is_under_way=False)
        assert sum(step.act is Act.SAY for step in steps) <= 1 and sum(step.act is Act.RETRY for step in steps) <= 1
        assert was_warned or not any(step.act is Act.STOP_SERVICE for step in steps)
    assert len(life.taken) == before


@given(lives(), st.integers(0, 40))
def test_while_a_payment_is_under_way_nothing_stops(life, day):
    life.live(days=day)
    steps = life.dunning.take(life.now + timedelta(days=60), method_id="method_9", is_under_way=True)
    assert {step.kind for step in steps} <= {"failed"}


@given(lives(), CAUSES, st.integers(0, 30))
def test_what_was_promised_never_comes_nearer(life, cause, day):
    life.live(days=day)
    promised = (life.dunning.service_until, life.dunning.ends_on)
    life.dunning.failed(cause, "no_reason", "code", "method_7", now=life.now)
    assert (life.dunning.service_until, life.dunning.ends_on) >= promised
    assert life.dunning.ends_on >= promised[1]


@given(lives(), st.sampled_from([DunningState.RECOVERED, DunningState.STOPPED]), st.integers(0, 30))
def test_once_it_is_over_nothing_more_follows(life, end, day):
    life.live(days=day)
    if life.dunning.state is DunningState.OPEN:
        life.dunning.close(end, at=life.now)
    assert life.dunning.take(life.now + timedelta(days=90), method_id="method_1", is_under_way=False) == []
    assert life.dunning.next_at is None and life.dunning.open_for is None and not life.dunning.may_try("method_1")


@given(lives(), st.integers(0, 40))
def test_it_says_when_it_is_to_be_looked_at_next_and_misses_nothing_by_that(life, day):
    life.live(days=day)
    dunning = life.dunning
    if dunning.state is DunningState.OPEN:
        steps = dunning.take(life.now, method_id=life.method, is_under_way=False)
        if any(step.act is Act.END for step in steps):
            return
        assert dunning.next_at is not None and dunning.next_at > life.now
        if dunning.next_at > life.now + dunning_rules().wait:
            just_before = dunning.next_at - timedelta(seconds=1)
            assert dunning.take(just_before, method_id=life.method, is_under_way=False) == []
