"""How fast sites are made, by the command that makes them and beside Hugo: distinct records in, checked pages out.

Rounds alternate between us and the peer, since machines are shared; wall time, and CPU seconds of all processes. Files
go to memory where there is room: on ext4 the same ten thousand take from 0.8 to 2.3 seconds of CPU from one minute to
the next (2026-11-27), whoever writes them. Pages alone are made on the disk besides.
"""

from __future__ import annotations

import gzip
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import brotli

from benchmarks import hugo_peer
from benchmarks.site_records import write_records
from mappop.domain.business import Business
from mappop.sites.builder import build_site
from site_templates import themes

NOW = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)
URL = "https://{id}.example.com/"
COUNT, MANY, ROUNDS = 10_000, 100_000, 3
FOLDERS = ("written", "jinja", "pages", "packed-pages", "hugo-pages", "sites", "hugo-sites", "packed-sites")
ON_DISK = ("disk-pages", "disk-hugo-pages")
IN_MEMORY, ROOM = Path("/dev/shm"), 12 << 30  # bytes that all rounds and a hundred thousand sites take
COMPARED = {
    "pages alone, on disk": ("hugo pages, on disk",),
    "pages alone": ("hugo pages",),
    "whole sites": ("hugo sites",),
    "pages compressed": ("hugo pages",),
    "sites compressed": ("hugo sites",),
}


def run(count: int = COUNT, many: int = MANY) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(dir=_place()) as name, tempfile.TemporaryDirectory() as on_disk:
        folder, disk = Path(name), Path(on_disk)
        _keep_compiled_modules(folder / "compiled")
        records = write_records(folder / "records.jsonl", count)
        hugo_peer.lay_out(folder / "hugo", count)
        _timed(_build(write_records(folder / "few.jsonl", count // 100), folder / "few"), count // 100)
        rounds = [_round(folder, n, records, count) | _on_disk(folder, disk, n, count) for n in range(ROUNDS)]
        memory = {str(n): _memory(folder, n) for n in (count // 10, count, many)}
    return {
        "records": count,
        "files_in": "memory" if _place() else "the folder for temporary files",
        "rounds": rounds,
        "median_sites_per_second": _medians(rounds, "sites_per_second"),
        "median_sites_per_cpu_second": _medians(rounds, "sites_per_cpu_second"),
        "nothing_changed_seconds": statistics.median(one["nothing changed"]["seconds"] for one in rounds),
        "times_hugo": {ours: {peer: _times(rounds, ours, peer) for peer in peers} for ours, peers in COMPARED.items()},
        "peak_megabytes_of_one_process": memory,
        "document_bytes": {name: _weight(name) for name in themes()},
    }


def _keep_compiled_modules(folder: Path) -> None:
    """As an installed program has them; a machine may tell Python to keep none, and the first run makes them."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = str(folder)


def _place() -> Path | None:
    """Where Linux keeps files in memory, if all that is made fits."""
    return IN_MEMORY if IN_MEMORY.is_dir() and shutil.disk_usage(IN_MEMORY).free > ROOM else None


def _on_disk(folder: Path, disk: Path, n: int, count: int) -> dict[str, dict[str, float]]:
    ours, peers = (disk / f"{name}-{n}" for name in ON_DISK)
    return {
        "pages alone, on disk": _timed(_module("site_pages", folder / "records.jsonl", ours), count),
        "hugo pages, on disk": _timed(hugo_peer.command(folder / "hugo", peers, "pages"), count),
    }


def _round(folder: Path, n: int, records: Path, count: int) -> dict[str, dict[str, float]]:
    """Nothing is removed before the last round: ext4 is slow to make files where many were deleted a minute ago."""
    out = folder / f"round-{n}"
    at = {name: out / name for name in FOLDERS}
    out.mkdir()
    found = {
        "writing alone, one process": _timed(_module("jinja_peer", "writing", records, at["written"]), count),
        "plain jinja": _timed(_module("jinja_peer", "jinja", records, at["jinja"]), count),
        "pages alone": _timed(_module("site_pages", records, at["pages"]), count),
        "pages compressed": _timed(_module("site_pages", records, at["packed-pages"], "--compress"), count),
        "hugo pages": _timed(hugo_peer.command(folder / "hugo", at["hugo-pages"], "pages"), count),
        "whole sites": _timed(_build(records, at["sites"]), count),
        "hugo sites": _timed(hugo_peer.command(folder / "hugo", at["hugo-sites"], "sites"), count),
        "nothing changed": _timed(_build(records, at["sites"]), count),
        "sites compressed": _timed([*_build(records, at["packed-sites"]), "--compress"], count),
    }
    made = {name: len(list(path.glob("*/index.html"))) for name, path in at.items()}
    assert set(made.values()) == {count}, made
    return found


def _module(name: str, *arguments: object) -> list[str]:
    return [sys.executable, "-m", f"benchmarks.{name}", *map(str, arguments)]


def _build(records: Path, out: Path, workers: int = 2) -> list[str]:
    program = str(Path(sys.executable).parent / "mappop")
    options = ["--workers", str(workers), "--base-url", URL, "--json"]
    return [program, "site", "build", "--from", str(records), "--out", str(out), *options]


def _timed(command: list[str], count: int) -> dict[str, float]:
    started = time.monotonic()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(child.pid, 0)
    seconds, cpu = time.monotonic() - started, used.ru_utime + used.ru_stime
    assert status == 0, command
    return {
        "seconds": round(seconds, 3),
        "cpu_seconds": round(cpu, 3),
        "sites_per_second": round(count / seconds),
        "sites_per_cpu_second": round(count / cpu),
        "peak_megabytes": round(used.ru_maxrss / 1024),
    }


def _memory(folder: Path, count: int) -> float:
    """Of the largest of the processes that built this many."""
    records, out = write_records(folder / f"{count}.jsonl", count), folder / f"out-{count}"
    peak = _timed(_build(records, out), count)["peak_megabytes"]
    shutil.rmtree(out)
    return peak


def _medians(rounds: list[dict[str, dict[str, float]]], figure: str) -> Mapping[str, float]:
    return {name: statistics.median(one[name][figure] for one in rounds) for name in rounds[0]}


def _times(rounds: list[dict[str, dict[str, float]]], ours: str, peer: str) -> dict[str, float]:
    """How many times the peer's figure ours is, round by round, in the middle."""
    return {
        figure: round(
            statistics.median(one[ours][f"sites_per_{figure}"] / one[peer][f"sites_per_{figure}"] for one in rounds), 2
        )
        for figure in ("second", "cpu_second")
    }


def _weight(theme: str) -> dict[str, int]:
    page = build_site(Business.from_dict(themes()[theme].sample), theme=theme, base_url=URL, now=NOW)["index.html"]
    return {"plain": len(page), "gzip": len(gzip.compress(page, 9)), "brotli": len(brotli.compress(page))}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(run(*map(int, sys.argv[1:])), indent=2) + "\n")
