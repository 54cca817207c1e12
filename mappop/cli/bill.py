"""`mappop bill run` and `bill reconcile`: what the schedule runs, by hand."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from datetime import UTC, datetime, time

import click

from mappop import bootstrap, settings
from mappop.bootstrap import App
from mappop.cli.books import close, export
from mappop.clock import FixedClock, SystemClock
from mappop.domain.errors import Refused
from mappop.domain.processor import NoAnswer, NotTaken
from mappop.services import billing, closing, dunning, dunning_steps, reconciling


@click.group()
def bill() -> None:
    """Money between owners and us."""


bill.add_command(close)
bill.add_command(export)


@bill.command()
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="As at the end of that day, no later than today.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def run(as_of: datetime | None, as_json: bool) -> None:
    """Remind, charge, and follow up what is open. Running it again changes nothing."""
    deps = _app(as_of).deps()
    closing.refuse_if_closed(deps, deps.clock.now())
    bootstrap.settle()
    done = billing.run(deps)
    late, steps = dunning.begin_overdue(deps), dunning_steps.pursue(deps)
    if as_json:
        click.echo(json.dumps({**asdict(done), "overdue": late, "steps": steps}))
        return
    click.echo(
        f"{done.looked_at} looked at: {done.reminded} reminded, {done.charged} invoiced, {done.moved} moved,"
        f" {done.paused} paused; {late} more invoices are late, {steps} steps were taken after those that are open."
    )


@bill.command()
@click.option(
    "--since", type=click.DateTime(["%Y-%m-%d"]), help="From that day on; else the last days and what is under way."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def reconcile(since: datetime | None, as_json: bool) -> None:
    """Compare what the payment processor holds with what we hold. Exit 1 while a difference waits for a person."""
    start = since.replace(tzinfo=UTC) if since else None
    try:
        done = reconciling.reconcile(bootstrap.from_environment().deps(), since=start)
    except (NoAnswer, NotTaken) as fault:
        raise Refused(f"Nothing was compared to its end: {fault}. Try again.") from fault
    if as_json:
        click.echo(json.dumps(asdict(done)))
    else:
        click.echo(
            f"{done.looked_at} looked at: {done.differing} differ, {done.mended} mended; {done.open} cases are open."
        )
    sys.exit(1 if done.open else 0)


def _app(as_of: datetime | None) -> App:
    if as_of is None:
        return bootstrap.from_environment()
    now = SystemClock().now()
    if as_of.date() > now.date():
        raise Refused(f"{as_of:%Y-%m-%d} is not here yet, and nobody is charged before the day")
    return App(settings.load(), FixedClock(min(now, datetime.combine(as_of.date(), time(23, 59), UTC))))
