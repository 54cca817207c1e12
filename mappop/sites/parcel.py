"""A zip that is written as it is read: one file in memory at a time, and the same bytes for the same files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from io import RawIOBase
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

Entry = tuple[str, Callable[[], bytes]]
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the first day that a zip can name: its files carry no date of their own


def zipped(entries: Iterable[Entry]) -> Iterator[bytes]:
    """`entries` are paths inside the zip, each with what reads its content."""
    out = _Outgoing()
    with ZipFile(out, "w") as archive:
        for path, content in entries:
            info = ZipInfo(path, LONG_AGO)
            info.compress_type, info.create_system, info.external_attr = ZIP_DEFLATED, 3, 0o100644 << 16
            archive.writestr(info, content(), compresslevel=6)
            yield out.take()
    yield out.take()


class _Outgoing(RawIOBase):
    """What a ZipFile writes to; it can't be rewound, so sizes stand behind each file."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._pieces.append(piece := bytes(data))
        return len(piece)

    def take(self) -> bytes:
        taken = b"".join(self._pieces)
        self._pieces.clear()
        return taken
