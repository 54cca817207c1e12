"""What managers see of risk: every meter of the programme and of each centre, what is crossed, what was reviewed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from mappop.db.risk_counting import counts
from mappop.db.tables.people import centres, people
from mappop.db.tables.risk import risk_alarms, risk_reviews
from mappop.domain.person import Centre
from mappop.domain.risk import PROGRAMME, Reading, RiskAlarm, RiskReview, readings, rules, stop_words, stopping

PAGE = 50


@dataclass(frozen=True, slots=True)
class CentreRisk:
    """`stopped_by` are the crossings for which it may not sell. The programme is never stopped: each centre is at its
    own limit."""

    id: str
    name: str
    readings: Sequence[Reading]
    stopped_by: Sequence[RiskAlarm]


def all_centres(db: Session, now: datetime) -> list[CentreRisk]:
    """The programme first, then the centres by name."""
    found = {meter.key: readings(meter, counts(db, meter, now)) for meter in rules().meters}
    stops = stopping(_open(db), db.scalars(select(RiskReview)).all(), now)
    names = [(PROGRAMME, "The whole programme")]
    names += [(centre.id, centre.name) for centre in db.scalars(select(Centre).order_by(centres.c.name))]
    return [
        CentreRisk(
            id, name, [found[meter.key].get(id, Reading(meter, 0, 0)) for meter in rules().meters],
            [alarm for alarm in stops if id != PROGRAMME and alarm.centre_id == id],
        )
        for id, name in names
    ]  # fmt: skip


def _open(db: Session) -> Sequence[RiskAlarm]:
    return db.scalars(select(RiskAlarm).where(risk_alarms.c.open_key.is_not(None))).all()


def recent(db: Session, centre_ids: Iterable[str]) -> Sequence[RiskAlarm]:
    """Crossings of these, the newest first."""
    mine = select(RiskAlarm).where(risk_alarms.c.centre_id.in_(sorted(centre_ids)))
    return db.scalars(mine.order_by(risk_alarms.c.at.desc()).limit(PAGE)).all()


def reviews(db: Session, centre_ids: Iterable[str]) -> Sequence[RiskReview]:
    mine = select(RiskReview).where(risk_reviews.c.centre_id.in_(sorted(centre_ids)))
    return db.scalars(mine.order_by(risk_reviews.c.at.desc()).limit(PAGE)).all()


def reviewers(db: Session, seen: Sequence[RiskReview]) -> dict[str, str]:
    """Names of who wrote them, by id."""
    asked = select(people.c.id, people.c.name).where(people.c.id.in_(sorted({review.by for review in seen})))
    return {id: name for id, name in db.execute(asked)}


def stopped(db: Session, centre_id: str, now: datetime) -> str:
    """Why a centre may not sell, in words for its agents; nothing where it may."""
    mine = [alarm for alarm in _open(db) if alarm.centre_id == centre_id]
    seen = db.scalars(select(RiskReview).filter_by(centre_id=centre_id)).all() if mine else ()
    return stop_words(stopping(mine, seen, now))
