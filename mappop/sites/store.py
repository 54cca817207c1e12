"""Where built sites are kept: a folder a version, and one pointer that says which version the world sees."""

from __future__ import annotations

import contextlib
import mimetypes
import os
import re
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from mappop.domain.business import ID_PATTERN

_VERSION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_PART = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,99}")
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".svg": "image/svg+xml",
    ".vcf": "text/vcard; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".xml": "application/xml",
    ".webmanifest": "application/manifest+json",
    ".avif": "image/avif",
    ".webp": "image/webp",
}


class VersionTaken(ValueError):
    """A version never changes: other files were put under the same name before."""


class FolderStore:
    """root/<site>/v/<version>/… and root/<site>/current, a file that is replaced in one step."""

    def __init__(self, root: Path) -> None:
        self.root = Path(root)

    def put(self, site_id: str, version: str, files: Mapping[str, bytes]) -> None:
        """Keep a version whole or not at all. Twice the same is once; other content raises VersionTaken."""
        target = self._version_folder(site_id, version)
        target.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(prefix=".put-", dir=target.parent))
        try:
            for path, content in files.items():
                _write(fresh.joinpath(*_parts(path)), content)
            fresh.chmod(0o755)
            _sync_folder(fresh)
            self._move_in(fresh, target, files)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
        _sync_folder(target.parent)

    def switch(self, site_id: str, version: str) -> None:
        """Point the world at a version that was put before; a roll-back is the same call."""
        if not self._version_folder(site_id, version).is_dir():
            raise LookupError(f"{site_id} has no version {version}")
        folder = self._site_folder(site_id)
        handle, name = tempfile.mkstemp(prefix=".current-", dir=folder)
        with os.fdopen(handle, "w", encoding="ascii") as pointer:
            pointer.write(version)
            pointer.flush()
            os.fsync(pointer.fileno())
        os.replace(name, folder / "current")
        _sync_folder(folder)

    def current(self, site_id: str) -> str | None:
        try:
            version = (self._site_folder(site_id) / "current").read_text("ascii")
        except (OSError, ValueError):
            return None
        return version if _VERSION.fullmatch(version) else None

    def read(self, site_id: str, path: str, version: str | None = None) -> tuple[bytes, str] | None:
        """Content and content type of one file; of the current version, or of a named one for a preview."""
        try:
            shown = version or self.current(site_id)
            if shown is None:
                return None
            parts = _parts(path.lstrip("/") + ("index.html" if path.endswith("/") or not path else ""))
            folder = self._version_folder(site_id, shown)
            found = folder.joinpath(*parts)
            if not found.resolve().is_relative_to(folder.resolve()):
                return None
            return found.read_bytes(), content_type(parts[-1])
        except (OSError, ValueError):
            return None

    def versions(self, site_id: str) -> tuple[str, ...]:
        """Oldest first."""
        folder = self._site_folder(site_id) / "v"
        if not folder.is_dir():
            return ()
        kept = [entry for entry in folder.iterdir() if _VERSION.fullmatch(entry.name)]
        return tuple(entry.name for entry in sorted(kept, key=lambda e: (e.stat().st_mtime_ns, e.name)))

    def files(self, site_id: str, version: str) -> tuple[str, ...]:
        """The paths of everything in a version, in order."""
        folder = self._version_folder(site_id, version)
        return tuple(sorted(f.relative_to(folder).as_posix() for f in folder.rglob("*") if f.is_file()))

    def remove(self, site_id: str, version: str) -> None:
        """Forget a version that the world does not see, at once for readers; twice is once. Raises ValueError else."""
        if self.current(site_id) == version:
            raise ValueError(f"the world sees {version} of {site_id}")
        target = self._version_folder(site_id, version)
        if target.is_dir():
            os.rename(target, tempfile.mkdtemp(prefix=".gone-", dir=target.parent))
        for left in target.parent.glob(".gone-*"):  # of a run that was killed, too
            shutil.rmtree(left, ignore_errors=True)

    def _move_in(self, fresh: Path, target: Path, files: Mapping[str, bytes]) -> None:
        try:
            os.rename(fresh, target)
        except OSError:
            if not target.is_dir():
                raise
            if _content(target) != {"/".join(_parts(path)): content for path, content in files.items()}:
                raise VersionTaken(f"version {target.name} is there already, with other files") from None

    def _site_folder(self, site_id: str) -> Path:
        check_names(site_id)
        return self.root / site_id

    def _version_folder(self, site_id: str, version: str) -> Path:
        check_names(site_id, version)
        return self._site_folder(site_id) / "v" / version


def content_type(name: str) -> str:
    suffix = PurePosixPath(name).suffix
    return _TYPES.get(suffix) or mimetypes.types_map.get(suffix, "application/octet-stream")


def check_names(site_id: str, version: str | None = None) -> None:
    """Raises ValueError for what could lead out of the store."""
    if not ID_PATTERN.fullmatch(site_id):
        raise ValueError("no site has such an id")
    if version is not None and not _VERSION.fullmatch(version):
        raise ValueError("a version is letters, digits, dot, hyphen and underscore")


def inner_path(path: str) -> str:
    """The path of a file inside a version; raises ValueError for any other."""
    return "/".join(_parts(path))


def _parts(path: str) -> tuple[str, ...]:
    parts = tuple(path.split("/"))
    if len(parts) > 8 or not all(_PART.fullmatch(part) for part in parts):
        raise ValueError("not a path inside a site")
    return parts


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _content(folder: Path) -> dict[str, bytes]:
    return {str(f.relative_to(folder).as_posix()): f.read_bytes() for f in folder.rglob("*") if f.is_file()}


def _sync_folder(folder: Path) -> None:
    """A new name lasts through a power cut only when its folder is synced too."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
