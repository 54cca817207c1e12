"""The tables of the documents that are made from the code: `python -m tests.architecture.documents` renews them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from mappop.settings import SETTINGS
from provisioners.connector import Connector
from provisioners.discovery import connectors

ROOT = Path(__file__).parents[2]
_SECTION = re.compile(r"(<!-- (\w+): made from [^>]+-->\n)(.*?)(<!-- end -->)", re.S)


def renewed(text: str) -> str:
    """The document with every made section as the code says it now."""
    return _SECTION.sub(lambda found: found[1] + "\n" + _TABLES[found[2]]() + "\n\n" + found[4], text)


def made_documents() -> list[Path]:
    return [path for path in sorted((ROOT / "docs").glob("*.md")) if _SECTION.search(path.read_text("utf-8"))]


def settings_table() -> str:
    rows = [(f"`{s.name}`", _shown(s.default), _secret(s.help, s.is_secret)) for s in SETTINGS]
    return _table(("setting", "default", "what it is"), rows)


def publishers_table() -> str:
    rows = [
        (f"`{setting.name}`", _shown(setting.default), _secret(setting.help, setting.is_secret))
        for connector in connectors().values()
        for setting in connector.settings
    ]
    return _table(("setting", "default", "what it is"), rows)


def capabilities_table() -> str:
    head = ("connector", "publisher", "kind", "ways", "proof", "days", "requests a minute")
    return _table(head, [_connector_row(connector) for connector in connectors().values()])


def _connector_row(connector: Connector) -> tuple[str, ...]:
    typical, slow = connector.limits.typical_days
    return (
        f"`{connector.name}`",
        connector.title,
        connector.kind.value,
        ", ".join(sorted(capability.value for capability in connector.capabilities)),
        connector.evidence.value.replace("_", " "),
        f"{typical}–{slow}",
        str(connector.limits.requests_per_minute),
    )


_TABLES = {"settings": settings_table, "publishers": publishers_table, "capabilities": capabilities_table}


def _shown(default: str) -> str:
    return f"`{default}`" if ":" in default or "<" in default else default or "–"


def _secret(help: str, is_secret: bool) -> str:
    return f"{help} (secret)" if is_secret else help


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


if __name__ == "__main__":
    for path in made_documents():
        path.write_text(renewed(path.read_text("utf-8")), "utf-8")
