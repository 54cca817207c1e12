"""`Deps` and the ports that adapters fulfil: all that a use case may lean on."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from checkers.directories.reading import Directory, Fetch
from mappop.clock import Clock
from mappop.domain.business import Address, Business, Photo
from mappop.domain.message import Message
from mappop.domain.picture import TakenPicture
from mappop.domain.processor import Answer, Event, Move, Order, PageOrder, RefundTold, SavedMethod, Told
from mappop.services.unit_of_work import UnitOfWork as UnitOfWork  # a port like the others, in a file of its own
from mappop.settings import Settings
from provisioners.connector import Connector
from provisioners.session import Session


class SiteStore(Protocol):
    def put(self, site_id: str, version: str, files: Mapping[str, bytes]) -> None: ...

    def switch(self, site_id: str, version: str) -> None: ...

    def current(self, site_id: str) -> str | None: ...

    def read(self, site_id: str, path: str, version: str | None = None) -> tuple[bytes, str] | None: ...

    def files(self, site_id: str, version: str) -> tuple[str, ...]:
        """The paths of everything in a version, in order."""

    def versions(self, site_id: str) -> tuple[str, ...]:
        """Oldest first."""

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

    @property
    def page_origin(self) -> str:
        """Where its hosted pages are; nothing where it has none."""

    def open_page(self, asked: PageOrder) -> str:
        """The address of a new hosted page. No number that is typed there ever passes here."""

    def read_page(self, ref: str) -> SavedMethod | None:
        """What the owner saved there; None while the page is not finished."""

    def charge(self, order: Order) -> Answer:
        """Once for one key, within a day: afterwards the key is forgotten, and `look_up` is asked first."""

    def look_up(self, order: Order) -> Answer | None:
        """The charge that was made under the order's key, if there is one."""

    def refund(self, payment_ref: str, *, amount_minor: int, key: str) -> RefundTold:
        """Part or all of a charge; once for one key."""

    def verified(self, body: bytes, signature: str) -> Event | None:
        """An event from outside, if it is the processor's own, and young."""

    def told(self, event: Event) -> Sequence[Told]:
        """What the event is about, as it stands now; nothing for a type that we do not follow."""

    def held(self, *, since: datetime, besides: Collection[str] = ()) -> Iterator[Told]:
        """Every way to pay that was saved since then, and every charge, refund and dispute that was made or moved
        money, as it stands now; a debit that its bank took back since then is a charge that returned. `besides` are
        refs of older refunds and disputes that are asked for too."""

    def refunds(self, *, since: datetime) -> Iterator[RefundTold]: ...

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


class Taxes(Protocol):
    def rate(self, place: Address, on: date) -> int:
        """Millionths of the price. Answered from memory: it is asked inside of transactions."""


class TaxEngine(Protocol):
    """Who knows the law of each place. Raises NoAnswer, or NotTaken for a place that it can't make out."""

    def tax_rate(self, place: Address) -> int:
        """Millionths of the price, today. Over the network: never inside of a transaction."""


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
    site_changes_at: Callable[[Business, datetime], datetime | None]  # by the calendar alone
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
    taxes: Taxes
    tax_engine: TaxEngine | None
    hasher: Hasher
    timezone_of: Callable[[str, str], str]
