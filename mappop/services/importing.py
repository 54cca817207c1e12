"""Taking a file's businesses in: right rows are kept, wrong ones told; a second time changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice

from mappop.domain.business import Business
from mappop.domain.business_id import make_id
from mappop.domain.errors import FieldError, Invalid
from mappop.domain.record import Revision
from mappop.services import proposals, records
from mappop.services.deps import Deps, UnitOfWork
from mappop.services.import_records import Row

BATCH = 100
MADE_BY = "import"
PHONES_KNOWN = 10_000  # some 400 bytes each

Reject = Callable[[int, FieldError], None]
Ready = tuple[int, Business]


@dataclass(frozen=True, slots=True)
class Counts:
    """Rows so far; each is one of the five."""

    added: int = 0
    revised: int = 0
    unchanged: int = 0
    rejected: int = 0
    proposed: int = 0  # waits for the owner's yes

    @property
    def rows(self) -> int:
        return self.added + self.revised + self.unchanged + self.rejected + self.proposed


def take_rows(deps: Deps, rows: Iterable[Row], reject: Reject, *, for_approval: bool = False) -> Iterator[Counts]:
    """Keep what is right, a batch at a time, and say after each how far it is. `reject` gets every fault, in order.

    `for_approval` changes no business that has a site: its owner is sent the change, and says yes or no.
    """
    stream, importer = iter(rows), _Importer(deps, reject, for_approval)
    while batch := list(islice(stream, BATCH)):
        importer.take(batch)
        yield importer.counts


@dataclass
class _Importer:
    deps: Deps
    reject: Reject
    for_approval: bool = False
    counts: Counts = field(default_factory=Counts)
    lines: dict[str, int] = field(default_factory=dict)  # of this file, by business
    _faults: list[tuple[int, FieldError]] = field(default_factory=list)
    _known: dict[str, dict[str, str]] = field(default_factory=dict)  # business by identity, by what it was looked up by

    def take(self, batch: list[Row]) -> None:
        """One transaction for what is new; one for each that differs."""
        self._faults, ready = [], []
        for row in batch:
            if business := self._taken_in(row):
                ready.append((row.line, business))
        with self.deps.unit_of_work() as uow:
            changed = [differing for line, business in ready if (differing := self._keep(uow, line, business))]
            uow.commit()
        for business in changed:
            self._change(business)
        for line, fault in sorted(self._faults, key=lambda pair: pair[0]):
            self.reject(line, fault)

    def _change(self, business: Business) -> None:
        with self.deps.unit_of_work() as uow:
            site = uow.sites.find(business.id) if self.for_approval else None
        if site is None or site.ended_at is not None:
            records.revise(self.deps, business, made_by=MADE_BY)
            self.counts = replace(self.counts, revised=self.counts.revised + 1)
            return
        proposals.propose(self.deps, business.id, business.to_dict(), by=MADE_BY, is_told=True)
        self.counts = replace(self.counts, proposed=self.counts.proposed + 1)

    def _taken_in(self, row: Row) -> Business | None:
        faults = list(row.faults)
        if row.data or not faults:
            try:
                business = records.take_in(self.deps, row.data)
            except Invalid as invalid:
                faults += invalid.errors
        if not faults:
            return business
        self._refuse(row.line, *map(row.named, faults))
        return None

    def _refuse(self, line: int, *faults: FieldError) -> None:
        self.counts = replace(self.counts, rejected=self.counts.rejected + 1)
        self._faults += ((line, fault) for fault in faults)

    def _keep(self, uow: UnitOfWork, line: int, business: Business) -> Business | None:
        """Add what is new; the business where it is there and says something else. Each stands once in a file."""
        business = replace(business, id=business.id or self._recognised(uow, business))
        if first := self.lines.get(business.id):
            self._refuse(line, _said_before(business.id, first))
            return None
        row = uow.businesses.find(business.id) if business.id else None
        if row is None:
            self._add(uow, line, business)
            return None
        self.lines[business.id] = line
        if _is_said_by(records.revision_of(uow, row.id, row.revision), business):
            self.counts = replace(self.counts, unchanged=self.counts.unchanged + 1)
            return None
        return business

    def _add(self, uow: UnitOfWork, line: int, business: Business) -> None:
        if not business.id:
            taken = _Taken(uow, self.lines)
            business = replace(business, id=make_id(business.name, business.address.city, taken))
        records.add_business(self.deps, uow, business, made_by=MADE_BY)
        self.lines[business.id] = line
        if (known := self._known.get(_group(business))) is not None:
            known.setdefault(records.identity(business), business.id)
        self.counts = replace(self.counts, added=self.counts.added + 1)

    def _recognised(self, uow: UnitOfWork, business: Business) -> str:
        """The id of the business that this one is by phone and address; empty where there is none."""
        group = _group(business)
        if group not in self._known:
            if len(self._known) >= PHONES_KNOWN:
                self._known.pop(next(iter(self._known)))
            self._known[group] = self._looked_up(uow, business)
        return self._known[group].get(records.identity(business), "")

    def _looked_up(self, uow: UnitOfWork, business: Business) -> dict[str, str]:
        phone = business.main_phone
        rows = uow.businesses.where(phone=phone) if phone else uow.businesses.where(phone="", name=business.name)
        found: dict[str, str] = {}
        for row in rows:
            found.setdefault(records.identity(records.revision_of(uow, row.id, row.revision).business()), row.id)
        return found


def _group(business: Business) -> str:
    """Without a phone an address says too little: shops share a town, offices a house. So the name must agree."""
    return business.main_phone or f"name {business.name}"


def _is_said_by(revision: Revision, business: Business) -> bool:
    """Whatever says nothing, such as a fact without words, may be kept but doesn't outlive a journey through a file."""
    content = business.to_dict()
    return revision.content == content or revision.business().to_dict() == content


def _said_before(business_id: str, line: int) -> FieldError:
    reason = f"is the business of line {line} already (“{business_id}”): the same id, or the same phone and address"
    return FieldError("id", reason, "remove one of them, or give each an id of its own")


class _Taken:
    """Ids in use: this file's from memory, the others asked one at a time."""

    def __init__(self, uow: UnitOfWork, lines: dict[str, int]) -> None:
        self._uow, self._lines = uow, lines

    def __contains__(self, business_id: object) -> bool:
        return business_id in self._lines or self._uow.businesses.find(str(business_id)) is not None
