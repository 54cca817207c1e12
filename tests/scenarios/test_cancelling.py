"""The way out, dated: as simple as the way in, and in writing."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest

from mappop.bell import pause
from mappop.domain.dunning import DunningState
from mappop.domain.errors import Refused
from mappop.domain.message import MessageState
from mappop.domain.subscription import SubscriptionState
from mappop.domain.trial import Trial, TrialState
from mappop.services import billing, cancelling, checking, dunning, invoicing, messages
from tests.world import World


def test_an_owner_who_cancels_is_told_in_writing_and_keeps_site_and_listings(world: World) -> None:
    trial = world.on("2027-03-01").sell()
    world.confirm(trial)
    world.work()
    shown = dict(world.publishers["citydir"].shown)
    world.on("2027-03-12")
    cancelling.cancel(world.deps, trial.id, actor="owner", evidence={"way": "link"})
    world.work()
    assert world.trial(trial.id).canceled_at == datetime(2027, 3, 12, 15, 10, tzinfo=UTC)
    letter = world.mail.carried[-1]
    assert letter.kind == "canceled" and "Nothing is charged" in letter.body
    assert "Tuesday, March 30, 2027" in letter.body
    assert world.app.site_store.current(trial.business_id) and world.publishers["citydir"].shown == shown
    assert [e.event for e in world.rows("audit_entries")].count("trial_canceled") == 1


def test_a_second_tap_cancels_nothing_more_and_writes_no_second_letter(world: World) -> None:
    trial = world.sell()
    world.confirm(trial)
    for _ in range(2):
        cancelling.cancel(world.deps, trial.id, actor="owner", evidence={"way": "link"})
    world.work()
    assert [m.kind for m in world.mail.carried].count("canceled") == 1


def test_who_cancels_while_the_bill_run_has_their_batch_is_not_turned_away(world: World) -> None:
    """The run has the subscription and asks for the sale next, as it does for a hundred at once."""
    trial = world.sell()
    world.confirm(trial)
    with ThreadPoolExecutor(1) as tapped:
        with world.deps.unit_of_work() as run:
            run.subscriptions.load("id", [billing.id_of(run, trial.business_id)])
            canceling = tapped.submit(
                cancelling.cancel, world.deps, trial.id, actor="owner", evidence={"way": "link"}
            )  # fmt: skip
            pause(0.5)
            run.trials.load("id", [trial.id])
        canceling.result(timeout=30)
    assert world.trial(trial.id).canceled_at is not None


def test_what_was_never_started_cannot_be_canceled(world: World) -> None:
    trial = world.sell()
    with pytest.raises(Refused, match="nothing to cancel"):
        cancelling.cancel(world.deps, trial.id, actor="owner", evidence={})
    assert world.trial(trial.id).state is TrialState.AWAITING_CONFIRMATION


def test_after_the_last_day_nothing_is_looked_at_or_repaired_any_more(world: World) -> None:
    trial = world.on("2027-03-01").sell()
    world.confirm(trial)
    world.work(until=timedelta(hours=2))
    cancelling.cancel(world.deps, trial.id, actor="owner", evidence={"way": "link"})
    assert looks_of_a_day(world.on("2027-03-29")) > 0
    assert looks_of_a_day(world.on("2027-04-01")) == 0


def looks_of_a_day(world: World) -> int:
    return sum(checking.recheck_due(world.later(hours=1).deps) for _ in range(24))


def test_every_message_after_the_yes_carries_the_way_out(world: World) -> None:
    trial = world.sell()
    world.confirm(trial)
    world.work()
    after = [m for m in world.mail.carried + world.texts.carried if m.kind != "confirmation"]
    assert after and all(re.search(r"/x/\S{20,}", message.body) for message in after)


BY_MAIL = {"name": "Rosa Delgado", "email": "rosa@delgado.example"}


def on(world: World, day: str, time: str = "15:10") -> None:
    world.on(day, time)
    billing.run(world.deps)
    world.work()
    for letter in [m for m in world.rows("messages") if m.state is MessageState.SENT]:
        said = {"id": letter.provider_id, "event": "delivered", "received_at": world.clock.now().isoformat()}
        messages.take_report(world.deps, said)


def paying(world: World) -> Trial:
    """First charged on Wednesday 31 March; what is paid runs to the end of 29 April."""
    trial = world.on("2027-03-01").sell(owner=BY_MAIL)
    world.confirm(trial)
    world.work()
    billing.choose_invoice(world.deps, trial.business_id, actor="owner")
    on(world, "2027-03-24")
    on(world, "2027-03-31", "18:00")
    return trial


def test_an_end_is_taken_back_before_it_comes_and_leaves_no_stale_end(world: World) -> None:
    trial = paying(world)
    world.on("2027-04-10")
    cancelling.cancel(world.deps, trial.id, actor="owner", evidence={"way": "link"})
    world.on("2027-04-12")
    cancelling.go_on(world.deps, trial.id, actor="owner", evidence={"way": "link"})
    on(world, "2027-04-30", "18:00")
    world.work(until=timedelta(days=2))
    (row,) = world.rows("subscriptions")
    assert (row.state, row.service_until, row.cancel_asked_at) == (SubscriptionState.ACTIVE, None, None)
    assert world.trial(trial.id).canceled_at is None and world.rows("sites")[0].ended_at is None
    assert [i.period_start for i in world.rows("invoices")] == [date(2027, 3, 31), date(2027, 4, 30)]
    assert "going_on" in [m.kind for m in world.mail.carried]


def test_an_end_taken_back_with_a_month_unpaid_is_past_due_again_at_once(world: World) -> None:
    """The invoice of 31 March was due on 14 April."""
    trial = paying(world)
    world.on("2027-04-20")
    dunning.begin_overdue(world.deps)
    cancelling.cancel(world.deps, trial.id, actor="owner", evidence={"way": "link"})
    world.on("2027-04-22")
    cancelling.go_on(world.deps, trial.id, actor="owner", evidence={"way": "link"})
    assert world.rows("subscriptions")[0].state is SubscriptionState.PAST_DUE
    stopped, again = sorted(world.rows("dunnings"), key=lambda row: row.began_at)
    assert (stopped.state, again.state) == (DunningState.STOPPED, DunningState.OPEN)
    assert again.service_until == date(2027, 5, 6)  # fourteen days anew
    (invoice,) = world.rows("invoices")
    invoicing.record_payment(world.deps, invoice.id, amount_minor=3995, reference="check 1", who=world.verifier)
    assert world.rows("subscriptions")[0].state is SubscriptionState.ACTIVE


def test_a_free_month_goes_on_after_all_and_is_charged_only_after_a_reminder(world: World) -> None:
    trial = world.on("2027-03-01").sell(owner=BY_MAIL)
    world.confirm(trial)
    billing.choose_invoice(world.deps, trial.business_id, actor="owner")
    world.on("2027-03-20")
    cancelling.cancel(world.deps, trial.id, actor="owner", evidence={"way": "link"})
    on(world, "2027-03-24")
    world.on("2027-03-26")
    cancelling.go_on(world.deps, trial.id, actor="owner", evidence={"way": "link"})
    on(world, "2027-03-26", "15:20")
    assert world.rows("subscriptions")[0].charge_on == date(2027, 4, 2)
    on(world, "2027-04-02", "18:00")
    assert [i.period_start for i in world.rows("invoices")] == [date(2027, 4, 2)]


def test_canceled_taken_back_and_canceled_again_ends_once_on_its_day(world: World) -> None:
    trial = paying(world)
    for day in ("2027-04-10", "2027-04-14"):
        world.on(day)
        cancelling.cancel(world.deps, trial.id, actor="owner", evidence={"way": "link"})
        if day == "2027-04-10":
            cancelling.go_on(world.deps, trial.id, actor="owner", evidence={"way": "link"})
    world.work()
    assert [m.kind for m in world.mail.carried].count("ended") == 2
    world.on("2027-04-30", "12:00")
    world.work()
    assert world.rows("sites")[0].ended_at is not None
    with pytest.raises(Refused, match="has ended here already"):
        cancelling.go_on(world.deps, trial.id, actor="owner", evidence={"way": "link"})


def test_at_once_ends_today_and_the_days_that_were_paid_and_not_used_are_given_back(world: World) -> None:
    trial = paying(world)
    (invoice,) = world.rows("invoices")
    invoicing.record_payment(world.deps, invoice.id, amount_minor=3995, reference="check 1", who=world.verifier)
    world.on("2027-04-10")
    cancelling.cancel(world.deps, trial.id, actor="owner", evidence={"way": "link"}, at_once=True)
    world.work()
    # 31 March to 10 April are eleven of thirty days: 3995 - 1465 cents
    told = world.mail.carried[-1]
    assert told.kind == "ended_now" and "$25.30" in told.body
    (case,) = [t for t in world.rows("tasks") if t.key.startswith("rest:")]
    assert case.title.startswith("Give back $25.30 of MP-000001")
    assert world.rows("sites")[0].ended_at is not None
    on(world, "2027-04-30", "18:00")
    assert len(world.rows("invoices")) == 1


def test_of_an_open_invoice_the_days_that_are_not_used_are_taken_off(world: World) -> None:
    trial = paying(world)
    world.on("2027-04-10")
    cancelling.cancel(world.deps, trial.id, actor="owner", evidence={"way": "link"}, at_once=True)
    world.work()
    assert "We take them off it" in world.mail.carried[-1].body


def test_who_canceled_gets_no_second_free_month(world: World) -> None:
    trial = world.on("2027-03-01").sell(owner=BY_MAIL)
    world.confirm(trial)
    cancelling.cancel(world.deps, trial.id, actor="owner", evidence={"way": "link"})
    world.on("2027-08-01")
    with pytest.raises(Refused, match="one for each business"):
        world.sell(owner=BY_MAIL)
