"""A small world for scenarios: the real services on a real database, with a clock that is moved by hand,
publishers that live in memory, and carriers that keep what they carried.

The one home of fakes. `work()` runs the outbox as worker and dispatcher would, in this process.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from math import ceil
from pathlib import Path
from typing import Any

from argon2 import PasswordHasher
from sqlalchemy import event, select
from sqlalchemy.orm import Session, object_mapper

from checkers.compare import Known
from checkers.fetch.outcome import CouldNotCheck, Fetched
from checkers.nap import Nap
from jobs.base import all_jobs, work_row
from mappop.bootstrap import App
from mappop.clock import FixedClock
from mappop.db.outbox import RING_AGAIN_AFTER, Outbox
from mappop.db.tables.work import outbox
from mappop.db.unit_of_work import Fence
from mappop.domain.business import Address, Business
from mappop.domain.message import Message, NotSent, Undeliverable
from mappop.domain.outbox import WorkState
from mappop.domain.person import Centre, CurrentPerson
from mappop.domain.roles import Role
from mappop.domain.tax_table import FlatTaxes
from mappop.domain.trial import Trial
from mappop.passwords import Argon2
from mappop.services import access, records, sales, scanning
from mappop.services.deps import Deps
from mappop.settings import load
from mappop.simulator.selling import sell
from mappop.simulator.world import unhurried
from provisioners.candidates import same_place
from provisioners.connector import (
    Action,
    Capability,
    DesiredListing,
    Evidence,
    Found,
    HandTask,
    Kind,
    Limits,
    Outcome,
    Plan,
    Setting,
)  # fmt: skip
from provisioners.errors import Retryable
from tests.fake_processor import FakeProcessor

DELGADO: dict[str, Any] = {
    "name": "Delgado Plumbing",
    "trade": "plumber",
    "address": {"street": "1204 E 7th St", "unit": "Ste B", "city": "Austin", "region": "TX", "postal_code": "78702"},
    "phones": [{"number": "(512) 555-0134"}],
    "hours": {"mon": [["08:00", "17:00"]]},
}
FRONT, FRONT_ADDRESS = "front.mappop.example", "192.0.2.80"
ROSA = {"name": "Rosa Delgado", "mobile": "(512) 555-0166", "email": "rosa@delgado.example"}

STEP = 31  # seconds: one more than a ring that was swallowed waits

MAX = {"name": "Max Other", "mobile": "(512) 555-0167", "email": "max@other.example"}  # who has another business


class FakePublisher:
    """A publisher in memory: what it shows is what was written, unless it is told to misbehave."""

    kind = Kind.DIRECTORY
    limits = Limits(typical_days=(1, 3))
    settings: tuple[Setting, ...] = ()

    def __init__(self, name: str, *, by_hand: bool = False) -> None:
        self.name, self.title = name, name.title()
        ways = (
            {Capability.HAND} if by_hand else {Capability.FIND, Capability.READ, Capability.CREATE, Capability.UPDATE}
        )
        self.capabilities = frozenset(ways | {Capability.FIND, Capability.READ})
        self.evidence = Evidence.OFFICIAL_READ
        self.by_hand = by_hand
        self.shown: dict[str, Nap] = {}
        self.writes: list[tuple[str, int]] = []  # listing and revision of every write that arrived
        self.fault: Exception | None = None
        self.asked = 0

    def find(self, business: Business, session: object, known: Known | None = None) -> list[Found]:
        self._may_fail()
        rows = [Found(ref, nap, f"https://{self.name}.example/{ref}") for ref, nap in self.shown.items()]
        return same_place(business, rows, known)

    def read(self, ref: str, session: object) -> Found:
        self._may_fail()
        return Found(ref, self.shown[ref], f"https://{self.name}.example/{ref}")

    def plan(self, desired: DesiredListing, found: Found | None) -> Plan:
        nap = records.nap_of(desired.business, website=desired.website).with_(**desired.meant)
        by_hand = Action.NOTHING if found and found.nap.phone == nap.phone else Action.HAND
        action = by_hand if self.by_hand else Action.UPDATE if found else Action.CREATE
        ref = found.ref if found else ""
        return Plan(desired.listing_id, action, desired.revision, ref=ref, payload={"nap": nap})

    def apply(self, plan: Plan, session: object) -> Outcome:
        self._may_fail()
        if plan.action is Action.NOTHING:
            return Outcome.accepted(plan.ref)
        if self.by_hand:
            brief = HandTask("File the form", "The listing is there", ("Open the form",), "Its address")
            return Outcome.needs_person(brief)
        ref = plan.ref or plan.listing_id
        self.writes.append((plan.listing_id, plan.revision))
        self.shown[ref] = plan.payload["nap"]
        return Outcome.accepted(ref, f"https://{self.name}.example/{ref}")

    def _may_fail(self) -> None:
        self.asked += 1
        if self.fault is not None:
            raise self.fault


@dataclass
class FakeCarrier:
    """Keeps what it carried; `down` makes it unreachable, `refuses` holds addresses that it will never take."""

    carried: list[Message] = field(default_factory=list)
    down: bool = False
    refuses: set[str] = field(default_factory=set)

    def send(self, message: Message, *, is_repeat: bool) -> str:
        if self.down:
            raise NotSent("the carrier does not answer")
        if message.to in self.refuses:
            raise Undeliverable("no such address")
        self.carried.append(replace(message))
        return f"carrier-{message.id}"


@dataclass
class FakeNames:
    """Name servers in memory, by (name, kind), CNAMEs followed as a resolver does; `silent` names get no answer."""

    records: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    silent: set[str] = field(default_factory=set)
    asked: int = 0

    def put(self, name: str, kind: str, *values: str) -> None:
        self.records[name, kind] = values

    def __call__(self, name: str, kind: str) -> tuple[str, ...]:
        self.asked += 1
        for _ in range(8):
            if name in self.silent:
                raise CouldNotCheck("the name service did not answer")
            if kind == "CNAME" or not self.records.get((name, "CNAME")):
                return self.records.get((name, kind), ())
            name = self.records[name, "CNAME"][0]
        raise CouldNotCheck("the name service did not answer")


@dataclass
class FakeTaxEngine:
    """One rate for every place, in millionths; `fault` is what it says instead, `asked` the places in their order."""

    rate: int
    fault: Exception | None = None
    asked: list[Address] = field(default_factory=list)

    def tax_rate(self, place: Address) -> int:
        self.asked.append(place)
        if self.fault is not None:
            raise self.fault
        return self.rate


class QuickArgon2(Argon2):
    """The same way with little work: each world hashes two passwords, each sign-in one."""

    def __init__(self) -> None:
        self._hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


QUICK = QuickArgon2()


class World:
    def __init__(self, database_url: str, home: Path) -> None:
        environ = {
            "MAPPOP_HOME": str(home), "MAPPOP_DATABASE_URL": database_url, "MAPPOP_SECRET_KEY": "of-this-test-alone",
            "MAPPOP_MAILBOX_SECRET": "of-the-carrier", "MAPPOP_FRONT_HOST": FRONT,
            "MAPPOP_FRONT_ADDRESSES": FRONT_ADDRESS,
        }  # fmt: skip
        self.clock = FixedClock(datetime(2027, 3, 1, 15, 10, tzinfo=UTC))
        self.mail, self.texts = FakeCarrier(), FakeCarrier()
        self.processor: Any = FakeProcessor()
        self.tax_engine: FakeTaxEngine | None = None
        self.taxes = FlatTaxes()
        self.photos: dict[str, bytes] = {}  # by address, elsewhere
        self.proofs: dict[str, bytes] = {}  # files on owners' hosts, by address
        self.names = FakeNames({(FRONT, "A"): (FRONT_ADDRESS,)})
        self.publishers = {"citydir": FakePublisher("citydir"), "formdir": FakePublisher("formdir", by_hand=True)}
        self._written = _Written()
        self.app = _TestApp(load(environ), self.clock, world=self)
        if database_url.startswith("sqlite"):
            event.listen(self.app.engine, "connect", unhurried)
        self.agent = self.person(Role.SALES_AGENT, "Ana", "ana@harbor.example", "manila")
        self.verifier = self.person(Role.VERIFIER, "Ben", "ben@mappop.example", "manila")

    @property
    def deps(self) -> Deps:
        return self.app.deps()

    def person(self, role: Role, name: str, email: str, centre: str) -> CurrentPerson:
        with self.app.unit_of_work() as uow:
            if uow.centres.find(centre) is None:
                uow.centres.add(Centre(centre, centre.title(), "Asia/Manila"))
                uow.commit()
        id = access.add_person(self.deps, email=email, name=name, role=role, password="a-long-word", centre_id=centre)
        return CurrentPerson(id, name, email, role, centre, centre.title(), "Asia/Manila", None, "")

    def on(self, day: str, time: str = "15:10") -> World:
        """Move the clock to that moment, in UTC."""
        self.clock.at = datetime.fromisoformat(f"{day}T{time}:00+00:00")
        return self

    def later(self, **span: float) -> World:
        self.clock.advance(timedelta(**span))
        return self

    def scan(self, **query: str) -> str:
        nap = Nap(**({"name": "Delgado Plumbing", "city": "Austin", "region": "TX", "phone": "+15125550134"} | query))
        return scanning.scan_now(self.deps, nap, who=self.agent)

    def sell(
        self, record: Mapping[str, Any] = DELGADO, owner: Mapping[str, str] = ROSA, *, scan_id: str | None = None
    ) -> Trial:
        """A trial that waits for its owner."""
        return self.trial(sell(self.deps, self.agent, record=record, owner=owner, scan_id=scan_id))

    def confirm(self, trial: Trial) -> Trial:
        return sales.confirm_by_link(self.deps, trial.id, evidence={"address": "192.0.2.7"})

    def trial(self, id: str) -> Trial:
        with self.app.unit_of_work() as uow:
            return uow.trials.get(id)

    def work(self, *, until: timedelta = timedelta(0)) -> int:
        """Run everything that is due, and what comes due while the clock moves on by `until`; how many jobs ran."""
        queue, ran, ends, declared = Outbox(self.app.engine), 0, self.clock.now() + until, all_jobs()
        while True:
            rings = queue.to_ring(now=self.clock.now())
            if not rings:
                if self.clock.now() >= ends:
                    return ran
                wait = min(self._next(), ends) - self.clock.now()
                self.later(seconds=STEP * max(1, ceil(wait.total_seconds() / STEP)))
                continue
            queue.rung(
                {r.row_id: (declared[r.job].lane, 1 + len(declared[r.job].attempts)) for r in rings},
                now=self.clock.now(),
            )
            for ring in rings:
                work_row(self.app, ring.row_id)
                ran += 1

    def _next(self) -> datetime:
        """When the next row is to be rung: all looks at the queue before it would find nothing."""
        waiting = select(outbox.c.due_at, outbox.c.rung_at).where(outbox.c.state == WorkState.DUE)
        with self.app.engine.connect() as connection:
            rows = connection.execute(waiting).all()
        again = RING_AGAIN_AFTER + timedelta.resolution
        return min((max(due, rung + again) if rung else due for due, rung in rows), default=_AFTER)

    def fetch_photo(self, url: str) -> Fetched:
        """A photo elsewhere, where the test put one; any other address does not answer."""
        if url not in self.photos:
            raise CouldNotCheck("the host did not answer")
        return Fetched(200, self.photos[url], "image/jpeg", url, self.clock.now())

    def fetch_proof(self, url: str) -> Fetched:
        """A file on an owner's host, where the test put one: its text, after “address|” where that sends us on."""
        if url not in self.proofs:
            raise CouldNotCheck("the host did not answer")
        sent_to, _, content = self.proofs[url].decode().rpartition("|")
        return Fetched(200, content.encode(), "text/plain", sent_to or url, self.clock.now())

    def rows(self, table: str) -> list[Any]:
        """Everything in one repository, as it was written first to last."""
        with self.app.unit_of_work() as uow:
            return self._written.in_order(getattr(uow, table).where())

    def close(self) -> None:
        self._written.close()
        self.app.engine.dispose()
        self.app.reader.dispose()


