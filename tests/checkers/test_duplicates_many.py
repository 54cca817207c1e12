"""Duplicates among many records: what is compared, what is joined, and what is said of the rest."""

from __future__ import annotations

import gc
import random  # noqa: TID251  a seeded shuffle
import tracemalloc

import pytest

from benchmarks.duplicate_records import World
from checkers.duplicates import duplicate_groups, find_duplicates, find_duplicates_in_rows, many
from checkers.duplicates.glance import Glance, glance, outline
from checkers.duplicates.groups import Sets
from checkers.duplicates.keys import NOTHING, door_keys, name_keys, phone_keys
from checkers.duplicates.names import words_of_name
from checkers.duplicates.records import Records, row_of
from checkers.match import same_business
from checkers.nap import Nap

DELGADO = Nap("Delgado Plumbing", "1204 E 7th St", "Ste B", "Austin", "TX", "78702", phone="(512) 555-0134")
CHAIN = Nap("Value Mart", "1 Main St", "", "Austin", "TX", "78701", phone="(512) 555-0101")
BRANCH = CHAIN.with_(street="900 Oak Ave", postal_code="78704", phone="(512) 555-0102")
WORDS = """abbot acorn amber anvil badger beacon birch bison cactus canyon cobalt comet daisy dingo domino dragon eagle
ember falcon fjord gecko ginger glacier gopher hazel heron hickory ibis indigo ivory jasper juniper kayak kestrel lagoon
lotus magnet maple mosaic nectar nimbus ocean onyx orchid panda pebble quartz quill raven ripple saffron sphinx tulip
turtle umber velvet walnut willow yonder zephyr""".split()


def groups(*naps):
    return [group.ids for group in find_duplicates(enumerate(naps)).groups]


@pytest.mark.parametrize(
    ("other", "shared"),
    [
        (DELGADO.with_(name="DELGADO PLUMBING LLC", street="1204 East Seventh Street", unit="#B"), "phone"),
        (DELGADO.with_(street="77 Elm St", unit="", postal_code="78745"), "phone"),
        (DELGADO.with_(name="Delgado Plumbing & Drain", phone=""), "door"),
        (DELGADO.with_(phone="512-555-0199"), "door"),
        (DELGADO.with_(street="", unit="", postal_code="", phone=""), "name"),
        (DELGADO.with_(postal_code="", phone=""), "name"),
        (DELGADO.with_(name="Elgado Plumbing, L.L.C."), "phone"),
        (DELGADO.with_(street="1212 E 7th St", phone=""), "name"),
        (DELGADO.with_(street="1204 East Seventh Street", postal_code="78722", phone=""), "name"),
    ],
    ids=[
        "other spelling",
        "moved",
        "keywords, no phone",
        "phone changed",
        "no street",
        "no ZIP",
        "a slip at the front",
        "a door further on",
        "another ZIP code",
    ],
)
def test_duplicates_are_found_by_whatever_they_share(other, shared):
    (group,) = find_duplicates([("a", DELGADO), ("b", other)]).groups
    (link,) = group.links
    assert (group.ids, link.one, link.two, link.shared) == (("a", "b"), "a", "b", shared)
    assert link.match.score >= 0.5 and link.match.why.startswith("Same business: ")


@pytest.mark.parametrize(
    "other",
    [
        Nap("Bella Salon", "1204 E 7th St", "Ste C", "Austin", "TX", "78702", phone="(512) 555-0155"),
        DELGADO.with_(street="77 Elm St", unit="", city="Dallas", postal_code="75201", phone="(214) 555-0101"),
        DELGADO.with_(name="Delgado Roofing", street="9 Oak Ave", unit="", phone="(512) 555-0177"),
        DELGADO.with_(name="Delgado Plumbing & Tile", unit="Ste D", phone="(512) 555-0177"),
        DELGADO.with_(name="Delgado Plumbing Supply", phone="(512) 555-0177"),
        Nap(),
    ],
    ids=[
        "two tenants of one door",
        "a branch elsewhere",
        "one family, two trades",
        "one name in another's, a suite each",
        "a department",
        "nothing said",
    ],
)
def test_neighbours_are_none(other):
    assert groups(DELGADO, other) == []


