"""What holds for every text, well meant or not."""

from hypothesis import given
from hypothesis import strategies as st

from checkers.compare import compare
from checkers.nap import Nap
from checkers.normalise import address, hours, phone, website

WORDS = (
    "12 12b 1/2 n e nw north st street ave avenue b the saint 7th forty second hwy us i-35 fm county road 9 po box rr"
    " ste #4 # apt & floor fl 3 bldg rear pier penthouse calle urb km between and at / , , , . ( ) austin tx texas"
    " 78702 78702-1234 usa c/o attn - \u00bd \u1369 \n"
).split(" ")
LINES = st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join)
TEXTS = st.one_of(st.text(max_size=120), LINES)


@given(TEXTS)
def test_any_text_has_parts_and_the_same_key_each_time(text):
    assert address.key(text) == address.parts_key(address.parse.__wrapped__(text))
    assert address.parse_fields(text, text, text, text, text) == address.parse_fields(text, text, text, text, text)


@given(LINES.filter(str.isascii))
def test_case_and_spacing_never_count(line):
    loud = line.upper().replace(" ", "  ")
    assert address.key(loud.replace("\n", "\n ")) == address.key(line)


@given(TEXTS, TEXTS)
def test_any_two_listings_can_be_compared_and_equal_ones_agree(one, two):
    ours, seen = (Nap(name=text, street=text, city=text, phone=text, website=text) for text in (one, two))
    assert all(0 <= verdict.weight <= 100 for verdict in compare(ours, seen))
    assert not any(verdict.weight for verdict in compare(ours, ours) if verdict.field in ("name", "address", "website"))


@given(TEXTS)
def test_hours_phones_and_websites_answer_too(text):
    assert hours.key(text) == hours.key(text) and phone.key(text) == phone.key(text)
    assert website.key(website.key(text)) == website.key(text)
