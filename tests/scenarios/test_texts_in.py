"""What owners text back, dated: CANCEL, STOP, a sentence, and a number that nobody knows."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from mappop.domain.charge_gate import Condition
from mappop.domain.message import MessageState
from mappop.domain.subscription import SubscriptionState
from mappop.domain.task import TaskState
from mappop.services import billing, cancelling, messages, texts_in
from tests.world import DELGADO, ROSA, World

MOBILE = "+15125550166"


@pytest.fixture
def world(world: World) -> World:
    """Rosa's yes is on Monday 1 March, 09:10 in Austin: her first charge stands on Wednesday 31 March."""
    return world.on("2027-03-01")


def started(world, owner=ROSA):
    trial = world.sell(owner=owner)
    world.confirm(trial)
    world.work()
    billing.choose_invoice(world.deps, trial.business_id, actor="owner")
    return trial


def texted(world, words, *, sender=MOBILE, id=""):
    event = {"id": id or f"SM-{world.clock.now().isoformat()}-{words}", "from": sender, "body": words}
    texts_in.keep(world.deps, event)
    world.work()


def on(world, day, time="15:10"):
    world.on(day, time)
    billing.run(world.deps)
    world.work()


def arrives(world, kind="charge_reminder"):
    for letter in [m for m in world.rows("messages") if m.kind == kind and m.state is MessageState.SENT]:
        said = {"id": letter.provider_id, "event": "delivered", "received_at": world.clock.now().isoformat()}
        messages.take_report(world.deps, said)


def subscription(world):
    return world.rows("subscriptions")[0]


def texts(world, kind="reply"):
    return [m.body for m in world.texts.carried if m.kind == kind]


def events(world):
    return [e.event for e in world.rows("audit_entries")]


def cases(world, state=TaskState.OPEN):
    return [t.title for t in world.rows("tasks") if t.state is state and t.role == "support_agent"]


def test_an_owner_who_texts_cancel_has_one_reply_with_the_link_taps_it_and_is_told_in_writing(world):
    """Scene 4, the third owner: CANCEL on Wed 24 March, tapped two hours later; the listings stay hers."""
    trial = started(world)
    shown = dict(world.publishers["citydir"].shown)
    on(world, "2027-03-24")
    arrives(world)
    world.on("2027-03-24", "16:00")
    texted(world, "Cancel.")
    (answer,) = texts(world)
    assert "nothing new is charged from now on" in answer and "/x/" in answer
    assert subscription(world).cancel_asked_at == datetime(2027, 3, 24, 16, 0, tzinfo=UTC)
    world.on("2027-03-24", "18:00")
    cancelling.cancel(world.deps, trial.id, actor="owner", evidence={"way": "link"})
    world.work()
    assert subscription(world).state is SubscriptionState.CANCELED and world.mail.carried[-1].kind == "canceled"
    assert len(texts(world)) == 1 and texts(world, "canceled") == []  # the record goes by mail: no more texts
    world.work(until=timedelta(hours=12))
    on(world, "2027-03-31", "18:00")
    assert world.rows("invoices") == [] and cases(world) == []
    assert world.app.site_store.current(trial.business_id) and world.publishers["citydir"].shown == shown


def test_while_the_wish_is_open_nothing_is_charged_or_announced_and_the_gate_says_why_once(world):
    started(world)
    on(world, "2027-03-10")
    texted(world, "CANCEL")
    before = len(world.rows("messages"))
    for day in ("2027-03-24", "2027-03-28", "2027-03-31", "2027-04-01"):
        on(world, day, "18:00")
    (answer,) = world.rows("gate_answers")
    assert Condition.WANTED in answer.closed_by and world.rows("invoices") == []
    assert len(world.rows("messages")) == before and subscription(world).charge_on == date(2027, 3, 31)
    assert events(world).count("charge_refused") == 1


