"""What reading one page may take, and how it is called where a page took more."""

from __future__ import annotations

from dataclasses import dataclass

TOO_LONG = "a page that takes too long to read"
TOO_BIG = "a page that takes too much memory to read"
BROKE = "a page that our reader broke on"
OUT_OF_MEMORY = "memory"


@dataclass(frozen=True, slots=True)
class ReadLimits:
    """A page of 1 MB takes 0.3 s and 20 MB, one of 5 MB, past which none is read, 0.6 s and 80 MB (measured
    2026-11-28): only pages made for it meet these."""

    cpu: float = 5.0  # seconds of the processor, a page
    wall: float = 30.0  # seconds by the clock, where it waits for anything but the processor or the machine is full
    memory: int = 256_000_000  # bytes beyond what a reader holds before its first page
