"""`mappop doctor`: each setting, key, server and publisher: right, or what is wrong and how to mend it."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass

import click
from redis.exceptions import RedisError
from sqlalchemy.exc import SQLAlchemyError

from mappop import bootstrap
from mappop.bootstrap import App
from mappop.db.upgrade import is_current
from mappop.domain.processor import NoAnswer, NotTaken
from mappop.services import audit
from mappop.settings import SETTINGS, SettingsError
from mappop.sites.picture_making import formats
from provisioners.discovery import connectors
from provisioners.opening import missing_settings


@dataclass(frozen=True, slots=True)
class Finding:
    what: str
    is_right: bool
    said: str
    remedy: str = ""


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line.")
def doctor(as_json: bool) -> None:
    """Look at every setting, server and publisher. What is wrong is told with how to mend it; exit 1 then."""
    wrong = 0
    for finding in _findings(bootstrap.from_environment()):
        wrong += not finding.is_right
        if as_json:
            click.echo(json.dumps(asdict(finding)))
        else:
            remedy = f"\n      {finding.remedy}" if finding.remedy and not finding.is_right else ""
            click.echo(f"{'right' if finding.is_right else 'WRONG'}  {finding.what}: {finding.said}{remedy}")
    sys.exit(1 if wrong else 0)


def _findings(app: App) -> Iterator[Finding]:
    yield from _settings()
    yield from _database(app)
    yield _doorbell(app)
    yield _store(app)
    yield _pictures()
    yield _processor(app)
    yield _taxes(app)
    yield from _publishers(app)


def _settings() -> Iterator[Finding]:
    for setting in SETTINGS:
        value = os.environ.get(setting.name, "")
        said = "set" if value and setting.is_secret else value or f"default: {setting.default or 'none'}"
        yield Finding(setting.name, True, said)


def _database(app: App) -> Iterator[Finding]:
    try:
        current = is_current(app.reader)
    except SQLAlchemyError as fault:
        yield Finding("database", False, str(fault).splitlines()[0][:200], "check MAPPOP_DATABASE_URL and its server")
        return
    yield Finding("database", current, "up to date" if current else "of an older shape", "run: mappop db upgrade")
    if current:
        report = audit.verify(app.deps())
        said = "; ".join(report.breaks[:3]) or f"whole, {report.businesses} businesses"
        yield Finding("audit trail", not report.breaks, said, "compare with the exported seals and the last backup")


def _doorbell(app: App) -> Finding:
    if not app.settings.redis_url:
        return Finding("redis", True, "embedded: started by mappop up")
    try:
        app.redis.ping()
    except (RedisError, OSError) as fault:
        return Finding(
            "redis", False, str(fault)[:200], "start it, or mend MAPPOP_REDIS_URL; nothing is lost meanwhile"
        )
    return Finding("redis", True, "answers")


def _store(app: App) -> Finding:
    try:
        app.site_store.current("doctor")
    except (OSError, SettingsError) as fault:
        return Finding("site store", False, str(fault)[:200], "mend MAPPOP_SITE_STORE or the folder's rights")
    return Finding("site store", True, app.settings.site_store)


def _pictures() -> Finding:
    """Without AVIF photos go out as WebP and JPEG: heavier, and no fault."""
    has_avif = "avif" in formats()
    said = "AVIF, WebP and JPEG" if has_avif else "WebP and JPEG alone: install a Pillow that was built with AVIF"
    return Finding("pictures", True, said)


def _processor(app: App) -> Finding:
    remedy = "mend the MAPPOP_STRIPE_ settings; nobody is charged twice meanwhile"
    try:
        if app.processor.name == "offline":
            is_wanted = bool(app.settings.stripe_key)
            said = "Stripe is out of a sandbox's reach" if is_wanted else "none: owners pay by check or transfer"
            return Finding("payments", not is_wanted, said, "name a pretended Stripe in MAPPOP_STRIPE_API_BASE")
        app.processor.balance()
    except (SettingsError, NoAnswer, NotTaken) as fault:
        return Finding("payments", False, str(fault)[:200], remedy)
    return Finding("payments", True, f"{app.processor.name} answers")


def _taxes(app: App) -> Finding:
    """Not asked: each question is one that Stripe may charge for."""
    if not app.settings.tax_engine:
        return Finding("taxes", True, "the flat table")
    is_reached = app.processor.name == app.settings.tax_engine
    said = "each place's is asked of Stripe Tax" if is_reached else "Stripe Tax is out of reach: no charge is made"
    return Finding("taxes", is_reached, said, "mend the MAPPOP_STRIPE_ settings, or clear MAPPOP_TAX_ENGINE")


def _publishers(app: App) -> Iterator[Finding]:
    for connector in connectors().values():
        missing = missing_settings(connector, app.settings.publishers)
        names = ", ".join(setting.name for setting in missing)
        given = [s for s in connector.settings if app.settings.publishers.get(s.name)]
        if missing and not given:  # nobody wants this publisher here: told, but no fault
            yield Finding(connector.title, True, f"not set up; needs {names}")
        else:
            said = f"{names} missing" if missing else f"set up, proven by {connector.evidence.value.replace('_', ' ')}"
            yield Finding(connector.title, not missing, said, f"set {names}")
