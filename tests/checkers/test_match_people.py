"""Names as they are really printed, and neighbours that only look alike. All businesses are invented."""

import pytest

from checkers.match import same_business
from checkers.matching.chains import CHAINS, DENSE_CHAINS, brand_of, sign_of
from checkers.nap import Nap
from checkers.normalise import name

DOOR, ELSEWHERE = "12 Oak St", "900 Elm Ave"
PHONE, OTHER_PHONE = "432-555-0134", "432-555-0188"


def at(said, street="", phone="", unit=""):
    return Nap(said, street, unit, "Marfa", "TX", phone=phone)


ONE = {
    "keywords added, another phone, the suite said once": (
        at("Delgado Plumbing", DOOR, PHONE, unit="Ste B"),
        at("Delgado Plumbing 24 Hour Drain Cleaning", DOOR, OTHER_PHONE),
    ),
    "one name, one door, another phone": (
        at("Delgado Plumbing", DOOR, PHONE),
        at("Delgado Plumbing", DOOR, OTHER_PHONE),
    ),
    "ampersand": (at("Thistle & Wren Quilts", DOOR), at("Thistle and Wren Quilts", DOOR)),
    "words parted": (at("Wren House Quilts", DOOR), at("Wrenhouse Quilts", DOOR)),
    "words in another order": (at("Quilts Wrenhouse"), at("Wrenhouse Quilts", DOOR)),
    "possessive": (at("Ottavia's Quilts", DOOR), at("Ottavia Quilts", DOOR)),
    "initials with points": (at("J. D. Wren Quilts", DOOR), at("JD Wren Quilts", DOOR)),
    "initials behind": (at("J.D. Wren Quilts"), at("Wren J D Quilts", DOOR)),
    "a number in words": (at("Three Wrens Cafe", DOOR), at("3 Wrens Cafe", DOOR)),
    "an ordinal in words": (at("1st Baptist Church", DOOR), at("First Baptist Church of Marfa", DOOR)),
    "an acronym": (
        at("AGH Quilting Museum", DOOR),
        at("Alpine Guild of Harpists Quilting Museum", DOOR),
    ),
    "an acronym alone": (at("AGHM", DOOR, PHONE), at("Alpine Guild of Harpists and Minstrels", DOOR, PHONE)),
    "the town in brackets": (at("Wrenhouse Quilts (Marfa)", DOOR), at("Wrenhouse Quilts", DOOR)),
    "the town behind a dash": (at("Wrenhouse Quilts - Marfa", DOOR), at("Wrenhouse Quilts", DOOR)),
    "its quarter behind a dash": (at("Wrenhouse Quilts - Northgate", DOOR, PHONE), at("Wrenhouse Quilts", DOOR, PHONE)),
    "at a place": (at("Wrenhouse Quilts @ Foxglove Mall", DOOR), at("Wrenhouse Quilts", DOOR)),
    "d/b/a": (at("Kestrel Holdings LLC dba Wrenhouse Quilts", DOOR), at("Wrenhouse Quilts", DOOR)),
    "a person, family name first": (at("Roe, Jane MD"), at("Dr. Jane Roe", DOOR)),
    "a person, with an initial": (at("Jane Q. Roe, DDS", DOOR, PHONE), at("Dr. Jane Roe", DOOR, PHONE)),
    "accents": (at("Panadería La Niña", DOOR), at("Panaderia La Nina", DOOR)),
    "the trade in Spanish, added": (at("Taquería El Rincón de Ottavia"), at("El Rincon de Ottavia", DOOR)),
    "another word for its goods": (at("Wren Bicycles"), at("Wren Bikes", DOOR)),
    "a hotel of a chain, with its town": (at("Hampton Inn Marfa"), at("Hampton Inn", DOOR)),
    "a store and all that it sells": (at("Kroger", DOOR), at("Kroger Food & Drug", DOOR)),
    "two words for one department": (at("Walmart Vision Center", DOOR), at("Walmart Optical", DOOR)),
    "a drug store's trade": (at("CVS", DOOR), at("CVS Pharmacy", DOOR)),
    "a fuel station's trade": (at("Shell", DOOR), at("Shell Gas Station", DOOR)),
    "a grill's bar, one phone": (at("Kestrel Grill", DOOR, PHONE), at("Kestrel Grill & Cafe", DOOR, PHONE)),
    "another trade, one phone": (at("Delgado Realty", DOOR, PHONE), at("Delgado Insurance", DOOR, PHONE)),
    "the post, by its letters": (at("USPS", DOOR), at("Marfa Post Office", DOOR)),
    "another suite, a word added": (
        at("Delgado Plumbing", DOOR, PHONE, unit="Ste 4"),
        at("Delgado Plumbing Pros", DOOR, PHONE, unit="Ste 5"),
    ),
    "the post, by the town it is in": (at("Foxglove Post Office", DOOR), at("US Post Office", DOOR)),
    "two words for an emergency room": (
        at("Kestrel Hospital Emergency Room", DOOR),
        at("Kestrel Hospital Emergency Department", DOOR),
    ),
    "a chain and its stores": (at("Target"), at("Target Stores", DOOR)),
    "a hotel and spa": (at("Foxglove Hotel", DOOR, PHONE), at("Foxglove Hotel & Spa", DOOR, PHONE)),
    "an elementary school": (at("Foxglove School"), at("Foxglove Elementary School", DOOR)),
    "a firm that took in the son": (at("Smith Roofing", DOOR, PHONE), at("Smith & Sons Roofing", DOOR, PHONE)),
    "a dealer's service, one phone": (at("Delgado Kia", DOOR, PHONE), at("Delgado Kia Service", DOOR, PHONE)),
    "a make added": (at("Delgado Motors", DOOR, PHONE), at("Delgado Motors Toyota", DOOR, OTHER_PHONE)),
    "makes in other words, one in common": (
        at("Delgado Chrysler Dodge Jeep Ram", DOOR, PHONE),
        at("Delgado CDJR", DOOR, OTHER_PHONE),
    ),
    "a field of medicine in other words": (
        at("Kestrel Cardiology", DOOR, PHONE),
        at("Kestrel Heart Center", DOOR, PHONE),
    ),
    "a clinic and its field, one phone": (
        at("Kestrel Clinic", DOOR, PHONE),
        at("Kestrel Clinic Dermatology", DOOR, PHONE),
    ),
    "a person's short name": (
        at("Kestrel Mortgage - Mike Delgado", DOOR),
        at("Kestrel Mortgage - Michael Delgado", DOOR),
    ),
    "an agent added": (at("State Farm - Jane Delgado", DOOR, PHONE), at("State Farm", DOOR, PHONE)),
    "a cash machine's own firm": (at("Kestrel Coins", DOOR, PHONE), at("Kestrel Coins - Bitcoin ATM", DOOR, PHONE)),
    "a branch that has a cash machine": (at("Kestrel Bank Branch and ATM", DOOR), at("Kestrel Bank", DOOR)),
    "its owner's name before it, another phone": (
        at("Delgado Realty", DOOR, PHONE),
        at("Jane Delgado Realty", DOOR, OTHER_PHONE),
    ),
    "a chain by its letters": (at("KFC", DOOR, PHONE), at("Kentucky Fried Chicken", DOOR, PHONE)),
    "a chain's longer sign": (at("Walmart", DOOR), at("Walmart Supercenter", DOOR)),
    "a hotel that took another sign": (at("Comfort Inn Marfa", DOOR, PHONE), at("Comfort Suites Marfa", DOOR, PHONE)),
    "a chain's branch with one phone": (at("Hardee's", DOOR, PHONE), at("Hardee's", "200 Oak St", PHONE)),
}
TWO = {
    "two makes of one dealer": (at("Delgado Toyota", DOOR, PHONE), at("Delgado Ford", DOOR, PHONE)),
    "two clinics of one hospital, one phone": (
        at("Kestrel Health Pediatric Epilepsy Clinic", DOOR, PHONE),
        at("Kestrel Health Pediatric Endocrinology Clinic", DOOR, PHONE),
    ),
    "a hospital and its emergency room": (
        at("Marfa Medical Center", DOOR, PHONE),
        at("Marfa Medical Center - Emergency Room", DOOR, OTHER_PHONE),
    ),
    "a hospital and its emergency room, no phones": (
        at("Kestrel Mercy", DOOR),
        at("Kestrel Mercy Emergency Department", DOOR),
    ),
    "two practices of one group, no phones": (
        at("Kestrel Health Walk-In Clinic", DOOR, unit="Ste 100"),
        at("Kestrel Health Women's Clinic", DOOR, unit="Ste 204"),
    ),
    "two post offices": (at("Foxglove Post Office", DOOR), at("US Post Office", ELSEWHERE)),
    "a clinic's field with a phone of its own": (
        at("Kestrel Clinic Marfa Campus", DOOR, PHONE),
        at("Kestrel Clinic Dermatology - Marfa Campus", DOOR, OTHER_PHONE),
    ),
    "two people of one firm": (
        at("Kestrel Mortgage - Jane Delgado", DOOR),
        at("Kestrel Mortgage - Michael Roe", DOOR),
    ),
    "a dealer's parts, with a phone": (
        at("Delgado Toyota of Marfa", DOOR, PHONE),
        at("Delgado Toyota of Marfa Parts", DOOR, OTHER_PHONE),
    ),
    "who works for a firm, with a phone": (
        at("Kestrel Mortgage Company", DOOR, PHONE),
        at("Kestrel Mortgage - Jane Q. Roe", DOOR, OTHER_PHONE),
    ),
    "a store and what it hands out": (at("Walmart", DOOR), at("Walmart Grocery Pick-up and Delivery Service", DOOR)),
    "two hotels of two chains": (at("Motel 6 Marfa", DOOR), at("Studio 6 Marfa", DOOR)),
    "two chains that begin alike": (at("Kumon Math and Reading Center", DOOR), at("Mathnasium", DOOR)),
    "a pet store and its groomers, one phone": (at("Petco", DOOR, PHONE), at("Petco Grooming", DOOR, PHONE)),
    "two services of a pet store": (at("Petco Dog Training", DOOR, PHONE), at("Petco Grooming", DOOR, PHONE)),
    "a store and its optician": (at("Target", DOOR, PHONE), at("Target Optical", DOOR, OTHER_PHONE)),
    "a store and its pharmacy": (at("Walmart Supercenter", DOOR), at("Walmart Pharmacy", DOOR)),
    "a store and its fuel, one phone": (at("Costco Wholesale", DOOR, PHONE), at("Costco Gas Station", DOOR, PHONE)),
    "two departments of one store": (at("Walmart Pharmacy", DOOR), at("Walmart Photo Center", DOOR)),
    "a bookshop's cafe": (at("Barnes & Noble", DOOR, PHONE), at("Barnes & Noble Café", DOOR)),
    "two neighbours named after their quarter": (
        at("Blue Moon Tattoo", DOOR, PHONE),
        at("Blue Moon Bakery", DOOR, OTHER_PHONE),
    ),
    "two trades of one family in a house": (
        at("Delgado Realty", DOOR, PHONE),
        at("Delgado Insurance", DOOR, OTHER_PHONE),
    ),
    "a bank and its cash machine": (at("Kestrel Savings Bank", DOOR), at("Kestrel Savings Bank ATM", DOOR)),
    "a bank and its advisers": (at("Wells Fargo Bank", DOOR, PHONE), at("Wells Fargo Advisors", DOOR, OTHER_PHONE)),
    "a hotel and its restaurant": (at("Foxglove Hotel", DOOR, PHONE), at("Foxglove Hotel Restaurant", DOOR, PHONE)),
    "a hotel and the grill in it": (
        at("Foxglove Hotel", DOOR, PHONE),
        at("Thistle Grill at Foxglove Hotel", DOOR, PHONE),
    ),
    "two tenants of one door without suites": (at("Wrenhouse Quilts", DOOR), at("Kestrel Bikes", DOOR)),
    "two dentists of one practice": (
        at("Dr. Jane Roe, DDS", DOOR, PHONE),
        at("Dr. Otto Finch, DDS", DOOR, PHONE),
    ),
    "two dentists of one family": (at("Dr. Jane Roe, DDS", DOOR, PHONE), at("Dr. Otto Roe, DDS", DOOR, PHONE)),
    "a practice and its dentist": (at("Lakeline Dental", DOOR, PHONE), at("Dr. Otto Roe, DDS", DOOR, PHONE)),
    "father's and son's firm": (
        at("Smith Roofing", DOOR, PHONE),
        at("Smith & Sons Roofing", ELSEWHERE, OTHER_PHONE),
    ),
    "a chain in another street": (at("Hardee's", DOOR), at("Hardee's", ELSEWHERE)),
    "a chain farther down the street": (at("Burger King", DOOR), at("Burger King", "200 Oak St")),
    "a cathedral and its rectory": (at("St Wren Cathedral", DOOR), at("St Wren Cathedral Rectory", DOOR)),
    "a university and its library": (at("Foxglove University", DOOR), at("Foxglove University Library", DOOR)),
}


