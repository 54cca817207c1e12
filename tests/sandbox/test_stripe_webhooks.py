"""Events on their way: signed so that the library takes them, and late, twice, turned round, lost or held on demand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import stripe

from mappop.sandbox.server import settings

from .paying import DAY, Desk, Inbox, listening
from .running import World, soon, start

CREATED = "customer.created"


@pytest.fixture
def inbox(desk: Desk) -> Iterator[Inbox]:
    """An endpoint that wants to know of customers; its secret is in `secret`."""
    with listening() as found:
        made = desk.v1.webhook_endpoints.create({"url": found.url, "enabled_events": [CREATED, "customer.deleted"]})
        found.secret = made.secret or ""
        yield found


def told(inbox: Inbox) -> list[str]:
    """The customers of whom was told, in order."""
    return [event.data.object["id"] for event in inbox.events(inbox.secret)]


def test_an_event_is_signed_as_the_library_wants_it(desk: Desk, inbox: Inbox) -> None:
    customer = desk.v1.customers.create({"name": "Joe's"}, {"idempotency_key": "joe"})
    soon(lambda: inbox.arrived)
    body, signed = inbox.arrived[0]
    event = stripe.Webhook.construct_event(body, signed, inbox.secret)
    assert (event.type, event.data.object["id"]) == (CREATED, customer.id)
    assert event.request is not None and event.request.idempotency_key == "joe"
    assert event.request.id == customer.last_response.request_id  # type: ignore[union-attr]
    for wrong in ((body + b" ", signed, inbox.secret), (body, signed, "whsec_other")):
        with pytest.raises(stripe.SignatureVerificationError):
            stripe.Webhook.construct_event(*wrong)


def test_only_what_was_asked_for_is_delivered_and_all_is_kept(desk: Desk, inbox: Inbox) -> None:
    customer = desk.customer()
    desk.v1.customers.update(customer, {"name": "Joe's"})
    desk.v1.customers.delete(customer)
    soon(lambda: len(inbox.arrived) == 2)
    assert desk.types() == [CREATED, "customer.updated", "customer.deleted"]
    assert [event.type for event in inbox.events(inbox.secret)] == [CREATED, "customer.deleted"]
    updated = desk.v1.events.list({"type": "customer.updated"}).data[0].to_dict()["data"]
    assert updated["previous_attributes"] == {"name": "Delgado Plumbing"}


def test_a_late_event_comes_when_its_time_has_come(desk: Desk, inbox: Inbox) -> None:
    desk.tell("webhooks", mode="late", seconds=DAY, count=1)
    late, punctual = desk.customer(), desk.customer()
    soon(lambda: inbox.arrived)
    desk.tell("deliver")
    assert told(inbox) == [punctual]
    desk.wait_days(1)
    desk.tell("deliver")
    assert told(inbox) == [punctual, late]


def test_an_event_may_come_twice(desk: Desk, inbox: Inbox) -> None:
    desk.tell("webhooks", mode="twice", count=1)
    customer = desk.customer()
    soon(lambda: len(inbox.arrived) == 2)
    assert told(inbox) == [customer, customer]
    assert len({event.id for event in inbox.events(inbox.secret)}) == 1


def test_events_may_come_last_first(desk: Desk, inbox: Inbox) -> None:
    desk.tell("webhooks", mode="reversed", count=3)
    made = [desk.customer() for _ in range(3)]
    soon(lambda: len(inbox.arrived) == 3)
    assert told(inbox) == made[::-1]


def test_a_lost_event_is_found_in_the_list_alone(desk: Desk, inbox: Inbox) -> None:
    desk.tell("webhooks", mode="lost", count=1)
    lost, told_of = desk.customer(), desk.customer()
    soon(lambda: inbox.arrived)
    desk.wait_days(10)
    desk.tell("deliver")
    assert told(inbox) == [told_of]
    assert [event.data.object["id"] for event in desk.v1.events.list().data] == [told_of, lost]


def test_held_events_are_delivered_in_any_order_and_as_often_as_a_test_wants(desk: Desk, inbox: Inbox) -> None:
    desk.tell("webhooks", mode="held")
    made = [desk.customer() for _ in range(3)]
    first, second, third = (event.id for event in desk.v1.events.list().data[::-1])
    sent = desk.tell("deliver", events=[third, first, third])["deliveries"]
    assert [delivery["status"] for delivery in sent] == [200, 200, 200]
    assert told(inbox) == [made[2], made[0], made[2]]
    states = desk.world.get("stripe", "/_sandbox/deliveries").json["deliveries"]
    assert {row["event"]: row["state"] for row in states} == {first: "taken", second: "held", third: "taken"}


def test_what_is_not_taken_is_tried_again_for_three_days(desk: Desk, inbox: Inbox) -> None:
    inbox.status = 500
    desk.customer()
    soon(lambda: inbox.arrived)
    event = desk.v1.events.list().data[0]
    desk.wait_days(0.01)
    desk.tell("deliver")
    tries = len(inbox.arrived)
    assert tries >= 2 and desk.v1.events.retrieve(event.id).pending_webhooks == 1
    inbox.status = 200
    desk.wait_days(1)
    desk.tell("deliver")
    assert desk.v1.events.retrieve(event.id).pending_webhooks == 0
    desk.wait_days(9)
    assert desk.tell("deliver")["deliveries"] == []


def test_in_the_end_it_is_given_up(desk: Desk, inbox: Inbox) -> None:
    inbox.status = 500
    desk.customer()
    for _ in range(20):
        desk.wait_days(0.5)
        desk.tell("deliver")
    [row] = desk.world.get("stripe", "/_sandbox/deliveries").json["deliveries"]
    assert (row["state"], row["status"], row["attempt"]) == ("given_up", 500, 10)


def test_nothing_is_delivered_off_the_machine(desk: Desk) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        desk.v1.webhook_endpoints.create({"url": "https://hooks.example/", "enabled_events": ["*"]})
    assert refused.value.code == "url_invalid"


def test_the_service_has_an_endpoint_of_its_own_and_it_survives_a_restart(tmp_path: Path) -> None:
    with listening() as service:
        base = service.url.removesuffix("/hooks/stripe")
        for started in (1, 2):
            running = start(tmp_path, base_url=base)
            desk = Desk(World(running.network, settings(running.network)))
            customer = desk.customer()
            soon(lambda at=started: len(service.arrived) == at)
            assert len(desk.v1.webhook_endpoints.list().data) == 1
            assert len(desk.v1.customers.list().data) == started
            running.stop()
        secret = desk.world.settings["MAPPOP_STRIPE_WEBHOOK_SECRET"]
        assert service.events(secret)[-1].data.object["id"] == customer


@pytest.mark.parametrize(
    ("control", "body"),
    [
        ("webhooks", {"mode": "sulk"}), ("webhooks", {"mode": "reversed"}), ("webhooks", {"mode": "lost", "count": 0}),
        ("clock", {"now": "noon"}), ("clock", {}), ("failures", {"mode": "hold", "seconds": 1e9}),
        ("deliver", {"events": "all"}), ("return", {"code": "R99"}), ("way", {"payment_method": "pm_none"}),
    ],
)  # fmt: skip
def test_a_control_that_makes_no_sense_is_refused(still_desk: Desk, control: str, body: dict[str, object]) -> None:
    assert still_desk.world.call("POST", "stripe", f"/_sandbox/{control}", body).status == 400


def test_the_clock_does_not_go_back_once_something_has_happened(desk: Desk) -> None:
    desk.customer()
    now = desk.world.get("stripe", "/_sandbox/clock").json["now"]
    assert desk.world.call("POST", "stripe", "/_sandbox/clock", {"now": now - 1}).status == 400
    assert desk.world.call("POST", "stripe", "/_sandbox/clock", {"now": now}).status == 200
