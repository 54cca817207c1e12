"""One module for each kind of object that events tell of: which types, and what is read of it.

An event says only that something happened; the object is read again from the processor, so that events may come late,
twice and in any order. Types that no module names are kept and ignored.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from mappop.domain.processor import Told

Reader = Callable[[Any, str], Sequence[Told]]


@cache
def readers() -> Mapping[str, Reader]:
    """By type; each a function of the processor and the object's id."""
    found: dict[str, Reader] = {}
    for module in pkgutil.iter_modules(__path__):
        told = importlib.import_module(f"{__name__}.{module.name}")
        found |= dict.fromkeys(told.TYPES, told.read)
    return found
