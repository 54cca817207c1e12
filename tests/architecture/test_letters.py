"""Every letter about money says how to cancel, what is asked and when, in both languages, and fits into texts."""

from __future__ import annotations

from datetime import date
from string import Formatter
from typing import Any

import pytest

from mappop.messaging.billing_letters import About, _letters, reason_of, written
from mappop.messaging.reply_words import _answers

LETTERS = _letters()
KINDS = sorted(kind for kind, said in LETTERS["en"].items() if isinstance(said, dict) and "subject" in said)
OVER = {"ended", "ended_now", "ended_unpaid"}  # there is nothing left to cancel
ASKING = {
    "charge_reminder", "second_charge_reminder", "resume_reminder", "invoice", "invoice_with_credit", "charge_waits",
    "overdue", "overdue_disputed", "overdue_given_back", "price_change", "year_renewal", "pausing", "going_on",
    "staying", "stays_due", "extended",
}  # fmt: skip
DAYS = {"day", "due", "until", "on", "last", "last_day"}
SUMS = {"amount", "first", "left"}
# 3GPP TS 23.038, 6.2.1: the letters of a text at 160 to the segment, 153 where several are joined
GSM = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
SEGMENTS_MAX = 3
LINK = "https://app.mappop.example/{way}/" + "x" * 64  # as long as a signed one


def named(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def whole(said: dict[str, Any]) -> str:
    """All that its mail may say."""
    lines = [text for text in said.values() if isinstance(text, str)]
    return " ".join([*lines, *said["lines"]])


def told(language: str, kind: str) -> Any:
    about = About(language, "Rosa", "B" * 40, 103_995, LINK.format(way="o"), LINK.format(way="x"))
    names = named(whole(LETTERS[language][kind])) - {"owner", "business", "amount", "link", "cancel_link", "each"}
    is_day = DAYS | {"start", "end", "moved_from", "remind", "planned_day"}
    said = {name: date(2027, 9, 25) if name in is_day else "$1,039.95" for name in names}
    longer = [name.removesuffix("_in_text") for name in LETTERS[language][kind] if name.endswith("_in_text")]
    return written(kind, about, after=tuple(longer[-1:]), **said)


@pytest.mark.parametrize("kind", KINDS)
def test_both_languages_say_the_same_things(kind: str) -> None:
    english, spanish = LETTERS["en"][kind], LETTERS["es"][kind]
    assert set(english) == set(spanish) and len(english["lines"]) == len(spanish["lines"])
    assert named(whole(english)) == named(whole(spanish))


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("kind", KINDS)
def test_it_says_how_to_cancel_in_mail_and_text(kind: str, language: str) -> None:
    words = told(language, kind)
    assert LINK.format(way="x") in words.mail and LINK.format(way="x") in words.html
    assert LINK.format(way="x") in words.text or kind in OVER
    assert "{" not in words.mail + words.text + words.subject
    assert f'<html lang="{language}">' in words.html and '<meta name="color-scheme" content="light dark">' in words.html
    assert "color:#555" not in words.html, "grey that is not told apart from a dark paper"


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("kind", sorted(ASKING))
def test_what_asks_for_money_names_the_sum_and_the_day(kind: str, language: str) -> None:
    said = LETTERS[language][kind]
    for text in (said["text"], whole(said)):
        assert named(text) & SUMS and named(text) & DAYS, text


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("name", sorted(LETTERS["en"]["reasons"]))
def test_a_failed_payments_text_fits_with_each_reason(name: str, language: str) -> None:
    """“no había suficiente dinero”, the commonest of all, made five segments of a Spanish text."""
    about = About(language, "Rosa", "B" * 40, 103_995, LINK.format(way="o"), LINK.format(way="x"))
    text = written("payment_failed", about, why=reason_of(name, language), number="MP-000123").text
    assert set(text) <= GSM and len(text) <= 153 * SEGMENTS_MAX, set(text) - GSM


def test_an_owners_site_is_called_site_in_both_languages() -> None:
    """“Su página” is the page of Map Pop itself, and the letter of its end said that a page becomes a page."""
    mails = [whole(said) for said in LETTERS["es"].values() if isinstance(said, dict) and "lines" in said]
    told = [mail for mail in mails if "página" in mail]
    assert told and all("u página" not in mail for mail in told)


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("kind", KINDS)
def test_its_text_fits_into_three_segments(kind: str, language: str) -> None:
    text = told(language, kind).text
    assert set(text) <= GSM, set(text) - GSM
    assert len(text) <= 153 * SEGMENTS_MAX


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("what", sorted(_answers()["en"]))
def test_an_answer_to_a_text_fits_into_two_and_sells_nothing(what: str, language: str) -> None:
    text = _answers()[language][what].format(cancel_link=LINK.format(way="x"), phone="512-555-0100")
    assert set(text) <= GSM, set(text) - GSM
    assert len(text) <= 153 * 2 and "$" not in text
