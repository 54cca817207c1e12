"""What is typed as a domain: what is read from it, and what is refused with which word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappop.domain.errors import Invalid
from mappop.services.domain_name import DomainName, read_name, shown
from mappop.settings import Settings, load

LIVE = {
    "MAPPOP_NETWORK": "live", "MAPPOP_SECRET_KEY": "x", "MAPPOP_BASE_URL": "https://app.mappop.net",
    "MAPPOP_MAIL_URL": "smtp://x",
    "MAPPOP_SITES_URL": "https://{id}.popsites.net", "MAPPOP_FRONT_HOST": "front.mappop.net", "MAPPOP_HOME": "/nowhere",
}  # fmt: skip


NO_NAMES = (
    "", "delgado", "com", "delgado plumbing.com", "192.0.2.7", "[::1]", "http://", "a@b.com@", "-delgado.com", "a..com",
    "del_gado.com", "x" * 64 + ".com", ("x" * 60 + ".") * 4 + "com", "a" * 400, "delgado.local", "delgado.test",
    "delgado.onion", "1.2.3.4.5", "\x00.com", "a\r\nb.com", "a\u202eb.com",
)  # fmt: skip
SUFFIXES = ("co.uk", "www.co.uk", "github.io", "www.github.io")
OURS = (
    "mappop.net", "app.mappop.net", "front.mappop.net", "x.front.mappop.net", "popsites.net", "delgado.popsites.net",
    "https://www.popsites.net",
)  # fmt: skip


def settings() -> Settings:
    return load(LIVE)


@pytest.mark.parametrize(
    ("typed", "name", "is_whole"),
    [("delgado.com", "delgado.com", True), (" WWW.Delgado.COM. ", "delgado.com", True),
     ("https://www.delgado.com/about?x=1", "delgado.com", True), ("http://delgado.com:8080", "delgado.com", True),
     ("shop.delgado.com", "shop.delgado.com", False), ("www.shop.delgado.com", "shop.delgado.com", False),
     ("delgado.co.uk", "delgado.co.uk", True), ("plomería.com", "xn--plomera-dza.com", True),
     ("PLOMERI\u0301A.com", "xn--plomera-dza.com", True), ("ｄｅｌｇａｄｏ.com", "delgado.com", True),
     ("delgado.github.io", "delgado.github.io", True), ("hidalgo.plumbing", "hidalgo.plumbing", True)],
)  # fmt: skip
def test_a_name_is_read_from_what_people_type(typed: str, name: str, is_whole: bool) -> None:
    assert read_name(typed, settings()) == DomainName(name, is_whole)


@pytest.mark.parametrize(
    ("typed", "why"),
    [*((typed, "no_name") for typed in NO_NAMES), *((typed, "suffix") for typed in SUFFIXES),
     *((typed, "ours") for typed in OURS)],
)  # fmt: skip
def test_what_can_not_be_a_sites_address_is_refused_with_its_word(typed: str, why: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_name(typed, settings())
    assert [(e.field, e.reason) for e in refused.value.errors] == [("name", why)]


@given(st.one_of(st.text(max_size=80), st.text("abcxyz0189-._www com:/@[]%é字\u202e", max_size=60)))
def test_whatever_is_typed_is_read_or_refused_and_reads_the_same_again(typed: str) -> None:
    try:
        found = read_name(typed, settings())
    except Invalid:
        return
    assert read_name(found.name, settings()) == found == read_name(f"www.{found.name}", settings())
    assert set(found.name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-.") and shown(found.name)
