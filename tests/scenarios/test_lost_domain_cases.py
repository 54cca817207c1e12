"""Our case of an own domain that was lost, dated: it closes by itself, and says why."""

from __future__ import annotations

from mappop.domain.own_domain import DomainState
from mappop.domain.task import TaskState
from mappop.domain.trial import Trial
from mappop.services import cancelling, moot_cases, own_domains
from tests.scenarios.test_own_domains import NAME, WWW, domain, look, point, serve
from tests.world import World


def lost(world: World) -> Trial:
    trial = serve(world)
    world.names.put(WWW, "CNAME", "parking.example")
    world.names.put(NAME, "A", "198.51.100.9")
    for _ in range(30):
        own_domains.look_due(world.later(hours=1).deps)
        world.work()
    assert cases(world) == [(TaskState.OPEN, "")]
    return trial


def cases(world: World) -> list[tuple[TaskState, str]]:
    return [(task.state, task.evidence) for task in world.rows("tasks") if task.key.startswith("domain:")]


def test_the_case_of_a_domain_that_leads_here_again_closes_itself(world: World) -> None:
    lost(world)
    point(world)
    look(world)
    assert cases(world) == [(TaskState.DONE, "It leads to the site again.")]


def test_the_case_closes_with_the_domain_of_whoever_cancels_or_ends_it(world: World) -> None:
    trial = lost(world)
    cancelling.cancel(world.deps, trial.id, actor="owner", evidence={})
    assert domain(world).state is DomainState.ENDED
    assert cases(world) == [(TaskState.DONE, "The domain is no longer the site's: the owner has canceled.")]


def test_the_case_of_a_domain_that_is_given_up_closes_itself(world: World) -> None:
    lost(world)
    for _ in range(31):
        own_domains.look_due(world.later(days=1).deps)
        world.work()
    assert cases(world) == [(TaskState.DONE, "The domain is no longer the site's: it led nowhere for too long.")]


def test_cases_of_domains_that_had_ended_before_are_closed_the_next_day(world: World) -> None:
    trial = lost(world)
    assert moot_cases.close_left(world.deps) == 0 and cases(world) == [(TaskState.OPEN, "")], "it is still lost"
    own_domains.end(world.deps, trial.business_id, by="owner")
    with world.app.unit_of_work() as uow:  # as it stood before the case closed with the domain
        task = uow.tasks.get(next(task.id for task in world.rows("tasks") if task.key.startswith("domain:")))
        task.state, task.done_at, task.evidence = TaskState.OPEN, None, ""
        uow.commit()
    assert [moot_cases.close_left(world.deps), moot_cases.close_left(world.deps)] == [1, 0]
    assert cases(world) == [(TaskState.DONE, "The domain is no longer the site's: the owner ended it.")]
