"""What holds for every text, well meant or not."""

from hypothesis import given
from hypothesis import strategies as st

from checkers.compare import compare
from checkers.nap import Nap
from checkers.normalise import address, address_plain, hours, phone, website
from checkers.normalise.address_words import SUFFIXES
from checkers.rules.address import ADDRESS, address_fact
from checkers.verdict import Verdict

WORDS = (
    "12 12b 1/2 n e nw north st street ave avenue b the saint 7th forty second hwy us i-35 fm county road 9 po box rr"
    " ste #4 # apt & floor fl 3 bldg rear pier penthouse calle urb km between and at / , , , . ( ) austin tx texas"
    " 78702 78702-1234 usa c/o attn - \u00bd \u1369 \n"
).split(" ")
LINES = st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join)
TEXTS = st.one_of(st.text(max_size=120), LINES)
NAMES = st.sampled_from(
    "oak alder park north side front lot county state washington the jr saint seventh fifth forty 22nd 113th 12th calle"
    " farm old broadway near box urb st floor rear one ste hill court".split()
)
KINDS = st.sampled_from("st street ave rd blvd dr ct way pl cir ter pkwy hwy loop hill".split())
UNITS = st.sampled_from(
    ["", "", " ste 4", ", ste 4b", " # 12", ", #b", " unit e", ", apt 9", " fl 3", ", rear", " lot 4"]
)
TOWNS = st.sampled_from(["austin", "st. louis", "north", "front royal", "jr city", "apo", "near", "san juan", "west"])
WAYS = st.lists(st.sampled_from(["n", "West", "S.", "nw"]), max_size=1)
NAMED = st.lists(NAMES | st.sampled_from(sorted(SUFFIXES)), min_size=1, max_size=3)
STREETS = st.builds(
    lambda number, ways, names, kind, unit: " ".join([str(number), *ways, *names, kind]) + unit,
    st.integers(1, 99_999),
    WAYS,
    NAMED,
    KINDS,
    UNITS,
)
NUMBERED_BEHIND = st.builds(
    lambda ways, names, kind, number: " ".join([*ways, *names, kind]) + number,
    WAYS,
    NAMED,
    KINDS,
    st.sampled_from(["", ".", ", 7", ", 42", "., 3917", ", 78702", ", 12b", " 17", ", 5 1/2"]),
)

CROSSINGS = st.lists(
    NAMES | KINDS | st.sampled_from(["at", "near", "btwn", "s.", "23rd", "pa", "marfa", "#4"]), max_size=4
)


@given(STREETS, TOWNS, st.sampled_from([", ", " "]), st.sampled_from(["TX", "DC", "VA", "FL", "PR"]))
def test_the_short_way_of_plain_lines_says_what_the_rules_say(street, town, mark, state):
    """A space behind is form, and keeps a line from the short way."""
    line = f"{street}, {town}{mark}{state} 78702"
    assert address.parse.__wrapped__(line) == address.parse.__wrapped__(f"{line} ")
    assert address.parse_fields.__wrapped__(street) == address.parse_fields.__wrapped__(f"{street} ")


@given(NUMBERED_BEHIND | st.just(""))
def test_a_street_with_its_number_behind_or_none_is_read_as_the_rules_read_it(street):
    assert address.parse_fields.__wrapped__(street) == address.parse_fields.__wrapped__(f"{street} ")


@given(STREETS, CROSSINGS.map(" ".join))
def test_the_street_that_it_crosses_changes_nothing_beside_a_house_number(street, crossing):
    line = f"{street}, {crossing}"
    city = ("", "Marfa", "PA", "79843")
    assert address.parse_fields.__wrapped__(line, *city) == address.parse_fields.__wrapped__(f" {line}", *city)
    assert address_plain.street("4601 Liberty Ave, at Taylor St.") == address_plain.street("4601 Liberty Ave")
    assert address_plain.street("4601 Liberty Ave, North") is None


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


@given(STREETS | NUMBERED_BEHIND | LINES, STREETS | NUMBERED_BEHIND | LINES, TOWNS, TOWNS)
def test_two_addresses_are_judged_alike_both_ways_and_what_is_missing_is_extra_the_other_way(one, two, town, other):
    turned = {Verdict.MISSING: Verdict.EXTRA, Verdict.EXTRA: Verdict.MISSING}
    facts = [address_fact(f"{street}, {place}, TX") for street, place in ((one, town), (two, other))]
    there, back = ADDRESS.decide(*facts), ADDRESS.decide(*facts[::-1])
    assert back.verdict is turned.get(there.verdict, there.verdict), (there.label, back.label)


@given(TEXTS)
def test_hours_phones_and_websites_answer_too(text):
    assert hours.key(text) == hours.key(text) and phone.key(text) == phone.key(text)
    assert website.key(website.key(text)) == website.key(text)
