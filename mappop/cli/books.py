"""`mappop bill close` and `bill export`: a month shut for good, and the books written out."""

from __future__ import annotations

import json
import sys
from contextlib import nullcontext
from dataclasses import asdict
from pathlib import Path

import click
from sqlalchemy.orm import Session

from mappop import bootstrap
from mappop.db.queries import books as queries
from mappop.domain.close import Month
from mappop.domain.money import dollars
from mappop.services import closing
from mappop.services.ledger_export import WRITERS


@click.command()
@click.option("--month", help="The month to shut.", metavar="YYYY-MM")
@click.option("--check", is_flag=True, help="Only walk the closed months again; exit 1 where one was changed.")
@click.option("--accept-difference", is_flag=True, help="Close although the processor holds another sum.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def close(month: str | None, check: bool, accept_difference: bool, as_json: bool) -> None:
    """Keep a month's trial balance and shut the month. Running it again changes nothing."""
    if check == bool(month):
        raise click.UsageError("Say either --month YYYY-MM or --check.")
    deps = bootstrap.from_environment().deps()
    if month is None:
        _check(closing.verify(deps), as_json)
        return
    made = closing.close(deps, Month.parse(month), by="command", accept_difference=accept_difference)
    if as_json:
        click.echo(json.dumps(asdict(made), default=str))
        return
    click.echo(f"{made.month} is closed: {made.entries} entries. Balances at its end:")
    for account, amount in made.balances.items():
        click.echo(f"  {account:<12} {dollars(amount):>14}")


def _check(wrong: list[str], as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps({"wrong": wrong}))
    else:
        click.echo("\n".join(wrong) or "Every closed month is as it was.")
    if wrong:
        sys.exit(1)


@click.command()
@click.option("--month", required=True, metavar="YYYY-MM", help="The month to write.")
@click.option(
    "--format", "form", type=click.Choice(sorted(WRITERS)), default="postings", show_default=True,
    help="A journal for beancount, the others as CSV.",
)  # fmt: skip
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), help="The file to write; without it, standard output."
)
def export(month: str, form: str, out: Path | None) -> None:
    """Write one month of the books."""
    app = bootstrap.from_environment()
    with Session(app.reader) as db:
        told = queries.of_month(db, Month.parse(month), app.deps().clock.now())
        with out.open("w", encoding="utf-8", newline="") if out else nullcontext(sys.stdout) as target:
            WRITERS[form](told, target)
