"""The short way for plain US phones never answers otherwise than the `phonenumbers` library does."""

from random import Random  # noqa: TID251  seeded, so the same texts in every run

import phonenumbers
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from checkers.normalise import phone

AREAS = ("512", "212", "800", "888", "900", "911", "411", "555", "500", "983", "684", "787", "340", "868", "112", "037")
SHAPES = (
    "({a}) {b}-{c}", "{a}-{b}-{c}", "{a}.{b}.{c}", "{a} {b} {c}", "{a}{b}{c}", "+1{a}{b}{c}", "+1 {a}-{b}-{c}",
    "1-{a}-{b}-{c}", "1{a}{b}{c}", "001 {a} {b} {c}", "011 1 {a} {b} {c}", "1 1 {a} {b} {c}", "(+1) {a} {b} {c}",
    "{b}-{c}", "{a}-{b}-{c} x{n}", "{a}-{b}-{c} ext. {n}", "({a}) {b}-{c}, extension {n}", "{a}-{b}-{c}#{n}",
    "{a}{b}{c}x{n}", "[{a}] {b}/{c}", "+{a}{b}{c}", "{a}-{b}-{c}-{n}", "0{a}{b}{c}", "{a} {b}{c}{n}", "tel:+1{a}{b}{c}",
    "{a}-{b}-{c} or {b}-{c}", "{a}-{b}-CALL", "1-{a}-PLUMBER", "+ 1 ({a}){b}-{c}.", "{a}\u2013{b}\u2013{c}",
    "\uff15\uff11\uff12-{b}-{c}", "{a}\u00a0{b}\u00a0{c}", "x{a}{b}{c}", "{a}+{b}{c}", "",
    "call {a}", "+44 20 7946 0{n}", "{a}/{b}-{c}", "{a}/{b}/{c}", "{a}-{b}-{c}/{n}", "{a} / {b} {c}",
)  # fmt: skip


def made_up(seed: int, count: int):
    """Texts around US numbers: good and bad area codes and exchanges, every usual shape, and some noise."""
    chance = Random(seed)
    for _ in range(count):
        area = chance.choice(AREAS) if chance.random() < 0.4 else f"{chance.randrange(1000):03}"
        exchange = chance.choice(("555", "911", "211", "000", "123", "958")) if chance.random() < 0.2 else ""
        text = chance.choice(SHAPES).format(
            a=area,
            b=exchange or f"{chance.randrange(1000):03}",
            c=f"{chance.randrange(10_000):04}",
            n=str(chance.randrange(10 ** chance.randrange(1, 7))),
        )
        yield text if chance.random() < 0.9 else _with_noise(text, chance)


def _with_noise(text: str, chance: Random) -> str:
    at = chance.randrange(len(text) + 1)
    return text[:at] + chance.choice(" -.()+,;/#x10") + text[at + chance.randrange(2) :]


def library_says(text: str) -> tuple[str, str, bool] | None:
    try:
        number = phonenumbers.parse(text, "US")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    is_toll_free = phonenumbers.number_type(number) == PhoneNumberType.TOLL_FREE
    return phonenumbers.format_number(number, PhoneNumberFormat.E164), number.extension or "", is_toll_free


def test_a_hundred_thousand_made_up_numbers_get_the_librarys_answer():
    other = [text for text in made_up(7, 100_000) if _ours(text) != library_says(text)]
    assert other == []


def _ours(text: str) -> tuple[str, str, bool] | None:
    parts = phone.parse(text)
    return parts and tuple(parts)
