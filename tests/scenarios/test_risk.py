"""Risk meters, dated: an alarm at half of a limit, kept once; past a limit a centre stops selling until a review."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from mappop.db.queries import risk as queries
from mappop.domain.dispute import Dispute, DisputeState
from mappop.domain.errors import Invalid, NotFound, Refused
from mappop.domain.payment import MethodKind, Payment, PaymentMethod, PaymentState
from mappop.domain.risk import Level
from mappop.domain.roles import Role
from mappop.services import risk
from tests.scenarios.test_first_charge import delivered_in_time, on, started
from tests.world import DELGADO


@pytest.fixture
def world(world):
    """Manila's one customer has paid a thousand times by card and a thousand times by bank debit, on 12 April."""
    world.on("2027-03-01")
    started(world)
    delivered_in_time(world)
    on(world, "2027-03-31", "18:00")
    world.on("2027-04-12")
    world.mia = world.person(Role.ADMIN, "Mia", "mia@mappop.example", "manila")
    with world.app.unit_of_work() as uow:
        world.invoice = uow.invoices.where()[0]
        for kind in MethodKind:
            now, business = world.clock.now(), world.invoice.business_id
            uow.payment_methods.add(PaymentMethod(kind.value, business, "stripe", kind, "", kind.value, now))
        uow.gather()
        for n in range(1_000):
            for kind in MethodKind:
                uow.payments.add(payment(world, f"{kind.value}_{n}", kind))
        uow.commit()
    return world.later(hours=1)


def payment(world, id, kind):
    one = world.invoice
    return Payment(
        id, one.id, one.subscription_id, one.business_id, 3995, "stripe", id, world.clock.now(),
        state=PaymentState.SUCCEEDED, method_id=kind.value, ref=id,
    )  # fmt: skip


def dispute(world, n, state=DisputeState.NEEDS_RESPONSE):
    with world.app.unit_of_work() as uow:
        now, one = world.clock.now(), world.invoice
        uow.disputes.add(
            Dispute(
                f"d{n}", f"du_{n}", f"card_{n}", one.id, one.business_id, "manila", 3995, 0, "general", state, now,
                None, now,
            )
        )  # fmt: skip
        uow.commit()
    world.later(hours=1)
    return risk.watch(world.deps)


def came_back(world, ids, code):
    with world.app.unit_of_work() as uow:
        for id in ids:
            one = uow.payments.get(id)
            one.state, one.reason, one.changed_at = PaymentState.RETURNED, code, world.clock.now()
        uow.commit()
    world.later(hours=1)
    risk.watch(world.deps)


def crossed(world):
    return sorted((row.centre_id, row.meter, row.level.value) for row in world.rows("risk_alarms") if row.open_key)


def sells(world):
    """Whether another business can be sold to."""
    try:
        world.sell({**DELGADO, "name": "Reyes Roofing", "phones": [{"number": "+15125550188"}]})
    except Refused as refused:
        return str(refused)
    return "sold"


def test_an_alarm_at_half_of_the_limit_is_kept_once_for_the_centre_and_the_programme(world):
    assert dispute(world, 0) == 0 and crossed(world) == []
    assert dispute(world, 1) == 2  # two of a thousand: half of 0.4 percent
    assert risk.watch(world.deps) == 0
    assert crossed(world) == [("", "house", "alarm"), ("manila", "house", "alarm")]


def test_whoever_may_look_is_told_by_mail_once_of_each_crossing_and_nobody_else(world):
    """Half of the limit on Manila's second dispute, the limit on its fourth: its manager, the programme's, admins."""
    people = ((Role.CENTRE_MANAGER, "bea", "manila"), (Role.PROGRAMME_MANAGER, "pat", "manila"),
              (Role.CENTRE_MANAGER, "cy", "cebu"), (Role.SUPPORT_AGENT, "sol", "manila"))  # fmt: skip
    for role, name, centre in people:
        world.person(role, name.title(), f"{name}@mappop.example", centre)
    for n in range(2):
        dispute(world, n)
    world.work()
    told = [(m.to, m.subject) for m in world.mail.carried if m.kind == "risk_alarm" and m.subject.startswith("Manila")]
    half = "Manila: past half of a limit, Disputes, house limit"
    assert sorted(told) == [(f"{name}@mappop.example", half) for name in ("bea", "mia", "pat")]
    for n in range(2, 5):
        dispute(world, n)
    risk.watch(world.deps)
    world.work()
    stopped = [m for m in world.mail.carried if m.kind == "risk_over"]
    assert sorted(m.to for m in stopped) == [f"{name}@mappop.example" for name in ("bea", "mia", "pat")]
    assert "starts no trial" in stopped[0].body and "/performance/" in next(m.body for m in stopped if "bea" in m.to)
    programme = {m.to for m in world.mail.carried if m.kind == "risk_over_programme"}
    assert programme == {"mia@mappop.example", "pat@mappop.example"}
    assert "cy@mappop.example" not in {m.to for m in world.mail.carried}


def test_inquiries_and_what_is_long_ago_count_with_nobody(world):
    for n in range(5):
        dispute(world, n, DisputeState.WARNING_NEEDS_RESPONSE)
    assert crossed(world) == []


