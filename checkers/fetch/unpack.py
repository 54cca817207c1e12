"""Content codings, unpacked piece by piece and never further than asked.

gzip and deflate are the standard library's; br and zstd are offered to hosts where a decoder is installed whose
output can be bounded (brotli from 1.2; backports.zstd, or Python 3.14): others unpack a bomb before one can look.
"""

from __future__ import annotations

import importlib
import zlib
from collections.abc import Callable
from typing import Any, Protocol

_ZSTD_WINDOW = 23  # log2 of bytes: 8 MB, the most that RFC 9659 lets a host ask of us


class Unpacker(Protocol):
    def unpack(self, piece: bytes, room: int) -> bytes:
        """At most `room` bytes, rounded up to a decoder's block; raises UnpackFault for what is not of the coding."""

    @property
    def is_whole(self) -> bool:
        """Whether the packed content has come to its end."""


class UnpackFault(ValueError):
    pass


class _Zlib:
    """gzip, and deflate in both of its meanings: many hosts leave out the zlib wrapper that RFC 9110 asks for."""

    def __init__(self, *, is_gzip: bool) -> None:
        self._engine = zlib.decompressobj(16 + zlib.MAX_WBITS) if is_gzip else None

    def unpack(self, piece: bytes, room: int) -> bytes:
        if self._engine is None:
            self._engine = zlib.decompressobj(zlib.MAX_WBITS if piece[:1] == b"\x78" else -zlib.MAX_WBITS)
        try:
            return self._engine.decompress(piece, room)
        except zlib.error as fault:
            raise UnpackFault(str(fault)) from None

    @property
    def is_whole(self) -> bool:
        return self._engine is not None and self._engine.eof


class _Brotli:
    def __init__(self, library: Any) -> None:
        self._library, self._engine = library, library.Decompressor()

    def unpack(self, piece: bytes, room: int) -> bytes:
        content = bytearray()
        if self._engine.is_finished():
            return b""
        try:
            while len(content) < room:
                content += self._engine.process(piece, output_buffer_limit=room - len(content))
                if self._engine.can_accept_more_data():
                    break
                piece = b""
        except self._library.error as fault:
            raise UnpackFault(str(fault)) from None
        return bytes(content)

    @property
    def is_whole(self) -> bool:
        return bool(self._engine.is_finished())


class _Zstd:
    def __init__(self, library: Any) -> None:
        self._library = library
        self._engine = library.ZstdDecompressor(options={library.DecompressionParameter.window_log_max: _ZSTD_WINDOW})

    def unpack(self, piece: bytes, room: int) -> bytes:
        if self._engine.eof:
            return b""
        try:
            return bytes(self._engine.decompress(piece, room))
        except self._library.ZstdError as fault:
            raise UnpackFault(str(fault)) from None

    @property
    def is_whole(self) -> bool:
        return bool(self._engine.eof)


def _installed(*names: str) -> Any:
    for name in names:
        try:
            return importlib.import_module(name)
        except ImportError:
            continue
    return None


def _codings() -> dict[str, Callable[[], Unpacker]]:
    made: dict[str, Callable[[], Unpacker]] = {
        "gzip": lambda: _Zlib(is_gzip=True),
        "deflate": lambda: _Zlib(is_gzip=False),
    }
    brotli, zstd = _installed("brotli"), _installed("compression.zstd", "backports.zstd")
    if brotli is not None and hasattr(brotli.Decompressor, "can_accept_more_data"):
        made["br"] = lambda: _Brotli(brotli)
    if zstd is not None:
        made["zstd"] = lambda: _Zstd(zstd)
    return made


CODINGS = _codings()
ACCEPT_ENCODING = ", ".join(CODINGS)
