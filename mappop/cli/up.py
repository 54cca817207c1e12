"""`mappop up`: the whole service on one machine, every process started here and ended here."""

from __future__ import annotations

import json
import signal
import socket
import sys
import urllib.request
from urllib.error import URLError

import click

from mappop import bootstrap, settings
from mappop.bell import pause
from mappop.cli import demo
from mappop.cli.children import AlreadyRunning, Children
from mappop.cli.embedded_redis import start_redis
from mappop.clock import monotonic
from mappop.db.upgrade import upgrade
from mappop.domain.outbox import LANES

READY_WITHIN = 60.0  # seconds


class Busy(click.ClickException):
    exit_code = 3


@click.command()
@click.option(
    "--demo", "is_demo", is_flag=True, help="With the sandbox network, sample businesses and a sign-in for each role."
)
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
@click.option(
    "--port", default=8000, show_default=True, help="Of the consoles; sites on the next, the sandbox after it."
)
@click.option("--workers", default=1, show_default=True, help="Workers for each lane.")
@click.option("--json", "as_json", is_flag=True, help="The first line of output is the addresses as JSON.")
def up(is_demo: bool, host: str, port: int, workers: int, as_json: bool) -> None:
    """Start the whole service on this machine. Ctrl-C stops all of it."""
    environ = _environment(host, port)
    config = settings.load(environ)
    for number in (port, port + 1):
        _refuse_taken(host, number)
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        with Children(config.home) as children:
            try:
                _run(children, environ, config, is_demo=is_demo, host=host, port=port, workers=workers, as_json=as_json)
            except KeyboardInterrupt:
                _say(as_json, "\nstopping")
    except AlreadyRunning as fault:
        raise Busy(str(fault)) from None


def _interrupt(_signal: int, _frame: object) -> None:
    raise KeyboardInterrupt


def _environment(host: str, port: int) -> dict[str, str]:
    """The environment and `.env`, with this machine's own addresses where none is set."""
    given = settings.environment()
    given.setdefault("MAPPOP_BASE_URL", f"http://{host}:{port}")
    given.setdefault("MAPPOP_SITES_URL", f"http://{{id}}.localhost:{port + 1}")
    return given


def _refuse_taken(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            raise Busy(f"port {port} is in use: stop what listens there, or choose another with --port") from None


def _run(
    children: Children, environ: dict[str, str], config: settings.Settings, *,
    is_demo: bool, host: str, port: int, workers: int, as_json: bool,
) -> None:  # fmt: skip
    _say(as_json, f"Map Pop keeps its data in {config.home}")
    environ.setdefault("MAPPOP_HOME", str(config.home))
    environ.setdefault("MAPPOP_SECRET_KEY", config.secret_key)
    if not config.redis_url:
        environ["MAPPOP_REDIS_URL"] = start_redis(children, config.home)
    world = demo.start_network(children, environ, config, port=port + 2) if is_demo else None
    app = bootstrap.App(settings.load(environ))
    upgrade(app.engine)
    sign_in = demo.seed(app) if is_demo else {}
    _start_parts(children, environ, host=host, port=port, workers=workers)
    _wait_until_ready(children, app.settings.base_url)
    addresses = {"url": app.settings.base_url, "sites_url": app.settings.sites_url}
    if world is not None:
        addresses |= {"mailbox_url": world.mailbox_url, "sandbox_url": world.sandbox_url}
    _tell(addresses, sign_in, as_json=as_json)
    children.watch()


def _start_parts(children: Children, environ: dict[str, str], *, host: str, port: int, workers: int) -> None:
    mappop = [sys.executable, "-m", "mappop"]
    children.start("web", [*mappop, "web", f"--host={host}", f"--port={port}"], environ)
    children.start("scheduler", [*mappop, "scheduler"], environ)
    for lane in LANES:
        for number in range(workers):
            children.start(f"worker-{lane}-{number}", [*mappop, "worker", lane], environ)


def _wait_until_ready(children: Children, url: str) -> None:
    ends = monotonic() + READY_WITHIN
    while monotonic() < ends:
        children.restart_dead()
        try:
            with urllib.request.urlopen(f"{url}/readyz", timeout=2) as answer:
                if answer.status == 200:
                    return
        except (URLError, OSError):
            pause(0.1)
    raise Busy("the web process did not get ready within a minute; its log stands above")


def _tell(addresses: dict[str, str], sign_in: dict[str, dict[str, str]], *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps({**addresses, "sign_in": sign_in}))
        return
    titles = {"url": "consoles", "sites_url": "sites", "mailbox_url": "mailbox", "sandbox_url": "sandbox"}
    click.echo("\nMap Pop is up.")
    for key, address in addresses.items():
        click.echo(f"  {titles[key]:<10} {address}")
    for role, way in sign_in.items():
        click.echo(f"  {role:<14} {way.get('link') or way['email'] + '  ' + way['password']}")
    click.echo("Ctrl-C stops all of it.")


def _say(as_json: bool, words: str) -> None:
    click.echo(words, err=as_json)
