"""Finds the directories: each module of this folder holds one under its own name, but for the two that serve all."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache

from checkers import directories as folder
from checkers.directories.reading import Directory, PublicDirectory

_SHARED = frozenset({"discovery", "reading"})


@cache
def directory_types() -> tuple[type[PublicDirectory], ...]:
    """Every directory in order of name; raises TypeError for a module that holds none of its name."""
    names = sorted(module.name for module in pkgutil.iter_modules(folder.__path__) if module.name not in _SHARED)
    return tuple(_directory_in(f"{folder.__name__}.{name}", name) for name in names)


def directories(addresses: Mapping[str, str]) -> Mapping[str, Directory]:
    """Those whose address is given, by name, as `{"townbook": "https://townbook.example"}`; others are passed over."""
    return {made.name: made(addresses[made.name]) for made in directory_types() if addresses.get(made.name)}


def _directory_in(dotted: str, name: str) -> type[PublicDirectory]:
    for value in vars(importlib.import_module(dotted)).values():
        if isinstance(value, type) and issubclass(value, PublicDirectory) and getattr(value, "name", "") == name:
            return value
    raise TypeError(f"{dotted} holds no directory named {name}")
