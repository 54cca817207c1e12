"""What people typed, as every form and address hands it over, and how long it may be.

Control characters have no place in a name or a note, PostgreSQL refuses NUL in any text, and the marks that turn the
reading direction of what follows (U+202A to U+202E, U+2066 to U+2069) make a page show something that is not there.
Names in Hebrew or Arabic need none of them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import IO, Any

from flask import Request
from werkzeug.datastructures import ImmutableMultiDict

from mappop.consoles.uploads import Intake, Kept
from mappop.domain.errors import FieldError

_NOT_TYPED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")


class Typed(ImmutableMultiDict[str, Any]):
    def __init__(self, pairs: Any = None) -> None:
        clean = ImmutableMultiDict(pairs)
        super().__init__([(key, _clean(value)) for key, value in clean.items(multi=True)])


def _clean(value: Any) -> Any:
    return without_controls(value) if isinstance(value, str) else value


def without_controls(text: str) -> str:
    return _NOT_TYPED.sub("", text)


class ConsoleRequest(Request):
    parameter_storage_class = Typed
    intake: Intake | None = None  # of a form that takes files

    def _get_file_stream(
        self, total_content_length: int | None, content_type: str | None, filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:  # fmt: skip
        """Where the form's parser writes a file to, as it comes."""
        if self.intake is None:
            return super()._get_file_stream(total_content_length, content_type, filename, content_length)
        return Kept(self.intake)


def one_line(text: str) -> str:
    """For what is typed into one line: pasted line breaks become blanks."""
    return " ".join(text.split())


def too_long(values: Mapping[str, str], limits: Mapping[str, int]) -> list[FieldError]:
    """Browsers keep the limits of the fields by themselves; others are told."""
    return [
        FieldError(field, f"is {len(values[field])} letters long", f"at most {most}")
        for field, most in limits.items()
        if len(values.get(field, "")) > most
    ]
