"""What else than the record a site hangs on: our code, the templates, and the packages whose data or wording shows."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

import mappop
import site_templates

_PACKAGES = ("jinja2", "markupsafe", "phonenumbers", "pillow", "segno", "selectolax", "zipcodes")
_ROOMS = ("sites", "domain")


@cache
def code_print() -> bytes:
    """Other bytes as soon as any file of ours that makes sites has changed."""
    house, templates = Path(mappop.__file__).parent, Path(site_templates.__file__).parent
    files = [house / "zones.py", *_files(templates), *(file for room in _ROOMS for file in _files(house / room))]
    found = hashlib.blake2b(digest_size=16)
    for file in sorted(files):
        found.update(hashlib.blake2b(file.read_bytes()).digest())
    found.update(repr([version(name) for name in _PACKAGES]).encode())
    return found.digest()


def _files(folder: Path) -> list[Path]:
    return [file for file in folder.rglob("*") if file.is_file() and "__pycache__" not in file.parts]
