"""The month's close: the trial balance kept, chained to the one before, and the month shut for good."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from mappop.domain.close import Month, MonthClose, Tally, balances_from, close_month, difference, tally
from mappop.domain.errors import Refused
from mappop.domain.ledger import Account
from mappop.domain.money import dollars
from mappop.domain.payment import OFFLINE
from mappop.domain.processor import NoAnswer, NotTaken
from mappop.services.deps import Deps, UnitOfWork

BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)


def close(deps: Deps, month: Month, *, by: str, accept_difference: bool = False) -> MonthClose:
    """Shut a month; one that is shut already is answered as it stands.

    Raises Refused where it is not over, the one before is open, what was closed before has changed, or the processor
    holds another sum than the books say (unless that is accepted: both sums are kept).
    """
    held = _held_by_processor(deps)
    with deps.unit_of_work() as uow:
        if known := uow.month_closes.find(str(month)):
            return known
        before = newest(uow)
        _refuse_unless_next(uow, month, before)
        _refuse_changed(uow, before)
        made = close_month(month, _tally(uow, month), before, now=deps.clock.now(), by=by)
        if held is not None:
            booked = held_in_books(uow, before, deps.clock.now())
            _refuse_difference(held, booked, accept_difference)
            made.processor_minor, made.booked_minor = held, booked
        uow.month_closes.add(made)
        uow.commit()
        return made


def _held_by_processor(deps: Deps) -> int | None:
    """What the processor holds for us; None where there is none. Raises Refused where it does not answer."""
    if deps.processor.name == OFFLINE:
        return None
    try:
        return deps.processor.balance()
    except (NoAnswer, NotTaken) as fault:
        raise Refused(f"Nothing was closed: the processor does not say what it holds ({fault}). Try again.") from fault


def newest(uow: UnitOfWork) -> MonthClose | None:
    return max(uow.month_closes.where(), key=lambda made: made.month, default=None)


def refuse_if_closed(deps: Deps, moment: datetime) -> None:
    """Before work that is done as at an earlier day. Raises Refused for one in a month that is closed."""
    with deps.unit_of_work() as uow:
        last = newest(uow)
    if last is not None and moment < last.ends_at:
        raise Refused(f"{Month.of(moment)} is closed: what belongs to it is written into the open month.")


def verify(deps: Deps) -> list[str]:
    """Walk every closed month again; what is not as it was, in words."""
    wrong, previous = [], None
    with deps.unit_of_work() as uow:
        for made in sorted(uow.month_closes.where(), key=lambda made: made.month):
            if previous is not None and made.previous != previous:
                wrong.append(f"the close before {made.month} was changed or lost")
            if said := difference(made, _tally(uow, Month.parse(made.month))):
                wrong.append(said)
            previous = made.hash
    return wrong


def _tally(uow: UnitOfWork, month: Month) -> Tally:
    return tally(uow.ledger(start=month.starts_at, end=month.ends_at))


def held_in_books(uow: UnitOfWork, before: MonthClose | None, now: datetime) -> int:
    """Cents at the processor by the books; `before` is the newest closed month."""
    until = now + timedelta(microseconds=1)  # what is written at this very instant is at the processor too
    since = tally(uow.ledger(start=before.ends_at if before else BEGINNING, end=until))
    return balances_from(before, since).get(Account.PROCESSOR.value, 0)


def _refuse_unless_next(uow: UnitOfWork, month: Month, before: MonthClose | None) -> None:
    """The first month that is closed is the first with an entry: one before it would put empty months ahead."""
    if before is not None:
        return
    first = next(uow.ledger(start=BEGINNING, end=month.ends_at), None)
    if first is None:
        raise Refused(f"Nothing was closed: the books have no entry up to the end of {month}.")
    if Month.of(first.at) != month:
        raise Refused(f"{Month.of(first.at)} is to be closed first.")


def _refuse_changed(uow: UnitOfWork, before: MonthClose | None) -> None:
    if before is not None and (said := difference(before, _tally(uow, Month.parse(before.month)))):
        raise Refused(f"Nothing was closed: {said}. Look at the database before anything else.")


def _refuse_difference(held: int, booked: int, accepted: bool) -> None:
    if held != booked and not accepted:
        raise Refused(
            f"Nothing was closed: the processor holds {dollars(held)}, the books say {dollars(booked)}."
            " Reconcile first, or close with the difference accepted."
        )
