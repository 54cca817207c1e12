"""What a comparison of one field can say. "Could not check" is an outcome of the check, not a verdict."""

from __future__ import annotations

from enum import StrEnum


class Verdict(StrEnum):
    MATCH = "match"
    VARIANT = "variant"  # the same fact, other spelling
    REVIEW = "review"  # a person should look
    MISMATCH = "mismatch"
    MISSING = "missing"  # the canonical record has it, the listing does not
    EXTRA = "extra"  # the reverse
