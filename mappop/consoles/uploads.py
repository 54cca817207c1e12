"""Files that come with a form: kept as far as they are taken, and read past beyond that, so that what was typed beside
them arrives whatever they weigh."""

from __future__ import annotations

from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import Any

IN_MEMORY = 500_000  # bytes of a file; a larger one waits on the disk


@dataclass(slots=True)
class Intake:
    """Bytes that one form may still bring, and how many a file may have."""

    left: int
    each: int


class Kept(SpooledTemporaryFile[bytes]):
    """One file as it comes in. `is_late`: it came when the form had brought all that it may, and is not whole.

    Of a file that is too heavy one byte more than allowed is kept, which shows that it is.
    """

    def __init__(self, intake: Intake) -> None:
        super().__init__(IN_MEMORY)
        self._intake, self._room = intake, intake.each + 1
        self.is_late = False

    def write(self, data: Any) -> int:
        wanted = data[: self._room]
        taken = wanted[: self._intake.left]
        self.is_late = self.is_late or len(taken) < len(wanted)
        self._room -= len(taken)
        self._intake.left -= len(taken)
        super().write(taken)
        return len(data)