_BEFORE, _AFTER = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


class _Written:
    """Which row was written first: no database tells, and PostgreSQL puts a row that was changed elsewhere."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[Any, ...], int] = {}
        event.listen(Session, "after_flush", self._note)

    def close(self) -> None:
        if event.contains(Session, "after_flush", self._note):
            event.remove(Session, "after_flush", self._note)

    def in_order(self, rows: Sequence[Any]) -> list[Any]:
        """By their moment where one was written past the session, as letters are."""
        if any(_key(row) not in self._numbers for row in rows):
            return sorted(rows, key=lambda row: getattr(row, "created_at", _BEFORE))
        return sorted(rows, key=lambda row: self._numbers[_key(row)])

    def _note(self, session: Session, _: object) -> None:
        for row in session.new:
            self._numbers.setdefault(_key(row), len(self._numbers))


def _key(row: object) -> tuple[Any, ...]:
    return type(row), *object_mapper(row).primary_key_from_instance(row)


class _TestApp(App):
    def __init__(self, settings: Any, clock: FixedClock, *, world: World) -> None:
        super().__init__(settings, clock)
        self._world = world

    def deps(self, *, fence: Fence | None = None) -> Deps:
        world = self._world
        return replace(
            super().deps(fence=fence), connectors=world.publishers, session_for=_no_session, mail=world.mail,
            text=world.texts, directories={}, fetch_picture=world.fetch_photo, fetch_proof=world.fetch_proof,
            name_service=world.names, processor=world.processor, tax_engine=world.tax_engine,
            taxes=world.taxes, hasher=QUICK,
        )  # fmt: skip


def _no_session(_connector: object) -> Any:
    return None


BUSY = Retryable("the publisher is busy", after=90)
