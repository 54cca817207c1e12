"""The service in simulated time: real database and services; carriers that keep what they carried; no publishers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import event

from mappop.bootstrap import App
from mappop.clock import FixedClock
from mappop.db.unit_of_work import Fence, SqlUnitOfWork
from mappop.db.upgrade import upgrade
from mappop.domain.business import Business
from mappop.domain.message import Message
from mappop.services.deps import Deps
from mappop.settings import load
from mappop.simulator.bank import Bank
from mappop.simulator.chance import Chance
from mappop.sites.builder import SiteFiles, build_site


class Stopped(BaseException):
    """The process ends here; nothing of the program catches it."""


@dataclass
class Carrier:
    """Takes every message; what it carried waits to be reported on."""

    carried: list[Message] = field(default_factory=list)

    def send(self, message: Message, *, is_repeat: bool) -> str:
        self.carried.append(replace(message))
        return f"carried-{message.id}"


class SimulatedApp(App):
    """`stop_in` further commits are made, and the next is the last thing that the process does, or nearly does."""

    def __init__(self, home: Path, begin: datetime, chance: Chance, *, has_silences: bool, database: str = "") -> None:
        chosen = {"MAPPOP_DATABASE_URL": database} if database else {}
        settings = load({"MAPPOP_HOME": str(home), "MAPPOP_SECRET_KEY": "of-this-simulation-alone", **chosen})
        super().__init__(settings, FixedClock(begin))
        self.time: FixedClock = self.clock  # type: ignore[assignment]  # the one given right above
        self.bank = Bank(chance, self.time, has_silences=has_silences)
        self.carrier = Carrier()
        self.stop_in: int | None = None
        self.stops_after = False
        if self.engine.dialect.name == "sqlite":
            event.listen(self.engine, "connect", unhurried)
        upgrade(self.engine)

    def deps(self, *, fence: Fence | None = None) -> Deps:
        return replace(
            super().deps(fence=fence), mail=self.carrier, text=self.carrier, connectors={}, directories={},
            processor=self.bank, build_site=bare_site,
        )  # fmt: skip

    def unit_of_work(self, fence: Fence | None = None) -> SqlUnitOfWork:
        uow = super().unit_of_work(fence)
        if self.stop_in is not None:
            uow.commit = self._dying(uow.commit)  # type: ignore[method-assign]  # a process that dies at a commit
        return uow

    def _dying(self, commit: Callable[[], Any]) -> Callable[[], None]:
        def last() -> None:
            is_over = self.stop_in == 0
            self.stop_in = None if is_over or self.stop_in is None else self.stop_in - 1
            if not is_over or self.stops_after:
                commit()
            if is_over:
                raise Stopped

        return last

    def close(self) -> None:
        self.engine.dispose()
        self.reader.dispose()


def bare_site(business: Business, **asked: Any) -> SiteFiles:
    """The pages without the drawn pictures, which were a third of the time and are nothing to billing."""
    asked.pop("made")
    return build_site(business, **asked)


def unhurried(connection: Any, _: Any) -> None:
    """No power cut is part of this world: a commit does not wait for the disk, which was a quarter of the time."""
    connection.execute("PRAGMA synchronous = OFF")
