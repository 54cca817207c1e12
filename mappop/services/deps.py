"""`Deps` and the ports that adapters fulfil: all that a use case may lean on."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol, Self, TypeVar

from checkers.directories.reading import Directory, Fetch
from mappop.clock import Clock
from mappop.domain.accepted import AcceptedDifference
from mappop.domain.audit import AuditEntry, Seal
from mappop.domain.bank_file import BankLine
from mappop.domain.breaker import Breaker
from mappop.domain.business import Business, Photo
from mappop.domain.charge_gate import GateAnswer
from mappop.domain.check import Check
from mappop.domain.close import MonthClose
from mappop.domain.inquiry import Inquiry
from mappop.domain.invoice import Invoice, InvoiceNumbers
from mappop.domain.lead import Call, Lead
from mappop.domain.ledger import LedgerEntry
from mappop.domain.listing import Listing
from mappop.domain.message import Message
from mappop.domain.outbox import Work
from mappop.domain.own_domain import OwnDomain
from mappop.domain.payment import Payment, PaymentMethod
from mappop.domain.person import Centre, Person, SignInFailure, UserSession
from mappop.domain.picture import Picture, TakenPicture
from mappop.domain.processor import (
    Answer,
    DisputeTold,
    Event,
    Move,
    Order,
    PageOrder,
    RefundTold,
    SavedMethod,
    Told,
)  # fmt: skip
from mappop.domain.proposal import Proposal
from mappop.domain.record import BusinessRow, Revision
from mappop.domain.reply import QuietNumber, TextIn
from mappop.domain.scan import Scan, ScanResult
from mappop.domain.site import Site, SiteVersion
from mappop.domain.subscription import Subscription
from mappop.domain.task import Task
from mappop.domain.trial import Consent, Draft, Trial
from mappop.settings import Settings
from provisioners.connector import Connector
from provisioners.session import Session

T = TypeVar("T")


class Repository(Protocol[T]):
    def get(self, id: str) -> T:
        """The row, locked for this transaction; raises NotFound."""

    def find(self, id: str) -> T | None: ...

    def add(self, item: T) -> T: ...

    def remove(self, item: T) -> None: ...

    def first(self, **criteria: Any) -> T | None: ...

    def where(self, **criteria: Any) -> Sequence[T]: ...

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
    def texts_in(self) -> Repository[TextIn]: ...

    @property
    def quiet_numbers(self) -> Repository[QuietNumber]: ...

    @property
    def subscriptions(self) -> Repository[Subscription]: ...

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
    def ledger_entries(self) -> Repository[LedgerEntry]: ...

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

    def seal_heads(self) -> Seal:
        """Append one entry to the chain of seals over all heads."""

    def take_event(self, source: str, event_id: str, body: Mapping[str, Any]) -> bool:
        """Keep an event from outside; False when it came before."""

    def prune(self, *, before: datetime, most: int) -> int:
        """Delete some of what ended before then (done work, sessions, failed sign-ins); how many rows went."""

    def crowded_sites(self, *, more_than: int, before: datetime, after: str, most: int) -> Sequence[str]:
        """Ids, in order, of businesses whose site has more versions than that, and one from before then."""

    def charges_due(self, *, remind_by: date, charge_by: date, after: str, most: int) -> Sequence[str]:
        """Ids, in order, of trialing subscriptions up to the one day and of active ones up to the other."""

    def invoices_overdue(self, *, before: date, most: int) -> Sequence[str]:
        """Ids of open invoices that were due before that day and whose subscription is not yet past due."""

    def ledger(self, *, start: datetime, end: datetime) -> Iterator[LedgerEntry]:
        """Entries from `start` up to `end`, in order of time and id, read page by page and not to be changed."""

    def texted(self, number: str) -> Sequence[str]:
        """Ids of the businesses for whose sake we wrote to that number, the newest text first."""

    def looks_due(self, *, now: datetime, most: int) -> Sequence[str]:
        """Ids of owners' domains to be looked at by then, the longest due first."""

    def bump(self, business_id: str, counter: str, day: date) -> None:
        """Add one to a site's counter (visits, calls, directions, inquiries), in all and on that day."""


class SiteStore(Protocol):
    def put(self, site_id: str, version: str, files: Mapping[str, bytes]) -> None: ...

    def switch(self, site_id: str, version: str) -> None: ...

    def current(self, site_id: str) -> str | None: ...

    def read(self, site_id: str, path: str, version: str | None = None) -> tuple[bytes, str] | None: ...

    def files(self, site_id: str, version: str) -> tuple[str, ...]:
        """The paths of everything in a version, in order."""

    def remove(self, site_id: str, version: str) -> None:
        """Forget a version that the world does not see; twice is once."""


