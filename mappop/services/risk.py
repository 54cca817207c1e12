"""Disputes and returns against what networks bear: a crossing is kept once, and a centre past it stops selling."""

from __future__ import annotations

from collections.abc import Sequence

from mappop import ids
from mappop.domain.charging import local
from mappop.domain.errors import FieldError, Invalid, NotFound, Refused
from mappop.domain.message import Channel
from mappop.domain.person import CurrentPerson
from mappop.domain.risk import (
    PROGRAMME,
    Level,
    Meter,
    Reading,
    RiskAlarm,
    RiskReview,
    ending,
    may_see,
    readings,
    rules,
    stop_words,
    stopping,
)
from mappop.domain.roles import Role
from mappop.domain.terms import long_date
from mappop.messaging.letters import written
from mappop.services.deps import Deps, UnitOfWork
from mappop.services.messages import queue_to

NOTE_MAX = 1000
MAY_LOOK = (Role.CENTRE_MANAGER, Role.PROGRAMME_MANAGER, Role.ADMIN)


def watch(deps: Deps) -> int:
    """Read every meter; how many crossings began. Again at the same moment changes nothing."""
    began = 0
    for meter in rules().meters:
        with deps.unit_of_work() as uow:
            found = readings(meter, uow.risk_counts(meter, deps.clock.now()))
            began += _keep(deps, uow, meter, found)
            uow.commit()
    with deps.unit_of_work() as uow:
        _tell_ends(deps, uow)
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
            alarm = RiskAlarm(
                ids.new_id("risk"), centre, meter.key, reading.level, reading.wrong, reading.of, now, open_key=key
            )
            _tell(deps, uow, uow.risk_alarms.add(alarm), meter)
            began += 1
    return began


def _tell(deps: Deps, uow: UnitOfWork, alarm: RiskAlarm, meter: Meter) -> None:
    is_all = alarm.centre_id == PROGRAMME
    kind = (
        f"risk_{alarm.level.value}_programme" if is_all and alarm.level is Level.OVER else f"risk_{alarm.level.value}"
    )
    name = "All centres together" if is_all else uow.centres.get(alarm.centre_id).name
    counted = meter.counted(alarm.wrong, alarm.of)
    _write(deps, uow, alarm.centre_id, kind, alarm.id, centre=name, meter=meter.title, counted=counted)


def _tell_ends(deps: Deps, uow: UnitOfWork) -> None:
    """A review that holds no longer: told some days before, and when the centre has stopped again; each once."""
    now, titles = deps.clock.now(), {meter.key: meter.title for meter in rules().meters}
    for centre in uow.centres.where():
        found = ending(uow.risk_alarms.where(centre_id=centre.id), uow.risk_reviews.where(centre_id=centre.id), now)
        for one in set(found.values()):
            meters = ", ".join(sorted(titles[meter] for meter, by in found.items() if by is one))
            day = long_date(local(one.ends_at, centre.timezone).date())
            kind = "risk_review_over" if now >= one.ends_at else "risk_review_ends"
            _write(deps, uow, centre.id, kind, one.id, centre=centre.name, meter=meters, day=day)


def _write(deps: Deps, uow: UnitOfWork, centre_id: str, kind: str, reason: str, **said: str) -> None:
    """By mail, to whoever may look at it: managers of the centre and of the programme, and administrators."""
    for person in (one for role in MAY_LOOK for one in uow.people.where(role=role, is_active=True)):
        if may_see(person, centre_id):
            page = f"{deps.settings.base_url}/{'admin/risk' if person.role is Role.ADMIN else 'performance/'}"
            words = written("risk", kind, "en", owner=person.name, link=page, cancel_link=page, **said)
            queue_to(
                deps, uow, None, kind=kind, channel=Channel.MAIL, to=person.email, words=words,
                reason=f"{reason}:{person.id}",
            )  # fmt: skip


def review(deps: Deps, centre_id: str, *, note: str, who: CurrentPerson) -> RiskReview:
    """A manager looked, and lets the centre sell on.

    Raises Invalid without a word of what was found, Refused where nothing stops the centre (any more): the form was
    old or sent twice, and one look must not hold for longer than it said. Raises NotFound for a centre that is not
    theirs. The centre's row is locked, so that of two at once the second finds nothing to review.
    """
    if not may_see(who, centre_id):
        raise NotFound("no such centre")
    if not note.strip():
        raise Invalid([FieldError("note", "is missing", "write it in a sentence or two; it stays with your name")])
    if len(note) > NOTE_MAX:
        raise Invalid([FieldError("note", "is too long", f"at most {NOTE_MAX:,} letters")])
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
