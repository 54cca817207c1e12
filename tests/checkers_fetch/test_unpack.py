"""Packed pages: each coding that is offered unpacks, piece by piece, and none unpacks a bomb."""

from __future__ import annotations

import gzip
import zlib

import pytest
from hostile import reply
from internet import Internet

from checkers.fetch.outcome import CouldNotCheck
from checkers.fetch.unpack import ACCEPT_ENCODING, CODINGS, UnpackFault

PAGE = b"<h1>Joe's</h1> " * 40
ROOM = 10_000


def brotli(content):
    return pytest.importorskip("brotli").compress(content, quality=5)


def zstd(content):
    return pytest.importorskip("backports.zstd").compress(content)


PACKERS = {"gzip": gzip.compress, "deflate": zlib.compress, "br": brotli, "zstd": zstd}


@pytest.fixture(params=PACKERS)
def coding(request):
    if request.param not in CODINGS:
        pytest.skip(f"no decoder for {request.param} is installed")
    return request.param


def unpacked(coding, packed, size):
    unpacker = CODINGS[coding]()
    pieces = [packed[n : n + size] for n in range(0, len(packed), size)]
    return b"".join(unpacker.unpack(piece, ROOM) for piece in pieces), unpacker.is_whole


def test_what_can_be_unpacked_is_what_hosts_are_offered():
    assert {"gzip", "deflate"} <= set(CODINGS) <= set(PACKERS) and set(ACCEPT_ENCODING.split(", ")) == set(CODINGS)


@pytest.mark.parametrize("size", [1, 7, 100_000])
def test_pieces_of_any_size_make_the_page(coding, size):
    assert unpacked(coding, PACKERS[coding](PAGE), size) == (PAGE, True)


def test_a_cut_page_is_not_whole(coding):
    assert not unpacked(coding, PACKERS[coding](PAGE)[:-5], 100)[1]


def test_what_is_not_of_the_coding_is_a_fault(coding):
    with pytest.raises(UnpackFault):
        unpacked(coding, b"\xff" * 500, 100)


def test_a_bomb_unpacks_no_further_than_there_is_room(coding):
    got = CODINGS[coding]().unpack(PACKERS[coding](b"\0" * 50_000_000), ROOM)
    assert ROOM <= len(got) < ROOM + 65_536


def test_a_bomb_of_each_coding_could_not_be_checked(host, coding):
    bomb = reply(PACKERS[coding](b"\0" * 50_000_000), Content_Encoding=coding)
    with pytest.raises(CouldNotCheck, match="far too"):
        Internet(host(bomb), host).fetcher()("http://site.example/")


def test_a_page_of_each_coding_is_read(host, coding):
    site = Internet(host(reply(PACKERS[coding](PAGE), Content_Encoding=coding.upper())), host)
    assert site.fetcher()("http://site.example/").content == PAGE
    assert f"Accept-Encoding: {ACCEPT_ENCODING}\r\n" in site.site.heads[-1]
