"""SMTP sink. Addresses at bounces.example are refused at the door, as a real server refuses an unknown mailbox."""

from __future__ import annotations

import asyncio
import email
import email.policy
import socket
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from mappop.sandbox import messages
from mappop.sandbox.network import Network

REFUSED_DOMAIN = "bounces.example"
SIZE_MAX = 5_000_000


class Sink:
    def __init__(self, network: Network) -> None:
        self.network = network

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, rcpt_options: list[str]
    ) -> str:
        if address.casefold().endswith("@" + REFUSED_DOMAIN):
            return "550 5.1.1 no such mailbox here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        raw = envelope.content if isinstance(envelope.content, bytes) else (envelope.content or "").encode()
        for address in envelope.rcpt_tos:
            keep_mail(self.network, raw, to=address, sender=envelope.mail_from or "")
        return "250 OK"


def keep_mail(network: Network, raw: bytes, *, to: str, sender: str) -> None:
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    messages.arrive(
        network,
        messages.MAIL,
        id=_header(mail, "Message-ID"),
        to=to,
        sender=_header(mail, "From") or sender,
        subject=_header(mail, "Subject"),
        text=_body(mail, "plain"),
        html=_body(mail, "html"),
    )


def _header(mail: EmailMessage, name: str) -> str:
    """Raw headers can be malformed in ways that the parser only finds when they are read."""
    try:
        return str(mail.get(name, "")).strip()
    except (ValueError, IndexError, AttributeError):
        return ""


def _body(mail: EmailMessage, subtype: str) -> str:
    try:
        part = mail.get_body(preferencelist=(subtype,))
        return str(part.get_content()) if part is not None else ""
    except (LookupError, ValueError, AttributeError):
        return ""


class SmtpServer(Controller):
    """aiosmtpd's controller on a socket that is already bound, so that a port in use is told before anything starts."""

    def __init__(self, network: Network, bound: socket.socket) -> None:
        host, port = bound.getsockname()[:2]
        super().__init__(Sink(network), hostname=host, port=port, data_size_limit=SIZE_MAX, ident="mailbox")
        self.bound = bound

    def _create_server(self):  # type: ignore[no-untyped-def]  # aiosmtpd's own hook, untyped there
        return self.loop.create_server(self._factory_invoker, sock=self.bound)


def stop(server: SmtpServer) -> None:
    if isinstance(server.loop, asyncio.AbstractEventLoop) and server.loop.is_running():
        server.stop()
