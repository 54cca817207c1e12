"""`python -m mappop.sandbox --home DIR`: the whole pretend network in one process."""

from __future__ import annotations

import argparse
import ipaddress
import os
import signal
import sqlite3
import sys
from pathlib import Path

from mappop.sandbox.network import Network, Pace, open_network
from mappop.sandbox.server import PARTS, PortInUse, Running, addresses, bind

FIRST_PORT = 8002


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    try:
        sockets = bind(options.host, options.port)
    except PortInUse as taken:
        sys.stderr.write(f"sandbox: {taken}\n")
        return 3
    try:
        network = _opened(options)
    except (OSError, sqlite3.Error) as error:
        for bound in sockets.values():
            bound.close()
        sys.stderr.write(f"sandbox: its home {options.home} can't be used: {error}\n")
        return 3
    network.urls = addresses(sockets)
    running = Running(network, sockets)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: network.stopping.set())
    running.start()
    sys.stdout.write(running.ready_line() + "\n")
    sys.stdout.flush()
    network.stopping.wait()
    running.stop()
    return 0


def _opened(options: argparse.Namespace) -> Network:
    return open_network(
        options.home,
        pace=Pace(feed=options.feed_seconds, review=options.review_seconds),
        base_url=os.environ.get("MAPPOP_BASE_URL", ""),
        secret=os.environ.get("MAPPOP_MAILBOX_SECRET", ""),
    )


def _parser() -> argparse.ArgumentParser:
    pace = Pace()
    parser = argparse.ArgumentParser(prog="python -m mappop.sandbox", description="a pretend network of publishers")
    parser.add_argument("--home", type=Path, required=True, help="where its state is kept")
    parser.add_argument("--host", type=_loopback, default="127.0.0.1", help="a loopback address")
    parser.add_argument("--port", type=_port, default=FIRST_PORT, help="first of the ports; 0 takes any free ones")
    parser.add_argument("--feed-seconds", type=float, default=pace.feed, help="from aggregator to directories")
    parser.add_argument("--review-seconds", type=float, default=pace.review, help="Google's review of an edit")
    return parser


def _port(text: str) -> int:
    last = 65_535 - len(PARTS)
    if not text.isdigit() or int(text) > last:
        raise argparse.ArgumentTypeError(f"a number from 0 to {last}: {len(PARTS)} ports are taken from there on")
    return int(text)


def _loopback(text: str) -> str:
    """The sandbox holds keys and accepts anything: it is never offered to a network."""
    if text == "localhost":
        return "127.0.0.1"
    try:
        is_loopback = ipaddress.IPv4Address(text).is_loopback
    except ValueError:
        is_loopback = False
    if not is_loopback:
        raise argparse.ArgumentTypeError("the sandbox listens on an IPv4 loopback address only")
    return text


if __name__ == "__main__":
    sys.exit(main())
