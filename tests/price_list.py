"""A price list to come, which the shipped one can't hold: versions put on it for one test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest

from mappop.domain import plan

Lists = Callable[[str, str, int, int], None]  # what, from which day on, a month, a year


def listing(monkeypatch: pytest.MonkeyPatch) -> Iterator[Lists]:
    data = plan._data()
    monkeypatch.setattr(plan, "_data", lambda: data)

    def add(key: str, since: str, month: int, year: int) -> None:
        row = data["add_on" if key == "desk_hour" else "plan"][key]["version"]
        new = {"id": f"{key}-{len(row) + 1}", "from": date.fromisoformat(since), "month": month, "year": year}
        row.append(new | {"set_up": row[-1].get("set_up", 0)})
        _forget()

    yield add
    _forget()


def _forget() -> None:
    plan.plans.cache_clear()
    plan.add_ons.cache_clear()
