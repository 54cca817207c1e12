from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator

import pytest
from network_process import Network
from pretend import Answer, Asked, Pretend

from mappop.domain.business import Business
from provisioners.connector import DesiredListing


@pytest.fixture
def publisher() -> Iterator[Callable[[Callable[[Asked], Answer] | Answer], Pretend]]:
    """Starts pretend publishers, and ends them with the test."""
    started: list[Pretend] = []

    def start(answer: Callable[[Asked], Answer] | Answer) -> Pretend:
        started.append(Pretend(answer if callable(answer) else lambda _: answer))
        return started[-1]

    yield start
    for pretend in started:
        pretend.close()


@pytest.fixture
def business() -> Business:
    return Business.from_dict(
        {
            "id": "delgado-plumbing-austin",
            "name": "Delgado Plumbing",
            "trade": "plumber",
            "address": {
                "street": "1204 E 7th St",
                "unit": "Ste B",
                "city": "Austin",
                "region": "TX",
                "postal_code": "78702",
            },
            "phones": [{"number": "+15125550134", "kind": "main"}],
            "website": "https://delgadoplumbing.example/",
            "hours": {"mon": [["08:00", "12:00"], ["13:00", "17:00"]], "fri": [["18:00", "02:00"]], "sun": []},
        }
    )


@pytest.fixture
def desired(business: Business) -> DesiredListing:
    return DesiredListing("listing_8kq2", business, revision=1)


@pytest.fixture(scope="session")
def network(tmp_path_factory) -> Iterator[Network]:
    """The sandbox network, one for all tests: each uses businesses of its own, or leaves what it met as it was told."""
    running = Network.start(tmp_path_factory.mktemp("network"))
    yield running
    running.stop()


@pytest.fixture
def delgado(business: Business) -> Business:
    """As the sandbox knows it; without a website of its own."""
    return dataclasses.replace(business, website="")
