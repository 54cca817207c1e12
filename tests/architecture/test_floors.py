"""The checkers stand alone, and the files keep a size that one can read."""

from __future__ import annotations

import json
import pkgutil
import subprocess
import sys
from collections.abc import Iterator

import checkers
from tests.architecture.documents import ROOT
from tests.architecture.tracked import tracked

STRANGERS = ("flask", "sqlalchemy", "mappop", "provisioners", "jobs", "site_templates", "requests")
LONGEST = 400  # lines; 300 is where a file should stop
MADE_BY_TOOLS = ("mappop/db/migrations/versions/", "requirements/")


def test_the_whole_library_of_checkers_loads_nothing_of_the_service() -> None:
    names = [name for name in _modules() if not name.startswith("checkers.fetch")]
    probe = (
        "import importlib, json, sys\n"
        f"[importlib.import_module(name) for name in {names!r}]\n"
        f"print(json.dumps(sorted({set(STRANGERS)!r} & set(sys.modules))))"
    )
    found = subprocess.run([sys.executable, "-c", probe], cwd=ROOT, capture_output=True, text=True, check=True)
    assert len(names) > 40 and json.loads(found.stdout) == []


def _modules() -> Iterator[str]:
    for module in pkgutil.walk_packages(checkers.__path__, "checkers."):
        yield module.name


def test_no_file_grows_past_reading() -> None:
    sources = [p for p in tracked() if p.suffix in (".py", ".js", ".html", ".toml", ".sh")]
    long = {
        str(path): lines
        for path in sources
        if not str(path).startswith(MADE_BY_TOOLS)
        and (lines := len((ROOT / path).read_text("utf-8").splitlines())) > LONGEST
    }
    assert len(sources) > 300 and long == {}
