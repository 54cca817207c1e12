"""Whatever stands on a page, the normalisers give an answer: no text raises, none makes a pattern run away."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkers.normalise import address, hours, name, phone, website
from checkers.normalise.address_unit import split_unit

READERS = (address.key, address.parse_fields, split_unit, phone.parse, phone.key, hours.key, website.key)
# Pieces that the rules look for, thrown together: what random letters alone would never meet.
PIECES = st.sampled_from(
    "12 # - / & , . ; ( ) [ ] ste suite unit apt bldg fl floor 2nd n s ne north west st ave blvd street county road rd"
    " hwy us state route fm i-35 a1a business old po box rr hc psc apo urb calle carr km camino 1/2 37-20 n6w23001 tx"
    " 78702 78702-1234 austin saint corner of at near c/o pmb rear (rear) mon-fri 9am 5pm closed noon 24 hours ext x"
    " +1 512 555 0134 (512) 555-0134 http://a.example ?q=%2 %zz \x00 ½ ñ 五 \u202e".split(" ")
)
TEXTS = st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=25).map(" ".join), st.lists(PIECES).map("".join))


@given(TEXTS)
def test_no_text_raises(text):
    for read in READERS:
        read(text)


@given(st.tuples(TEXTS, TEXTS, TEXTS, TEXTS, TEXTS))
def test_no_fields_raise(fields):
    address.parts_key(address.parse_fields(*fields))


@pytest.mark.parametrize(
    "piece", ["1 ", "a", "n ", "-", "(", "1-", "st ", "# ", "county rd ", "n1w1", "mon ", "9-", "%2"]
)
@pytest.mark.parametrize("ending", ["", "!", "\n", "z"])
def test_a_long_text_of_one_piece_over_and_over_gets_its_answer_within_a_test_run(piece, ending):
    text = (piece * 400)[:400] + ending
    for read in READERS:
        read(text)


WORDS = st.lists(st.sampled_from("the and alder store bar que dr md llc inc two twenty one st".split()))


@given(WORDS.map(" ".join))
def test_a_name_of_plain_words_reads_as_with_a_mark_behind_it(plain):
    assert name.parse(plain) == name.parse(f"{plain} !")
