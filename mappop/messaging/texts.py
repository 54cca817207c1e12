"""Texts by a gateway of Twilio's form: /2010-04-01/Accounts/{sid}/Messages.json."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import requests  # noqa: TID251  a transport is one of the homes of the network

from mappop.domain.message import Message, NotSent, Undeliverable

TIMEOUT = (5.0, 15.0)  # seconds to connect, to answer


class GatewayTexts:
    def __init__(self, *, url: str, account: str, token: str, sender: str, callback: str) -> None:
        self._url = f"{url.rstrip('/')}/2010-04-01/Accounts/{account}/Messages.json"
        self._auth, self._sender, self._callback = (account, token), sender, callback

    def send(self, message: Message, *, is_repeat: bool) -> str:
        """The gateway's sid. It knows no idempotency keys: before a repeat its list of sent texts is read."""
        if is_repeat and (sid := self._find(message)):
            return sid
        form = {"To": message.to, "From": self._sender, "Body": message.body, "StatusCallback": self._callback}
        status, answer = self._ask("POST", data=form)
        if status in (200, 201) and isinstance(answer.get("sid"), str):
            return str(answer["sid"])
        reason = str(answer.get("message", f"status {status}"))[:300]
        raise Undeliverable(reason) if 400 <= status < 429 else NotSent(reason)

    def _find(self, message: Message) -> str:
        """The sid of a text that says the same to the same number; each of ours holds a link of its own."""
        _, answer = self._ask("GET", params={"To": message.to, "PageSize": "50"})
        rows = answer.get("messages")
        for row in rows if isinstance(rows, list) else ():
            if isinstance(row, Mapping) and row.get("body") == message.body:
                return str(row.get("sid", ""))
        return ""

    def _ask(self, method: str, **parts: Any) -> tuple[int, Mapping[str, Any]]:
        with requests.Session() as session:
            session.trust_env = False  # a proxy from the environment would read every text
            try:
                reply = session.request(
                    method, self._url, auth=self._auth, timeout=TIMEOUT, allow_redirects=False, **parts
                )  # fmt: skip
                answer = reply.json()
            except (requests.RequestException, ValueError) as fault:
                raise NotSent(f"the text gateway did not answer: {type(fault).__name__}") from fault
        return reply.status_code, answer if isinstance(answer, Mapping) else {}
