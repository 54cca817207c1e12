"""What holds for every name, well meant or not."""

from hypothesis import given
from hypothesis import strategies as st

from checkers.normalise import name

WORDS = st.sampled_from(
    """joe's the dr md oak bar cafe & and n a b's store 12 31st 2nd 10s twenty one first saint centre shoppe llc inc l c
    dba d b a doing business as trading no bbq q barbecue united states 7-eleven a-b x-dba-y carey's-corner co s' o'hara
    ch's 3's""".split()
)
NAMES = st.builds(
    lambda words, marks: "".join(word + mark for word, mark in zip(words, marks, strict=True)),
    *[
        st.lists(of, min_size=5, max_size=5)
        for of in (WORDS, st.sampled_from([" ", " ", " ", "-", " - ", " & ", "", "&"]))
    ],
)


@given(NAMES)
def test_the_short_way_of_plain_names_says_what_the_rules_say(said):
    """A dot behind a word is form, and keeps a name from the short way."""
    assert name.parse.__wrapped__(f"{said} oak") == name.parse.__wrapped__(f"{said} oak.")
