"""`mappop person add`: the first people of a new installation, before anybody can sign in to add others."""

from __future__ import annotations

import click

from mappop import bootstrap
from mappop.domain.errors import Refused
from mappop.domain.roles import Role
from mappop.services import access
from mappop.zones import KNOWN_ZONES

PASSWORD_MIN = 12  # ASVS 5.0, 6.2.1 asks for eight and recommends fifteen; a phrase of two words passes
ROLES = [role.value for role in Role if role is not Role.OWNER]  # owners come with their business


@click.group()
def person() -> None:
    """People who sign in."""


@person.command()
@click.option("--email", required=True, help="Signs in with it.")
@click.option("--name", required=True, help="As colleagues and owners read it.")
@click.option("--role", required=True, type=click.Choice(ROLES), help="What they may see and do.")
@click.option("--centre", default="Head office", show_default=True, help="Their centre; made when it is not there yet.")
@click.option("--timezone", default="America/New_York", show_default=True, help="Of a centre that is made.")
@click.password_option(help="Asked for when not given.")
def add(email: str, name: str, role: str, centre: str, timezone: str, password: str) -> None:
    """Add somebody who may sign in. The same e-mail again changes nothing."""
    if "@" not in email:
        raise Refused(f"“{email}” is no e-mail address")
    if len(password) < PASSWORD_MIN:
        raise Refused(f"the password is too short: at least {PASSWORD_MIN} letters")
    if timezone not in KNOWN_ZONES:
        raise Refused(f"“{timezone}” is no time zone: such as America/Chicago")
    deps = bootstrap.from_environment().deps()
    centre_id = access.add_centre(deps, name=centre, timezone=timezone)
    access.add_person(deps, email=email, name=name, role=Role(role), password=password, centre_id=centre_id)
    click.echo(f"{name} may sign in as {role.replace('_', ' ')}")
