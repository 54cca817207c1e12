"""Compiled templates, kept where and as Python keeps its compiled modules: in `__pycache__`, by its own loader.

Jinja takes 22 ms for a theme, which was a third of the start of `site build` (2026-11-27). Where Python may write no
compiled module, because of the folder or of PYTHONDONTWRITEBYTECODE, the template is compiled by each process.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import CodeType
from typing import Any

import jinja2


class KeptCode(SourceFileLoader):
    """The code of one template; `compiled` makes it, by code of ours that lies in the file `by`."""

    def __init__(self, home: Path, name: str, source: str, compiled: Callable[[], CodeType], by: str) -> None:
        super().__init__(name, str(home / f"{name}.page"))
        self._source, self._compiled = source.encode(), compiled
        made_of = hashlib.sha256(self._source + Path(by).read_bytes() + jinja2.__version__.encode()).digest()
        # Python compares a module's time, 32 bits, and its size; for the time stands all that the code hangs on.
        self._stats = {"mtime": int.from_bytes(made_of[:4]), "size": len(self._source)}

    def path_stats(self, path: Any) -> Mapping[str, Any]:
        return self._stats

    def get_data(self, path: str) -> bytes:
        return self._source if path == self.path else super().get_data(path)

    def source_to_code(self, data: Any, path: Any, **_: Any) -> CodeType:  # type: ignore[override]
        return self._compiled()

    def code(self) -> CodeType:
        found = self.get_code(self.name)
        assert found is not None  # there is always a source
        return found
