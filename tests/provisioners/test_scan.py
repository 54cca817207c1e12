"""The first scene's scan: of twelve readable places 4 right, 3 with the old phone, 1 with a duplicate, 4 missing."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from network_process import Network

from checkers.compare import compare
from checkers.directories.discovery import directories
from checkers.fetch.fetcher import Fetcher
from checkers.fetch.outcome import CouldNotCheck, FetchLimits
from provisioners.connector import Capability
from provisioners.discovery import addresses, connectors
from provisioners.forms.us import business_nap

NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def untouched(tmp_path_factory):
    """A network that nobody has written to."""
    running = Network.start(tmp_path_factory.mktemp("untouched"))
    yield running
    running.stop()


@pytest.fixture
def fetch(untouched):
    return Fetcher(agent="MapPopCheck/0.1", now=lambda: NOON, allowed=untouched.hosts, limits=FetchLimits(spacing=0))


def test_the_presence_of_delgado_plumbing(untouched, fetch, delgado):
    ours = business_nap(delgado)
    seen = {
        name: [row.nap for row in each.find(ours, fetch)]
        for name, each in directories(addresses(untouched.settings)).items()
    }
    for name in ("google", "facebook"):
        connector = connectors()[name]
        seen[name] = [row.nap for row in connector.find(delgado, untouched.session_for(connector))]
    verdicts = {name: said(ours, naps) for name, naps in seen.items()}
    assert len(verdicts) == 12
    assert places(verdicts, "right") == ["chamberlist", "google", "openplaces", "townbook"]
    assert places(verdicts, "old phone") == ["facebook", "mainstreet", "wherewhat"]
    assert places(verdicts, "duplicate") == ["goldpages"]
    assert places(verdicts, "missing") == ["citydir", "localista", "nextstreet", "tradefinder"]


def test_every_directory_reads_its_own_pages(untouched, fetch):
    """Each prints the businesses of the place on its front page; what is read there is whole."""
    for directory in directories(addresses(untouched.settings)).values():
        front = fetch(f"{directory.base_url}/").content.decode()
        urls = [directory.base_url + path for path in re.findall(r'href="(/biz/[^"]+)"', front)][:3]
        listings = [directory.read(url, fetch) for url in urls]
        assert listings
        for listing in listings:
            nap = listing.nap
            assert nap.name and nap.city and nap.region and nap.phone.startswith("+1"), (directory.name, nap)


def test_a_listing_that_was_never_there_is_none(untouched, fetch):
    for directory in directories(addresses(untouched.settings)).values():
        assert directory.read(f"{directory.base_url}/biz/never-was-here", fetch) is None


def test_a_directory_in_trouble_could_not_be_checked(untouched, fetch, delgado):
    directory = directories(addresses(untouched.settings))["townbook"]
    untouched.misbehave("townbook", "500", count=2)
    with pytest.raises(CouldNotCheck):
        directory.find(business_nap(delgado), fetch)


def test_every_publisher_with_a_public_page_has_a_reader(untouched):
    of_hand_or_feed = {
        name
        for name, connector in connectors().items()
        if {Capability.FED, Capability.HAND} & connector.capabilities and name != "facebook"
    }
    assert of_hand_or_feed <= directories(addresses(untouched.settings)).keys()
    assert {each.title for each in directories(addresses(untouched.settings)).values()} <= {
        c.title for c in connectors().values()
    }


def said(ours, naps) -> str:
    if not naps:
        return "missing"
    if len(naps) > 1:
        return "duplicate"
    wrong = [v.field for v in compare(ours, naps[0]) if v.field in ("name", "address", "phone") and v.weight]
    return {(): "right", ("phone",): "old phone"}.get(tuple(wrong), f"wrong {wrong}")


def places(verdicts: dict[str, str], verdict: str) -> list[str]:
    return sorted(name for name, each in verdicts.items() if each == verdict)
