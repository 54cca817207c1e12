"""Folding of strangers' text before any field reads it: bounded, one script form, one spacing."""

from __future__ import annotations

import re
import unicodedata

LINE_MAX = 1_000  # longest line that a field reads; the longest real one in 17,800 pairs measured is below 300

_SPACES = re.compile(r"\s+")
_INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_LOOKALIKES = str.maketrans(
    {
        "\u2018": "'",
        "\u2019": "'",
        "\u02bc": "'",
        "`": "'",
        "\u00b4": "'",
        "\u201c": '"',
        "\u201d": '"',
        "\u2010": "-",
        "\u2011": "-",
        "\u2012": "-",
        "\u2013": "-",
        "\u2014": "-",
        "\u2015": "-",
        "\u2212": "-",
        "\u2122": " ",
        "\u00ae": " ",
        "\u00a9": " ",
        "\u2120": " ",
    }
)


def tidy(raw: str, limit: int = LINE_MAX) -> str:
    """The same words with single spaces and no invisible characters; spelling and case stay."""
    if _is_plain(raw):
        return raw.strip()[:limit]
    text = _INVISIBLE.sub("", raw[: limit * 2])
    return _SPACES.sub(" ", text).strip()[:limit]


def _is_plain(raw: str) -> bool:
    """Nearly every text: nothing in it to take away but spaces at its ends, and asked at a tenth of the cost."""
    return raw.isascii() and raw.isprintable() and "  " not in raw


def fold(raw: str, limit: int = LINE_MAX) -> str:
    """Lower case without accents, plain quotes and dashes, single spaces. Non-Latin letters stay."""
    if raw.isascii():
        return tidy(raw, limit).lower()
    text = unicodedata.normalize("NFKD", tidy(raw, limit).translate(_LOOKALIKES))
    text = "".join(c for c in text if not unicodedata.combining(c))
    return _SPACES.sub(" ", text.translate(_LOOKALIKES)).strip().casefold()


def letters_of(folded: str) -> str:
    """Letters and digits alone, in their order."""
    squeezed = folded.replace(" ", "")
    return squeezed if squeezed.isalnum() else "".join([c for c in squeezed if c.isalnum()])