def test_a_wish_that_is_not_finished_becomes_a_case_of_the_same_day(world):
    started(world)
    world.on("2027-03-10", "15:10")
    texted(world, "cancel")
    world.work(until=timedelta(hours=3))
    assert cases(world) == []
    world.work(until=timedelta(hours=2))
    assert cases(world) == ["Call Delgado Plumbing today: they texted CANCEL"]
    (task,) = [t for t in world.rows("tasks") if t.role == "support_agent"]
    assert task.filed_at.date() == date(2027, 3, 10)


def test_one_late_in_the_evening_is_a_case_that_evening(world):
    started(world)
    world.on("2027-03-11", "02:30")  # 20:30 on Wed 10 March in Austin
    texted(world, "cancel")
    world.work(until=timedelta(minutes=20))
    (task,) = [t for t in world.rows("tasks") if t.role == "support_agent"]
    assert task.filed_at <= datetime(2027, 3, 11, 2, 50, tzinfo=UTC)


def test_who_stays_after_all_is_reminded_anew_and_charged_seven_days_later(world):
    trial = started(world)
    on(world, "2027-03-24")
    arrives(world)
    texted(world, "cancel")
    world.work(until=timedelta(hours=5))
    on(world, "2027-03-31", "18:00")
    world.on("2027-04-01", "16:00")
    cancelling.stay(world.deps, trial.id, actor="owner", evidence={"way": "link"})
    world.work()
    assert cases(world) == [] and world.mail.carried[-1].kind == "staying"
    on(world, "2027-04-01", "16:10")
    assert subscription(world).charge_on == date(2027, 4, 8)
    assert "You had asked to cancel" in world.mail.carried[-1].body
    arrives(world)
    on(world, "2027-04-08", "18:00")
    assert [i.period_start for i in world.rows("invoices")] == [date(2027, 4, 8)]


def test_an_owner_who_pays_and_texts_cancel_is_not_renewed_until_it_is_settled(world):
    trial = started(world)
    on(world, "2027-03-24")
    arrives(world)
    on(world, "2027-03-31", "18:00")
    world.on("2027-04-29")
    texted(world, "cancel")
    on(world, "2027-04-30", "18:00")
    assert len(world.rows("invoices")) == 1
    cancelling.stay(world.deps, trial.id, actor="owner", evidence={"way": "link"})
    on(world, "2027-05-02", "18:00")
    assert [i.period_start for i in world.rows("invoices")][-1] == date(2027, 4, 30)


@pytest.mark.parametrize("again", ["CANCEL", "cancelar"])
def test_never_two_replies(world, again):
    started(world)
    on(world, "2027-03-10")
    texted(world, "CANCEL", id="SM-1")
    texted(world, "CANCEL", id="SM-1")
    world.later(minutes=5)
    texted(world, again, id="SM-2")
    assert len(texts(world)) == 1 and events(world).count("cancel_asked") == 1


@pytest.mark.parametrize("stays", [0, 1])
def test_of_two_businesses_the_one_that_stayed_is_canceled_and_answered_by_a_second_text(world, stays):
    """The other one was asked for before and has its answer; whichever of the two was written to last."""
    record = {**DELGADO, "name": "Rosa’s Drains", "phones": [{"number": "(512) 555-0199"}]}
    trials = [started(world), world.sell(record, {**ROSA, "email": "rosa@drains.example"})]
    world.confirm(trials[1])
    world.work()
    texted(world.on("2027-03-10"), "CANCEL")
    cancelling.stay(world.deps, trials[stays].id, actor="owner", evidence={"way": "link"})
    for day in ("2027-03-14", "2027-03-15"):
        texted(world.on(day), "CANCEL")
    assert all(row.cancel_asked_at for row in world.rows("subscriptions"))
    first, answer = texts(world)
    assert first.count("/x/") == 2 and answer.count("/x/") == 1


def test_stop_ends_texts_and_not_the_subscription_and_bills_go_by_mail(world):
    started(world)
    on(world, "2027-03-10")
    texted(world, "Stop!")
    (answer,) = texts(world)
    assert "no more texts" in answer and "/x/" in answer
    on(world, "2027-03-24")
    assert [m.kind for m in world.texts.carried][-1] == "reply" and world.mail.carried[-1].kind == "charge_reminder"
    arrives(world)
    on(world, "2027-03-31", "18:00")
    assert len(world.rows("invoices")) == 1 and len(texts(world)) == 1


