"""Strangers' pages: any bytes get an answer, in bounded time and in the right letters."""

import time
from random import Random  # noqa: TID251  the type of what hypothesis draws from its own seed

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkers.extract import read_page
from tests.checkers.test_read_markup import GRAPH, HCARD, JSON_LD, MICRODATA, PLAIN, RDFA

PAGE = f"<html><title>Delgado</title><body>{JSON_LD}{GRAPH}{MICRODATA}{RDFA}{HCARD}{PLAIN}</body></html>".encode()
SHARDS = [
    b"<div>",
    b"</div>",
    b'"',
    b"<",
    b"\0",
    b"&#x110000;",
    b"<!--",
    b'{"@graph":',
    b"itemscope itemprop=address",
    b"\xff\xfe",
    b"]]>",
]


@settings(deadline=None)
@given(st.binary(max_size=400), st.sampled_from(["", "text/html; charset=utf-7", "charset=nonsense", "charset=utf-16"]))
def test_any_bytes_get_an_answer(content, content_type):
    assert isinstance(read_page(content, content_type=content_type, url="http://[bad"), tuple)


@settings(max_examples=150, deadline=None)
@given(st.randoms(use_true_random=False))
def test_a_cut_and_mangled_page_gets_an_answer(chance: Random):
    page = bytearray(PAGE[: chance.randrange(len(PAGE))])
    for _ in range(chance.randrange(40)):
        at = chance.randrange(len(page) + 1)
        page[at : at + chance.choice([0, 0, 1, 30])] = chance.choice(SHARDS)
    for listing in read_page(bytes(page)):
        assert len(listing.nap.name) <= 500 and len(listing.nap.street) <= 500


@pytest.mark.parametrize(
    "piece",
    [
        b"<div>",
        b"<div itemscope itemprop=address>",
        b'<div class="vcard adr">',
        b"<p>Austin, TX 78701</p>",
        b"<p>Mon 9am-5pm</p>",
        b"<h1>Delgado</h1>",
        b"512-555-0134 ",
        b"1 Main St, ",
        b"\0",
    ],
)
def test_a_page_of_one_thing_over_and_over_is_read(piece):
    assert len(read_page(piece * 3_000)) <= 200


@pytest.mark.parametrize(
    "page",
    [
        b"<div>" * 100_000 + PAGE,
        PAGE.replace(b"<div", b"<div title='" + b"x" * 300_000 + b"'", 1),
        PAGE.replace(b">", b""),
        PAGE.decode().encode("utf-7"),
        b"\xff\xfe" + PAGE.decode().encode("utf-16-be"),
        b")]}'[" + b"[" * 100_000,
        b"<title>" + b"Delgado, " * 30_000,
        b"<p>" + b"1 Elm, " * 3_000 + b"Austin, TX 78701",
    ],
    ids=["deep", "huge attribute", "unclosed", "UTF-7", "wrong byte order", "deep payload", "huge title", "commas"],
)
def test_a_page_made_to_break_readers_gets_an_answer(page):
    assert isinstance(read_page(page, url="https://elm.example/"), tuple)


@pytest.mark.parametrize("inside", [b'"a\\' * 30_000, b"/*" * 30_000, b"[" * 30_000, b'{"a":' * 30_000, b", " * 30_000])
def test_json_ld_that_never_ends_is_no_listing(inside):
    assert read_page(b'<script type="application/ld+json">' + inside + b"</script>") == ()


PLACES = "".join(f"<p>Joe {n}<br>{n + 1} Main St<br>Boise, ID 83702<br>208-555-{n:04}" for n in range(1_400))
ATTRIBUTES = "<div " + " ".join(f'a{n}="x"' for n in range(500_000)) + ">12 Main St"


@pytest.mark.parametrize("page", [PLACES, ATTRIBUTES, "<div " + "a " * 2_400_000])
def test_a_page_of_the_largest_size_takes_no_more_than_its_seconds(page):
    began = time.process_time()
    read_page(page.encode())
    assert time.process_time() - began < 5  # 11 s for the places, and minutes for the attributes (2026-11-28)


def test_many_attributes_cost_their_element_nothing_but_them():
    many = " ".join(f"data-{n}='>'" for n in range(5_000))
    found = read_page(f"<body {many} itemscope itemtype='https://schema.org/Store'>{JSON_LD}</body>")
    assert [listing.nap.name for listing in found] == ["Delgado Plumbing"]


def test_a_script_that_says_less_than_is_no_tag_of_many_attributes():
    script = f"<script>for (n = 0; n<m; n++) {{ {'a = b; ' * 2_000} }}</script>"
    assert [listing.nap.name for listing in read_page(script + JSON_LD)] == ["Delgado Plumbing"]


def test_references_in_a_circle_end():
    circle = '{"@graph":[{"@id":"a","@type":"Store","name":"A","telephone":"512-555-0134","department":{"@id":"a"}}]}'
    found = read_page(f'<script type="application/ld+json">{circle}</script>')
    assert [listing.nap.name for listing in found] == ["A"]


@pytest.mark.parametrize(
    ("encoding", "content_type", "meta"),
    [
        ("utf-8", "", ""),
        ("utf-8-sig", "text/html; charset=iso-8859-1", ""),
        ("cp1252", "text/html; charset=ISO-8859-1", ""),
        ("cp1252", "", '<meta charset="latin-1">'),
        ("cp1252", "", ""),
        ("utf-16", "", ""),
    ],
)
def test_letters_survive_their_encoding(encoding, content_type, meta):
    page = f"<html>{meta}{JSON_LD.replace('Delgado Plumbing', 'Café Ñandú')}</html>".encode(encoding)
    assert read_page(page, content_type=content_type)[0].nap.name == "Café Ñandú"


def test_what_is_past_the_bound_is_not_read():
    assert read_page(b"<!--" + b" " * 5_000_000 + b"-->" + JSON_LD.encode()) == ()
