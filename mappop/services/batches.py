"""Work on many customers at once, where one who can't be worked on keeps nobody else from the day."""

from __future__ import annotations

from collections.abc import Callable, Sequence


def take_on(due: Sequence[str], work: Callable[[Sequence[str]], None]) -> list[Exception]:
    """Do all of them together and, where that fails, each alone; returns the faults, for the caller to raise last.

    `work` commits by itself, and has committed nothing where it raises.
    """
    try:
        work(due)
    except Exception as fault:
        if len(due) == 1:
            return [fault]
        return [found for one in due for found in take_on([one], work)]
    return []


def one_by_one(due: Sequence[str], work: Callable[[str], int]) -> int:
    """Do each by itself; returns the sum of what `work` did, or raises the first fault when all others are done."""
    done, faults = 0, list[Exception]()
    for one in due:
        try:
            done += work(one)
        except Exception as fault:
            faults.append(fault)
    if faults:
        raise faults[0]
    return done
