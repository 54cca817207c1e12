"""Sockets, servers and threads of the whole sandbox: bound first, started together, stopped together."""

from __future__ import annotations

import errno
import json
import socket
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from mappop.sandbox import feeding, index
from mappop.sandbox.catalogue import CATALOGUE
from mappop.sandbox.faults import App, Misbehaving
from mappop.sandbox.mailbox import pages, smtp
from mappop.sandbox.names import FRONT_ADDRESS, FRONT_HOST, NameServer
from mappop.sandbox.network import Network
from mappop.sandbox.publishers import application
from mappop.sandbox.seeding import seed
from mappop.sandbox.stripe import application as stripe
from mappop.sandbox.stripe import controls as stripe_controls
from mappop.sandbox.stripe.account import Account
from mappop.sandbox.stripe.agenda import Agenda
from mappop.sandbox.stripe.opening import opened
from mappop.sandbox.ticker import Courier, Ticker

SCHEMES = {"smtp": "smtp", "names": "dns"}
POLL_SECONDS = 0.1  # how long a stop may take; a request wakes its server at once
PARTS = ("mailbox", "sandbox", "smtp", *(entry.name for entry in CATALOGUE), "stripe", "names")


class PortInUse(Exception):
    """Somebody else listens there; the message is for people."""


class _Quiet(WSGIRequestHandler):
    """A line per request would drown the ready line."""

    server_version, sys_version = "sandbox", ""

    def log(self, type: str, message: str, *args: object) -> None:
        if type == "error":
            sys.stderr.write(f"sandbox: {message % args if args else message}\n")


class Running:
    """The started sandbox; `stop` ends every server and thread of it."""

    def __init__(self, network: Network, sockets: dict[str, socket.socket]) -> None:
        self.network = network
        seed(network)
        self.account = opened(network)
        self.smtp = smtp.SmtpServer(network, sockets["smtp"])
        self.servers = [_server(app, sockets[name]) for name, app in _applications(network, self.account).items()]
        self.threads = [
            threading.Thread(target=s.serve_forever, kwargs={"poll_interval": POLL_SECONDS}) for s in self.servers
        ]
        self.names = sockets["names"]  # its port by TCP is held and not served: an answer is always short enough
        self.threads += [Ticker(network, feeding.handlers(network)), Courier(network), Agenda(self.account)]
        self.threads.append(NameServer(network, self.names.getsockname()))

    def start(self) -> None:
        self.smtp.start()
        for thread in self.threads:
            thread.daemon = True
            thread.start()

    def stop(self) -> None:
        self.network.stopping.set()
        with ThreadPoolExecutor(len(self.servers)) as pool:
            list(pool.map(BaseWSGIServer.shutdown, self.servers))
        for thread in self.threads:
            thread.join(timeout=5)
        for server in self.servers:
            server.server_close()
        smtp.stop(self.smtp)
        self.names.close()
        self.network.store.close()

    def ready_line(self) -> str:
        urls = self.network.urls
        hosts = [url.split("//")[1] for url in urls.values()]
        ready = {"mailbox_url": urls["mailbox"], "sandbox_url": urls["sandbox"], "hosts": hosts}
        return json.dumps({**ready, "settings": settings(self.network)})


def settings(network: Network) -> dict[str, str]:
    """The environment that makes the service speak to this world."""
    urls, keys = network.urls, network.keys
    found = {f"MAPPOP_{entry.name.upper()}_URL": urls[entry.name] for entry in CATALOGUE}
    found |= {f"MAPPOP_{e.name.upper()}_TOKEN": keys[f"{e.name}_token"] for e in CATALOGUE if e.has_api}
    return found | {
        "MAPPOP_GOOGLE_ACCOUNT": keys["google_account"],
        "MAPPOP_MAIL_URL": urls["smtp"],
        "MAPPOP_SMS_URL": urls["mailbox"],
        "MAPPOP_SMS_ACCOUNT": keys["sms_account"],
        "MAPPOP_SMS_TOKEN": keys["sms_token"],
        "MAPPOP_SMS_FROM": "+18445550100",
        "MAPPOP_MAILBOX_SECRET": keys["mailbox_secret"],
        "MAPPOP_NAME_SERVERS": urls["names"].partition("//")[2],
        "MAPPOP_FRONT_HOST": FRONT_HOST,
        "MAPPOP_FRONT_ADDRESSES": FRONT_ADDRESS,
        "MAPPOP_STRIPE_API_BASE": urls["stripe"],
        "MAPPOP_STRIPE_SECRET_KEY": keys["stripe_key"],
        "MAPPOP_STRIPE_WEBHOOK_SECRET": keys["stripe_webhook_secret"],
    }


def bind(host: str, first_port: int) -> dict[str, socket.socket]:
    """One bound socket a part, in order from `first_port`; 0 takes any free ones. Raises PortInUse."""
    sockets: dict[str, socket.socket] = {}
    for n, part in enumerate(PARTS):
        port = first_port + n if first_port else 0
        try:
            sockets[part] = _bound(host, port)
        except OSError as error:
            for other in sockets.values():
                other.close()
            if error.errno in (errno.EADDRINUSE, errno.EACCES):
                raise PortInUse(f"port {port} for {part} is taken; give --port another first port") from error
            raise
    return sockets


def addresses(sockets: dict[str, socket.socket]) -> dict[str, str]:
    """Each part's address, from where its socket really listens."""
    found = {}
    for part, bound in sockets.items():
        host, port = bound.getsockname()[:2]
        found[part] = f"{SCHEMES.get(part, 'http')}://{host}:{port}"
    return found


def _bound(host: str, port: int) -> socket.socket:
    made = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((host, port))
        made.listen(128)
    except OSError:
        made.close()
        raise
    return made


def _applications(network: Network, account: Account) -> dict[str, App]:
    found: dict[str, App] = {
        entry.name: Misbehaving(partial(application, network, entry.name), network, entry.name) for entry in CATALOGUE
    }
    found["mailbox"] = Misbehaving(partial(pages.application, network), network, "mailbox")
    found["stripe"] = Misbehaving(
        partial(stripe.application, account), network, "stripe", partial(stripe_controls.answer, account)
    )
    found["sandbox"] = index.application(network)
    return found


def _server(app: Any, bound: socket.socket) -> BaseWSGIServer:
    host, port = bound.getsockname()[:2]
    return make_server(host, port, app, threaded=True, request_handler=_Quiet, fd=bound.fileno())
