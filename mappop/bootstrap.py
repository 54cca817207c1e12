"""The one place that knows concrete adapters: builds what web, jobs, command line and tests lean on."""

from __future__ import annotations

import gc
import os
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from redis import Redis
from sqlalchemy import Engine
from sqlalchemy.orm import Session as DbSession
from sqlalchemy.orm import sessionmaker

from checkers.directories.discovery import directories
from checkers.fetch.fetcher import Fetcher
from checkers.fetch.name_service import NameService
from checkers.fetch.outcome import FetchLimits
from mappop import bell
from mappop.billing.offline import Offline
from mappop.clock import Clock, SystemClock
from mappop.db.engine import make_engine
from mappop.db.host_breaker import SharedBreaker
from mappop.db.outbox import Outbox
from mappop.db.tables import map_all
from mappop.db.turns import SharedTurns
from mappop.db.unit_of_work import Fence, SqlUnitOfWork
from mappop.domain.picture import limits as picture_limits
from mappop.domain.tax_table import FlatTaxes
from mappop.messaging.kept import Kept
from mappop.messaging.mail import SmtpMail
from mappop.messaging.texts import GatewayTexts
from mappop.papers.typesetting import typeset
from mappop.passwords import Argon2
from mappop.services.deps import Deps, PaymentProcessor, SiteStore, TaxEngine, Transport
from mappop.settings import Settings, SettingsError, load
from mappop.sites import plain
from mappop.sites.bucket_store import open_bucket
from mappop.sites.builder import build_site, default_theme
from mappop.sites.lasting import changes_at
from mappop.sites.picture_shelf import PictureShelf
from mappop.sites.store import FolderStore
from mappop.zones import timezone_of
from provisioners.connector import Connector
from provisioners.discovery import addresses, connectors
from provisioners.opening import missing_settings, open_session
from provisioners.session import Session
from site_templates import themes

if TYPE_CHECKING:
    from mappop.billing.stripe import Stripe

PICTURES = "/pictures"  # inside the site store: a picture's name there is no file of a site called so
_COLLECTED_AFTER = (20_000, 20, 20)  # objects, then rounds of the generation before
SANDBOX_SPACING = 0.02  # seconds between two requests to one of our own pretend hosts


