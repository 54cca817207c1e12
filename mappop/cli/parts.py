"""The parts of the service one by one, for many machines."""

from __future__ import annotations

import os
import sys

import click

from mappop import bootstrap, logs
from mappop.db.upgrade import upgrade
from mappop.domain.outbox import LANES


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
@click.option("--port", default=8000, show_default=True, help="Of the consoles.")
@click.option("--sites-port", type=int, help="Of the sites' origin; the one after --port if not given.")
@click.option("--workers", default=2, show_default=True, help="Processes.")
@click.option("--threads", default=16, show_default=True, help="Threads of each process.")
def web(host: str, port: int, sites_port: int | None, workers: int, threads: int) -> None:
    """Serve consoles, public pages, hooks, API and the sites' origin."""
    bootstrap.from_environment()  # a wrong setting is told here, in one line
    binds = [f"--bind={host}:{port}", f"--bind={host}:{sites_port or port + 1}"]
    # Each open event stream holds a thread until it ends: a stop waits five seconds for them, not thirty.
    options = ["--worker-class=gthread", f"--workers={workers}", f"--threads={threads}", "--graceful-timeout=5"]
    quiet = ["--preload", "--no-control-socket", "--log-level=warning", "--worker-tmp-dir=/dev/shm"]
    quiet = quiet if os.path.isdir("/dev/shm") else quiet[:-1]
    command = [sys.executable, "-m", "gunicorn", *binds, *options, *quiet, "mappop.cli.serving:wsgi()"]
    os.execv(sys.executable, command)


@click.command()
@click.argument("lane", type=click.Choice(LANES))
def worker(lane: str) -> None:
    """Work one lane's jobs. One queue a process: with several, RQ can lose jobs when it is killed."""
    from jobs.worker import work

    logs.set_up(bootstrap.from_environment().settings.log_level)
    work(lane)


@click.command()
def scheduler() -> None:
    """Start work that is due, take over what died, keep the schedule. Any number may run."""
    from jobs.dispatcher import main

    logs.set_up(bootstrap.from_environment().settings.log_level)
    main()


@click.group()
def db() -> None:
    """The database."""


@db.command("upgrade")
def upgrade_command() -> None:
    """Bring the database to the newest shape."""
    upgrade(bootstrap.from_environment().engine)
    click.echo("the database is up to date")
