"""What a careful person weighs when two records may be one business. All businesses are invented."""

import ast
from pathlib import Path

import pytest

from checkers.match import same_business
from checkers.matching import facts, names
from checkers.matching.facts import Facts
from checkers.matching.names import Likeness
from checkers.matching.scorecard import WORTH
from checkers.nap import Nap


def at(name, street="", phone="", *, city="Marfa", region="TX", postal=""):
    return Nap(name, street, "", city, region, postal, phone=phone)


ONE = {
    "trade added to an owner's name": (at("Ottavia's"), at("Ottavia's Trattoria", "12 Oak St")),
    "trade in other words, same door": (at("Blue Heron Cafe", "12 Oak St"), at("Blue Heron Coffee House", "12 Oak St")),
    "one letter lost": (at("Brookfeld Hardware", "12 Oak St"), at("Brookfield Hardware", "12 Oak Street")),
    "letters changed places": (at("Yeung Noodles", "12 Oak St"), at("Yueng Noodles", "12 Oak St")),
    "who does it and what is done": (
        at("Northside Dental", "12 Oak St", "+14325550134"),
        at("Northside Family Dentistry", "12 Oak St", "+14325550134"),
    ),
    "words joined": (at("Northside Dental", "12 Oak St"), at("North Side Dental", "12 Oak St")),
    "'n' in any print": (at("Stop 'N' Sew", "12 Oak St"), at("Stop'n Sew", "12 Oak St")),
    "the part before d/b/a": (
        at("Kestrel Holdings Inc d/b/a Wrenhouse", "12 Oak St"),
        at("Kestrel Holdings", "12 Oak St"),
    ),
    "in brackets": (at("Wrenhouse (Quilts and Yarn)", "12 Oak St"), at("Wrenhouse Yarn", "12 Oak St")),
    "no suffix on one side": (at("Wrenhouse Quilts", "12 Oak"), at("Wrenhouse Quilts", "12 Oak St")),
    "no number on one side": (at("Wrenhouse Quilts", "Oak St"), at("Wrenhouse Quilts", "12 Oak St")),
    "ordinal or number": (at("Wrenhouse Quilts", "392 W 81 St"), at("Wrenhouse Quilts", "392 W. 81st St.")),
    "the corner's other street": (at("Wrenhouse Quilts", "12 Oak St"), at("Wrenhouse Quilts", "12 Plaza Dr")),
    "the street and the campus it stands on": (
        at("Wrenhouse Hall", "12 Oak St", postal="79843"),
        at("Wrenhouse Hall", "Foxglove University", postal="79843"),
    ),
    "the street and its corner": (at("Wrenhouse Quilts", "12 Oak St"), at("Wrenhouse Quilts", "Oak St & Elm Ave")),
    "a door and a box": (at("Wrenhouse Quilts", "12 Oak St"), at("Wrenhouse Quilts", "PO Box 5")),
    "a short name misspelt, one door": (
        at("Hana Japanese Cuisine", "12 Oak"),
        at("Hang Japanese Restaurant", "12 Oak St"),
    ),
    "a trade by its work": (at("Wrenhouse Brewery"), at("Wrenhouse Brewing", "12 Oak St")),
    "the country in full": (at("United States Post Office", "12 Oak St"), at("US Post Office", "12 Oak St")),
    "moved, same phone": (
        at("Wrenhouse Quilts", "12 Oak St", "432-555-0134"),
        at("Wrenhouse Quilts", "900 Elm Ave", "(432) 555-0134"),
    ),
    "a kitchen and its truck, one phone": (
        at("Wrenhouse Lobster Pound", "12 Oak St", "432-555-0134"),
        at("Wrenhouse Lobster Pound Truck", "900 Elm Ave", "432-555-0134"),
    ),
    "a chain's house, numbered in two ways": (at("Subway", "12 Oak St"), at("Subway", "16 Oak St")),
    "new name, same trade, door and phone": (
        at("Lucky Crane Restaurant", "12 Oak St", "432-555-0134"),
        at("Jade Pavilion Restaurant", "12 Oak St", "432-555-0134"),
    ),
    "named after its street, one door and phone": (
        at("Elm Pipes LLC", "81 Elm St", "432-555-0134"),
        at("Elm Plumbing", "81 Elm St", "432-555-0134"),
    ),
    "one trade in other words, named after its street": (
        at("Riverside Animal Hospital", "68 Riverside Dr", "432-555-0134"),
        at("Riverside Veterinary Clinic", "68 Riverside Dr", "432-555-0134"),
    ),
    "a dentist called Park and the practice": (
        at("Dr. James Park", "12 Oak St Ste B", "432-555-0134"),
        at("Park Family Dental", "12 Oak St", "432-555-0134"),
    ),
    "first letter lost": (at("Kepler Dental", "12 Oak St"), at("Epler Dental", "12 Oak St")),
    "trade added, another phone": (
        at("Kepler Grill", "12 Oak St", "432-555-0134"),
        at("Kepler Bar & Grill", "12 Oak St", "432-555-0199"),
    ),
    "another suite, one phone": (
        at("Kepler Dental", "12 Oak St Ste 4", "432-555-0134"),
        at("Kepler Dental", "12 Oak St Ste 9", "432-555-0134"),
    ),
    "with the house it is in": (
        at("The Park Room at the Foxglove Hotel", "12 Oak St", "432-555-0134"),
        at("The Park Room", "12 Oak St", "432-555-0199"),
    ),
    "a town and its suburb": (
        at("Wrenhouse Quilts", "45 Main St", city="Marfa", postal="79843"),
        at("Wrenhouse Quilts", "45 Main St", city="Marfa Heights", postal="79845"),
    ),
    "a chain at its door": (at("Subway", "12 Oak St"), at("Subway Restaurants", "12 Oak St")),
}
TWO = {
    "a name inside another, other door": (at("Wrenhouse", "12 Oak St"), at("Wrenhouse Annex Quilts", "900 Elm Ave")),
    "a quarter and its park": (at("Foxglove Hill"), at("Foxglove Hill Playground", "12 Oak St")),
    "two markets of one cook": (
        at("Wrenhouse Dogs", "Oak Square Eats", postal="79843"),
        at("Wrenhouse Dogs", "Flea at Elm Market"),
    ),
    "branch in another town": (at("Wrenhouse Quilts", city="Marfa"), at("Wrenhouse Quilts", city="Alpine")),
    "the Main Streets of two towns": (
        at("CVS", "45 Main St", city="Marfa", postal="79843"),
        at("CVS Pharmacy", "45 Main St", city="Odessa", postal="79761"),
    ),
    "one street, a direction more in another town": (
        at("Walgreens", "100 State St", city="Marfa", postal="79843"),
        at("Walgreens", "100 E State St", city="Odessa", postal="79761"),
    ),
    "the Main Streets of two states": (
        at("Wrenhouse Quilts", "45 Main St", city="Marfa", region="TX"),
        at("Wrenhouse Quilts", "45 Main St", city="Raton", region="NM"),
    ),
    "branch across town": (at("Wrenhouse Quilts", "12 Oak St"), at("Wrenhouse Quilts", "900 Elm Ave")),
    "a chain without its door": (at("Subway"), at("Subway", "12 Oak St")),
    "two stores of one chain": (at("Value Barn #12", "12 Oak St"), at("Value Barn #14", "80 Oak St")),
    "another number in the name": (at("Foxglove Tower 1", "12 Oak St"), at("Foxglove Tower 2", "14 Oak St")),
    "two neighbours of one door": (at("Wrenhouse Quilts", "12 Oak St"), at("Kestrel Bikes", "12 Oak St")),
    "a hotel and its restaurant": (
        at("Foxglove Hotel", "12 Oak St", "432-555-0134"),
        at("Thistle Room", "12 Oak St", "432-555-0134"),
    ),
    "two tables of one hotel": (
        at("Foxglove Hotel Cafe", "12 Oak St", "432-555-0134"),
        at("Foxglove Hotel Steakhouse", "12 Oak St", "432-555-0134"),
    ),
    "a university and its press": (at("Foxglove University"), at("Foxglove University Law Library", "12 Oak St")),
    "a mall and a shop in it": (at("Foxglove Mall"), at("Kestrel Bikes Foxglove Mall", "12 Oak St")),
    "one trade, one town": (at("Marfa Plumbing"), at("Hernandez Plumbing Marfa")),
    "two tables of one casino": (
        at("Kepler's Coffee Shop", "12 Oak St", "432-555-0134"),
        at("The Steakhouse", "12 E Oak St", "432-555-0134"),
    ),
    "two branches of one street": (at("Subway", "12 Oak St"), at("Subway", "300 Oak St")),
    "two branches with one line": (
        at("Subway", "12 Oak St", "432-555-0134"),
        at("Subway", "900 Elm Ave", "432-555-0134", postal="79830"),
    ),
    "a hotel and a grill named after their street, one phone": (
        at("Elm Hotel", "81 Elm St", "432-555-0134"),
        at("Elm Grill", "81 Elm St", "432-555-0134"),
    ),
    "named after one street, without the phone": (at("Elm Pipes", "81 Elm St"), at("Elm Plumbing", "81 Elm St")),
    "a new tenant keeps the phone": (
        at("Wrenhouse Quilts", "12 Oak St", "432-555-0134"),
        at("Harbor Dental", "12 Oak St", "432-555-0134"),
    ),
    "a practice and its lab": (
        at("Main Street Dental", "12 Main St", "432-555-0134"),
        at("Main Street Dental Lab", "12 Main St", "432-555-0199"),
    ),
    "a gym and its cafe": (
        at("Kepler Fitness", "12 Oak St", "432-555-0134"),
        at("Kepler Fitness Cafe", "12 Oak St", "432-555-0199"),
    ),
    "another suite and another phone": (
        at("Kepler Dental", "12 Oak St Ste 4", "432-555-0134"),
        at("Kepler Dental", "12 Oak St Ste 9", "432-555-0199"),
    ),
    "another street of one ZIP code and another phone": (
        at("Kepler Dental", "12 Oak St", "432-555-0134", postal="79843"),
        at("Kepler Dental", "900 Elm Ave", "432-555-0199", postal="79843"),
    ),
    "two names that differ by a first letter": (at("Clark Dental", "12 Oak St"), at("Lark Dental", "12 Oak St")),
    "a guest of the house and the house": (
        at("Rookery Books at Foxglove Place", "12 Oak St"),
        at("Foxglove Place", "12 Oak St"),
    ),
    "nothing but an initial": (at("Bellwether", "12 Oak St"), at("B Quay Pizza & Wine Bar", "12 Oak St")),
    "two cooks of one dish": (
        at("Oakley Fried Chicken & Pizza", "12 Oak St"),
        at("Sinclair Fried Chicken", "12 Oak St"),
    ),
    "father and son": (at("Delgado & Son Roofing", "12 Oak St"), at("Bryce & Son Roofing", "12 Oak St")),
}


