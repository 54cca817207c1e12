"""Stripe's events at our door: only its own and young ones, each kept once."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from mappop.billing.stripe import Stripe
from mappop.sandbox.stripe.events import signature
from mappop.web import make_app
from tests.world import World

SECRET = "whsec_of_this_test"
EVENT = {"id": "evt_1", "type": "payment_intent.succeeded", "created": 1_803_913_200,
         "object": "event", "data": {"object": {"id": "pi_1", "object": "payment_intent"}}}  # fmt: skip


@pytest.fixture
def world(database_url: str, tmp_path: Path) -> Iterator[World]:
    made = World(database_url, tmp_path / "home")
    made.processor = Stripe("sk_" + "test_1", SECRET, api_base="http://127.0.0.1:9", is_sandbox=True)
    yield made
    made.close()


@pytest.fixture
def app(world: World) -> Flask:
    made = make_app(world.app)
    made.testing = True
    return made


def send(app: Flask, body: bytes, *, secret: str = SECRET, age: int = 0, signed: str | None = None) -> int:
    moment = int(time.time()) - age  # noqa: TID251  the library compares with the machine's own clock
    header = signature(secret, moment, body) if signed is None else signed
    return app.test_client().post("/hooks/stripe", data=body, headers={"Stripe-Signature": header}).status_code


def test_a_signed_event_is_kept_once_however_often_it_comes(app: Flask, world: World) -> None:
    body = json.dumps(EVENT).encode()
    assert [send(app, body) for _ in range(3)] == [204, 204, 204]
    assert [(row.job, row.args["event"]["object_id"]) for row in world.rows("work")] == [
        ("jobs.payments.take_event", "pi_1")
    ]


def test_a_forged_old_or_unsigned_event_changes_nothing(app: Flask, world: World) -> None:
    body = json.dumps(EVENT).encode()
    good = signature(SECRET, int(time.time()), body)  # noqa: TID251  as above
    tries = [
        send(app, body, secret="whsec_other"), send(app, body, age=3600), send(app, body, signed=""),
        send(app, body, signed="t=,v1="), send(app, body + b" ", signed=good), send(app, body, signed=good[:-1] + "x"),
    ]  # fmt: skip
    assert tries == [403] * 6 and world.rows("work") == []


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{}", b'{"id": 5}', b"\xff\xfe", b"[" * 9000, b'{"data": {"object": 1}}']
)
def test_signed_nonsense_is_refused_without_a_fault(app: Flask, world: World, body: bytes) -> None:
    assert send(app, body) == 403 and world.rows("work") == []


def test_a_body_beyond_measure_is_not_read(app: Flask, world: World) -> None:
    assert send(app, b"x" * 10_000_000, signed="t=1,v1=0") == 413


def test_a_type_that_we_do_not_follow_is_kept_and_changes_nothing(app: Flask, world: World) -> None:
    assert send(app, json.dumps({**EVENT, "type": "radar.early_fraud_warning.created"}).encode()) == 204
    assert world.work() == 1 and [row.state.value for row in world.rows("work")] == ["done"]