def test_branches_of_a_chain_stay_apart_and_a_record_without_street_is_put_to_none_of_them():
    unclear = CHAIN.with_(street="", postal_code="", phone="")
    found = find_duplicates(zip("abc", (CHAIN, BRANCH, unclear), strict=True))
    assert found.groups == () and [(each.one, each.might_be) for each in found.undecided] == [("c", ("a", "b"))]


def test_one_name_on_two_streets_is_left_to_a_person_where_no_phone_tells():
    elsewhere = DELGADO.with_(street="77 Elm St", unit="", phone="")
    found = find_duplicates(zip("ab", (DELGADO, elsewhere), strict=True))
    assert found.groups == () and [(each.one, each.might_be) for each in found.undecided] == [("b", ("a",))]
    assert duplicate_groups([DELGADO, elsewhere]) == ()


def test_branches_of_a_chain_with_one_line_stay_apart():
    subway = DELGADO.with_(name="Subway")
    assert groups(subway, subway.with_(street="77 Elm St", unit="", postal_code="78745")) == []


def test_a_branch_without_phone_is_put_to_none_of_the_others():
    third = CHAIN.with_(street="77 Elm St", phone="")
    assert groups(CHAIN, BRANCH, third) == []


def test_a_record_without_street_whose_phone_tells_is_put_there():
    known = CHAIN.with_(street="", postal_code="", phone=BRANCH.phone)
    assert groups(CHAIN, BRANCH, known) == [(1, 2)]


def test_a_group_grows_over_records_that_share_nothing_with_each_other():
    moved = DELGADO.with_(street="77 Elm St", unit="", postal_code="78745")
    assert groups(DELGADO, moved, moved.with_(phone="512-555-0142")) == [(0, 1, 2)]


class TestLargeBlocks:
    """A call centre's phone, a mall's door: compared near by near, and said so."""

    def naps(self):
        return [
            Nap(f"{word.title()} Repair", f"{100 + n} Elm St", "", "Austin", "TX", "78702", phone="(512) 555-0134")
            for n, word in enumerate(WORDS)
        ]

    def test_the_answer_names_what_was_compared_less_closely(self):
        found = find_duplicates(enumerate(self.naps()))
        (bounded,) = found.bounded
        assert (bounded.shared, bounded.example, bounded.records, bounded.pairs_in_all) == ("phone", 0, 60, 1770)
        assert bounded.pairs_compared < 60 * many.NEIGHBOURS

    def test_duplicates_in_it_are_found_as_they_stand_side_by_side(self):
        naps = self.naps()
        naps.insert(3, naps[40].with_(street="140 Elm Street"))
        assert (3, 41) in [group.ids for group in find_duplicates(enumerate(naps)).groups]

    def test_the_pairs_grow_with_the_records_not_with_their_square(self, monkeypatch):
        monkeypatch.setattr(many, "BLOCK_MAX", 5)
        counts = [find_duplicates(enumerate(self.naps()[:n])).pairs_compared for n in (30, 60)]
        assert counts[1] < 2.5 * counts[0]

    def test_a_chain_without_phones_leaves_each_branch_open_in_little_memory(self):
        """Each of 800 branches might be any other: told by the first few, kept once for all of them."""
        naps = [Nap("Kepler Dental", f"{n} Main St", "", "Boise", "ID", "83702") for n in range(800)]
        tracemalloc.start()
        try:
            found = find_duplicates(enumerate(naps))
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
        assert (len(found.groups), len(found.undecided)) == (0, 798) and peak < 15_000_000
        assert found.undecided[0].might_be == (1, 2, 3, 4, 5) and found.undecided[-1].might_be == (0, 1, 2, 3, 4)

    def test_records_read_in_full_are_not_all_kept(self, monkeypatch):
        found = find_duplicates(enumerate(self.naps()))
        monkeypatch.setattr(many, "PREPARED_MAX", 3)
        assert find_duplicates(enumerate(self.naps())) == found


