"""What a session makes of publishers' answers, and where it refuses to go."""

from __future__ import annotations

import socket

import pytest
from pretend import Answer

from provisioners.connector import Limits
from provisioners.errors import Permanent, Retryable
from provisioners.session import MAX_BODY, Session


def session_to(pretend, **options):
    return Session(pretend.url, allowed_hosts=frozenset({pretend.place}), **options)


def test_a_reply_is_read_and_our_credentials_are_sent(publisher):
    pretend = publisher(Answer(200, {"id": "7"}, {"ETag": "v1"}))
    reply = session_to(pretend, headers={"X-AUTH-TOKEN": "t"}, params={"key": "k"}).get("a/b", params={"q": "é&x"})
    assert (reply.status, reply.json, reply.headers["etag"]) == (200, {"id": "7"}, "v1")
    asked = pretend.asked[0]
    assert (asked.path, asked.query, asked.headers["x-auth-token"]) == ("/a/b", {"key": "k", "q": "é&x"}, "t")


@pytest.mark.parametrize(
    ("answer", "after"),
    [
        (Answer(429, {}, {"Retry-After": "17"}), 17),
        (Answer(503, b"", {"Retry-After": "Wed, 21 Oct 2027 07:28:00 GMT"}), None),
        (Answer(429, {}, {"Retry-After": "99999999999"}), 86_400),
        (Answer(500, b"<h1>Oops"), None),
        (Answer(408, {}), None),
        (Answer(200, b"<html>not the JSON that was promised"), None),
        (Answer(200, b"[" * 100_000), None),
    ],
)
def test_what_may_work_later_is_retryable(publisher, answer, after):
    with pytest.raises(Retryable) as fault:
        session_to(publisher(answer)).post("listings", json={})
    assert fault.value.after == after


@pytest.mark.parametrize(
    ("answer", "code", "detail"),
    [
        (Answer(422, {"error": "wrong_pin", "message": "That is not it"}), "wrong_pin", "That is not it"),
        (Answer(400, {"error": {"status": "INVALID_ARGUMENT", "message": "title"}}), "INVALID_ARGUMENT", "title"),
        (Answer(403, {"error": {"code": 200, "message": "(#200) no permission"}}), "200", "(#200) no permission"),
        (Answer(404, b"<html>"), "", ""),
        (Answer(401, ["odd"]), "", ""),
    ],
)
def test_what_will_never_work_is_permanent_and_keeps_the_publishers_words(publisher, answer, code, detail):
    with pytest.raises(Permanent) as refusal:
        session_to(publisher(answer)).get("listings/1")
    assert (refusal.value.status, refusal.value.code, refusal.value.detail) == (answer.status, code, detail)


def test_a_body_without_end_is_dropped(publisher):
    with pytest.raises(Retryable, match="far too long"):
        session_to(publisher(Answer(200, b" " * (MAX_BODY + 1)))).get("listings")


def test_a_refused_connection_is_retryable():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        place = f"127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(Retryable, match="connection failed"):
            Session(f"http://{place}", allowed_hosts=frozenset({place})).get("x")


def test_a_host_that_hangs_is_retryable():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        place = f"127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(Retryable, match="in time"):
            Session(f"http://{place}", allowed_hosts=frozenset({place}), timeout=0.2).get("x")


def test_in_the_sandbox_an_unlisted_place_gets_no_connection(publisher):
    pretend = publisher(Answer())
    with pytest.raises(Permanent, match="may not be reached"):
        Session(pretend.url, allowed_hosts=frozenset({"127.0.0.1:1"})).get("x")
    assert pretend.asked == []


def test_in_live_use_plain_http_gets_no_connection(publisher):
    pretend = publisher(Answer())
    with pytest.raises(Permanent, match="https"):
        Session(pretend.url).get("x")
    assert pretend.asked == []


def test_a_redirect_to_another_host_is_not_followed(publisher):
    stranger = publisher(Answer())
    pretend = publisher(Answer(302, {}, {"Location": f"{stranger.url}/steal"}))
    allowed = frozenset({pretend.place, stranger.place})
    with pytest.raises(Permanent, match="another address"):
        Session(pretend.url, headers={"Authorization": "Bearer secret"}, allowed_hosts=allowed).get("x")
    assert stranger.asked == []


def test_a_redirect_on_the_same_host_is_followed_for_reads_only(publisher):
    pretend = publisher(
        lambda asked: Answer(301, {}, {"Location": "/new"}) if asked.path == "/old" else Answer(200, {"ok": 1})
    )
    assert session_to(pretend).get("old").json == {"ok": 1}
    with pytest.raises(Permanent):
        session_to(pretend).post("old", json={})


def test_proxies_of_the_environment_are_ignored(publisher, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    assert session_to(publisher(Answer(200, {"ok": 1}))).get("x").json == {"ok": 1}


def test_our_own_budget_is_kept_and_a_long_wait_is_put_off(publisher):
    now, slept = [0.0], []

    def sleep(seconds):
        slept.append(seconds)
        now[0] += seconds

    pretend = publisher(Answer())
    session = session_to(pretend, limits=Limits(requests_per_minute=2), clock=lambda: now[0], sleep=sleep)
    session.get("1")
    session.get("2")
    with pytest.raises(Retryable) as fault:
        session.get("3")
    assert fault.value.after == 60
    now[0] = 59.5
    session.get("3")
    assert slept == [0.5]
    assert len(pretend.asked) == 3


@pytest.mark.parametrize("url", ["ftp://example.com", "https://user:pw@example.com", "https://", "nonsense"])
def test_an_odd_address_is_refused(url):
    with pytest.raises(Permanent, match="web address"):
        Session(url).get("x")