class SiteBuilder(Protocol):
    def __call__(
        self, business: Business, *, theme: str, base_url: str, now: datetime, made: Mapping[str, Any] | None = None
    ) -> Mapping[str, bytes]:
        """`made` are the photos that are ready; with it, even empty, come sharing picture and icons."""


class Pictures(Protocol):
    """Photos: originals as they came, and what was made of each. Names are `domain.picture.picture_id`."""

    def keep(self, name: str, content: bytes) -> TakenPicture:
        """Look through a file and keep it. Raises PictureRefused."""

    def has(self, name: str) -> bool: ...

    def small(self, name: str) -> bytes | None:
        """A little JPEG for forms."""

    def original(self, name: str) -> tuple[str, bytes] | None:
        """File name and content, as it came."""

    def make(self, name: str) -> None:
        """What pages offer, once. Raises PictureRefused, and LookupError without an original."""

    def made(self, photos: Sequence[Photo]) -> Mapping[str, Any]:
        """By source, those that are ready."""

    def files(self, made: Mapping[str, Any]) -> Mapping[str, bytes]: ...

    def file(self, made: Mapping[str, Any], path: str) -> bytes | None: ...


class PlainPages(Protocol):
    """Built pages without what needs a server behind them."""

    def page(self, content: bytes) -> bytes: ...

    def form(self, content: bytes) -> bytes: ...

    def moved(self, name: str, website: str, language: str) -> bytes: ...

    def headers_file(self) -> bytes: ...


class Transport(Protocol):
    def send(self, message: Message, *, is_repeat: bool) -> str:
        """Hand the message over; the carrier's id. Raises NotSent or Undeliverable.

        On a repeat, a carrier that can be asked says first whether it has the message already.
        """


class PaymentProcessor(Protocol):
    """Who moves the money. Raises NoAnswer where a call may have taken effect or not, NotTaken where it did not."""

    @property
    def name(self) -> str: ...

    @property
    def kinds(self) -> Sequence[str]:
        """What an owner can save on its hosted page: card, bank; nothing where it has none."""

    def open_page(self, asked: PageOrder) -> str:
        """The address of a new hosted page. No number that is typed there ever passes here."""

    def read_page(self, ref: str) -> SavedMethod | None:
        """What the owner saved there; None while the page is not finished."""

    def charge(self, order: Order) -> Answer:
        """Once for one key, within a day: afterwards the key is forgotten, and `look_up` is asked first."""

    def look_up(self, key: str, payer: str, *, since: datetime) -> Answer | None:
        """The charge that was made under a key since then, if there is one."""

    def refund(self, payment_ref: str, *, amount_minor: int, key: str) -> RefundTold:
        """Part or all of a charge; once for one key."""

    def verified(self, body: bytes, signature: str) -> Event | None:
        """An event from outside, if it is the processor's own, and young."""

    def told(self, event: Event) -> Sequence[Told]:
        """What the event is about, as it stands now; nothing for a type that we do not follow."""

    def payments(self, *, since: datetime) -> Iterator[Answer]:
        """Every charge that was made since then."""

    def refunds(self, *, since: datetime) -> Iterator[RefundTold]: ...

    def disputes(self, *, since: datetime) -> Iterator[DisputeTold]:
        """Those of cardholders; a debit that its bank took back is a payment that returned."""

    def moves(self, *, since: datetime) -> Iterator[Move]:
        """Everything that moved the balance since then, fees and payouts too."""

    def balance(self) -> int:
        """What lies at the processor, in cents, on its way included."""


class Typeset(Protocol):
    def __call__(self, paper: str, content: Mapping[str, Any], *, language: str, at: datetime) -> bytes:
        """A PDF with the words of that paper; the same content and time give the same bytes."""


class NameService(Protocol):
    def __call__(self, name: str, kind: str) -> Sequence[str]:
        """The values of a name's records of one kind: TXT, CNAME, A or AAAA. Raises CouldNotCheck."""


class Hasher(Protocol):
    def hash(self, password: str) -> str: ...

    def verify(self, hash: str, password: str) -> bool: ...

    def decoy(self) -> str:
        """The hash of a password that nobody has, to spend the same time on an e-mail that nobody has."""


@dataclass(frozen=True)
class Deps:
    settings: Settings
    clock: Clock
    unit_of_work: Callable[[], UnitOfWork]
    connectors: Mapping[str, Connector]  # those that are set up
    session_for: Callable[[Connector], Session]
    directories: Mapping[str, Directory]
    fetch: Fetch
    site_store: SiteStore
    build_site: SiteBuilder
    pictures: Pictures
    fetch_picture: Fetch
    fetch_proof: Fetch
    name_service: NameService
    plain_pages: PlainPages
    default_theme: Callable[[str], str]
    mail: Transport
    text: Transport
    processor: PaymentProcessor
    typeset: Typeset
    hasher: Hasher
    timezone_of: Callable[[str, str], str]
