"""Laws of an owner's domain, whatever is seen in whatever order."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappop.domain.errors import Refused
from mappop.domain.own_domain import (
    HOLDING,
    TRANSITIONS,
    DomainEvent,
    DomainState,
    HostSight,
    Leads,
    OwnDomain,
    Sight,
)  # fmt: skip

START = datetime(2027, 3, 1, tzinfo=UTC)
HOSTS = ("www.delgado.com", "delgado.com")


def new() -> OwnDomain:
    return OwnDomain("dom_1", "delgado", "delgado.com", True, "code", "owner", START, START, active_for="delgado")


def sights() -> st.SearchStrategy[Sight]:
    host = st.sampled_from(Leads).map(HostSight)
    proofs = st.sampled_from(["", "record", "file"])
    return st.builds(lambda proof, a, b: Sight(proof, "", dict(zip(HOSTS, (a, b), strict=True))), proofs, host, host)


def steps() -> st.SearchStrategy[list[tuple[timedelta, Sight]]]:
    spans = st.integers(1, 20 * 86_400).map(lambda seconds: timedelta(seconds=seconds))
    return st.lists(st.tuples(spans, sights()), max_size=40)


@given(steps())
def test_states_follow_the_table_and_their_fields_follow_the_state(taken: list[tuple[timedelta, Sight]]) -> None:
    domain, at, was_proven = new(), START, False
    for span, sight in taken:
        at, state = at + span, domain.state
        for event in domain.take(sight, at):
            assert (state, event) in TRANSITIONS
            state = TRANSITIONS[state, event]
        was_proven = was_proven or bool(sight.proof)
        assert domain.state is state
        assert (domain.holds == domain.name) is (state in HOLDING)
        assert (domain.active_for is None) is (domain.next_look_at is None) is (state is DomainState.ENDED)
        assert bool(domain.host) is (state is DomainState.SERVING) and domain.host in ("", *HOSTS)
        assert was_proven or state in (DomainState.ASKED, DomainState.ENDED), "nothing is served without a proof"
        assert domain.next_look_at is None or timedelta(0) < domain.next_look_at - at <= timedelta(hours=6)


@given(steps())
def test_a_serving_domain_is_never_given_up_within_a_day(taken: list[tuple[timedelta, Sight]]) -> None:
    domain, at, last_here = new(), START, START
    domain.take(Sight("record", "", {host: HostSight(Leads.HERE) for host in HOSTS}), at)
    for span, sight in taken:
        at += min(span, timedelta(hours=6))
        if sight.here(*HOSTS):
            last_here = at
        if DomainEvent.LOST in domain.take(sight, at):
            assert at - last_here >= timedelta(days=1)


@pytest.mark.parametrize("state", DomainState)
@pytest.mark.parametrize("event", DomainEvent)
def test_what_the_table_does_not_know_is_refused(state: DomainState, event: DomainEvent) -> None:
    domain = new()
    domain.state = state
    if (state, event) in TRANSITIONS:
        domain.change(event, START)
        assert domain.state is TRANSITIONS[state, event]
    else:
        with pytest.raises(Refused):
            domain.change(event, START)
        assert domain.state is state


def test_the_address_stays_where_it_is_while_it_leads_here() -> None:
    domain, here, gone = new(), HostSight(Leads.HERE), HostSight(Leads.NOWHERE)
    domain.take(Sight("record", "", {HOSTS[0]: gone, HOSTS[1]: here}), START)
    assert domain.host == "delgado.com"
    domain.take(Sight("", "", dict.fromkeys(HOSTS, here)), START)
    assert domain.host == "delgado.com", "www came later: no second move"
    domain.take(Sight("", "", {HOSTS[0]: here, HOSTS[1]: gone}), START)
    assert domain.host == "www.delgado.com" and domain.state is DomainState.SERVING
