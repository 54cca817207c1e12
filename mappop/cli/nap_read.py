"""`mappop nap read`: who is listed on a saved page. Apart from the other commands, which need no reader of pages."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from checkers.extract import PageListing, read_page
from mappop.cli.nap import Unreadable


@click.command()
@click.argument("page", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--url", default="", help="Where the page was fetched from.")
@click.option("--json", "as_json", is_flag=True, help="The output is JSON in any case.")
def read(page: Path, url: str, as_json: bool) -> None:
    """Read who is listed on a saved page, its own subject first."""
    try:
        content = page.read_bytes()
    except OSError as error:
        raise Unreadable(f"{page.name}: {error.strerror or 'is unreadable'}") from error
    listings = [_shown(listing) for listing in read_page(content, url=url)]
    click.echo(json.dumps({"listings": listings}, ensure_ascii=False, indent=2))


def _shown(listing: PageListing) -> dict[str, Any]:
    return {
        **listing.nap.to_dict(),
        "source": listing.source,
        "is_closed": listing.is_closed,
        "provenance": dict(listing.provenance),
        "printed": dict(listing.printed),
    }
