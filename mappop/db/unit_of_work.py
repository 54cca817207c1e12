"""The unit of work: one transaction, its repositories, the outbox and the audit trail.

A job's unit of work carries a fence, the row and token of its lease: a worker that lost its lease can commit nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Self

from sqlalchemy import select, update
from sqlalchemy.orm import Session, sessionmaker

from mappop.clock import Clock
from mappop.db import counters, due, figures, ledger_reading, retention, risk_counting, written_to
from mappop.db.gathered import Gathered
from mappop.db.repository import SqlRepository
from mappop.db.sold_before import sold_before, take_turns
from mappop.db.tables.billing import ledger_entries
from mappop.db.tables.businesses import businesses, seals
from mappop.db.tables.taxing import place_rates
from mappop.db.tables.work import hook_events, outbox
from mappop.domain import (
    charge_gate,
    check,
    close,
    correction,
    dispute,
    invoice,
    known_by,
    lead,
    ledger,
    listing,
    message,
    person,
    record,
    scan,
    site,
    subscription,
    task,
    trial,
)  # fmt: skip
from mappop.domain.accepted import AcceptedDifference
from mappop.domain.audit import GENESIS, AuditEntry, Seal
from mappop.domain.bank_file import BankLine
from mappop.domain.bill_run import BillRun
from mappop.domain.breaker import Breaker
from mappop.domain.caller import Caller
from mappop.domain.coupon import CouponUses
from mappop.domain.dunning import Dunning
from mappop.domain.inquiry import Inquiry
from mappop.domain.month_figures import MonthFigures
from mappop.domain.outbox import Work
from mappop.domain.own_domain import OwnDomain
from mappop.domain.pause import Pause
from mappop.domain.payment import Payment, PaymentMethod
from mappop.domain.picture import Picture
from mappop.domain.place_rate import PlaceRate
from mappop.domain.proposal import Proposal
from mappop.domain.reconciliation import DifferenceCase, DifferenceLook
from mappop.domain.reply import QuietNumber, TextIn
from mappop.domain.risk import Meter, RiskAlarm, RiskReview


class LeaseLost(Exception):
    """Another worker has taken this work over; nothing that we found may be written."""


@dataclass(frozen=True, slots=True)
class Fence:
    row_id: int
    token: int


class SqlUnitOfWork:
    def __init__(
        self, sessions: sessionmaker[Session], clock: Clock, ring: Callable[[], None], fence: Fence | None = None
    ) -> None:
        self._sessions, self._clock, self._ring, self._fence = sessions, clock, ring, fence
        self._has_work = False
        self._gathered: Gathered | None = None

    def __enter__(self) -> Self:
        self._session = session = self._sessions()
        self.centres = SqlRepository(session, person.Centre)
        self.people = SqlRepository(session, person.Person)
        self.user_sessions = SqlRepository(session, person.UserSession)
        self.sign_in_failures = SqlRepository(session, person.SignInFailure)
        self.businesses = SqlRepository(session, record.BusinessRow)
        self.revisions = SqlRepository(session, record.Revision)
        self.known_by = SqlRepository(session, known_by.KnownBy)
        self.audit_entries = SqlRepository(session, AuditEntry)
        self.seals = SqlRepository(session, Seal)
        self.leads = SqlRepository(session, lead.Lead)
        self.calls = SqlRepository(session, lead.Call)
        self.scans = SqlRepository(session, scan.Scan)
        self.scan_results = SqlRepository(session, scan.ScanResult)
        self.drafts = SqlRepository(session, trial.Draft)
        self.trials = SqlRepository(session, trial.Trial)
        self.consents = SqlRepository(session, trial.Consent)
        self.sites = SqlRepository(session, site.Site)
        self.site_versions = SqlRepository(session, site.SiteVersion)
        self.own_domains = SqlRepository(session, OwnDomain)
        self.proposals = SqlRepository(session, Proposal)
        self.pictures = SqlRepository(session, Picture)
        self.inquiries = SqlRepository(session, Inquiry)
        self.listings = SqlRepository(session, listing.Listing)
        self.checks = SqlRepository(session, check.Check)
        self.accepted_differences = SqlRepository(session, AcceptedDifference)
        self.tasks = SqlRepository(session, task.Task)
        self.messages = SqlRepository(session, message.Message)
        self.pauses = SqlRepository(session, Pause)
        self.callers = SqlRepository(session, Caller)
        self.texts_in = SqlRepository(session, TextIn)
        self.quiet_numbers = SqlRepository(session, QuietNumber)
        self.subscriptions = SqlRepository(session, subscription.Subscription)
        self.coupon_uses = SqlRepository(session, CouponUses)
        self.gate_answers = SqlRepository(session, charge_gate.GateAnswer)
        self.invoices = SqlRepository(session, invoice.Invoice)
        self.invoice_numbers = SqlRepository(session, invoice.InvoiceNumbers)
        self.payments = SqlRepository(session, Payment)
        self.payment_methods = SqlRepository(session, PaymentMethod)
        self.bank_lines = SqlRepository(session, BankLine)
        self.bill_runs = SqlRepository(session, BillRun)
        self.month_figures = SqlRepository(session, MonthFigures)
        self.difference_cases = SqlRepository(session, DifferenceCase)
        self.difference_looks = SqlRepository(session, DifferenceLook)
        self.dunnings = SqlRepository(session, Dunning)
        self.ledger_entries = SqlRepository(session, ledger.LedgerEntry)
        self.place_rates = SqlRepository(session, PlaceRate)
        self.corrections = SqlRepository(session, correction.Correction)
        self.customer_credits = SqlRepository(session, correction.CustomerCredit)
        self.disputes = SqlRepository(session, dispute.Dispute)
        self.risk_alarms = SqlRepository(session, RiskAlarm)
        self.risk_reviews = SqlRepository(session, RiskReview)
        self.month_closes = SqlRepository(session, close.MonthClose)
        self.work = SqlRepository(session, Work)
        self.breakers = SqlRepository(session, Breaker)
        return self

    def __exit__(self, *_: object) -> None:
        self._session.close()

    def gather(self) -> None:
        """For many rows: what is added and enqueued is written at the commit, a statement a table."""
        self._gathered = Gathered(self._session)
        for repository in self._repositories():
            repository.gather(self._gathered)

    def _repositories(self) -> list[SqlRepository[Any]]:
        return [found for found in vars(self).values() if isinstance(found, SqlRepository)]

    def commit(self) -> None:
        self._session.flush()
        if self._gathered is not None:
            self._gathered.write()
            self._gathered = None
            for repository in self._repositories():
                repository.gather(None)
        if self._fence is not None:
            self._hold_fence(self._fence)
        self._session.commit()
        if self._has_work:
            self._has_work = False
            self._ring()

    def _hold_fence(self, fence: Fence) -> None:
        """Touch the lease's row in this very transaction, so that a take-over and this commit can't both win."""
        mine = (outbox.c.id == fence.row_id) & (outbox.c.token == fence.token)
        held = self._session.connection().execute(update(outbox).where(mine).values(token=fence.token))
        if held.rowcount != 1:
            self._session.rollback()
            raise LeaseLost(f"outbox row {fence.row_id}")

    def _insert_once(self, table: Any, **values: Any) -> bool:
        """False when a row with the same unique key is there already."""
        connection = self._session.connection()
        insert = counters.INSERTS[connection.dialect.name](table).values(**values).on_conflict_do_nothing()
        # The returned row tells: psycopg gives no row count for an insert that may do nothing.
        return connection.execute(insert.returning(*table.primary_key)).first() is not None

    def enqueue(self, job: str, args: Mapping[str, Any], *, key: str, due_at: datetime | None = None) -> None:
        now = self._clock.now()
        work = {
            "job": job, "args": dict(args), "key": key, "lane": "", "due_at": due_at or now, "created_at": now,
            "attempt": 0, "max_attempts": 1, "lease_owner": "", "token": 0, "state": "due", "last_error": "",
        }  # fmt: skip
        if self._gathered is not None:
            self._gathered.enqueue(work)
            self._has_work = True
            return
        is_new = self._insert_once(outbox, **work)
        self._has_work = self._has_work or is_new

    def book_once(self, entry: ledger.LedgerEntry) -> bool:
        values = {column.key: getattr(entry, column.key) for column in ledger_entries.columns}
        return self._insert_once(ledger_entries, **values)

    def keep_place_rate(self, id: str, millionths: int) -> None:
        at = self._clock.now()
        if not self._insert_once(place_rates, id=id, millionths=millionths, answered_at=at):
            kept = self.place_rates.get(id)
            kept.millionths, kept.answered_at = millionths, at

    def take_event(self, source: str, event_id: str, body: Mapping[str, Any]) -> bool:
        at = self._clock.now()
        return self._insert_once(hook_events, source=source, event_id=event_id, body=dict(body), received_at=at)

    def prune(self, *, before: datetime, proofs_before: datetime, most: int) -> int:
        connection = self._session.connection()
        return retention.prune(connection, before=before, proofs_before=proofs_before, most=most)

    def crowded_sites(self, *, more_than: int, before: datetime, after: str, most: int) -> Sequence[str]:
        return retention.crowded_sites(self._session, more_than=more_than, before=before, after=after, most=most)

    def charges_due(self, *, remind_by: date, charge_by: date, after: str, most: int) -> Sequence[str]:
        return due.charges(self._session, remind_by=remind_by, charge_by=charge_by, after=after, most=most)

    def notices_due(
        self, *, by: date, today: date, outdated: Collection[str], after: str, most: int
    ) -> Sequence[str]:  # fmt: skip
        return due.notices(self._session, by=by, today=today, outdated=outdated, after=after, most=most)

    def invoices_overdue(self, *, before: date, most: int) -> Sequence[str]:
        return due.overdue(self._session, before=before, most=most)

    def sold_before(self, trait: known_by.Trait, value: str) -> Sequence[known_by.Sold]:
        return sold_before(self._session, trait, value)

    def take_turns(self, names: Collection[str]) -> None:
        take_turns(self._session, names)

    def risk_counts(self, meter: Meter, now: datetime) -> Mapping[str, tuple[int, int]]:
        return risk_counting.counts(self._session, meter, now)

    def ledger(self, *, start: datetime, end: datetime) -> Iterator[ledger.LedgerEntry]:
        return ledger_reading.entries(self._session, start=start, end=end)

    def texted(self, number: str) -> Sequence[str]:
        return written_to.texted(self._session, number)

    def figures_of(self, month: date) -> MonthFigures:
        return figures.of_month(self._session, month, self._clock.now())

    def dunnings_due(self, *, now: datetime, most: int) -> Sequence[str]:
        return due.dunnings(self._session, now=now, most=most)

    def looks_due(self, *, now: datetime, most: int) -> Sequence[str]:
        return due.looks(self._session, now=now, most=most)

    def cases_left(self, *, ended: Collection[subscription.SubscriptionState], most: int) -> Sequence[str]:
        return due.cases_left(self._session, ended=ended, most=most)

    def bump(self, business_id: str, counter: str, day: date) -> None:
        counters.bump(self._session.connection(), business_id, counter, day)

    def record(self, business_id: str, event: str, *, actor: str, data: Mapping[str, Any] | None = None) -> None:
        row = self.businesses.get(business_id)
        entry = AuditEntry(
            business_id=business_id, seq=row.audit_seq + 1, at=self._clock.now(), actor=actor, event=event,
            data=dict(data or {}), previous=row.audit_head or GENESIS,
        )  # fmt: skip
        entry.hash = entry.digest()
        row.audit_seq, row.audit_head = entry.seq, entry.hash
        self.audit_entries.add(entry)

    def last_seal(self) -> Seal | None:
        return self._session.scalars(select(Seal).order_by(seals.c.number.desc()).limit(1)).first()

    def seal_heads(self) -> Seal:
        heads, count = hashlib.sha256(), 0
        columns = (businesses.c.id, businesses.c.audit_seq, businesses.c.audit_head)
        for row in self._session.connection().execute(select(*columns).order_by(businesses.c.id)):
            heads.update(f"{row.id}:{row.audit_seq}:{row.audit_head}\n".encode())
            count += 1
        last = self.last_seal()
        number, previous = (last.number + 1, last.hash) if last else (1, GENESIS)
        seal = Seal(number, self._clock.now(), heads.hexdigest(), count, previous)
        seal.hash = seal.digest()
        return self.seals.add(seal)
