"""Finds the connectors: every module in the four folders holds one, under its own name. Nothing else names them."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

import provisioners
from provisioners.connector import Connector, Kind

_FOLDERS = {"maps": Kind.MAP, "directories": Kind.DIRECTORY, "social": Kind.SOCIAL, "aggregators": Kind.AGGREGATOR}


@cache
def connectors() -> Mapping[str, Connector]:
    """Every connector by name, in order of name; raises TypeError for a module that holds none of its name."""
    found: dict[str, Connector] = {}
    for folder in _FOLDERS:
        package = importlib.import_module(f"{provisioners.__name__}.{folder}")
        for module in pkgutil.iter_modules(package.__path__):
            found[module.name] = _connector_in(f"{package.__name__}.{module.name}", module.name)
    return MappingProxyType(dict(sorted(found.items())))


def addresses(settings: Mapping[str, str]) -> Mapping[str, str]:
    """Where each publisher is, by name, of those that have it set."""
    return {
        name: settings[setting.name]
        for name, connector in connectors().items()
        for setting in connector.settings
        if setting.goes == "url" and settings.get(setting.name)
    }


def _connector_in(dotted: str, name: str) -> Connector:
    module = importlib.import_module(dotted)
    for value in vars(module).values():
        if isinstance(value, type) and value.__module__ == dotted and getattr(value, "name", "") == name:
            made: Connector = value()
            return made
    raise TypeError(f"{dotted} holds no connector named {name}")
