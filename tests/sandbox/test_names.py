"""The pretend registrar and its name servers, as our own resolver asks them."""

from __future__ import annotations

import socket
import urllib.error
import urllib.parse
import urllib.request

import pytest

from checkers.fetch.name_service import NameService

from .running import World


def typed(world: World, name: str, kind: str, value: str, **more: str) -> int:
    body = urllib.parse.urlencode({"name": name, "kind": kind, "value": value, **more}).encode()
    try:
        with urllib.request.urlopen(f"{world.network.urls['sandbox']}/registrar", data=body) as answer:
            return answer.status
    except urllib.error.HTTPError as refused:
        return refused.code


def asked(world: World, name: str, kind: str) -> tuple[str, ...]:
    return NameService([world.settings["MAPPOP_NAME_SERVERS"]], is_open=False)(name, kind)


def test_what_is_typed_is_answered_and_what_is_removed_is_gone(world: World) -> None:
    front = world.settings["MAPPOP_FRONT_HOST"]
    rows = [
        ("_mappop.delgado.com", "TXT", "mappop-site=abc"),
        ("www.delgado.com", "CNAME", front),
        ("delgado.com", "ALIAS", front),
    ]
    assert [typed(world, *row) for row in rows] == [200, 200, 200]
    assert asked(world, "_mappop.delgado.com", "TXT") == ("mappop-site=abc",)
    assert asked(world, "www.delgado.com", "CNAME") == (front,)
    assert asked(world, "WWW.delgado.com", "A") == asked(world, "delgado.com", "A") == ("127.0.0.1",)
    assert asked(world, "delgado.com", "TXT") == () == asked(world, "nobody.example", "A")
    typed(world, *rows[0], remove="1")
    assert asked(world, "_mappop.delgado.com", "TXT") == ()


@pytest.mark.parametrize(
    ("name", "kind", "value"),
    [("delgado.com", "A", "not an address"), ("a..b", "A", "192.0.2.1"), ("delgado.com", "MX", "10 mail.example"),
     ("x" * 64, "TXT", "y")],
)  # fmt: skip
def test_what_is_no_record_is_refused(world: World, name: str, kind: str, value: str) -> None:
    assert typed(world, name, kind, value) == 422


def test_what_is_no_question_gets_no_answer_and_harms_nothing(world: World) -> None:
    host, port = world.settings["MAPPOP_NAME_SERVERS"].split(":")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        for wire in (b"", b"\x00", b"\xff" * 500):
            line.sendto(wire, (host, int(port)))
    assert asked(world, world.settings["MAPPOP_FRONT_HOST"], "A") == ("127.0.0.1",)
