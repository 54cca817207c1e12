"""A domain takes the site only where its CAA records let our authority make the certificate."""

from __future__ import annotations

from mappop.domain.own_domain import DomainState
from tests.scenarios.test_own_domains import NAME, WWW, ask, begin, domain, look, point, prove
from tests.world import FRONT_ADDRESS, World


def test_a_caa_record_that_forbids_the_certificate_is_told_before_the_site_moves(world: World) -> None:
    trial = begin(world)
    prove(world, ask(world, trial))
    point(world)
    world.names.put(NAME, "CAA", '0 issue "other-authority.example"')
    seen = look(world)
    assert seen.state is DomainState.VERIFIED and seen.seen["hosts"][WWW]["forbids"].startswith("0 issue")
    world.names.put(NAME, "CAA", '0 issue "other-authority.example"', '0 issue "letsencrypt.org"')
    assert (look(world).state, domain(world).host) == (DomainState.SERVING, WWW)
    world.names.put(NAME, "CAA", '0 issue ";"')
    assert look(world).state is DomainState.SERVING, "the certificate that it has goes on working"


def test_the_host_that_may_have_a_certificate_is_the_sites(world: World) -> None:
    trial = begin(world)
    prove(world, ask(world, trial))
    point(world)
    world.names.put(WWW, "A", FRONT_ADDRESS)
    world.names.records.pop((WWW, "CNAME"))
    world.names.put(WWW, "CAA", '0 issue ";"')
    assert (look(world).state, domain(world).host) == (DomainState.SERVING, NAME)
