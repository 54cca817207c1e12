"""The `mappop` command: every subcommand, and the one place where a fault becomes a line for people."""

from __future__ import annotations

import sys

import click
from sqlalchemy.exc import SQLAlchemyError

from mappop.cli.audit import audit
from mappop.cli.business import business
from mappop.cli.doctor import doctor
from mappop.cli.nap import nap
from mappop.cli.parts import db, scheduler, web, worker
from mappop.cli.person import person
from mappop.cli.site import site
from mappop.cli.up import up
from mappop.domain.errors import Refused
from mappop.settings import SettingsError


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="mappop")
def cli() -> None:
    """Map Pop gets a small business found: one-page site, listings, and one name, address and phone everywhere."""


nap.add_command(audit)
for command in (up, web, worker, scheduler, db, business, site, nap, person, doctor):
    cli.add_command(command)


def run() -> None:
    """Exit codes: 0 done, 1 found problems, 2 wrong use, 3 something it needs is not there."""
    try:
        cli(standalone_mode=True)
    except (SettingsError, Refused) as fault:
        _end(str(fault), 2)
    except SQLAlchemyError as fault:
        _end(f"the database does not work: {str(fault).splitlines()[0][:300]}", 3)
    except OSError as fault:
        _end(str(fault), 3)


def _end(words: str, code: int) -> None:
    click.echo(f"mappop: {words}", err=True)
    sys.exit(code)
