"""`mappop simulate`: months of the programme in simulated time, held to the rules of billing at each step."""

from __future__ import annotations

import json
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

import click

from mappop.simulator.invariants import INVARIANTS
from mappop.simulator.life import Life, peak_mb


@click.command()
@click.option("--businesses", type=click.IntRange(1, 100_000), default=20, show_default=True, help="How many are sold.")
@click.option("--months", type=click.IntRange(1, 240), default=6, show_default=True, help="How long it lives.")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed lives the same life.")
@click.option(
    "--chaos", is_flag=True, help="Jobs run twice or stop at a commit, news get lost or double, silences, days off."
)
@click.option("--database", default="", help="URL of an empty PostgreSQL database; else SQLite in the folder.")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="An empty folder for the database and sites; else a passing one.",
)
@click.option("--json", "as_json", is_flag=True, help="Nothing but the last line of JSON.")
def simulate(
    businesses: int, months: int, seed: int, chaos: bool, database: str, out: Path | None, as_json: bool
) -> None:
    """Live months of billing in simulated time. Sells, reminds, charges, declines, disputes, pauses, cancels.

    Each rule is checked each day. Exit 1 on a breach.
    """
    if out is not None and out.exists() and any(out.iterdir()):
        raise click.BadParameter("the folder is not empty", param_hint="--out")
    with ExitStack() as stack:
        home = out or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="mappop-simulate-")))
        life = Life(home, businesses=businesses, months=months, seed=seed, has_chaos=chaos, database=database)
        stack.callback(life.app.close)
        life.live(lambda month: None if as_json else _told(month, months, life))
        summary = {"seed": seed, "chaos": chaos, **life.summary()}
    if not as_json:
        _print(life)
    if out is not None:
        (out / "summary.json").write_text(json.dumps(summary, indent=2) + "\n", "utf-8")
    click.echo(json.dumps(summary))
    sys.exit(1 if life.tally.breaches else 0)


def _told(month: int, months: int, life: Life) -> None:
    is_terminal = sys.stderr.isatty()
    done = f"{life.watch.last_number} invoices, {life.tally.checks:,} checks, {life.tally.breaches:,} breaches"
    line = f"month {month} of {months}: {done}, {peak_mb()} MB"
    click.echo(f"\r{line} " if is_terminal else line, err=True, nl=not is_terminal or month == months)


def _print(life: Life) -> None:
    for name, words in INVARIANTS.items():
        count = life.tally.counts[name]
        click.echo(f"{name:26} {count.checks:>12,} checks {count.breaches:>6,} breaches  {words}")
    for said in life.tally.said:
        click.echo(f"breach: {said}")
