"""Settings: one frozen value from the environment (or `.env`), each with a default and a line of help."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from dotenv import dotenv_values

from mappop import ids

AGENT = "MapPopCheck"  # our name in a robots.txt


@dataclass(frozen=True, slots=True)
class SettingHelp:
    name: str
    default: str
    help: str
    is_secret: bool = False


SETTINGS = (
    SettingHelp("MAPPOP_HOME", "the user's data folder", "where everything that must survive a restart is kept"),
    SettingHelp("MAPPOP_NETWORK", "sandbox", "sandbox: nothing leaves the machine; live: production"),
    SettingHelp("MAPPOP_SANDBOX_HOSTS", "", "the only host:port pairs a sandbox may reach; refused in live"),
    SettingHelp("MAPPOP_DATABASE_URL", "SQLite in MAPPOP_HOME", "sqlite:///… or postgresql+psycopg://…"),
    SettingHelp("MAPPOP_REDIS_URL", "embedded", "redis://… or unix://…; a doorbell, never the truth"),
    SettingHelp("MAPPOP_SITE_STORE", "a folder in MAPPOP_HOME", "file://… or s3://bucket/prefix"),
    SettingHelp("MAPPOP_BASE_URL", "http://127.0.0.1:8000", "address of the consoles"),
    SettingHelp("MAPPOP_SITES_URL", "http://{id}.localhost:8001", "address of a customer's site, another origin"),
    SettingHelp("MAPPOP_FRONT_HOST", "", "the front server's name, which owners' domains follow; none: no own domains"),
    SettingHelp("MAPPOP_FRONT_ADDRESSES", "", "its IPv4 and IPv6 addresses, by commas, for domains that can't follow"),
    SettingHelp("MAPPOP_NAME_SERVERS", "the system's", "name servers to ask about owners' domains, by commas"),
    SettingHelp("MAPPOP_SECRET_KEY", "made and kept in MAPPOP_HOME", "signs sessions and links", is_secret=True),
    SettingHelp("MAPPOP_MAIL_URL", "", "smtp://user:password@host:port; none: nothing is sent", is_secret=True),
    SettingHelp("MAPPOP_MAIL_FROM", "Map Pop <hello@mappop.example>", "sender of every mail"),
    SettingHelp("MAPPOP_SMS_URL", "", "address of a text gateway with Twilio's form; none: texts are kept, not sent"),
    SettingHelp("MAPPOP_SMS_ACCOUNT", "", "account of the text gateway"),
    SettingHelp("MAPPOP_SMS_TOKEN", "", "password of the text gateway", is_secret=True),
    SettingHelp("MAPPOP_SMS_FROM", "+15125550100", "sender of every text"),
    SettingHelp("MAPPOP_MAILBOX_SECRET", "", "signs the delivery reports that come in at /hooks", is_secret=True),
    SettingHelp("MAPPOP_STRIPE_SECRET_KEY", "", "key of the Stripe account; none: checks, transfers", is_secret=True),
    SettingHelp("MAPPOP_STRIPE_WEBHOOK_SECRET", "", "signs Stripe's events at /hooks/stripe", is_secret=True),
    SettingHelp("MAPPOP_STRIPE_API_BASE", "Stripe's own", "address of a pretended Stripe; refused in live"),
    SettingHelp("MAPPOP_TAX_ENGINE", "", "stripe: each place's tax is asked of Stripe Tax; none: the flat table"),
    SettingHelp("MAPPOP_LOG_LEVEL", "INFO", "DEBUG, INFO, WARNING or ERROR"),
)  # fmt: skip


class SettingsError(Exception):
    """A setting is missing or wrong; the message names it and the remedy."""


@dataclass(frozen=True, slots=True)
class Settings:
    home: Path
    network: str
    allowed_hosts: frozenset[str]
    database_url: str
    redis_url: str
    site_store: str
    base_url: str
    sites_url: str
    secret_key: str = field(repr=False)
    mail_url: str = field(repr=False)
    mail_from: str
    sms_url: str
    sms_account: str
    sms_token: str = field(repr=False)
    sms_from: str
    mailbox_secret: str = field(repr=False)
    log_level: str
    stripe_key: str = field(repr=False, default="")
    stripe_webhook_secret: str = field(repr=False, default="")
    stripe_api_base: str = ""
    tax_engine: str = ""
    front_host: str = ""
    front_addresses: tuple[str, ...] = ()
    name_servers: tuple[str, ...] = ()
    publishers: Mapping[str, str] = field(repr=False, default_factory=dict)

    @property
    def is_sandbox(self) -> bool:
        return self.network == "sandbox"

    @property
    def agent(self) -> str:
        """What hosts are told of who reads their pages."""
        return _agent(self.base_url)

    @property
    def is_secure(self) -> bool:
        return self.base_url.startswith("https://")

    def site_url(self, business_id: str, own_host: str = "") -> str:
        """Where a site is: at the owner's own host where one serves, else at ours."""
        if not own_host:
            return self.sites_url.replace("{id}", business_id)
        scheme, _, rest = self.sites_url.partition("://")
        has_port = rest.partition("/")[0].rpartition(":")
        return f"{scheme}://{own_host}" + (f":{has_port[2]}" if has_port[2].isdigit() else "")


