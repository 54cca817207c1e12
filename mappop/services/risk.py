"""Disputes and returns against what networks bear: a crossing is kept once, and a centre past it stops selling."""

from __future__ import annotations

from collections.abc import Sequence

from mappop import ids
from mappop.domain.errors import FieldError, Invalid, NotFound, Refused
from mappop.domain.person import CurrentPerson
from mappop.domain.risk import (
    Level,
    Meter,
    Reading,
    RiskAlarm,
    RiskReview,
    may_see,
    readings,
    rules,
    stop_words,
    stopping,
)
from mappop.services.deps import Deps, UnitOfWork

NOTE_MAX = 1000


def watch(deps: Deps) -> int:
    """Read every meter; how many crossings began. Again at the same moment changes nothing."""
    began = 0
    for meter in rules().meters:
        with deps.unit_of_work() as uow:
            found = readings(meter, uow.risk_counts(meter, deps.clock.now()))
            began += _keep(deps, uow, meter, found)
            uow.commit()
    return began


def _keep(deps: Deps, uow: UnitOfWork, meter: Meter, found: dict[str, Reading]) -> int:
    """The rows of what is crossed now, and the end of what no longer is."""
    now, began = deps.clock.now(), 0
    open_ones = {alarm.centre_id: alarm for alarm in uow.risk_alarms.where(meter=meter.key) if alarm.open_key}
    for centre in sorted({*open_ones, *found}):
        reading, known = found.get(centre, Reading(meter, 0, 0)), open_ones.get(centre)
        if known is not None and known.level is reading.level:
            continue
        if known is not None:
            known.open_key, known.ended_at = None, now
        if reading.level is not Level.CALM:
            key = f"{centre}:{meter.key}:{reading.level.value}"
            uow.risk_alarms.add(
                RiskAlarm(
                    ids.new_id("risk"), centre, meter.key, reading.level, reading.wrong, reading.of, now, open_key=key
                )
            )  # fmt: skip
            began += 1
    return began


def review(deps: Deps, centre_id: str, *, note: str, who: CurrentPerson) -> RiskReview:
    """A manager looked, and lets the centre sell on.

    Raises Invalid without a word of what was found, Refused where nothing stops the centre (any more): the form was
    old or sent twice, and one look must not hold for longer than it said. Raises NotFound for a centre that is not
    theirs. The centre's row is locked, so that of two at once the second finds nothing to review.
    """
    if not may_see(who, centre_id):
        raise NotFound("no such centre")
    if not note.strip() or len(note) > NOTE_MAX:
        raise Invalid([FieldError("note", "is missing or too long", "what you found and what is done about it")])
    with deps.unit_of_work() as uow:
        centre = uow.centres.get(centre_id)
        if not stopped(deps, uow, centre.id):
            raise Refused(f"{centre.name} sells: nothing waits for a review. Look at the meters below.")
        made = RiskReview(ids.new_id("review"), centre.id, who.id, note.strip(), deps.clock.now())
        uow.risk_reviews.add(made)
        uow.commit()
        return made


def refuse_if_stopped(deps: Deps, uow: UnitOfWork, centre_id: str) -> None:
    """Before a trial is started. Raises Refused where the centre is past a limit and no manager has reviewed it."""
    if words := stopped(deps, uow, centre_id):
        raise Refused(words)


def stopped(deps: Deps, uow: UnitOfWork, centre_id: str) -> str:
    """Why the centre may not sell, in words for its agents; nothing where it may."""
    alarms: Sequence[RiskAlarm] = uow.risk_alarms.where(centre_id=centre_id)
    return stop_words(stopping(alarms, uow.risk_reviews.where(centre_id=centre_id), deps.clock.now()))
