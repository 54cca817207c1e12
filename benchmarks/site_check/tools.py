"""What the checks measure with: Chromium, node with Lighthouse, Java with the HTML checker."""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(sys.prefix) / "site-check"  # where `requirements/site-check.sh` puts the pinned packages
CHECKER = FOLDER / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
LIGHTHOUSE = FOLDER / "node_modules" / "lighthouse"


class Missing(Exception):
    """Something that the checks need is not there; says how it comes."""


@dataclass(frozen=True, slots=True)
class Tools:
    chromium: str
    node: str
    java: str


def found() -> Tools:
    names = {name: shutil.which(name) for name in ("chromium", "node", "java")}
    absent = [name for name, path in names.items() if not path]
    absent += [str(path) for path in (CHECKER, LIGHTHOUSE) if not path.exists()]
    if absent:
        raise Missing(f"{', '.join(absent)} not found: `make site-check` gets what it needs")
    return Tools(**{name: str(path) for name, path in names.items()})
