"""Tables by subject. `map_all` ties them to the domain's plain classes, once."""

from __future__ import annotations

import importlib
import pkgutil

from mappop.db.tables.base import metadata, registry

__all__ = ["map_all", "metadata", "registry"]

_mapped = False


def map_all() -> None:
    """Import every subject's module; each maps its own classes."""
    global _mapped
    if not _mapped:
        for module in pkgutil.iter_modules(__path__):
            importlib.import_module(f"{__name__}.{module.name}")
        registry.configure()
        _mapped = True
