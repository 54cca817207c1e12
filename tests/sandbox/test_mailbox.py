"""The mailbox: what arrives by mail and text, what is shown of it, and how delivery is reported."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import smtplib
import threading
from collections.abc import Iterator
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from bs4 import BeautifulSoup

from mappop.sandbox.server import settings

from .running import Reply, World, soon, start

LINK = "http://127.0.0.1:8000/c/abc?x=1&y=2"


def send_mail(world: World, to: str, *, html: str = "", id: str = "<m-1@mappop.example>") -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"], mail["Message-ID"] = "Map Pop <hi@mappop.example>", to, "Día 0 ✓", id
    mail.set_content(f"Tap {LINK}. <b>Gracias</b>")
    if html:
        mail.add_alternative(html, subtype="html")
    where = urlsplit(world.settings["MAPPOP_MAIL_URL"])
    with smtplib.SMTP(where.hostname, where.port, timeout=30) as server:
        server.send_message(mail)


def send_text(world: World, to: str, body: str = f"Tap {LINK}", **more: str) -> Reply:
    sid, token = world.settings["MAPPOP_SMS_ACCOUNT"], world.settings["MAPPOP_SMS_TOKEN"]
    basic = base64.b64encode(f"{sid}:{token}".encode()).decode()
    form = {"To": to, "From": world.settings["MAPPOP_SMS_FROM"], "Body": body, **more}
    path = f"/2010-04-01/Accounts/{sid}/Messages.json"
    return world.call("POST", "mailbox", path, form=form, headers={"Authorization": "Basic " + basic})


def test_a_mail_is_kept_with_both_its_bodies(world: World) -> None:
    send_mail(world, "maya@brightpath.example", html="<h1>Hola</h1>")
    mail = world.arrived("Maya@BrightPath.example")[0]
    assert (mail["kind"], mail["id"], mail["subject"]) == ("mail", "<m-1@mappop.example>", "Día 0 ✓")
    assert LINK in mail["text"] and "<h1>Hola</h1>" in mail["html"]


def test_bounces_are_refused_at_the_door(world: World) -> None:
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        send_mail(world, "x@bounces.example")
    assert world.arrived("x@bounces.example") == []


def test_a_text_is_queued_and_shown_on_its_phone_with_its_link(world: World) -> None:
    reply = send_text(world, "+15035550166")
    assert reply.status == 201 and reply.json["status"] == "queued" and reply.json["sid"].startswith("SM")
    page = BeautifulSoup(world.get("mailbox", "/phone/" + quote("+15035550166")).text, "html.parser")
    assert page.select_one(".bubble a")["href"] == LINK


@pytest.mark.parametrize("number", ["+15125550199", "+15125550134"])
def test_landlines_take_no_texts(world: World, number: str) -> None:
    send_text(world, number)
    assert [(m["status"], m["reason"]) for m in world.arrived(number)] == [("undelivered", "30006")]


def test_the_text_gateway_knows_its_account_and_its_limits(still_world: World) -> None:
    assert still_world.call("POST", "mailbox", "/2010-04-01/Accounts/AC1/Messages.json", form={}).status == 401
    assert send_text(still_world, "").json["code"] == 21604
    assert send_text(still_world, "+15035550166", "").json["code"] == 21602
    assert send_text(still_world, "+15035550166", "x" * 1601).json["code"] == 21617


def test_strangers_html_stays_in_its_frame(world: World) -> None:
    send_mail(world, "a@b.example", html="""<script>alert(1)</script>"><h1 onclick="x">Hi</h1>""")
    seq = world.arrived("a@b.example")[0]["seq"]
    reply = world.get("mailbox", f"/m/{seq}")
    page = BeautifulSoup(reply.text, "html.parser")
    assert page.find("script") is None and page.find(onclick=True) is None
    frame = page.find("iframe")
    assert "allow-scripts" not in frame["sandbox"] and "allow-same-origin" not in frame["sandbox"]
    assert "<script>" in frame["srcdoc"]
    assert page.select_one(".letter a")["href"] == LINK and "<b>Gracias" not in reply.text
    assert "default-src 'none'" in reply.headers["Content-Security-Policy"]


def test_an_empty_mailbox_says_what_will_be_there(world: World) -> None:
    assert "Nothing has arrived yet" in world.get("mailbox", "/").text
    assert world.get("mailbox", "/m/1").status == 404
    assert world.get("mailbox", "/m/99999999999999999999999").status == 404