def test_stop_without_a_mail_leaves_no_address_so_nothing_is_charged_and_support_looks_for_one(world):
    started(world, owner={"name": "Rosa Delgado", "mobile": "(512) 555-0166"})
    on(world, "2027-03-10")
    texted(world, "STOP")
    for day in ("2027-03-24", "2027-03-31"):
        on(world, day, "18:00")
    assert world.rows("invoices") == []
    assert cases(world) == ["Find out how Delgado Plumbing can be reached in writing"]


def test_a_text_that_was_decided_on_before_stop_does_not_go(world):
    started(world)
    world.texts.down = True
    on(world, "2027-03-24")
    texted(world, "stop")
    world.texts.down = False
    world.work(until=timedelta(minutes=5))
    (reminder,) = [m for m in world.rows("messages") if m.kind == "charge_reminder" and m.channel == "text"]
    assert reminder.state is MessageState.REFUSED and "no more texts" in reminder.reason
    assert [m.kind for m in world.texts.carried][-1] == "reply"


def test_start_brings_texts_back(world):
    started(world)
    on(world, "2027-03-10")
    texted(world, "STOP")
    world.later(hours=1)
    texted(world, "start")
    assert "texts come again" in texts(world)[-1]
    on(world, "2027-03-24")
    assert world.texts.carried[-1].kind == "charge_reminder"


def test_the_written_record_of_the_end_goes_by_text_where_there_is_no_mail(world):
    trial = started(world, owner={"name": "Rosa Delgado", "mobile": "(512) 555-0166"})
    on(world, "2027-03-10")
    texted(world, "CANCEL")
    cancelling.cancel(world.deps, trial.id, actor="owner", evidence={"way": "link"})
    world.work()
    assert len(texts(world, "canceled")) == 1


def test_a_sentence_is_read_by_a_person_and_not_answered_by_a_machine(world):
    started(world)
    on(world, "2027-03-10")
    texted(world, "Can you cancel the Saturday hours? <b>Rosa</b>")
    assert texts(world) == [] and cases(world) == ["Delgado Plumbing texted: read it and answer"]
    assert subscription(world).cancel_asked_at is None


def test_an_unknown_number_is_kept_and_answered_once_at_most(world):
    started(world)
    for words in ("CANCEL", "CANCEL", "who is this?"):
        world.later(minutes=1)
        texted(world, words, sender="(915) 555-0101")
    assert len(world.rows("texts_in")) == 3 and len(texts(world)) == 1
    assert subscription(world).cancel_asked_at is None
    assert [n.number for n in world.rows("quiet_numbers")] == ["+19155550101"]


def test_the_number_of_an_owner_who_has_another_one_now_cancels_nothing(world):
    trial = started(world)
    with world.app.unit_of_work() as uow:
        row = uow.trials.get(trial.id)
        row.owner = {**row.owner, "mobile": "+15125550177"}
        uow.commit()
    texted(world, "CANCEL")
    assert subscription(world).cancel_asked_at is None


def test_spanish_owners_are_answered_in_spanish(world):
    trial = started(world)
    with world.app.unit_of_work() as uow:
        uow.trials.get(trial.id).language = "es"
        uow.commit()
    texted(world, "¡Cancelar!")
    assert "no se cobra nada" in texts(world)[0]


def test_an_offer_that_was_never_confirmed_has_nothing_to_cancel(world):
    world.sell()
    world.work()
    texted(world, "CANCEL")
    assert "nothing was started" in texts(world)[0]


def test_who_has_canceled_before_is_told_so(world):
    trial = started(world)
    cancelling.cancel(world.deps, trial.id, actor="owner", evidence={"way": "link"})
    texted(world, "CANCEL")
    world.later(days=1)
    texted(world, "CANCEL")
    (answer,) = texts(world)
    assert "canceled already" in answer
