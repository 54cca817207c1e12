"""`mappop site front-config`: the front server's configuration, from the settings and the proven domains."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

if TYPE_CHECKING:
    from mappop.bootstrap import App

SERVERS = ("caddy", "nginx")
_HOST = re.compile(r"[a-z0-9*](?:[a-z0-9.-]{0,251}[a-z0-9])?")
_EMAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,190}")


@click.command("front-config")
@click.option("--for", "server", type=click.Choice(SERVERS), required=True, help="The front server.")
@click.option("--port", default=8000, show_default=True, help="Where `mappop web` listens; the sites on the next.")
@click.option("--email", default="", help="Whom the certificate authority may write to.")
@click.option("--certificates", type=click.Path(file_okay=False, path_type=Path), default=Path("/etc/letsencrypt/live"),
              show_default=True, help="For nginx: the ACME client's folder, one folder a domain in it.")  # fmt: skip
def front_config(server: str, port: int, email: str, certificates: Path) -> None:
    """Print the front server's configuration. Consoles, sites, owners' domains and their certificates are in it."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    from mappop import bootstrap

    if email and not _EMAIL.fullmatch(email):
        raise click.BadParameter("such as admin@example.com", param_hint="--email")
    app = bootstrap.from_environment()
    jinja = Environment(
        loader=PackageLoader("mappop.cli", "."), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
        autoescape=False,  # no page: every name in it is checked against a pattern
    )  # fmt: skip
    console_host = _host_of(app.settings.base_url)
    known = {
        "port": port, "email": email, "certificates": certificates, "front_host": app.settings.front_host,
        "console_host": console_host, "sites_host": _host_of(app.settings.sites_url),
        "console_has_certificate": _has_certificate(certificates, console_host),
    }  # fmt: skip
    domains = _domains(app, certificates) if server == "nginx" else iter(())
    for piece in jinja.get_template(f"front_{server}.txt").stream(**known, domains=domains):
        click.echo(piece, nl=False)


def _host_of(url: str) -> str:
    """Of our own addresses; raises UsageError for one that no certificate can be for."""
    host = urlsplit(url.replace("{id}", "*")).hostname or ""
    if not _HOST.fullmatch(host):
        raise click.UsageError(f"{url} has no host's name that a front server could answer for")
    return host


def _domains(app: App, certificates: Path) -> Iterator[dict[str, object]]:
    """Each domain that leads to us by at least one host, and whether its certificate is there."""
    from sqlalchemy.orm import Session

    from mappop.db.queries import domains as queries

    with Session(app.reader) as db:
        for domain in queries.certified(db):
            seen = domain.seen.get("hosts", {})
            hosts = [
                host for host in domain.hosts if seen.get(host, {}).get("leads") == "here" and _HOST.fullmatch(host)
            ]
            if hosts:
                has_certificate = _has_certificate(certificates, domain.name)
                yield {"name": domain.name, "hosts": hosts, "has_certificate": has_certificate}


def _has_certificate(certificates: Path, name: str) -> bool:
    """nginx does not start with a name in it whose certificate is not there yet."""
    return (certificates / name / "fullchain.pem").exists()
