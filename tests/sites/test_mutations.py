"""A record with any part replaced by anything is built soundly or refused in words: never a crash, never markup."""

import copy

from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from mappop.domain.business import Business
from mappop.domain.errors import Refused
from site_templates import themes

from .records import MARKUP, sample, site

ANYTHING = st.one_of(
    st.text(max_size=60),
    st.text(alphabet="<>\"'&{}%`/\\;=\u202e\u2028\x00\ud800 script", max_size=40),
    st.sampled_from([MARKUP, "", None, True, 0, -1, 10**400, float("nan"), [], {}, [[]], {"a": "b"}, "javascript:x"]),
    st.integers(),
    st.lists(st.text(max_size=20), max_size=3),
    st.dictionaries(st.text(max_size=10), st.text(max_size=20), max_size=3),
)
FRAMES = "iframe,object,embed,base,form:not([action='/_/contact'])"


def leaves(value, path=()):
    """Every place in the record, the record's own keys included."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in pairs:
        yield (*path, key)
        yield from leaves(inner, (*path, key))


def replaced(data, path, by):
    data = copy.deepcopy(data)
    place = data
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = by
    return data


@settings(max_examples=200, deadline=None)
@given(st.data(), st.sampled_from(sorted(themes())), ANYTHING)
def test_any_part_may_be_anything(data, theme, by):
    record = sample(theme)
    path = data.draw(st.sampled_from([place for place in leaves(record) if place != ("id",)]))
    try:
        Business.from_dict(replaced(record, path, by))
        files = site(replaced(record, path, by), theme)
    except Refused as refused:
        assert str(refused)
        return
    for page in (content for name, content in files.items() if name.endswith("index.html")):
        tree = LexborHTMLParser(page)
        assert (len(tree.css("script")), len(tree.css("style")), len(tree.css(FRAMES))) == (2, 1, 0)
        assert not [name for node in tree.css("*") for name in node.attributes if name.startswith("on")]
