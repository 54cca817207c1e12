"""Whatever JSON a publisher answers, a connector gives listings of bounded texts or one of our two faults."""

from __future__ import annotations

import contextlib
import dataclasses

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mappop.domain.business import Business
from provisioners.connector import Capability, DesiredListing, SendsPin, TakesPin
from provisioners.discovery import connectors
from provisioners.errors import PublisherError
from provisioners.replies import WORDS_MAX, Reply

KEYS = (
    "id name title url link status data results locations location googleLocations metadata placeId mapsUri openInfo"
    " storefrontAddress addressLines locality phoneNumbers primaryPhone regularHours periods openDay openTime closeDay"
    " closeTime hours minutes mon mon_1_open mon_1_close phone street city state zip website is_permanently_closed"
    " is_unclaimed requestAdminRightsUri verifications state options verificationMethod verify pendingMask storeCode"
    " hasPendingVerification submissions categories primaryCategory"
).split()
WORDS = (
    "locations/1",
    "Delgado Plumbing",
    "+15125550134",
    "Austin",
    "MONDAY",
    "08:00",
    "PENDING",
    "\x00\u202e<script>",
    "x" * 5_000,
)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(WORDS) | st.text(max_size=20)


def nested(inner):
    return st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=6)


JSON = st.recursive(SCALARS, nested, max_leaves=25)
ASKING = {Capability.FIND, Capability.CREATE}


class Babbling:
    """A session whose publisher answers one after the other of these, whatever it is asked."""

    def __init__(self, replies) -> None:
        self.base_url = "https://publisher.example"
        self.values = {"MAPPOP_GOOGLE_ACCOUNT": "accounts/1"}
        self._replies = iter(replies)

    def answer(self, *args, **options) -> Reply:
        return Reply(200, next(self._replies, {}), "", {})

    get = post = put = patch = delete = answer

    def on(self, base_url: str) -> Babbling:
        return self


@pytest.mark.parametrize("name", sorted(name for name, each in connectors().items() if ASKING & each.capabilities))
@given(replies=st.lists(JSON, min_size=1, max_size=4))
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_no_reply_breaks_a_connector(name, replies, business: Business):
    connector = connectors()[name]
    desired = DesiredListing("listing-1", business, 1)
    for attempt in attempts(connector, desired):
        with contextlib.suppress(PublisherError):
            attempt(Babbling(replies))


def attempts(connector, desired):
    def find_and_plan(session):
        for found in connector.find(desired.business, session):
            assert all(len(text) <= WORDS_MAX * 6 for text in dataclasses.astuple(found.nap) if isinstance(text, str))
            connector.apply(connector.plan(desired, found), session)

    def read_and_plan(session):
        connector.apply(connector.plan(desired, connector.read("locations/1", session)), session)

    yield find_and_plan
    yield read_and_plan
    yield lambda session: connector.apply(connector.plan(desired, None), session)
    if isinstance(connector, TakesPin):
        yield lambda session: connector.confirm_pin("locations/1", "1234", session)
    if isinstance(connector, SendsPin):
        yield lambda session: connector.pin_ways("locations/1", session)
