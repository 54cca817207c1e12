"""What a text means does not depend on how it is typed, and an evening's wish is followed up that evening."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappop.domain.reply import Meaning, QuietNumber, case_at, may_text, meaning_of

NAMED_BY_THE_RULE = ("STOP", "QUIT", "END", "REVOKE", "OPT OUT", "UNSUBSCRIBE")  # and CANCEL: 47 CFR 64.1200(a)(10)(i)
NOISE = st.text(alphabet=" .,!?¡¿\"'“”-…\n\t🙏", max_size=6)


@given(st.sampled_from(NAMED_BY_THE_RULE), NOISE, NOISE, st.booleans())
def test_the_words_of_the_rule_stop_texts_however_they_are_typed(word, before, after, is_small):
    assert meaning_of(f"{before}{word.lower() if is_small else word}{after}") is Meaning.STOP


@given(st.sampled_from(["CANCEL", "Cancelar", "CANCELE", "cancel please"]), NOISE, NOISE)
def test_cancel_in_both_languages(word, before, after):
    assert meaning_of(f"{before}{word}{after}") is Meaning.CANCEL


@pytest.mark.parametrize(
    "body",
    ["I want to cancel", "CANCEL NOW", "cancel my trial please", "Cancel the service. Thank you!", "cancel stop",
     "I’d like to cancel my account today", "cancel\n\nSent from my iPhone", "cancélenlo",
     "Quiero cancelar mi suscripción", "cancelar el servicio, por favor", "Cancele, por favor"],
)  # fmt: skip
def test_so_does_a_sentence_that_says_nothing_beside_it(body):
    """A charge at noon does not wait for the person who would read it by evening."""
    assert meaning_of(body) is Meaning.CANCEL


@pytest.mark.parametrize(
    "body",
    ["please do not cancel", "don’t cancel", "why was my appointment canceled?", "can I cancel?", "cancel Tuesday",
     "no quiero cancelar", "cancel the photo", "I want everything now", "Please stop the cancellation",
     "I want to end the cancellation", "You canceled my service", "Everything canceled?", "stop cancelling",
     "Ya cancelé la cuenta", "Hoy cancelo la cuenta", "quiero cancelar el mes", "cancelé todo hoy"],
)  # fmt: skip
def test_what_could_be_another_wish_is_read_by_a_person(body):
    assert meaning_of(body) is Meaning.FREE


@pytest.mark.parametrize(
    ("body", "meaning"),
    [("Opt-out", Meaning.STOP), ("ALTO", Meaning.STOP), ("Baja", Meaning.STOP), ("No más", Meaning.STOP),
     ("don’t text me", Meaning.STOP), ("START", Meaning.START), ("ayuda?", Meaning.HELP), ("INFORMACIÓN", Meaning.HELP),
     ("Cancel my Tuesday appointment", Meaning.FREE), ("stop by at noon", Meaning.FREE), ("yes", Meaning.FREE),
     ("", Meaning.FREE), ("🙏", Meaning.FREE), ("ＳＴＯＰ", Meaning.STOP)],
)  # fmt: skip
def test_only_the_whole_message_counts(body, meaning):
    assert meaning_of(body) is meaning


@given(st.text(max_size=2_000))
def test_any_text_means_something(body):
    assert meaning_of(body) in Meaning


@given(
    st.integers(0, 2 * 365 * 86_400),
    st.sampled_from(["America/Chicago", "America/New_York", "Pacific/Honolulu", "America/Phoenix"]),
)
def test_a_wish_is_followed_up_within_hours_and_by_seven_in_the_evening(second, zone):
    asked_at = datetime(2027, 1, 1, tzinfo=UTC) + timedelta(seconds=second)
    at = case_at(asked_at, zone)
    assert timedelta(minutes=15) <= at - asked_at <= timedelta(hours=4)
    here = at.astimezone(ZoneInfo(zone))
    assert here.hour < 19 or (here.hour, here.minute) == (19, 0) or at - asked_at == timedelta(minutes=15)


def test_to_a_quiet_number_goes_an_answer_and_without_mail_the_record_of_an_end():
    quiet = QuietNumber("+15125550166", datetime(2027, 3, 1, tzinfo=UTC), "text_1")
    assert may_text(quiet, "reply", has_mail=True) and may_text(quiet, "canceled", has_mail=False)
    assert not may_text(quiet, "canceled", has_mail=True) and not may_text(quiet, "charge_reminder", has_mail=False)
    assert may_text(None, "charge_reminder", has_mail=True)
