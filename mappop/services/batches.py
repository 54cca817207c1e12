"""Work on many customers at once, where one who can't be worked on keeps nobody else from the day."""

from __future__ import annotations

from collections.abc import Callable, Sequence


def take_on(due: Sequence[str], work: Callable[[Sequence[str]], None]) -> list[Exception]:
    """All of them together; where that fails, each alone. The faults, for whoever raises one when all else is done.

    `work` commits by itself, and where it raises has committed nothing.
    """
    try:
        work(due)
    except Exception as fault:
        if len(due) == 1:
            return [fault]
        return [found for one in due for found in take_on([one], work)]
    return []


def one_by_one(due: Sequence[str], work: Callable[[str], int]) -> int:
    """Each in a transaction of its own: how much was done. The first fault is raised when everything else is done."""
    done, faults = 0, list[Exception]()
    for one in due:
        try:
            done += work(one)
        except Exception as fault:
            faults.append(fault)
    if faults:
        raise faults[0]
    return done
