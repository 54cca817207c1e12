"""Ids: a folder and a host name, made from name, city and a number where taken."""

import re

from hypothesis import given
from hypothesis import strategies as st

from mappop.domain.business import ID_PATTERN, RESERVED_IDS
from mappop.domain.business_id import make_id


def test_name_and_city_then_a_number():
    first = make_id("Joe's Bakery & Café", "San José", ())
    assert first == "joes-bakery-and-cafe-san-jose"
    assert make_id("Joe's Bakery & Café", "San José", {first}) == first + "-2"
    assert make_id("Joe's Bakery & Café", "San José", {first, first + "-2"}) == first + "-3"


def test_a_name_without_latin_letters_gets_eight_letters():
    made = make_id("東京寿司", "Austin", ())
    assert re.fullmatch(r"business-[a-z]{8}", made)
    assert make_id("東京寿司", "Austin", ()) == made
    assert make_id("東京寿司", "Austin", {made}) != made


@given(st.text(max_size=300), st.text(max_size=80), st.sets(st.sampled_from(["a", "a-b"])))
def test_whatever_the_name_the_id_is_a_free_host_name(name, city, taken):
    made = make_id(name, city, taken)
    assert ID_PATTERN.fullmatch(made) and made not in taken and made not in RESERVED_IDS
    assert make_id(name, city, taken | {made}) != made
