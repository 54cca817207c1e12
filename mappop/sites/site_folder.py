"""A site's folder on disk: written whole, told by sizes and times, and left alone where nothing is new."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

STAGED = ".new-"  # a site that is not there yet is made under this name and gets its own by one rename
# What an earlier build may have left: another language, photos, compressed copies, a killed run's halves.
_OURS = re.compile(r"(?:(?:en|es)/index\.html|photos/[0-9a-f]{16}\.\w{3,4}|(?:.*/)?\.part-\w+)|.*\.(?:gz|br)")


def write_whole(path: Path, content: bytes) -> None:
    """The old file or the new one, never a part of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".part-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise


def write_site(out: Path, name: str, files: Mapping[str, bytes]) -> None:
    """A new site appears by one rename; in one that is there, each file is replaced whole, its pages last."""
    folder = out / name
    if not os.path.lexists(folder):
        _write_new(f"{out}/{STAGED}{name}", str(folder), files)
        return
    for path, content in sorted(files.items(), key=lambda item: item[0].endswith("index.html")):
        if not _is_there(folder / path, content):
            write_whole(folder / path, content)
    for path, _ in list(_walk(str(folder))):
        if path not in files and _OURS.fullmatch(path):
            (folder / path).unlink()


def outputs_print(folder: str) -> bytes:
    """Changes with any write, move or removal in the folder: names, sizes and both times; empty where there is none."""
    try:
        rows = sorted(_walk(folder))
    except OSError:
        return b""
    told = [(path, at.st_size, at.st_mtime_ns, at.st_ctime_ns) for path, at in rows]
    return hashlib.blake2b(repr(told).encode(errors="surrogateescape"), digest_size=16).digest()


def clear_staged(out: Path) -> None:
    """Removes what a killed run was about to show."""
    with os.scandir(out) as entries:
        left = [entry for entry in entries if entry.name.startswith((STAGED, ".part-"))]
    for entry in left:
        if entry.is_dir(follow_symlinks=False):
            shutil.rmtree(entry.path)
        else:
            os.unlink(entry.path)


def _write_new(staged: str, folder: str, files: Mapping[str, bytes]) -> None:
    os.mkdir(staged)
    for parent in {path.rpartition("/")[0] for path in files if "/" in path}:
        os.makedirs(f"{staged}/{parent}")
    for path, content in files.items():
        handle = os.open(f"{staged}/{path}", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
        try:
            left = memoryview(content)
            while left := left[os.write(handle, left) :]:
                pass
        finally:
            os.close(handle)
    os.rename(staged, folder)


def _walk(folder: str, under: str = "") -> Iterator[tuple[str, os.stat_result]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _walk(entry.path, f"{under}{entry.name}/")
            else:
                yield under + entry.name, entry.stat(follow_symlinks=False)


def _is_there(path: Path, content: bytes) -> bool:
    try:
        return path.stat().st_size == len(content) and path.read_bytes() == content
    except OSError:
        return False
