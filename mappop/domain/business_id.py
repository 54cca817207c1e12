"""Ids of businesses: the folder and the host name of a site, made where a record brings none."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Container
from itertools import count

from mappop.domain.business import RESERVED_IDS

ID_MAX = 63  # one label of a host name (RFC 1035)
_NAME_MAX = 38
_CITY_MAX = 18


def make_id(name: str, city: str, taken: Container[str]) -> str:
    """`name-city`, numbered where taken; `business-` and eight letters where the name has no Latin letter."""
    slug = _slug(name, _NAME_MAX)
    if not re.search("[a-z]", slug):
        return next(c for n in count() if (c := f"business-{_letters(name, city, n)}") not in taken)
    stem = "-".join(filter(None, (slug, _slug(city, _CITY_MAX))))
    for n in count(1):
        candidate = stem if n == 1 else f"{stem}-{n}"
        if candidate not in taken and candidate not in RESERVED_IDS:
            return candidate
    raise AssertionError("count() never ends")


def _slug(text: str, limit: int) -> str:
    plain = unicodedata.normalize("NFKD", text.replace("&", " and ").replace("ß", "ss"))
    plain = "".join(c for c in plain if not unicodedata.combining(c)).lower()
    words = re.sub(r"[^a-z0-9]+", "-", re.sub(r"['’`]", "", plain)).strip("-")
    if len(words) > limit:
        words = words[: limit + 1].rpartition("-")[0] or words[:limit]
    return words.strip("-")


def _letters(name: str, city: str, n: int) -> str:
    digest = hashlib.sha256(f"{name}\n{city}\n{n}".encode(errors="replace")).digest()
    return "".join(chr(ord("a") + byte % 26) for byte in digest[:8])
