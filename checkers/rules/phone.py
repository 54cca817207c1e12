"""When is it the same phone? Form never counts; a known tracking number is a fact of the canonical record."""

from __future__ import annotations

from dataclasses import dataclass

from checkers.normalise import phone
from checkers.rules.rule import NEITHER, Level, Repair, Rule, always, blank, neither, unasked
from checkers.verdict import Verdict

TRACKING, OLD = "known tracking number", "old number of this business"


@dataclass(frozen=True, slots=True)
class PhoneFact:
    """`number` is E.164, or the digits of what is no valid phone; `old` and `tracking` are the business's own."""

    number: str = ""
    extension: str = ""
    is_valid: bool = False
    is_toll_free: bool = False
    old: frozenset[str] = frozenset()
    tracking: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.number)


def phone_fact(raw: str, *, old: frozenset[str] = frozenset(), tracking: frozenset[str] = frozenset()) -> PhoneFact:
    parts = phone.parse(raw) if raw else None
    if parts is None:
        return PhoneFact(number=phone.key(raw) or raw.strip(), old=old, tracking=tracking)
    return PhoneFact(parts.e164, parts.extension, True, parts.is_toll_free, old, tracking)


def _same(canonical: PhoneFact, seen: PhoneFact) -> bool:
    return canonical.number == seen.number


def _other_extension(canonical: PhoneFact, seen: PhoneFact) -> bool:
    """Another desk. A main number without the extension still reaches the business."""
    one, two = canonical.extension, seen.extension
    return _same(canonical, seen) and bool(one and two and one != two)


def _exactly(canonical: PhoneFact, seen: PhoneFact) -> bool:
    return _same(canonical, seen) and canonical.extension == seen.extension


def _tracking(canonical: PhoneFact, seen: PhoneFact) -> bool:
    return seen.number in canonical.tracking


def _old(canonical: PhoneFact, seen: PhoneFact) -> bool:
    return seen.number in canonical.old


def _unreadable(canonical: PhoneFact, seen: PhoneFact) -> bool:
    return not seen.is_valid


def _now_toll_free(canonical: PhoneFact, seen: PhoneFact) -> bool:
    return seen.is_toll_free and canonical.is_valid and not canonical.is_toll_free


def _now_local(canonical: PhoneFact, seen: PhoneFact) -> bool:
    return canonical.is_toll_free and not seen.is_toll_free


def _same_line(canonical: PhoneFact, seen: PhoneFact) -> bool:
    return canonical.number[-7:] == seen.number[-7:]


def _one_digit(canonical: PhoneFact, seen: PhoneFact) -> bool:
    pairs = zip(canonical.number, seen.number, strict=False)
    return len(canonical.number) == len(seen.number) and sum(one != two for one, two in pairs) == 1


PHONE = Rule(
    field="phone",
    parse=phone_fact,
    levels=(
        Level(NEITHER, neither, Verdict.MISSING),
        Level("not listed", blank, Verdict.MISSING, 60),
        Level("listed here, not in our record", unasked, Verdict.EXTRA),
        Level("same number", _exactly, Verdict.MATCH),
        Level("another extension", _other_extension, Verdict.REVIEW, 20),
        Level("same number, extension said once", _same, Verdict.VARIANT),
        Level(TRACKING, _tracking, Verdict.VARIANT),
        Level(OLD, _old, Verdict.MISMATCH, 100),
        Level("not a working phone number", _unreadable, Verdict.MISMATCH, 100),
        Level("toll-free instead of local", _now_toll_free, Verdict.REVIEW, 30, Repair.ASK_OWNER),
        Level("local instead of toll-free", _now_local, Verdict.REVIEW, 30, Repair.ASK_OWNER),
        Level("same line, other area code", _same_line, Verdict.REVIEW, 60),
        Level("one digit is different", _one_digit, Verdict.MISMATCH, 100),
        Level("another number", always, Verdict.MISMATCH, 100),
    ),
    examples=(
        ("", "", NEITHER),
        ("(512) 555-0134", "", "not listed"),
        ("", "512-555-0134", "listed here, not in our record"),
        ("(512) 555-0134", "+1 512.555.0134", "same number"),
        ("1-800-FLOWERS", "800 356 9377", "same number"),
        ("512-555-0134", "512-555-0134 ext. 7", "same number, extension said once"),
        ("512-555-0134 ext. 7", "512-555-0134 ext. 9", "another extension"),
        ("512-555-0134", "555-0134", "not a working phone number"),
        ("512-555-0134", "888-555-0134", "toll-free instead of local"),
        ("888-555-0134", "512-555-0134", "local instead of toll-free"),
        ("512-55-0134", "888-555-0134", "another number"),
        ("+15125550134", "+17375550134", "same line, other area code"),
        ("512-555-0134", "512-555-0135", "one digit is different"),
        ("512-555-0134", "512-555-0143", "another number"),
    ),
)