def test_only_later_messages_are_given_since_a_number(world: World) -> None:
    for n in range(3):
        send_text(world, "+15035550166", f"text {n}")
    later = world.get("mailbox", "/messages.json?to=5035550166&since=2").json["messages"]
    assert [message["text"] for message in later] == ["text 2"]
    assert world.get("mailbox", "/messages.json?since=yesterday").status == 400


def test_a_mail_handed_in_twice_is_kept_once_and_counted(world: World) -> None:
    for _ in range(2):
        send_mail(world, "maya@brightpath.example")
    send_mail(world, "other@brightpath.example")
    assert [mail["copies"] for mail in world.arrived("maya@brightpath.example")] == [2]
    assert [mail["copies"] for mail in world.arrived("other@brightpath.example")] == [1]


def test_the_account_lists_its_own_texts_newest_first(world: World) -> None:
    sids = [send_text(world, "+15035550166", f"text {n}").json["sid"] for n in range(2)]
    sid, token = world.settings["MAPPOP_SMS_ACCOUNT"], world.settings["MAPPOP_SMS_TOKEN"]
    path = f"/2010-04-01/Accounts/{sid}/Messages.json?To=%2B15035550166"
    basic = base64.b64encode(f"{sid}:{token}".encode()).decode()
    listed = world.get("mailbox", path, headers={"Authorization": "Basic " + basic}).json["messages"]
    assert [text["sid"] for text in listed] == sids[::-1]
    assert world.get("mailbox", path).status == 401


class Hooks(BaseHTTPRequestHandler):
    """The service's end: refuses the first report of each message, then takes them."""

    received: list[tuple[str, str, bytes]]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        is_new = body not in [old for _, _, old in self.received] and not any(
            json.loads(old)["id"] == json.loads(body)["id"] for _, _, old in self.received
        )
        self.received.append((self.path, self.headers["X-Mappop-Signature"], body))
        self.send_response(503 if is_new else 204)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        return None


@pytest.fixture
def reported(tmp_path: Path) -> Iterator[tuple[World, list[tuple[str, str, bytes]]]]:
    class Mine(Hooks):
        received: list[tuple[str, str, bytes]] = []

    server = ThreadingHTTPServer(("127.0.0.1", 0), Mine)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    running = start(tmp_path, base_url=f"http://127.0.0.1:{server.server_port}")
    yield World(running.network, settings(running.network)), Mine.received
    running.stop()
    server.shutdown()
    server.server_close()


def test_delivery_is_reported_signed_and_again_until_it_is_taken(
    reported: tuple[World, list[tuple[str, str, bytes]]],
) -> None:
    world, received = reported
    send_mail(world, "ok@brightpath.example")
    send_mail(world, "x@late.bounces.example", id="<m-2@mappop.example>")
    sid = send_text(world, "+15125550199").json["sid"]
    soon(lambda: len(received), lambda count: count >= 6)
    seen = {(path, json.loads(body)["id"], json.loads(body)["event"]) for path, _, body in received}
    assert seen == {
        ("/hooks/mailbox", "<m-1@mappop.example>", "delivered"),
        ("/hooks/mailbox", "<m-2@mappop.example>", "bounced"),
        ("/hooks/sms", sid, "undelivered"),
    }
    for _, signature, body in received:
        moment, digest = signature.removeprefix("t=").split(",v1=")
        secret = world.settings["MAPPOP_MAILBOX_SECRET"].encode()
        assert digest == hmac.new(secret, moment.encode() + b"." + body, hashlib.sha256).hexdigest()


def test_a_report_never_leaves_the_machine(reported: tuple[World, list[tuple[str, str, bytes]]]) -> None:
    world, received = reported
    send_text(world, "+15035550166", StatusCallback="http://192.0.2.1/hooks")
    soon(lambda: not world.network.store.rows("SELECT 1 FROM due WHERE kind = 'report'"))
    assert received == []


def test_whoever_has_the_phone_writes_back_and_the_service_hears_it_signed(
    reported: tuple[World, list[tuple[str, str, bytes]]],
) -> None:
    world, received = reported
    send_text(world, "+15035550166")
    shown = world.call("POST", "mailbox", "/phone/+15035550166/reply", form={"text": "CANCEL <b>"}).text
    assert "Written back" in shown and "CANCEL &lt;b&gt;" in shown
    heard = soon(lambda: [json.loads(body) for path, _, body in received if path == "/hooks/texts"])
    assert {(e["from"], e["to"], e["body"]) for e in heard} == {("+15035550166", "+18445550100", "CANCEL <b>")}
    assert "CANCEL" not in world.get("mailbox", "/").text
