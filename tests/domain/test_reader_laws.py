"""A list's objects are read as single texts are: the same values, the same faults."""

from hypothesis import given
from hypothesis import strategies as st

from mappop.domain.business import TEXT_MAX, Faq, Photo, Review, Service
from mappop.domain.business_reader import Reader

VALUES = st.one_of(
    st.text(),
    st.sampled_from(["", "  ", " a ", "x" * TEXT_MAX, "x" * (TEXT_MAX + 1)]),
    st.none(),
    st.booleans(),
    st.integers(),
    st.lists(st.text(), max_size=1),
)
SHAPES = {
    "services": (Service, ("name", "description", "price"), ("name",)),
    "faqs": (Faq, ("q", "a"), ("q", "a")),
    "photos": (Photo, ("src", "alt"), ("src",)),
    "reviews": (Review, ("author", "text", "source", "date"), ("author",)),
}
KEYS = st.sampled_from(["name", "description", "price", "q", "a", "src", "alt", "author", "text", "source", "date"])


@given(st.sampled_from(sorted(SHAPES)), st.lists(st.dictionaries(KEYS, VALUES), max_size=4))
def test_objects_of_a_list_are_read_as_texts_by_themselves_are(key, given_rows):
    shape, names, required = SHAPES[key]
    reader, by_itself = Reader({key: given_rows}), Reader({})
    expected = []
    for n, row in enumerate(given_rows):
        texts = {name: by_itself._text(row, name, prefix=f"{key}.{n}.", required=name in required) for name in names}
        expected.append({name: text for name, text in texts.items() if text or name in required})
    assert reader._rows(key, shape, *required, but="rating") == expected
    assert reader.errors == by_itself.errors