@pytest.mark.parametrize("pair", ONE.values(), ids=ONE)
def test_one_business(pair):
    one, two = pair
    assert same_business(one, two).same and same_business(two, one).same, same_business(one, two).why


@pytest.mark.parametrize("pair", TWO.values(), ids=TWO)
def test_two_businesses(pair):
    one, two = pair
    assert not same_business(one, two).same and not same_business(two, one).same, same_business(one, two).why


@pytest.mark.parametrize(
    ("said", "brand"),
    [
        ("CVS", "cvs"),
        ("CVS Pharmacy", "cvs"),
        ("Target Stores", "target"),
        ("Hampton Inn & Suites", "hamptoninnsuites"),
        ("Holiday Inn Express", "holidayinnexpress"),
        ("Giant Eagle Pharmacy", ""),
        ("Wrenhouse Quilts", ""),
        ("", ""),
    ],
)
def test_a_chain_is_known_by_what_stands_on_its_sign(said, brand):
    assert brand_of(name.parse(said).words) == brand


def test_a_word_that_is_a_chain_makes_no_chain_of_every_name_that_begins_with_it():
    assert sign_of(name.parse("Shell Gas Station").words) == "shell"
    assert sign_of(name.parse("H&R Block Tax Service").words) == "hrblock"
    assert sign_of(name.parse("Shell Lake Motel").words) == sign_of(()) == ""


def test_the_list_of_chains_is_one_list():
    assert DENSE_CHAINS < CHAINS and "" not in CHAINS and "kroger" in CHAINS
