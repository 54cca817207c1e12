"""Texts by a gateway of Twilio's form: POST /2010-04-01/Accounts/{sid}/Messages.json."""

from __future__ import annotations

import requests  # noqa: TID251  a transport is one of the homes of the network

from mappop.domain.message import Message, NotSent, Undeliverable

TIMEOUT = (5.0, 15.0)  # seconds to connect, to answer


class GatewayTexts:
    def __init__(self, *, url: str, sid: str, token: str, sender: str, callback: str) -> None:
        self._url = f"{url.rstrip('/')}/2010-04-01/Accounts/{sid}/Messages.json"
        self._auth, self._sender, self._callback = (sid, token), sender, callback

    def send(self, message: Message) -> str:
        form = {"To": message.to, "From": self._sender, "Body": message.body, "StatusCallback": self._callback}
        with requests.Session() as session:
            session.trust_env = False  # a proxy from the environment would read every text
            try:
                reply = session.post(self._url, data=form, auth=self._auth, timeout=TIMEOUT, allow_redirects=False)
                answer = reply.json()
            except (requests.RequestException, ValueError) as fault:
                raise NotSent(f"the text gateway did not answer: {type(fault).__name__}") from fault
        if reply.status_code in (200, 201) and isinstance(answer.get("sid"), str):
            return str(answer["sid"])
        reason = str(answer.get("message", f"status {reply.status_code}"))[:300]
        raise Undeliverable(reason) if 400 <= reply.status_code < 429 else NotSent(reason)
