"""One key for the words by which directories call one trade."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkers.normalise import category

ONE_TRADE = (
    ("Plumber", "Plumbers", "Plumbing Contractors", "Plumbing service", "gcid:plumber", "https://schema.org/Plumber"),
    ("HVACBusiness", "Heating & Cooling", "HVAC contractor", "Heating, Ventilating", "Air Conditioning Contractors"),
    ("AutoRepair", "Auto repair shop", "gcid:auto_repair_shop", "Automotive > Car Repair", "Taller mecánico"),
    ("CafeOrCoffeeShop", "Coffee Shops", "Café", "Cafes"),
    ("Law Firm", "Attorneys", "Legal Services", "Lawyers; Notaries", "Bufete de abogados"),
    ("Dentist", "Dental Clinics", "Dentists", "Dentistas"),
    ("Churches", "Church", "Place of Worship"),
    ("Real Estate Agencies", "Realtor", "RealEstateAgent"),
    ("Doctor", "Physicians & Surgeons", "Physician"),
)


@pytest.mark.parametrize("spellings", ONE_TRADE, ids=lambda spellings: spellings[0])
def test_one_trade_has_one_key(spellings):
    assert len({category.key(spelling) for spelling in spellings}) == 1


def test_two_trades_have_two_keys():
    keys = [category.key(spellings[0]) for spellings in ONE_TRADE]
    assert len(set(keys)) == len(ONE_TRADE) and "" not in keys


@pytest.mark.parametrize(
    ("raw", "key"), [("Submarine Dealers", "submarine dealer"), ("Businesses", "business"), ("", "")]
)
def test_what_is_not_known_keeps_its_words(raw, key):
    assert category.key(raw) == key


@given(st.text(max_size=300))
def test_a_key_is_its_own_key(raw):
    assert category.key(category.key(raw)) == category.key(raw)
