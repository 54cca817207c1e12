"""Tables stay small: what has served is forgotten after ninety days, what proves anything is kept."""

from datetime import timedelta

from mappop.domain.inquiry import LIMITS, Said
from mappop.domain.roles import Role
from mappop.services import access, housekeeping, inquiries
from tests.world import DELGADO, MAX, World

OTHER_PHONE = [{"number": "(512) 555-0199"}]


def test_done_work_is_forgotten_after_ninety_days_and_evidence_is_kept(world: World) -> None:
    world.on("2027-03-01")
    world.confirm(world.sell())
    world.work()
    kept = {table: len(world.rows(table)) for table in ("messages", "audit_entries", "checks", "listings")}
    done = sum(row.state == "done" for row in world.rows("work"))
    assert done and housekeeping.prune(world.deps) == 0
    world.later(days=90, seconds=1)
    assert housekeeping.prune(world.deps) == done
    assert not any(row.state == "done" for row in world.rows("work"))
    assert {table: len(world.rows(table)) for table in kept} == kept


def test_an_owners_sign_ins_are_kept_for_as_long_as_a_bank_may_ask(world: World) -> None:
    trial = world.on("2027-03-01").sell()
    world.confirm(trial)
    owner = next(person for person in world.rows("people") if person.role is Role.OWNER)
    access.sign_in_owner(world.deps, person_id=owner.id)
    access.sign_in(world.deps, email=world.agent.email, password="a-long-word", address="192.0.2.7")
    world.later(days=540)
    housekeeping.prune(world.deps)
    assert [session.person_id for session in world.rows("user_sessions")] == [owner.id]
    world.later(days=200)
    housekeeping.prune(world.deps)
    assert world.rows("user_sessions") == []


def test_work_that_waits_or_was_parked_is_never_forgotten(world: World) -> None:
    world.confirm(world.sell())
    waiting = len(world.rows("work"))
    world.clock.advance(timedelta(days=400))
    housekeeping.prune(world.deps)
    assert len(world.rows("work")) == waiting


def test_of_doubtful_messages_the_newest_stay_and_those_to_the_owner_always(world: World) -> None:
    other = {**DELGADO, "name": "Other Plumbing", "phones": OTHER_PHONE}
    trials = [world.on("2027-03-01").sell(), world.sell(other, MAX)]
    for trial in trials:
        world.confirm(trial)
    world.work()

    def write(business: str, message: str, suspicion: str) -> None:
        said = Said("Jo Park", "512 555 0177", "", message)
        inquiries.take(world.deps, business, said, language="en", suspicion=suspicion)

    first, second = (trial.business_id for trial in trials)
    write(first, "The tap drips.", "")
    write(second, "Buy pills.", "holds many links")
    for day in range(12):
        for n in range(50):
            write(first, f"Buy pills {day} {n}.", "holds many links")
        world.later(days=1, seconds=1)
    housekeeping.prune(world.deps)
    kept = [row for row in world.rows("inquiries") if row.business_id == first]
    doubtful = sorted(row.message for row in kept if row.suspicion)
    assert len(doubtful) == LIMITS.doubtful_in_all == 500 and len(kept) == 501
    assert "Buy pills 1 49." not in doubtful and "Buy pills 2 0." in doubtful
    assert [row.message for row in world.rows("inquiries") if row.business_id == second] == ["Buy pills."]
