"""Is this business known to us? By phone, or by name and place, also when it is spelt otherwise."""

from __future__ import annotations

import re
from dataclasses import dataclass

from checkers.normalise import phone as phones
from mappop.domain.business import REGIONS


@dataclass(frozen=True, slots=True)
class Asked:
    """What a search text says: a phone in E.164, or a name and a place."""

    phone: str = ""
    name: str = ""
    city: str = ""
    region: str = ""


def read_query(text: str) -> Asked:
    """“(512) 555-0134”, “Delgado Plumbing, Austin TX” or “delgado plumbing austin tx”."""
    text = " ".join(text.split())[:200]
    digits = re.sub(r"\D", "", text)
    if len(digits) >= 10 and (number := phones.e164(text)):
        return Asked(phone=number)
    region = ""
    words = text.replace(",", " , ").split()
    if len(words) > 1 and words[-1].upper() in REGIONS:
        region, words = words[-1].upper(), words[:-1]
    rest = " ".join(words).strip(" ,")
    name, _, city = rest.rpartition(" , ") if " , " in rest else (rest, "", "")
    return Asked(name=name.strip(" ,"), city=city.strip(" ,"), region=region)
