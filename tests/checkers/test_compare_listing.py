"""Whose listing it is, beside what its fields say; each difference says what to do about it."""

from checkers.compare import compare
from checkers.nap import Nap
from checkers.rules import RULES, Repair
from checkers.score import PlaceResult, presence_score
from checkers.verdict import Verdict

CLINIC = Nap(
    name="Lakeline Dental",
    street="1204 E 7th St",
    unit="Ste B",
    city="Austin",
    region="TX",
    postal_code="78702",
    phone="512-555-0134",
)


def whole(seen: Nap, **said):
    return next((v for v in compare(CLINIC, seen, **said) if v.field == "listing"), None)


def test_its_own_listing_is_not_mentioned():
    assert whole(CLINIC) is None


def test_a_closed_listing_costs_all_and_asks_to_be_opened_again():
    closed = whole(CLINIC, is_closed=True)
    assert (closed.label, closed.verdict, closed.repair) == ("closed here", Verdict.MISMATCH, Repair.REOPEN)
    score = presence_score([PlaceResult("CityDir", verdicts=compare(CLINIC, CLINIC, is_closed=True))])
    assert (score.value, score.parts[0].reason) == (0, "listing: closed here")


def test_the_tenant_next_door_is_left_alone():
    neighbour = CLINIC.with_(name="Banner Title Company", unit="Ste A", phone="512-555-0177")
    assert whole(neighbour).repair is Repair.KEEP_APART


def test_a_dentist_at_the_clinic_is_a_person_not_a_wrong_name():
    assert whole(CLINIC.with_(name="Maria Roe, D.D.S.")).label == "practitioner at a practice"


def test_what_is_right_needs_no_repair_and_what_costs_has_one():
    for rule in RULES:
        for level in rule.levels:
            assert (level.repair is Repair.NOTHING) <= (level.weight == 0), level.label


def test_the_same_record_and_listing_give_the_same_score_and_its_parts_add_up():
    seen = CLINIC.with_(unit="", phone="512-555-0135")
    places = [PlaceResult(name, verdicts=compare(CLINIC, seen)) for name in ("CityDir", "Townbook", "Mainstreet")]
    first, again = presence_score(places), presence_score(places)
    assert first == again and sum(part.points for part in first.parts) == first.value
