"""`python -m benchmarks [NAME…]`: run all or the named ones; results go to benchmarks/results as JSON.

One that was skipped says why and leaves the figures that were measured before.
"""

from __future__ import annotations

import importlib
import json
import os
import platform
import sys
from pathlib import Path

ALL = ("nap", "match", "match_own", "read", "normalise", "duplicates", "fetch", "sites", "pictures", "sale", "billing")
RESULTS = Path(__file__).parent / "results"


def main(names: list[str]) -> int:
    """Exit 2 for a name that is none."""
    if unknown := set(names) - set(ALL):
        sys.stderr.write(f"no benchmark named {', '.join(sorted(unknown))}: there are {', '.join(ALL)}\n")
        return 2
    RESULTS.mkdir(exist_ok=True)
    for name in names or ALL:
        figures = importlib.import_module(f"benchmarks.{name}").run()
        machine = {"cores": os.cpu_count(), "python": platform.python_version()}
        text = json.dumps({"benchmark": name, "machine": machine, "figures": figures}, indent=2)
        if "skipped" not in figures:
            (RESULTS / f"{name}.json").write_text(text + "\n")
        sys.stdout.write(f"{name}\n{text}\n")
    return 0


sys.exit(main(sys.argv[1:]))
