"""A process that dies at one of its commits, before or after it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any


class Killed(BaseException):
    """No program catches its own death."""


def killed_at(deps: Any, n: int, *, after: bool) -> Any:
    """Deps whose n-th commit is the last thing that the process does, or nearly does."""
    left = [n]

    def unit_of_work() -> Any:
        uow = deps.unit_of_work()
        commit = uow.commit

        def dying() -> None:
            left[0] -= 1
            if left[0] < 0 and not after:
                raise Killed
            commit()
            if left[0] < 0:
                raise Killed

        uow.commit = dying
        return uow

    return replace(deps, unit_of_work=unit_of_work)