def test_the_answer_does_not_depend_on_the_order_of_the_records():
    rows = list(World(600, seed=5).rows())
    naps = [(row["id"], Nap(**{key: row[key] for key in row if key not in ("id", "business")})) for row in rows]
    as_found = {frozenset(group.ids) for group in find_duplicates(naps).groups}
    random.Random(1).shuffle(naps)
    assert {frozenset(group.ids) for group in find_duplicates(iter(naps)).groups} == as_found != set()


def test_most_planted_duplicates_are_found_and_hardly_a_neighbour():
    rows = list(World(1_500, seed=7).rows())
    business = {row["id"]: row["business"] for row in rows}
    naps = ((row["id"], Nap(**{key: row[key] for key in row if key not in ("id", "business")})) for row in rows)
    found = find_duplicates(naps)
    pairs = {(group.ids[0], other) for group in found.groups for other in group.ids[1:]}
    right = {pair for pair in pairs if business[pair[0]] == business[pair[1]]}
    assert found.records == 1_500 and len(right) > 0.9 * len(pairs)
    assert len(right) > 0.9 * (len(rows) - len(set(business.values())))


def test_what_is_joined_without_weighing_is_what_the_rules_would_join():
    rows = World(1_500, seed=9).rows()
    naps = ((row["id"], Nap(**{key: row[key] for key in row if key not in ("id", "business")})) for row in rows)
    links = [link for group in find_duplicates(naps).groups for link in group.links]
    assert len(links) > 200 and all(link.match.same for link in links)


def test_few_and_many_agree_where_all_share_something():
    naps = [DELGADO, DELGADO.with_(name="Delgado Plumbing LLC"), DELGADO.with_(name="Bella Salon", unit="C", phone="")]
    assert tuple(groups(*naps)) == duplicate_groups(naps)


def test_nothing_in_nothing_out():
    found = find_duplicates([])
    assert (found.groups, found.undecided, found.bounded, found.records, found.pairs_compared) == ((), (), (), 0, 0)


def test_a_table_is_searched_as_records_are():
    rows = list(World(1_000, seed=3).rows())
    naps = [Nap(**{key: row[key] for key in row if key not in ("id", "business")}) for row in rows]
    of_a_table = find_duplicates_in_rows((n, list(row.values())[2:]) for n, row in enumerate(rows))
    assert of_a_table == find_duplicates(enumerate(naps)) and of_a_table.groups


class TestGlance:
    """Certain only where the rules, reading both in full, answer the same."""

    @pytest.mark.parametrize("kind", ["& Repair", "Emergency Service", "Lab", "Pharmacy", "Near Me Austin"])
    def test_words_added_behind_one_door_and_phone_tell_no_other(self, kind):
        other = DELGADO.with_(name=f"Delgado Plumbing {kind}", street="1204 East 7th Street", unit="")
        assert glance(outline(DELGADO), outline(other)) is Glance.CERTAIN
        assert same_business(DELGADO, other).same

    @pytest.mark.parametrize("place", ["Riverside University", "Grand Hotels", "Oak Mall", "Hill Church"])
    def test_what_a_place_that_houses_others_adds_is_read_in_full(self, place):
        house, tenant = DELGADO.with_(name=place), DELGADO.with_(name=f"{place} Pharmacy")
        assert glance(outline(house), outline(tenant)) is not Glance.CERTAIN

    def test_with_another_door_only_what_says_no_kind_is_certain(self):
        no_zip = DELGADO.with_(postal_code="")
        glances = [glance(outline(no_zip), outline(DELGADO.with_(name=f"Delgado Plumbing {added}")))
                   for added in ("Family Owned", "Repair")]  # fmt: skip
        assert glances == [Glance.CERTAIN, Glance.OPEN]


def phone_key(text):
    return phone_keys([text])[0]


def door_key(nap):
    return door_keys([nap.street], [nap.city], [nap.postal_code])[0]


def name_key(nap):
    return name_keys([nap.name], [nap.city], [nap.postal_code])[0]


