"""Listings that somebody else manages are never written over: a person asks for them."""

from __future__ import annotations

import pytest

from mappop.domain.business import Address, Business, Phone
from provisioners.connector import Claim, DesiredListing, OutcomeKind
from provisioners.discovery import connectors


@pytest.fixture
def lakeview() -> Business:
    """The dentist of the sandbox's world whose Google and Localista listings are in other hands."""
    address = Address("Madison", "WI", "2310 Atwood Ave", "Suite 200", "53704")
    phones = (Phone("+16085550172"),)
    return Business("lakeview-family-dental-madison", "Lakeview Family Dental", "dentist", address, phones)


@pytest.mark.parametrize("name", ["google", "localista"])
def test_it_becomes_a_task_and_nothing_is_changed(name, network, lakeview):
    connector = connectors()[name]
    session = network.session_for(connector)
    found = connector.find(lakeview, session)
    outcome = connector.apply(
        connector.plan(DesiredListing("listing-1", lakeview, 1), next(iter(found), None)), session
    )
    assert outcome.kind is OutcomeKind.NEEDS_PERSON
    assert outcome.task.steps and outcome.task.proof
    assert [row.nap for row in connector.find(lakeview, session)] == [row.nap for row in found]


def test_google_says_who_holds_it(network, lakeview):
    connector = connectors()["google"]
    assert [row.claim for row in connector.find(lakeview, network.session_for(connector))] == [Claim.OTHER]