@dataclass
class App:
    """One process's adapters. Engines and connections open when first used, never across a fork."""

    settings: Settings
    clock: Clock = field(default_factory=SystemClock)
    ticks_seen: set[str] = field(default_factory=set)

    @cached_property
    def engine(self) -> Engine:
        map_all()
        return make_engine(self.settings.database_url)

    @cached_property
    def reader(self) -> Engine:
        map_all()
        return make_engine(self.settings.database_url, read_only=True)

    @cached_property
    def redis(self) -> Redis:
        return bell.connect(self.settings.redis_url)

    @cached_property
    def _sessions(self) -> sessionmaker[DbSession]:
        return sessionmaker(self.engine, expire_on_commit=False)

    def rehearse(self) -> None:
        """Do once, with nothing to find, what every job does, so that a forked horse starts with warm caches."""
        connectors()
        for theme in themes().values():
            default_theme(next(iter(theme.trades), ""))
        Outbox(self.engine).claim(-1, owner="rehearsal", now=self.clock.now())
        with self.unit_of_work() as uow:
            for repository in (uow.businesses, uow.listings, uow.trials, uow.sites, uow.messages, uow.tasks):
                repository.find("rehearsal")
        settle()

    def after_fork(self) -> None:
        """Keep what was learnt, drop what is connected: a connection belongs to the process that opened it."""
        for name in ("engine", "reader"):
            if name in self.__dict__:
                self.__dict__[name].dispose(close=False)
        self.__dict__.pop("_stripe_or_offline", None)

    def unit_of_work(self, fence: Fence | None = None) -> SqlUnitOfWork:
        return SqlUnitOfWork(self._sessions, self.clock, self._ring, fence)

    def _ring(self) -> None:
        if self.settings.redis_url:
            bell.ring(self.redis)

    def deps(self, *, fence: Fence | None = None) -> Deps:
        """What services get; a job's own carries the fence of its lease."""
        settings = self.settings
        return Deps(
            settings=settings,
            clock=self.clock,
            unit_of_work=lambda: self.unit_of_work(fence),
            connectors={name: c for name, c in connectors().items() if not missing_settings(c, settings.publishers)},
            session_for=self.session_for,
            directories=directories(addresses(settings.publishers)),
            fetch=self.fetcher,
            site_store=self.site_store,
            build_site=build_site,
            site_changes_at=changes_at,
            pictures=self.pictures,
            fetch_picture=self.picture_fetcher,
            fetch_proof=self.proof_fetcher,
            name_service=self.name_service,
            plain_pages=plain,
            default_theme=default_theme,
            mail=self.mail,
            text=self.text,
            processor=self.processor,
            typeset=typeset,
            taxes=FlatTaxes(),
            tax_engine=self.tax_engine,
            hasher=Argon2(),
            timezone_of=timezone_of,
        )

    @cached_property
    def fetcher(self) -> Fetcher:
        return self._fetcher(FetchLimits(spacing=self._spacing))

    @cached_property
    def picture_fetcher(self) -> Fetcher:
        most = picture_limits()["taken"]["bytes"]
        return self._fetcher(FetchLimits(spacing=self._spacing, compressed=most, decompressed=most, total=30))

    @cached_property
    def proof_fetcher(self) -> Fetcher:
        """For a file of one line that an owner put up a minute ago."""
        return self._fetcher(FetchLimits(spacing=1, compressed=10_000, decompressed=10_000, total=8, redirects=2))

    @cached_property
    def name_service(self) -> NameService:
        """In a sandbox, only name servers among the places that may be reached."""
        servers, allowed = self.settings.name_servers, self._hosts
        return NameService(
            servers if allowed is None else [s for s in servers if s in allowed], is_open=allowed is None
        )

    @property
    def _spacing(self) -> float:
        return SANDBOX_SPACING if self.settings.is_sandbox else FetchLimits().spacing

    def _fetcher(self, limits: FetchLimits) -> Fetcher:
        return Fetcher(
            agent=self.settings.agent,
            now=self.clock.now,
            allowed=self._hosts,
            limits=limits,
            budget=SharedTurns(self.engine, self.clock),
            breaker=SharedBreaker(self.engine, self.reader, self.clock, failures=limits.failures),
        )

    @cached_property
    def site_store(self) -> SiteStore:
        """Raises SettingsError where it is a bucket that a sandbox may not reach, or that needs the extra `s3`."""
        return self._store(self.settings.site_store)

    @cached_property
    def pictures(self) -> PictureShelf:
        """Beside the sites, under a name of its own."""
        return PictureShelf(self._store(self.settings.site_store.rstrip("/") + PICTURES))

    def _store(self, url: str) -> SiteStore:
        if url.startswith("file://"):
            return FolderStore(_folder(url))
        try:
            store, address = open_bucket(url)
        except ImportError as fault:
            raise SettingsError("MAPPOP_SITE_STORE is a bucket: install mappop[s3]") from fault
        if not self._may_reach(address):
            raise SettingsError(f"MAPPOP_SITE_STORE is at {address}, and a sandbox reaches only MAPPOP_SANDBOX_HOSTS")
        return store

    @cached_property
    def mail(self) -> Transport:
        settings = self.settings
        if not self._may_reach(settings.mail_url):
            return Kept("MAPPOP_MAIL_URL")
        return SmtpMail(settings.mail_url, settings.mail_from)

    @cached_property
    def text(self) -> Transport:
        settings = self.settings
        if not self._may_reach(settings.sms_url):
            return Kept("MAPPOP_SMS_URL")
        return GatewayTexts(
            url=settings.sms_url, account=settings.sms_account, token=settings.sms_token, sender=settings.sms_from,
            callback=f"{settings.base_url}/hooks/sms",
        )  # fmt: skip

    @property
    def processor(self) -> PaymentProcessor:
        return self._stripe_or_offline

    @cached_property
    def _stripe_or_offline(self) -> Stripe | Offline:
        """Raises SettingsError where Stripe is asked for and its extra is not installed."""
        settings = self.settings
        if not settings.stripe_key or (settings.is_sandbox and not self._may_reach(settings.stripe_api_base)):
            return Offline()
        try:
            from mappop.billing.stripe import Stripe
        except ImportError as fault:
            raise SettingsError("MAPPOP_STRIPE_SECRET_KEY is set: install mappop[stripe]") from fault
        return Stripe(
            settings.stripe_key, settings.stripe_webhook_secret, api_base=settings.stripe_api_base,
            is_sandbox=settings.is_sandbox,
        )  # fmt: skip

    @property
    def tax_engine(self) -> TaxEngine | None:
        """One that is out of reach is one all the same: what waits for it is not charged by the flat table."""
        return self._stripe_or_offline if self.settings.tax_engine else None

    def session_for(self, connector: Connector) -> Session:
        return open_session(connector, self.settings.publishers, allowed_hosts=self._hosts)

    def _may_reach(self, url: str) -> bool:
        """In a sandbox nothing leaves the machine, whatever the settings say: only registered places are reached."""
        return bool(url) and (
            not self.settings.is_sandbox or urlsplit(url).netloc.rpartition("@")[2] in self.settings.allowed_hosts
        )

    @property
    def _hosts(self) -> frozenset[str] | None:
        return self.settings.allowed_hosts if self.settings.is_sandbox else None


def settle() -> None:
    """What was made by now stays: the collector of cycles leaves it alone, and looks at the rest less often. Rows of a
    batch live until its commit, and looking at them again and again was a fifth of a bill run (2026-11-26)."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_COLLECTED_AFTER)


def _folder(store: str) -> Path:
    return Path(unquote(urlsplit(store).path))


_apps: dict[int, App] = {}


def from_environment() -> App:
    """This process's App; a forked child takes its parent's over, without the connections."""
    pid = os.getpid()
    if pid not in _apps:
        inherited = _apps.pop(os.getppid(), None)
        if inherited is not None:
            inherited.after_fork()
        _apps[pid] = inherited or App(load())
    return _apps[pid]
