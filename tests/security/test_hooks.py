"""Events from outside: only the carrier's own, each taken once."""

from __future__ import annotations

import hashlib
import hmac
import json

import pytest
from flask import Flask

from tests.world import World

EVENT = {"id": "carrier-1", "event": "delivered", "at": "2027-03-01T15:10:00+00:00"}


def send(flask_app: Flask, world: World, body: bytes, *, secret: str = "of-the-carrier", age: int = 0) -> int:
    at = int(world.clock.now().timestamp()) - age
    digest = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    headers = {"X-Mappop-Signature": f"t={at},v1={digest}"}
    return flask_app.test_client().post("/hooks/sms", data=body, headers=headers).status_code


def test_a_signed_event_is_kept_once_however_often_it_comes(flask_app: Flask, world: World) -> None:
    body = json.dumps(EVENT).encode()
    assert [send(flask_app, world, body) for _ in range(3)] == [204, 204, 204]
    assert [r.job for r in world.rows("work")] == ["jobs.messages.take_report"]


@pytest.mark.parametrize(("secret", "age"), [("another", 0), ("of-the-carrier", 3600), ("", 0)])
def test_a_forged_or_old_event_changes_nothing(flask_app: Flask, world: World, secret: str, age: int) -> None:
    assert send(flask_app, world, json.dumps(EVENT).encode(), secret=secret, age=age) == 403
    assert world.rows("work") == []


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"id": 5, "event": "delivered"}', b"\xff\xfe", b"[" * 9000])
def test_nonsense_is_refused_without_a_fault(flask_app: Flask, world: World, body: bytes) -> None:
    assert send(flask_app, world, body) == 400 and world.rows("work") == []


def test_a_body_beyond_measure_is_not_read(flask_app: Flask, world: World) -> None:
    assert send(flask_app, world, b"x" * 20_000) == 413


def send_text(flask_app: Flask, world: World, said: dict[str, str], *, secret: str = "of-the-carrier") -> int:
    body, at = json.dumps(said).encode(), int(world.clock.now().timestamp())
    digest = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    headers = {"X-Mappop-Signature": f"t={at},v1={digest}"}
    return flask_app.test_client().post("/hooks/texts", data=body, headers=headers).status_code


def test_a_text_of_an_owner_is_kept_once_and_bounded(flask_app: Flask, world: World) -> None:
    said = {"id": "SM1", "from": "+15125550166", "body": "CANCEL\x00" + " " * 9_000, "to": "+18445550100"}
    assert [send_text(flask_app, world, said) for _ in range(3)] == [204, 204, 204]
    (text,) = world.rows("texts_in")
    assert text.meaning == "cancel" and len(text.body) <= 1_600
    assert [r.job for r in world.rows("work")] == ["jobs.texts_in.work"]


def test_a_forged_text_cancels_nothing(flask_app: Flask, world: World) -> None:
    said = {"id": "SM1", "from": "+15125550166", "body": "CANCEL"}
    assert send_text(flask_app, world, said, secret="another") == 403
    assert send_text(flask_app, world, {**said, "body": ""}) == 400
    assert world.rows("texts_in") == []
