"""The unit of work that use cases lean on: one transaction, and what is kept, by repository."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Protocol, Self, TypeVar

from mappop.domain.accepted import AcceptedDifference
from mappop.domain.audit import AuditEntry, Seal
from mappop.domain.bank_file import BankLine
from mappop.domain.bill_run import BillRun
from mappop.domain.breaker import Breaker
from mappop.domain.caller import Caller
from mappop.domain.charge_gate import GateAnswer
from mappop.domain.check import Check
from mappop.domain.close import MonthClose
from mappop.domain.correction import Correction, CustomerCredit
from mappop.domain.coupon import CouponUses
from mappop.domain.dispute import Dispute
from mappop.domain.dunning import Dunning
from mappop.domain.inquiry import Inquiry
from mappop.domain.invoice import Invoice, InvoiceNumbers
from mappop.domain.known_by import KnownBy, Sold, Trait
from mappop.domain.lead import Call, Lead
from mappop.domain.ledger import LedgerEntry
from mappop.domain.listing import Listing
from mappop.domain.message import Message
from mappop.domain.month_figures import MonthFigures
from mappop.domain.outbox import Work
from mappop.domain.own_domain import OwnDomain
from mappop.domain.pause import Pause
from mappop.domain.payment import Payment, PaymentMethod
from mappop.domain.person import Centre, Person, SignInFailure, UserSession
from mappop.domain.picture import Picture
from mappop.domain.place_rate import PlaceRate
from mappop.domain.proposal import Proposal
from mappop.domain.reconciliation import DifferenceCase, DifferenceLook
from mappop.domain.record import BusinessRow, Revision
from mappop.domain.reply import QuietNumber, TextIn
from mappop.domain.risk import Meter, RiskAlarm, RiskReview
from mappop.domain.scan import Scan, ScanResult
from mappop.domain.site import Site, SiteVersion
from mappop.domain.subscription import Subscription, SubscriptionState
from mappop.domain.task import Task
from mappop.domain.trial import Consent, Draft, Trial

T = TypeVar("T")


class Repository(Protocol[T]):
    def get(self, id: str) -> T:
        """The row, locked for this transaction; raises NotFound."""

    def find(self, id: Any) -> T | None: ...

    def add(self, item: T) -> T: ...

    def remove(self, item: T) -> None: ...

    def first(self, **criteria: Any) -> T | None: ...

    def where(self, **criteria: Any) -> Sequence[T]: ...

    def since(self, column: str, moment: datetime) -> Sequence[T]:
        """Rows of that moment and later."""

    def count_since(self, column: str, since: datetime, **criteria: Any) -> int: ...

    def load(self, column: str, values: Collection[Any]) -> None:
        """All rows with one of these values, in one query, locked: until the commit they are answered from memory."""


class UnitOfWork(Protocol):
    """One transaction. What is not committed did not happen; work is rung only after the commit."""

    @property
    def centres(self) -> Repository[Centre]: ...

    @property
    def people(self) -> Repository[Person]: ...

    @property
    def user_sessions(self) -> Repository[UserSession]: ...

    @property
    def sign_in_failures(self) -> Repository[SignInFailure]: ...

    @property
    def businesses(self) -> Repository[BusinessRow]: ...

    @property
    def revisions(self) -> Repository[Revision]: ...

    @property
    def known_by(self) -> Repository[KnownBy]: ...

    @property
    def audit_entries(self) -> Repository[AuditEntry]: ...

    @property
    def seals(self) -> Repository[Seal]: ...

    @property
    def leads(self) -> Repository[Lead]: ...

    @property
    def calls(self) -> Repository[Call]: ...

    @property
    def scans(self) -> Repository[Scan]: ...

    @property
    def scan_results(self) -> Repository[ScanResult]: ...

    @property
    def drafts(self) -> Repository[Draft]: ...

    @property
    def trials(self) -> Repository[Trial]: ...

    @property
    def consents(self) -> Repository[Consent]: ...

    @property
    def sites(self) -> Repository[Site]: ...

    @property
    def site_versions(self) -> Repository[SiteVersion]: ...

    @property
    def own_domains(self) -> Repository[OwnDomain]: ...

    @property
    def proposals(self) -> Repository[Proposal]: ...

    @property
    def pictures(self) -> Repository[Picture]: ...

    @property
    def inquiries(self) -> Repository[Inquiry]: ...

    @property
    def listings(self) -> Repository[Listing]: ...

    @property
    def checks(self) -> Repository[Check]: ...

    @property
    def accepted_differences(self) -> Repository[AcceptedDifference]: ...

    @property
    def tasks(self) -> Repository[Task]: ...

    @property
    def messages(self) -> Repository[Message]: ...

    @property
    def pauses(self) -> Repository[Pause]: ...

    @property
    def callers(self) -> Repository[Caller]: ...

    @property
    def texts_in(self) -> Repository[TextIn]: ...

    @property
    def quiet_numbers(self) -> Repository[QuietNumber]: ...

    @property
    def subscriptions(self) -> Repository[Subscription]: ...

    @property
    def coupon_uses(self) -> Repository[CouponUses]: ...

    @property
    def gate_answers(self) -> Repository[GateAnswer]: ...

    @property
    def invoices(self) -> Repository[Invoice]: ...

    @property
    def invoice_numbers(self) -> Repository[InvoiceNumbers]: ...

    @property
    def payments(self) -> Repository[Payment]: ...

    @property
    def payment_methods(self) -> Repository[PaymentMethod]: ...

    @property
    def bank_lines(self) -> Repository[BankLine]: ...

    @property
    def bill_runs(self) -> Repository[BillRun]: ...

    @property
    def month_figures(self) -> Repository[MonthFigures]: ...

    @property
    def difference_cases(self) -> Repository[DifferenceCase]: ...

    @property
    def difference_looks(self) -> Repository[DifferenceLook]: ...

    @property
    def dunnings(self) -> Repository[Dunning]: ...

    @property
    def ledger_entries(self) -> Repository[LedgerEntry]: ...

    def book_once(self, entry: LedgerEntry) -> bool:
        """False where an entry of that cause is in the ledger already, though another worker's of this very moment."""

    @property
    def place_rates(self) -> Repository[PlaceRate]: ...

    def keep_place_rate(self, id: str, millionths: int) -> None:
        """As of now, over what was known of the place before."""

    @property
    def corrections(self) -> Repository[Correction]: ...

    @property
    def customer_credits(self) -> Repository[CustomerCredit]: ...

    @property
    def disputes(self) -> Repository[Dispute]: ...

    @property
    def risk_alarms(self) -> Repository[RiskAlarm]: ...

    @property
    def risk_reviews(self) -> Repository[RiskReview]: ...

    @property
    def month_closes(self) -> Repository[MonthClose]: ...

    @property
    def work(self) -> Repository[Work]: ...

    @property
    def breakers(self) -> Repository[Breaker]: ...

    def __enter__(self) -> Self: ...

    def __exit__(self, *_: object) -> None: ...

    def commit(self) -> None: ...

    def gather(self) -> None:
        """For many rows: what is added and enqueued is written at the commit, a statement a table."""

    def enqueue(self, job: str, args: Mapping[str, Any], *, key: str, due_at: datetime | None = None) -> None:
        """Write the work as a row; the same key again changes nothing."""

    def record(self, business_id: str, event: str, *, actor: str, data: Mapping[str, Any] | None = None) -> None:
        """Append to the business's audit trail, under that row's lock."""

    def last_seal(self) -> Seal | None:
        """The newest of the chain of seals."""

    def seal_heads(self) -> Seal:
        """Append one entry to the chain of seals over all heads."""

    def take_event(self, source: str, event_id: str, body: Mapping[str, Any]) -> bool:
        """Keep an event from outside; False when it came before."""

    def prune(self, *, before: datetime, proofs_before: datetime, most: int) -> int:
        """Delete some of what ended before then (done work, sessions, failed sign-ins); how many rows went. What proves
        that an owner used the service has a day of its own."""

    def crowded_sites(self, *, more_than: int, before: datetime, after: str, most: int) -> Sequence[str]:
        """Ids, in order, of businesses whose site has more versions than that, and one from before then."""

    def charges_due(self, *, remind_by: date, charge_by: date, after: str, most: int) -> Sequence[str]:
        """Ids, in order, of trialing subscriptions up to the one day and of active ones up to the other."""

    def notices_due(
        self, *, by: date, today: date, outdated: Collection[str], after: str, most: int
    ) -> Sequence[str]:  # fmt: skip
        """Ids, in order, of active subscriptions that are to be told of a renewal up to that day (a year's, or by price
        versions that are outdated), or of their terms today; and of years that follow a pause up to that day."""

    def invoices_overdue(self, *, before: date, most: int) -> Sequence[str]:
        """Ids of open invoices that were due before that day and whose subscription is not yet past due."""

    def sold_before(self, trait: Trait, value: str) -> Sequence[Sold]:
        """Businesses that are known by it and had a trial, or wait for their yes: each revision of each, the newest
        sale first, and of it the newest revision."""

    def take_turns(self, names: Collection[str]) -> None:
        """Wait until no other transaction has a turn of one of these names, and keep it to the end of this one. What is
        read from here on is what they left. Before any row that they may want is locked."""

    def risk_counts(self, meter: Meter, now: datetime) -> Mapping[str, tuple[int, int]]:
        """By centre: what went wrong in the meter's window, of how many payments."""

    def ledger(self, *, start: datetime, end: datetime) -> Iterator[LedgerEntry]:
        """Entries from `start` up to `end`, in order of time and id, read page by page and not to be changed."""

    def texted(self, number: str) -> Sequence[str]:
        """Ids of the businesses for whose sake we wrote to that number, the newest text first."""

    def figures_of(self, month: date) -> MonthFigures:
        """Counted now; `month` is its first day."""

    def dunnings_due(self, *, now: datetime, most: int) -> Sequence[str]:
        """Ids of those with a step to be taken by then, the longest due first."""

    def looks_due(self, *, now: datetime, most: int) -> Sequence[str]:
        """Ids of owners' domains to be looked at by then, the longest due first."""

    def cases_left(self, *, ended: Collection[SubscriptionState], most: int) -> Sequence[str]:
        """Ids of businesses with an open case of the charges of a subscription in such a state, or of an own domain
        that is not lost."""

    def bump(self, business_id: str, counter: str, day: date) -> None:
        """Add one to a site's counter (visits, calls, directions, inquiries), in all and on that day."""
