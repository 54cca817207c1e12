"""How fast sites are made, by the command that makes them and beside Hugo: distinct records in, checked pages out.

Rounds alternate between us and the peer, since machines are shared; wall time, and CPU seconds of all processes.
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


def run(count: int = COUNT, many: int = MANY) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        records = write_records(folder / "records.jsonl", count)
        hugo_peer.lay_out(folder / "hugo", count)
        rounds = [_round(folder, records, count) for _ in range(ROUNDS)]
        shutil.rmtree(folder / "hugo")
        memory = {str(n): _memory(folder, n) for n in (count // 10, count, many)}
    return {
        "records": count,
        "rounds": rounds,
        "median_sites_per_second": _medians(rounds, "sites_per_second"),
        "median_sites_per_cpu_second": _medians(rounds, "sites_per_cpu_second"),
        "nothing_changed_seconds": statistics.median(one["nothing changed"]["seconds"] for one in rounds),
        "times_hugo": {
            name: {figure: _times_hugo(rounds, name, f"sites_per_{figure}") for figure in ("second", "cpu_second")}
            for name in ("pages alone", "whole sites", "compressed")
        },
        "peak_megabytes_of_one_process": memory,
        "document_bytes": {name: _weight(name) for name in themes()},
    }


def _round(folder: Path, records: Path, count: int) -> dict[str, dict[str, float]]:
    out, packed, pages, hugo = folder / "out", folder / "packed", folder / "pages", folder / "hugo"
    found = {
        "pages alone": _timed([sys.executable, "-m", "benchmarks.site_pages", str(records), str(pages)], count),
        "whole sites": _timed(_build(records, out), count),
        "hugo": _timed(hugo_peer.command(hugo), count),
        "nothing changed": _timed(_build(records, out), count),
        "compressed": _timed([*_build(records, packed), "--compress"], count),
    }
    written = (*hugo_peer.pages(hugo), *(path for at in (out, packed, pages) for path in at.glob("*/index.html")))
    assert len(written) == 4 * count, len(written)
    for old in (out, packed, pages, hugo / "public"):
        shutil.rmtree(old)
    return found


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


def _times_hugo(rounds: list[dict[str, dict[str, float]]], name: str, figure: str) -> float:
    return round(statistics.median(one[name][figure] / one["hugo"][figure] for one in rounds), 2)


def _weight(theme: str) -> dict[str, int]:
    page = build_site(Business.from_dict(themes()[theme].sample), theme=theme, base_url=URL, now=NOW)["index.html"]
    return {"plain": len(page), "gzip": len(gzip.compress(page, 9)), "brotli": len(brotli.compress(page))}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(run(*map(int, sys.argv[1:])), indent=2) + "\n")