class TestKeys:
    @pytest.mark.parametrize(
        "text", ["512-555-0134", "+15125550134", "1 (512) 555 0134", "(512) 555-0134 ext. 7", "512\n555\n0134"]
    )
    def test_a_phone_in_any_form_is_one_key(self, text):
        assert phone_key(text) == 5125550134

    @pytest.mark.parametrize("text", ["", "none", "0134", "012-555-0134", "5125550134512555"])
    def test_what_is_no_phone_brings_nobody_together(self, text):
        assert phone_key(text) == NOTHING

    def test_each_of_a_column_has_the_key_that_it_has_alone(self):
        naps = [Nap(**{key: row[key] for key in row if key not in ("id", "business")}) for row in World(300, 2).rows()]
        naps += [Nap(), DELGADO.with_(phone="512\n555-0134", name="Los Tés", street="P.O. Box 7")]
        names, streets, _, cities, _, codes, phones = zip(*map(row_of, naps), strict=True)
        assert phone_keys(phones) == [phone_key(nap.phone) for nap in naps]
        assert door_keys(streets, cities, codes) == [door_key(nap) for nap in naps]
        assert name_keys(names, cities, codes) == [name_key(nap) for nap in naps]

    def test_a_door_is_number_and_zip_however_the_street_is_spelt(self):
        assert door_key(DELGADO) == door_key(DELGADO.with_(street="1204 East Seventh Street", postal_code="78702-1234"))
        assert door_key(DELGADO) != door_key(DELGADO.with_(postal_code="78703"))
        assert door_key(Nap(street="PO Box 1204", postal_code="78702")) == door_key(DELGADO)
        assert door_key(Nap(street="One Main Plaza", city="Boise")) == door_key(Nap(street="12 Main St")) == NOTHING

    def test_a_name_is_its_first_telling_word_in_its_town(self):
        names = ("The Delgado Company", "DELGADO'S", "Delgadó & Sons", "Delgado", " Delgados", "Plumbing by Delgado")
        assert {name_key(DELGADO.with_(name=name)) for name in names} == {name_key(DELGADO)}
        assert name_key(DELGADO) != name_key(DELGADO.with_(city="Dallas"))
        assert name_key(Nap(name="!!")) == NOTHING

    def test_a_whole_name_is_all_its_words_but_form(self):
        same = [DELGADO.with_(name=name) for name in ("The DELGADO Plumbing, LLC", "Delgado   Plumbing")]
        assert {words_of_name(nap.name).all for nap in same} == {("delgado", "plumbing")}
        assert words_of_name("Delgado Plumbing 2").all != ("delgado", "plumbing")


def test_records_come_back_as_they_went_in():
    odd = Nap("Joe\x1fs \ud800 Café", "12\x1f Main", phone="x")
    kept = Records([(7, row_of(DELGADO)), (8, row_of(odd)), (9, row_of(Nap()))])
    assert (kept[0], kept[2], kept.ids) == (DELGADO, Nap(), [7, 8, 9])
    assert (kept[1].name, kept[1].street, kept[1].phone) == ("Joe s ? Café", "12  Main", "x")


def test_sets_name_their_first_member_and_keep_order():
    sets = Sets(6)
    sets.join(4, 2)
    sets.join(5, 3)
    sets.join(2, 0)
    assert sets.groups({0, 2, 3, 4, 5}) == [[0, 2, 4], [3, 5]] and sets.find(4) == 0


@pytest.mark.parametrize("is_on", [True, False])
def test_the_collector_of_garbage_is_left_as_it_was(is_on):
    (gc.enable if is_on else gc.disable)()
    try:
        find_duplicates([("a", DELGADO), ("b", DELGADO)])
        assert gc.isenabled() == is_on
    finally:
        gc.enable()


def test_what_somebody_froze_for_the_collector_stays_frozen():
    gc.freeze()
    try:
        frozen = gc.get_freeze_count()
        find_duplicates([("a", DELGADO), ("b", DELGADO)])
        assert gc.get_freeze_count() > frozen - 100 > 0  # full caches let go of a few
    finally:
        gc.unfreeze()