def load(environ: Mapping[str, str] | None = None) -> Settings:
    """Settings from the environment over `.env` in the working folder; raises SettingsError."""
    given = dict(environ) if environ is not None else environment()
    home = Path(given.get("MAPPOP_HOME") or _default_home()).expanduser().resolve()
    network, hosts = _network(given)
    if network == "live":
        _check_live(given)
    _check_stripe(given, is_live=network == "live")
    store = given.get("MAPPOP_SITE_STORE") or (home / "sites").as_uri()
    if not store.startswith(("file://", "s3://")):
        raise SettingsError(f"MAPPOP_SITE_STORE is “{store}”: say file://… for a folder or s3://bucket/prefix")
    return Settings(
        home=home,
        network=network,
        allowed_hosts=hosts,
        database_url=given.get("MAPPOP_DATABASE_URL") or f"sqlite:///{home / 'mappop.sqlite3'}",
        redis_url=given.get("MAPPOP_REDIS_URL", ""),
        site_store=store,
        base_url=(given.get("MAPPOP_BASE_URL") or "http://127.0.0.1:8000").rstrip("/"),
        sites_url=(given.get("MAPPOP_SITES_URL") or "http://{id}.localhost:8001").rstrip("/"),
        secret_key=given.get("MAPPOP_SECRET_KEY") or _kept_secret(home),
        mail_url=given.get("MAPPOP_MAIL_URL", ""),
        mail_from=given.get("MAPPOP_MAIL_FROM") or "Map Pop <hello@mappop.example>",
        sms_url=given.get("MAPPOP_SMS_URL", ""),
        sms_account=given.get("MAPPOP_SMS_ACCOUNT", ""),
        sms_token=given.get("MAPPOP_SMS_TOKEN", ""),
        sms_from=given.get("MAPPOP_SMS_FROM") or "+15125550100",
        mailbox_secret=given.get("MAPPOP_MAILBOX_SECRET", ""),
        log_level=given.get("MAPPOP_LOG_LEVEL") or "INFO",
        stripe_key=given.get("MAPPOP_STRIPE_SECRET_KEY", ""),
        stripe_webhook_secret=given.get("MAPPOP_STRIPE_WEBHOOK_SECRET", ""),
        tax_engine=_tax_engine(given),
        stripe_api_base=given.get("MAPPOP_STRIPE_API_BASE", "").rstrip("/"),
        front_host=given.get("MAPPOP_FRONT_HOST", "").strip().lower().rstrip("."),
        front_addresses=_listed(given.get("MAPPOP_FRONT_ADDRESSES", "")),
        name_servers=_listed(given.get("MAPPOP_NAME_SERVERS", "")),
        publishers={name: value for name, value in given.items() if name.startswith("MAPPOP_")},
    )


def agent() -> str:
    """As `Settings.agent`, for commands that run no service: the address is left out where none is set."""
    return _agent(environment().get("MAPPOP_BASE_URL", "").rstrip("/"))


