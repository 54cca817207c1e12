"""Duplicates among 10,000 and 100,000 generated records (a million with DUPLICATES_MILLION=1), ours against Splink.

Each run is a process of its own that reads the same CSV file; CPU seconds are those of the whole process since its
start, all threads together, imports and reading included and one clustering; wall seconds are those of the same run.
Splink gets the fields cleaned as its manual advises, the same three keys to block by, and the threshold that is best
for it on the truth.
"""

from __future__ import annotations

import csv
import importlib.util
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path
from time import process_time
from typing import Any

from benchmarks.duplicate_records import write
from checkers.duplicates import find_duplicates_in_rows

SIZES = (10_000, 100_000)
THRESHOLDS = (0.9, 0.99, 0.999, 0.9999, 0.99999, 0.999999)
NOT_HERE = "splink is not installed here: pip install splink, then run again"


def run() -> dict[str, Any]:
    """Figures by size; recall and precision over pairs of records, in percent."""
    sizes = (*SIZES, 1_000_000) if os.environ.get("DUPLICATES_MILLION") else SIZES
    with tempfile.TemporaryDirectory(prefix="mappop-bench-") as folder:
        return {f"{size:,}": _of_size(Path(folder) / f"{size}.csv", size) for size in sizes}


def _of_size(path: Path, size: int) -> dict[str, Any]:
    write(path, size)
    ours = _alone("ours", path)
    if importlib.util.find_spec("splink") is None:
        return {"ours": ours, "splink": {"skipped": NOT_HERE}}
    peer = _alone("splink", path)
    return {"ours": ours, "splink": peer, "times_faster": round(peer["cpu_seconds"] / ours["cpu_seconds"], 2)}


def _alone(engine: str, path: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.duplicates", engine, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    figures: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return figures


def ours(path: Path) -> dict[str, Any]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = islice(csv.reader(file), 1, None)
        found = find_duplicates_in_rows((int(number), texts) for number, _, *texts in rows)
    cost = _cost()
    bounded = {"bounded_blocks": len(found.bounded), "pairs_compared": found.pairs_compared}
    return _quality((group.ids for group in found.groups), _truth(path)) | cost | bounded


def splink(path: Path) -> dict[str, Any]:
    from benchmarks.duplicates_splink import clusters_by_threshold  # only here: it imports the peer

    clusters = clusters_by_threshold(path, THRESHOLDS)
    cost, truth = _cost(), _truth(path)
    best = {threshold: _quality(groups, truth) for threshold, (groups, _) in clusters.items()}
    threshold = max(best, key=lambda each: best[each]["f1"])
    others = sum(seconds for each, (_, seconds) in clusters.items() if each != threshold)
    cost = {name: round(each - others, 1) if name.endswith("seconds") else each for name, each in cost.items()}
    return best[threshold] | {"threshold": threshold} | cost


def _cost() -> dict[str, float]:
    """Of this process since its start, by the kernel; `ru_maxrss` would begin at the parent's peak."""
    since_boot = float(Path("/proc/uptime").read_text().split()[0])
    started = int(Path("/proc/self/stat").read_text().rpartition(")")[2].split()[19]) / os.sysconf("SC_CLK_TCK")
    peak_kb = int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0])
    seconds = {"cpu_seconds": round(process_time(), 1), "wall_seconds": round(since_boot - started, 1)}
    return seconds | {"peak_mb": round(peak_kb / 1024)}


def _truth(path: Path) -> dict[int, int]:
    with path.open(encoding="utf-8", newline="") as file:
        return {int(row["id"]): int(row["business"]) for row in csv.DictReader(file)}


def _quality(groups: Iterable[Sequence[int]], truth: dict[int, int]) -> dict[str, float]:
    found = right = 0
    for group in groups:
        found += _pairs(len(group))
        right += sum(map(_pairs, Counter(truth[each] for each in group).values()))
    planted = sum(map(_pairs, Counter(truth.values()).values()))
    recall, precision = right / planted, right / max(1, found)
    f1 = 2 * right / (planted + found)
    return {name: round(100 * value, 2) for name, value in (("recall", recall), ("precision", precision), ("f1", f1))}


def _pairs(count: int) -> int:
    return count * (count - 1) // 2


if __name__ == "__main__":
    engine = {"ours": ours, "splink": splink}[sys.argv[1]]
    sys.stdout.write(json.dumps(engine(Path(sys.argv[2]))) + "\n")