@pytest.mark.parametrize("pair", ONE.values(), ids=ONE)
def test_one_business(pair):
    one, two = pair
    assert same_business(one, two).same and same_business(two, one).same, same_business(one, two).why


@pytest.mark.parametrize("pair", TWO.values(), ids=TWO)
def test_two_businesses(pair):
    one, two = pair
    assert not same_business(one, two).same and not same_business(two, one).same, same_business(one, two).why


def test_every_fact_has_its_worth_and_a_label():
    assert tuple(WORTH) == Facts._fields and all(worth.label and worth.points for worth in WORTH.values())


def returned(module, function):
    """The names of the variables that its last line gives back, in their order."""
    tree = ast.parse(Path(module.__file__).read_text("utf-8"))
    last = next(one for one in tree.body if isinstance(one, ast.FunctionDef) and one.name == function).body[-1]
    return tuple(one.id for one in ast.walk(last) if isinstance(one, ast.Name) and one.id not in ("_new", "Likeness"))


@pytest.mark.parametrize(
    ("function", "first", "last"),
    [
        ("_of_unequal", "words_shared", "other_number"),
        ("_of_places", "same_number", "far_away"),
        ("_of_chains", "chain_without_door", "chain_elsewhere"),
        ("_of_phones", "same_phone", "door_apart"),
    ],
)
def test_facts_are_told_in_the_order_of_their_names(function, first, last):
    fields = Facts._fields
    assert returned(facts, function) == fields[fields.index(first) : fields.index(last) + 1]


def test_a_likeness_is_told_in_the_order_of_its_fields():
    assert returned(names, "_unequal") == Likeness._fields


def test_an_answer_names_its_facts():
    same = same_business(at("Wrenhouse Quilts", "12 Oak St", "432-555-0134"), at("Wrenhouse Quilts", "12 Oak St"))
    assert same.facts.words_shared == same.facts.same_door == 1 and not same.facts.same_phone
    assert same_business(at("Wrenhouse"), at("Kestrel")).facts is None


def test_the_reasons_are_the_heaviest_facts_with_their_points():
    why = same_business(at("Subway"), at("Subway", "12 Oak St")).why
    assert "a chain with several branches in every town (-" in why and why.startswith("Not the same business")
    assert same_business(at("Wrenhouse"), at("Kestrel")).why.endswith("the names have too little in common.")
