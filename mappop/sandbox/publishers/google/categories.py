"""categories.list and batchGet over the few categories that the sandbox knows."""

from __future__ import annotations

from typing import Any

from mappop.sandbox.publishers.google.shapes import CATEGORIES


def list_all(query: dict[str, str]) -> dict[str, Any]:
    """`filter` is part of a shown name, as in `displayName=plumb` or the bare word."""
    wanted = query.get("filter", "").removeprefix("displayName=").strip('"').casefold()
    return {"categories": [_category(name, shown) for name, shown in CATEGORIES.values() if wanted in shown.casefold()]}


def batch_get(names: list[str]) -> dict[str, Any]:
    return {"categories": [_category(name, shown) for name, shown in CATEGORIES.values() if name in names]}


def _category(name: str, shown: str) -> dict[str, Any]:
    return {"name": name, "displayName": shown}
