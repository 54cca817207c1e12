"""The `mappop` command: every subcommand, and the one place where a fault becomes a line for people."""

from __future__ import annotations

import sys

import click

from mappop.cli.lazy import LazyGroup

COMMANDS = {
    "up": "mappop.cli.up:up",
    "web": "mappop.cli.parts:web",
    "worker": "mappop.cli.parts:worker",
    "scheduler": "mappop.cli.parts:scheduler",
    "db": "mappop.cli.parts:db",
    "business": "mappop.cli.business:business",
    "site": "mappop.cli.site:site",
    "nap": "mappop.cli.nap:nap",
    "person": "mappop.cli.person:person",
    "bill": "mappop.cli.bill:bill",
    "simulate": "mappop.cli.simulate:simulate",
    "doctor": "mappop.cli.doctor:doctor",
}


@click.group(cls=LazyGroup, lazy=COMMANDS, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="mappop")
def cli() -> None:
    """Map Pop gets a small business found: one-page site, listings, and one name, address and phone everywhere."""


def run() -> None:
    """Exit codes: 0 done, 1 found problems, 2 wrong use, 3 something it needs is not there."""
    try:
        cli(standalone_mode=True)
    except Exception as fault:
        words, code = _told(fault)
        if code is None:
            raise
        click.echo(f"mappop: {words}", err=True)
        sys.exit(code)


def _told(fault: Exception) -> tuple[str, int | None]:
    """A fault of input, settings or servers in one line and its exit code; None for a fault of the program."""
    from sqlalchemy.exc import SQLAlchemyError

    from mappop.domain.errors import Refused
    from mappop.settings import SettingsError

    if isinstance(fault, SettingsError | Refused):
        return str(fault), 2
    if isinstance(fault, SQLAlchemyError):
        return f"the database does not work: {str(fault).splitlines()[0][:300]}", 3
    if isinstance(fault, OSError):
        return str(fault), 3
    return "", None
