"""The daily comparison of what the processor holds with what we hold.

News that we have merely not heard are taken in as its events are; every difference that is left becomes a case.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from mappop import ids
from mappop.domain.correction import CorrectionState
from mappop.domain.dispute import OPEN
from mappop.domain.payment import OFFLINE, PaymentState
from mappop.domain.processor import Told
from mappop.domain.reconciliation import DifferenceCase, Flaw, Held, HeldKind, flaw_of
from mappop.services import closing, processor_events
from mappop.services.deps import Deps, UnitOfWork
from mappop.services.held import known_since, ours_of, theirs_of

TOLD_BY = "reconciliation"
ON_THEIR_WAY = (CorrectionState.ASKED, CorrectionState.PENDING)
LOOKS_BACK = timedelta(days=4)  # a run that fell out on three days loses nothing
SETTLES = timedelta(minutes=10)  # what was asked for since may not be in the processor's lists yet
BATCH = 100


@dataclass(slots=True)
class Reconciled:
    """What one run saw, counted; `open` are all cases that wait for a person."""

    looked_at: int = 0
    differing: int = 0
    mended: int = 0
    open: int = 0


@dataclass(frozen=True, slots=True)
class _Difference:
    flaw: Flaw
    ours: Held | None
    theirs: Held | None
    business_id: str | None

    @property
    def side(self) -> Held:
        found = self.theirs or self.ours
        assert found is not None
        return found


def reconcile(deps: Deps, *, since: datetime | None = None) -> Reconciled:
    """The last days, or from an earlier `since` on, and everything that is still under way. Raises NoAnswer. Running
    it again changes nothing."""
    done, seen = Reconciled(), set[tuple[HeldKind, str]]()
    if deps.processor.name == OFFLINE:
        return done
    began = deps.clock.now()
    start = min(since or began, _start(deps, began))
    told = deps.processor.held(since=start, besides=_under_way(deps))
    while batch := list(islice(told, BATCH)):
        done.looked_at += len(batch)
        _compare(deps, batch, seen, done)
    _only_ours(deps, start, began - SETTLES, seen, done)
    _balance(deps, done)
    with deps.unit_of_work() as uow:
        done.open = len(uow.difference_cases.where(processor=deps.processor.name, mended_at=None, closed_at=None))
    return done


def _start(deps: Deps, now: datetime) -> datetime:
    """Far enough back for every debit that is still under way."""
    with deps.unit_of_work() as uow:
        waiting = [*uow.payments.where(state=PaymentState.ASKED), *uow.payments.where(state=PaymentState.PENDING)]
    oldest = min((p.asked_at for p in waiting if p.processor == deps.processor.name), default=now)
    return min(now - LOOKS_BACK, oldest - timedelta(hours=1))


def _under_way(deps: Deps) -> list[str]:
    """Refunds that have not arrived and disputes that nobody has decided, however old."""
    with deps.unit_of_work() as uow:
        refunds = [one.ref for state in ON_THEIR_WAY for one in uow.corrections.where(state=state)]
        disputes = [one.ref for state in OPEN for one in uow.disputes.where(state=state)]
    return [ref for ref in (*refunds, *disputes) if ref]


def _compare(deps: Deps, batch: list[Told], seen: set[tuple[HeldKind, str]], done: Reconciled) -> None:
    with deps.unit_of_work() as uow:
        differing = [(told, found) for told in batch if (found := _difference(uow, told)) is not None]
    news = [told for told, _ in differing] + [told for told in batch if theirs_of(told) is None]
    for told in news:
        processor_events.take(deps, told, told_by=TOLD_BY)
    seen.update((side.kind, side.name) for told in batch if (side := theirs_of(told)) is not None)
    with deps.unit_of_work() as uow:
        for told, before in differing:
            is_mended = _difference(uow, told) is None
            _keep(deps, uow, before, is_mended=is_mended)
            done.differing += 1
            done.mended += is_mended
        agreeing = {_name(told) for told in batch} - {_name(told) for told, _ in differing}
        done.mended += _close(deps, uow, agreeing)
        uow.commit()


def _name(told: Told) -> tuple[HeldKind, str] | None:
    side = theirs_of(told)
    return (side.kind, side.name) if side else None


def _difference(uow: UnitOfWork, told: Told) -> _Difference | None:
    theirs = theirs_of(told)
    if theirs is None:
        return None
    ours, business_id = ours_of(uow, told)
    flaw = flaw_of(ours, theirs)
    return _Difference(flaw, ours, theirs, business_id) if flaw else None


def _only_ours(
    deps: Deps, start: datetime, until: datetime, seen: set[tuple[HeldKind, str]], done: Reconciled
) -> None:  # fmt: skip
    with deps.unit_of_work() as uow:
        for ours, business_id in _missing(known_since(uow, deps.processor.name, start, until), seen):
            _keep(deps, uow, _Difference(Flaw.ONLY_OURS, ours, None, business_id), is_mended=False)
            done.differing += 1
        uow.commit()


def _missing(
    known: Iterable[tuple[Held, str]], seen: set[tuple[HeldKind, str]]
) -> Iterator[tuple[Held, str]]:  # fmt: skip
    return ((ours, business_id) for ours, business_id in known if (ours.kind, ours.name) not in seen)


def _balance(deps: Deps, done: Reconciled) -> None:
    """Cents at the processor beside our account of it; not compared while payments move it under our eyes."""
    with deps.unit_of_work() as uow:
        before = _booked(deps, uow)
    theirs = deps.processor.balance()
    with deps.unit_of_work() as uow:
        ours = _booked(deps, uow)
        if ours != before:
            return
        sides = [Held(HeldKind.BALANCE, "all", amount, "held") for amount in (ours, theirs)]
        flaw = flaw_of(*sides)
        if flaw is None:
            done.mended += _close(deps, uow, {(HeldKind.BALANCE, "all")})
        else:
            _keep(deps, uow, _Difference(flaw, sides[0], sides[1], None), is_mended=False)
            done.differing += 1
        uow.commit()


def _booked(deps: Deps, uow: UnitOfWork) -> int:
    return closing.held_in_books(uow, closing.newest(uow), deps.clock.now() + timedelta(seconds=1))


def _keep(deps: Deps, uow: UnitOfWork, found: _Difference, *, is_mended: bool) -> None:
    now, side, processor = deps.clock.now(), found.side, deps.processor.name
    known = uow.difference_cases.first(processor=processor, kind=side.kind, name=side.name, flaw=found.flaw)
    case = known or uow.difference_cases.add(
        DifferenceCase(
            ids.new_id("case"), processor, side.kind, side.name, found.flaw, now, now, business_id=found.business_id
        )
    )
    case.see(found.ours, found.theirs, at=now)
    if is_mended:
        case.mended_at = now


def _close(deps: Deps, uow: UnitOfWork, agreeing: set[tuple[HeldKind, str] | None]) -> int:
    """Cases of things that agree again; how many."""
    found = uow.difference_cases.where(processor=deps.processor.name, mended_at=None)
    mended = [one for one in found if (one.kind, one.name) in agreeing and one.flaw is not Flaw.CAME_BACK]
    for case in mended:
        case.mended_at = deps.clock.now()
    return len(mended)
