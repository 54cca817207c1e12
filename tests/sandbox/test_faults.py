"""Misbehaviour on demand, drift, and the log of writes, on any publisher alike."""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Iterator
from typing import Any

import pytest

from mappop.sandbox.server import settings

from .running import World, start

NOTHING = {"submissions": [{"Submission Type": "?", "Location Phone": "+15125550134"}]}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """One for all tests here: each leaves a fault behind on nobody, or works on a publisher of its own."""
    running = start(tmp_path_factory.mktemp("faults"))
    yield World(running.network, settings(running.network))
    running.stop()


def fault(world: World, publisher: str, mode: str, **more: Any) -> None:
    assert world.call("POST", publisher, "/_sandbox/faults", {"mode": mode, **more}).status == 200


def log(world: World, publisher: str) -> list[dict[str, Any]]:
    return world.get(publisher, "/_sandbox/requests").json["requests"]


def test_a_limit_says_how_long_to_wait_and_ends_after_its_count(world: World) -> None:
    fault(world, "mainstreet", "429", seconds=7, count=2)
    replies = [world.get("mainstreet", "/") for _ in range(3)]
    assert [reply.status for reply in replies] == [429, 429, 200]
    assert replies[0].headers["Retry-After"] == "7"


def test_a_fault_without_a_count_holds_until_it_is_lifted(world: World) -> None:
    fault(world, "citydir", "500")
    assert [world.get("citydir", "/").status for _ in range(3)] == [500, 500, 500]
    assert world.get("chamberlist", "/").status == 200
    fault(world, "citydir", "ok")
    assert world.get("citydir", "/").status == 200


def test_slow_answers_late_and_hang_never_does(world: World) -> None:
    fault(world, "townbook", "slow", seconds=0.3, count=1)
    began = time.monotonic()
    assert world.get("townbook", "/").status == 200
    assert time.monotonic() - began >= 0.3
    fault(world, "townbook", "hang", seconds=0.1, count=1)
    with pytest.raises(http.client.RemoteDisconnected):
        world.get("townbook", "/")


def test_nonsense_is_neither_json_nor_a_page(world: World) -> None:
    fault(world, "localista", "nonsense", count=1)
    reply = world.get("localista", "/v2/search?phone=1")
    assert reply.status == 200
    with pytest.raises(ValueError):
        json.loads(reply.body)


def test_a_lost_reply_has_done_its_work(world: World) -> None:
    fault(world, "citydir", "lost_reply", count=1)
    form = {"name": "Joe's", "city": "Austin", "region": "TX", "phone": "5125550133", "email": "joe@joe.example"}
    with pytest.raises(http.client.RemoteDisconnected):
        world.call("POST", "citydir", "/add", form=form)
    assert len(world.arrived("joe@joe.example")) == 1


def test_every_write_is_logged_with_its_ids_and_its_outcome(world: World) -> None:
    world.call("POST", "data_axle", "/api/1/submissions?x=1", NOTHING, headers={"Idempotency-Key": "k-1"})
    world.get("data_axle", "/api/1/submissions")
    fault(world, "data_axle", "500", count=1)
    world.call("POST", "data_axle", "/api/1/submissions", NOTHING)
    logged = log(world, "data_axle")
    assert [(line["method"], line["path"], line["status"]) for line in logged] == [
        ("POST", "/api/1/submissions?x=1", 401),
        ("POST", "/api/1/submissions", 500),
    ]
    assert logged[0]["ids"] == {"Idempotency-Key": "k-1", "Location Phone": "+15125550134"}


def test_a_listing_drifts_when_told_to(world: World) -> None:
    drift = {"phone": "(210) 555-0118", "field": "street", "value": "1 Wrong Way"}
    assert world.call("POST", "wherewhat", "/_sandbox/drift", drift).json == {"changed": 1}
    assert "1 Wrong Way" in world.get("wherewhat", "/search?phone=%2B12105550118").text
    assert world.call("POST", "wherewhat", "/_sandbox/drift", {**drift, "phone": "1"}).status == 404
    assert world.call("POST", "wherewhat", "/_sandbox/drift", {**drift, "field": "slug"}).status == 400


NO_SENSE = (
    {"mode": "sulk"},
    {"mode": "slow", "seconds": "long"},
    {"mode": "hang", "seconds": 1e9},
    {"mode": "429", "count": 0},
    {"mode": "429", "count": float("inf")},
    {"mode": "slow", "seconds": float("nan")},
    [],
)


@pytest.mark.parametrize("wrong", NO_SENSE)
def test_a_fault_that_makes_no_sense_is_refused(still_world: World, wrong: Any) -> None:
    assert still_world.call("POST", "mainstreet", "/_sandbox/faults", wrong).status == 400


def test_bodies_over_a_megabyte_and_bodies_of_garbage_do_no_harm(still_world: World) -> None:
    huge = still_world.call("POST", "citydir", "/add", "x" * 1_100_000)
    assert huge.status == 413
    deep = '{"a":' * 100_000
    for publisher in ("google", "facebook", "data_axle", "localista", "mailbox"):
        assert 400 <= still_world.call("POST", publisher, "/v1/accounts/1/locations", deep).status < 500
