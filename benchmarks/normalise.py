"""How fast raw lines become addresses and phones become E.164, beside the libraries that do the same.

Run as `python -m benchmarks.normalise`. All lines are made up and distinct, so no cache helps. Rounds of ours and
theirs take turns, and the best round of each counts: other work on the machine disturbs both alike.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from random import Random  # noqa: TID251  seeded, so the same lines in every run
from time import process_time
from typing import Any

import fastaddress
import phonenumbers
from phonenumbers import PhoneNumberFormat

from checkers.normalise import address, phone

ROUNDS = 5
ADDRESSES = 20_000
PHONES = 20_000
NAMES = (
    "Alder Birch Cedar Delmar Elmwood Fairview Grant Hazel Irving Jefferson Kimball Larkspur Maple Normandy Orchard"
    " Prospect Quarry Ridgeway Sycamore Thornhill Union Vermilion Washington Yarrow"
).split()
TYPES = ("St", "Street", "Ave", "Avenue", "Rd", "Road", "Blvd", "Dr", "Drive", "Ln", "Court", "Pkwy", "Way", "Pl")
FRONTS = ("", "", "", "N ", "S. ", "East ", "NW ")
UNITS = ("", "", "", " Ste {n}", ", Suite {n}", " #{n}", " Apt {n}B", ", 2nd Floor", " Bldg 4 Ste {n}", " Unit {n}")
TOWNS = ("Austin, TX 78702", "Boise, ID 83702", "St. Louis, MO 63109", "Salt Lake City, UT 84105", "Reno NV 89501")
ODD = (
    "{n} US Hwy {m}", "PO Box {n}", "{n} County Road {m}", "N{m}W{n} Quarry Rd", "{n} {m}th St NE", "{n} E {m}00 S",
    "{n} FM {m} W", "One Harbor Plz Ste {n}", "{m}-{n} Queens Blvd", "{n} 1/2 Dock St Apt {m}",
)  # fmt: skip
AREAS = ("512", "212", "415", "303", "718", "305", "617", "206", "800", "888", "999", "555", "911")
SHAPES = ("({a}) {b}-{c}", "{a}-{b}-{c}", "{a}.{b}.{c}", "+1{a}{b}{c}", "{a} {b} {c}", "1-{a}-{b}-{c}", "{a}{b}{c}")


def run() -> dict[str, Any]:
    lines, phones = list(_addresses(Random(1))), list(_phones(Random(2)))
    ours, theirs = _per_second(lines, address.parse.__wrapped__, _tagged)
    own, library = _per_second(phones, phone.e164, _by_library)
    same = sum(phone.e164(text) == _by_library(text) for text in phones)
    return {
        "addresses": {
            "lines": len(lines),
            "parsed_per_cpu_second": ours,
            "fastaddress": theirs,
            "times": _times(ours, theirs),
        },
        "phones": {
            "texts": len(phones),
            "e164_per_cpu_second": own,
            "phonenumbers": library,
            "times": _times(own, library),
            "same_answers": same,
        },
    }


def _addresses(chance: Random) -> Iterator[str]:
    """Nine of ten plain, one odd, as on pages."""
    for number in range(100, 100 + ADDRESSES):
        if chance.random() < 0.1:
            street = chance.choice(ODD).format(n=number, m=chance.randrange(2, 99))
        else:
            unit = chance.choice(UNITS).format(n=chance.randrange(1, 999))
            street = f"{number} {chance.choice(FRONTS)}{chance.choice(NAMES)} {chance.choice(TYPES)}{unit}"
        yield f"{street}, {chance.choice(TOWNS)}"


def _phones(chance: Random) -> Iterator[str]:
    seen: set[str] = set()
    while len(seen) < PHONES:
        text = chance.choice(SHAPES).format(
            a=chance.choice(AREAS), b=chance.randrange(200, 1000), c=f"{chance.randrange(10_000):04}"
        )
        if text not in seen:
            seen.add(text)
            yield text


def _per_second(texts: Sequence[str], *ways: Callable[[str], Any]) -> list[int]:
    best = [float("inf")] * len(ways)
    for _ in range(ROUNDS):
        for n, way in enumerate(ways):
            started = process_time()
            for text in texts:
                way(text)
            best[n] = min(best[n], process_time() - started)
    return [round(len(texts) / seconds) for seconds in best]


def _tagged(line: str) -> Any:
    try:
        return fastaddress.tag(line)
    except fastaddress.RepeatedLabelError:
        return None


def _by_library(text: str) -> str:
    try:
        number = phonenumbers.parse(text, "US")
    except phonenumbers.NumberParseException:
        return ""
    is_valid = phonenumbers.is_valid_number(number)
    return phonenumbers.format_number(number, PhoneNumberFormat.E164) if is_valid else ""


def _times(ours: int, theirs: int) -> float:
    return round(ours / theirs, 2)


if __name__ == "__main__":
    print(json.dumps(run(), indent=2))  # noqa: T201  the benchmark's output is its purpose