def test_past_the_limit_a_centre_stops_selling_until_a_manager_has_reviewed_it(world):
    for n in range(4):
        dispute(world, n)
    assert crossed(world) == [("", "house", "over"), ("manila", "house", "over")]
    assert sells(world).startswith("Your centre is past a limit (Disputes, house limit) and starts no trial until")
    with pytest.raises(Invalid, match="write it in a sentence or two"):
        risk.review(world.deps, "manila", note=" ", who=world.mia)
    risk.review(world.deps, "manila", note="One agent promised a refund; she is in training.", who=world.mia)
    assert sells(world) == "sold"
    with world.app.unit_of_work() as uow:
        assert risk.stopped(world.deps, uow, "manila") == "" and risk.stopped(world.deps, uow, "cebu") == ""
    world.later(days=29)
    with Session(world.app.reader) as db:
        assert [centre.stopped_by for centre in queries.all_centres(db, world.clock.now())][1:] == [[]]


def told(world, kind):
    world.work()
    return sorted((m.to, m.subject) for m in world.mail.carried if m.kind == kind)


def still_over(world):
    """The disputes of April keep standing in the window."""
    with world.app.unit_of_work() as uow:
        for one in (*uow.disputes.where(), *uow.payments.where()):
            name = "opened_at" if hasattr(one, "opened_at") else "asked_at"
            setattr(one, name, world.clock.now() - timedelta(hours=1))
        uow.commit()
    risk.watch(world.deps)


def test_managers_are_told_before_a_review_ends_and_when_the_centre_has_stopped_again(world):
    """Looked at on 13 April in Manila, it sells for 30 days; told seven days before their end and at it, once each."""
    world.person(Role.CENTRE_MANAGER, "Bea", "bea@mappop.example", "manila")
    for n in range(4):
        dispute(world, n)
    risk.review(world.deps, "manila", note="One agent promised a refund; she is in training.", who=world.mia)
    for day in ("2027-04-20", "2027-05-04"):
        still_over(world.on(day))
        assert told(world, "risk_review_ends") == []
    for day in ("2027-05-06", "2027-05-09"):
        still_over(world.on(day))
        subject = "Manila sells until Thursday, May 13, 2027: Disputes, house limit"  # of its own calendar
        assert told(world, "risk_review_ends") == [(f"{who}@mappop.example", subject) for who in ("bea", "mia")]
    assert told(world, "risk_review_over") == []
    for day in ("2027-05-13", "2027-05-14"):
        still_over(world.on(day))
        again = told(world, "risk_review_over")
        assert [to for to, _ in again] == ["bea@mappop.example", "mia@mappop.example"]
        assert again[0][1].startswith("Manila starts no trial until you have looked again")


def test_of_a_review_nobody_is_told_whose_centre_is_within_its_limits_by_then(world):
    for n in range(4):
        dispute(world, n)
    risk.review(world.deps, "manila", note="Seen.", who=world.mia)
    risk.watch(world.on("2027-05-13").deps)
    assert told(world, "risk_review_ends") == told(world, "risk_review_over") == []


def test_a_centre_is_reviewed_by_its_own_manager_or_the_programmes_and_by_nobody_else(world):
    for n in range(4):
        dispute(world, n)
    leo = world.person(Role.CENTRE_MANAGER, "Leo", "leo@cebu.example", "cebu")
    for who in (leo, world.agent, world.verifier):
        with pytest.raises(NotFound):
            risk.review(world.deps, "manila", note="All is well.", who=who)
    assert sells(world) != "sold" and world.rows("risk_reviews") == []
    grace = world.person(Role.CENTRE_MANAGER, "Grace", "grace@harbor.example", "manila")
    risk.review(world.deps, "manila", note="One agent, in training.", who=grace)
    assert sells(world) == "sold" and [review.by for review in world.rows("risk_reviews")] == [grace.id]


def test_two_reviews_of_one_centre_at_once_are_one(world):
    for n in range(4):
        dispute(world, n)
    noor = world.person(Role.PROGRAMME_MANAGER, "Noor", "noor@office.example", "cebu")
    with ThreadPoolExecutor(4) as pool:
        asks = [
            pool.submit(risk.review, world.deps, "manila", note="Seen.", who=who) for who in (world.mia, noor) * 2
        ]  # fmt: skip
    assert sum(ask.exception() is None for ask in asks) == 1 and len(world.rows("risk_reviews")) == 1


def test_a_crossing_ends_when_the_window_has_passed(world):
    for n in range(4):
        dispute(world, n)
    world.later(days=31)
    assert risk.watch(world.deps) == 0 and crossed(world) == []
    assert {row.ended_at for row in world.rows("risk_alarms")} != {None}


def test_bank_returns_are_counted_by_their_code(world):
    came_back(world, ["bank_1", "bank_2"], "R01")
    assert crossed(world) == []
    came_back(world, ["bank_3", "bank_4", "bank_5"], "R10")  # three of a thousand: past half of 0.5 percent
    assert crossed(world) == [("", "ach_unauthorised", "alarm"), ("manila", "ach_unauthorised", "alarm")]
    came_back(world, ["bank_6", "bank_7"], "R29")
    assert ("manila", "ach_unauthorised", "over") in crossed(world)
    came_back(world, [f"bank_{n}" for n in range(10, 25)], "R03")
    assert ("manila", "ach_administrative", "alarm") in crossed(world)


def test_every_meter_of_every_centre_is_shown_with_its_counts(world):
    dispute(world, 0)
    with Session(world.app.reader) as db:
        programme, *centres = queries.all_centres(db, world.clock.now())
    by_key = {reading.meter.key: (reading.wrong, reading.of) for reading in programme.readings}
    assert by_key["house"] == (1, 1000) and by_key["ach_all"] == (0, 1000)
    assert by_key["mastercard_ecm"] == (1, 0)  # of the month before
    assert [centre.name for centre in centres] == ["Manila"] and centres[0].readings[0].level is Level.CALM
