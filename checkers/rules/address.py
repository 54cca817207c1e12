"""When is it the same address? Building and unit are judged apart; spelling by Publication 28 never counts."""

from __future__ import annotations

from checkers.rules import address_facts as facts
from checkers.rules.address_facts import AddressFact, address_fact, address_fields_fact
from checkers.rules.rule import NEITHER, Level, Rule, always, blank, neither, unasked, within
from checkers.verdict import Verdict

__all__ = ["ADDRESS", "AddressFact", "address_fact", "address_fields_fact"]
FORMER_DOOR = "street moved to the former address"
_HOME = "1204 E 7th St Ste B, Austin, TX 78702"

ADDRESS = Rule(
    field="address",
    parse=address_fact,
    levels=(
        Level(NEITHER, neither, Verdict.MISSING),
        Level("not listed", blank, Verdict.MISSING, 60),
        Level("listed here, not in our record", unasked, Verdict.EXTRA),
        Level("same town, no street on either side", facts.same_place, Verdict.MATCH),
        Level("town only, the street is not shown", facts.city_only, Verdict.MISSING, 60),
        Level("street shown, not in our record", facts.street_added, Verdict.EXTRA),
        Level(FORMER_DOOR, facts.at_former_door, Verdict.MISMATCH, 100),
        Level("another town", facts.elsewhere, Verdict.MISMATCH, 100),
        Level("same address, mailbox said once", facts.box_said_once, Verdict.VARIANT),
        Level("another mailbox", facts.other_box, Verdict.MISMATCH, 100),
        *within(
            facts.at_one_door,
            Level("same address", facts.printed_alike, Verdict.MATCH),
            Level("same suite, other spelling", facts.suite_spelt_otherwise, Verdict.VARIANT),
            Level("same ZIP code, other town name", facts.other_town_name, Verdict.VARIANT),
            Level("same address, other spelling", facts.other_spelling, Verdict.VARIANT),
            Level("same street, its highway number said once", facts.route_said_once, Verdict.VARIANT),
            Level("same suite, floor said once", facts.only_floor_said_once, Verdict.VARIANT),
            Level("same number, kind of unit not said", facts.unit_kind_unsaid, Verdict.VARIANT),
            Level("another ZIP code", facts.zip_differs, Verdict.REVIEW, 30),
            Level("suite missing", facts.unit_missing, Verdict.REVIEW, 20),
            Level("suite added", facts.unit_added, Verdict.REVIEW, 20),
            Level("suite said in part", facts.unit_in_part, Verdict.REVIEW, 10),
            Level("another suite", facts.other_unit, Verdict.MISMATCH, 70),
            Level("house number said in part", facts.number_in_part, Verdict.REVIEW, 20),
            Level("street direction or type missing", facts.half_said, Verdict.REVIEW, 10),
        ),
        Level("another street of nearly that name", facts.twin_street, Verdict.MISMATCH, 100),
        Level("street is spelt in another way", facts.other_form, Verdict.REVIEW, 40),
        Level("house number missing", facts.no_number, Verdict.REVIEW, 40),
        Level("another house number", facts.other_number, Verdict.MISMATCH, 100),
        Level("a mailbox instead of the street", facts.mailbox, Verdict.MISMATCH, 70),
        Level("another address", always, Verdict.MISMATCH, 100),
    ),
    examples=(
        ("", "", NEITHER),
        (_HOME, "", "not listed"),
        ("", _HOME, "listed here, not in our record"),
        (_HOME, "1204 E 7TH ST STE B, AUSTIN, TX 78702", "same address"),
        (_HOME, "1204 East Seventh Street #B, Austin, Texas 78702-1234", "same address, other spelling"),
        (_HOME, "1204 E 7th St Suite B, Austin, TX 78702", "same suite, other spelling"),
        (_HOME, "1204 E 7th St #B, Austin, TX 78702", "same suite, other spelling"),
        (_HOME, "1204 E 7th St Ste B, Del Valle, TX 78702", "same ZIP code, other town name"),
        ("12 Oak Rd, Ada, OK 74820", "12 Oak Rd Hwy 6, Ada, OK 74820", "same street, its highway number said once"),
        ("12 Oak Rd Hwy 7, Ada, OK 74820", "12 Oak Rd Hwy 6, Ada, OK 74820", "another street of nearly that name"),
        ("Main & 3rd, Ada, OK 74820", "Main St & 3rd St, Ada, OK 74820", "street direction or type missing"),
        (_HOME, "1204 E 7th St 1st Floor Ste B, Austin, TX 78702", "same suite, floor said once"),
        (_HOME, "1204 E 7th St Ste B, PO Box 12, Austin, TX 78702", "same address, mailbox said once"),
        ("PO Box 12, Austin, TX 78702", "PO Box 21, Austin, TX 78702", "another mailbox"),
        ("12 Bay St PMB 7, Austin, TX 78702", "12 Bay St #7, Austin, TX 78702", "same number, kind of unit not said"),
        (_HOME, "1204 E 7th St Bldg 2 Ste B, Austin, TX 78702", "suite said in part"),
        ("12 Oak St, Austin, TX 78702", "12 1/2 Oak St, Austin, TX 78702", "house number said in part"),
        (_HOME, "1204 E 7th St Ste B, Austin, TX 78701", "another ZIP code"),
        (_HOME, "1204 E 7th St, Austin, TX 78702", "suite missing"),
        ("1204 E 7th St, Austin, TX 78702", _HOME, "suite added"),
        (_HOME, "1204 E 7th St Ste D, Austin, TX 78702", "another suite"),
        ("45-17 21st St, Queens, NY 11101", "4517 21st St, Queens, NY", "same address, other spelling"),
        (_HOME, "1204 7th St Ste B, Austin, TX 78702", "street direction or type missing"),
        (_HOME, "1204 W 7th St Ste B, Austin, TX 78702", "another street of nearly that name"),
        ("12 Oak Street, Austin, TX 78702", "12 Oak Avenue, Austin, TX 78702", "another street of nearly that name"),
        ("12 Guadalupe St, Austin, TX 78702", "12 Guadelupe St, Austin, TX 78702", "street is spelt in another way"),
        (_HOME, "E 7th St, Austin, TX 78702", "house number missing"),
        (_HOME, "1240 E 7th St Ste B, Austin, TX 78702", "another house number"),
        (_HOME, "PO Box 12, Austin, TX 78702", "a mailbox instead of the street"),
        (_HOME, "1204 E 7th St Ste B, Houston, TX 77002", "another town"),
        (_HOME, "99 Congress Ave, Austin, TX 78701", "another address"),
    ),
)