def _agent(base_url: str) -> str:
    return f"{AGENT}/0.1 (+{base_url}/about-our-requests)" if base_url else f"{AGENT}/0.1"


def reachable_hosts() -> frozenset[str] | None:
    """The only host:port pairs that the sandbox may reach; None in live, where every public host may be reached.

    For commands that fetch pages and run no service: unlike `load`, it asks for no key, mail or addresses of our own.
    Raises SettingsError.
    """
    network, hosts = _network(environment())
    return hosts if network == "sandbox" else None


def environment() -> dict[str, str]:
    """The process's environment over `.env` in the working folder."""
    return {**_dotenv(), **os.environ}


def _listed(text: str) -> tuple[str, ...]:
    return tuple(filter(None, (part.strip() for part in text.split(","))))


def _network(given: Mapping[str, str]) -> tuple[str, frozenset[str]]:
    network = given.get("MAPPOP_NETWORK") or "sandbox"
    hosts = frozenset(_listed(given.get("MAPPOP_SANDBOX_HOSTS", "")))
    if network not in ("sandbox", "live"):
        raise SettingsError(f"MAPPOP_NETWORK is “{network}”: say sandbox or live")
    if network == "live" and hosts:
        raise SettingsError("MAPPOP_SANDBOX_HOSTS opens doors for a sandbox: remove it when MAPPOP_NETWORK is live")
    return network, hosts


def _check_live(given: Mapping[str, str]) -> None:
    for name in ("MAPPOP_SECRET_KEY", "MAPPOP_BASE_URL", "MAPPOP_SITES_URL", "MAPPOP_MAIL_URL"):
        if not given.get(name):
            raise SettingsError(f"{name} is missing: production starts only with it set")
    for name in ("MAPPOP_BASE_URL", "MAPPOP_SITES_URL"):
        if not given[name].startswith("https://"):
            raise SettingsError(f"{name} is not an https address: production starts only with one")


def _check_stripe(given: Mapping[str, str], *, is_live: bool) -> None:
    """A key tells in its second word whether it moves money: docs.stripe.com/keys."""
    key = given.get("MAPPOP_STRIPE_SECRET_KEY", "")
    if not key:
        return
    if not is_live and "_live_" in key:
        raise SettingsError("MAPPOP_STRIPE_SECRET_KEY moves real money, and MAPPOP_NETWORK is sandbox: use a test key")
    if is_live and "_test_" in key:
        raise SettingsError("MAPPOP_STRIPE_SECRET_KEY is a test key, and MAPPOP_NETWORK is live: nobody would pay")
    if is_live and given.get("MAPPOP_STRIPE_API_BASE"):
        raise SettingsError("MAPPOP_STRIPE_API_BASE leads to a pretended Stripe: remove it when MAPPOP_NETWORK is live")
    if not given.get("MAPPOP_STRIPE_WEBHOOK_SECRET"):
        raise SettingsError("MAPPOP_STRIPE_WEBHOOK_SECRET is missing: with it Stripe's events are known to be Stripe's")


def _tax_engine(given: Mapping[str, str]) -> str:
    """Stripe Tax is asked with the key of the same account."""
    engine = given.get("MAPPOP_TAX_ENGINE", "").strip().lower()
    if engine not in ("", "stripe"):
        raise SettingsError(f"MAPPOP_TAX_ENGINE is “{engine}”: say stripe, or nothing for the flat table")
    if engine and not given.get("MAPPOP_STRIPE_SECRET_KEY"):
        raise SettingsError("MAPPOP_TAX_ENGINE is stripe: MAPPOP_STRIPE_SECRET_KEY is missing")
    return engine


def _dotenv() -> dict[str, str]:
    return {name: value for name, value in dotenv_values(".env").items() if value is not None}


def _default_home() -> Path:
    data = os.environ.get("XDG_DATA_HOME")
    return (Path(data) if data else Path.home() / ".local" / "share") / "mappop"


def _kept_secret(home: Path) -> str:
    """A key of this machine's own, made once; the exclusive create settles who makes it."""
    path = home / "keys" / "secret"
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
            file.write(ids.new_token())
    except FileExistsError:
        pass
    return path.read_text()
