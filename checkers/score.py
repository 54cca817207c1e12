"""The presence score: 0–100 over the places looked at, whose parts add up exactly.

Each place counts alike; in a place, name, address and phone carry the points and lose what their verdict weighs. A
place that could not be checked counts neither for nor against, and is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from checkers.compare import FieldVerdict

FIELD_SHARES = {"name": Fraction(25, 100), "address": Fraction(35, 100), "phone": Fraction(40, 100)}
WHOLE = "listing"  # a verdict on the listing as a whole takes its share of what the fields have left
DUPLICATE_KEEPS = Fraction(1, 2)  # the listing is right, but its twin sends some customers astray


class PlaceState(StrEnum):
    LISTED = "listed"
    MISSING = "missing"
    DUPLICATE = "duplicate"
    ANOTHER = "another business is shown"  # what agrees by chance earns nothing
    UNCHECKED = "could not check"


@dataclass(frozen=True, slots=True)
class PlaceResult:
    """One place of the scan; verdicts matter for `listed` and `duplicate` alone."""

    place: str
    state: PlaceState = PlaceState.LISTED
    verdicts: tuple[FieldVerdict, ...] = ()


@dataclass(frozen=True, slots=True)
class ScorePart:
    place: str
    points: int
    out_of: int
    reason: str


@dataclass(frozen=True, slots=True)
class PresenceScore:
    """`value` is the sum of the parts' points, out of 100; None where no place could be checked."""

    value: int | None
    parts: tuple[ScorePart, ...]
    unchecked: tuple[str, ...]

    @property
    def sentence(self) -> str:
        if self.value is None:
            count = len(self.unchecked)
            said = {0: "No place was looked at.", 1: "The one place could not be checked."}
            return said.get(count, f"None of {count} places could be checked.")
        unchecked = f" {len(self.unchecked)} could not be checked." if self.unchecked else ""
        places = "1 place" if len(self.parts) == 1 else f"{len(self.parts)} places"
        return f"{self.value} of 100 over {places}.{unchecked}"


def presence_score(places: Iterable[PlaceResult]) -> PresenceScore:
    """The same places give the same score, always; whole points only, and they add up."""
    results = list(places)
    unchecked = tuple(result.place for result in results if result.state is PlaceState.UNCHECKED)
    counted = [result for result in results if result.state is not PlaceState.UNCHECKED]
    if not counted:
        return PresenceScore(None, (), unchecked)
    share = Fraction(100, len(counted))
    earned = [share * _kept(result) for result in counted]
    out_of = _whole([share] * len(counted), 100, [100] * len(counted))
    points = _whole(earned, int(sum(earned)), out_of)
    rows = zip(counted, points, out_of, strict=True)
    parts = tuple(ScorePart(result.place, mine, whole, reason(result)) for result, mine, whole in rows)
    return PresenceScore(sum(points), parts, unchecked)


def reason(result: PlaceResult) -> str:
    """Why a place has the points it has, in words."""
    if result.state in (PlaceState.MISSING, PlaceState.ANOTHER, PlaceState.UNCHECKED):
        return "not listed" if result.state is PlaceState.MISSING else result.state.value
    counted = (*FIELD_SHARES, WHOLE)
    faults = [f"{v.field}: {v.label}" for v in result.verdicts if v.field in counted and v.weight]
    listed_twice = ["listed twice"] if result.state is PlaceState.DUPLICATE else []
    return "; ".join(listed_twice + faults) or "all right"


def _kept(result: PlaceResult) -> Fraction:
    if result.state in (PlaceState.MISSING, PlaceState.ANOTHER):
        return Fraction(0)
    asked = {verdict.field: verdict.weight for verdict in result.verdicts if verdict.field in FIELD_SHARES}
    whole = sum((FIELD_SHARES[field] for field in asked), Fraction(0))
    if not whole:
        return Fraction(0)
    kept = sum((FIELD_SHARES[field] * (100 - weight) / 100 for field, weight in asked.items()), Fraction(0)) / whole
    kept *= min((Fraction(100 - v.weight, 100) for v in result.verdicts if v.field == WHOLE), default=Fraction(1))
    return kept * DUPLICATE_KEEPS if result.state is PlaceState.DUPLICATE else kept


def _whole(exact: Sequence[Fraction], total: int, limits: Sequence[int]) -> list[int]:
    """Whole numbers that sum to `total`: each its floor or one more, none over its limit, largest remainder first."""
    whole = [int(value) for value in exact]
    order = sorted(range(len(exact)), key=lambda n: (whole[n] - exact[n], n))
    for n in order:
        if sum(whole) < total and whole[n] < limits[n]:
            whole[n] += 1
    return whole
