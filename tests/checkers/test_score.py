"""The presence score: whole points that add up, and nothing counted that was not looked at."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkers.compare import FieldVerdict, compare
from checkers.nap import Nap
from checkers.score import PlaceResult, PlaceState, presence_score
from checkers.verdict import Verdict

HOME = Nap("Delgado Plumbing", "1204 E 7th St", "Ste B", "Austin", "TX", "78702", phone="+15125550134")
verdicts = st.builds(
    FieldVerdict,
    field=st.sampled_from(["name", "address", "phone", "website", "hours"]),
    verdict=st.sampled_from(Verdict),
    label=st.just("label"),
    canonical=st.just(""),
    seen=st.just(""),
    weight=st.integers(0, 100),
)
places = st.builds(
    PlaceResult,
    place=st.text(min_size=1, max_size=8),
    state=st.sampled_from(PlaceState),
    verdicts=st.lists(verdicts, max_size=5, unique_by=lambda v: v.field).map(tuple),
)


@settings(deadline=None, max_examples=60)
@given(st.lists(places, max_size=30))
def test_the_parts_add_up_exactly_and_the_score_is_the_same_again(results):
    score = presence_score(results)
    assert score == presence_score(results)
    if score.value is None:
        assert score.parts == () and all(result.state is PlaceState.UNCHECKED for result in results)
        return
    assert score.value == sum(part.points for part in score.parts) and 0 <= score.value <= 100
    assert sum(part.out_of for part in score.parts) == 100
    assert all(0 <= part.points <= part.out_of for part in score.parts)


@settings(deadline=None, max_examples=30)
@given(st.lists(places, min_size=1, max_size=12), st.integers(1, 5))
def test_a_place_that_could_not_be_checked_counts_neither_way_and_is_said(results, silent):
    unchecked = [PlaceResult(f"silent {n}", PlaceState.UNCHECKED) for n in range(silent)]
    assert presence_score(results + unchecked).value == presence_score(results).value
    assert {f"silent {n}" for n in range(silent)} <= set(presence_score(results + unchecked).unchecked)


def listed(place, seen, state=PlaceState.LISTED):
    return PlaceResult(place, state, compare(HOME, seen))


def test_all_right_is_100_nothing_listed_is_0_nothing_checked_is_no_score():
    assert presence_score([listed(f"p{n}", HOME) for n in range(7)]).value == 100
    assert presence_score([PlaceResult("p", PlaceState.MISSING)]).value == 0
    assert presence_score([PlaceResult("p", PlaceState.UNCHECKED)]).value is None


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (0, "No place was looked at."),
        (1, "The one place could not be checked."),
        (12, "None of 12 places could be checked."),
    ],
)
def test_a_scan_without_an_answer_says_so_once(count, said):
    assert presence_score([PlaceResult(f"p{n}", PlaceState.UNCHECKED) for n in range(count)]).sentence == said


@pytest.mark.parametrize(("places", "said"), [(1, "0 of 100 over 1 place."), (2, "0 of 100 over 2 places.")])
def test_the_score_is_said_with_its_number_of_places(places, said):
    missing = [PlaceResult(f"place {n}", PlaceState.MISSING) for n in range(places)]
    assert presence_score(missing).sentence == said


def test_the_reasons_name_what_cost_the_points():
    score = presence_score(
        [
            listed("right", HOME.with_(street="1204 East Seventh Street")),
            listed("old phone", HOME.with_(phone="+15125550177")),
            listed("twice", HOME, PlaceState.DUPLICATE),
            PlaceResult("absent", PlaceState.MISSING),
        ]
    )
    assert [(part.place, part.points, part.reason) for part in score.parts] == [
        ("right", 25, "all right"),
        ("old phone", 15, "phone: another number"),
        ("twice", 12, "listed twice"),
        ("absent", 0, "not listed"),
    ]
    assert score.value == 52
