"""What an owner types as a domain, read and judged: other scripts, whole addresses, names that are nobody's."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from ipaddress import ip_address
from urllib.parse import urlsplit

import idna
from publicsuffixlist import PublicSuffixList

from mappop.domain.errors import FieldError, Invalid
from mappop.settings import Settings

FIELD = "name"
TYPED_MAX = 300  # a name has at most 253 octets (RFC 1035, 2.3.4), and people paste whole addresses
# Names that are kept apart from the public tree and so can't be proven: RFC 6761, 6762, 7686, 8375, 9476.
APART = frozenset({"localhost", "local", "onion", "invalid", "internal", "alt", "test"})
LONGEST = 253 - len("_mappop.www.")  # so that proof and www fit as well


@dataclass(frozen=True, slots=True)
class DomainName:
    """In the letters of the name service, without www; `is_whole` where it is all of a registered domain."""

    name: str
    is_whole: bool


def read_name(typed: str, settings: Settings) -> DomainName:
    """Raises Invalid with one fault: what is wrong (by its word in the owner's pages) and what to do."""
    host = _host(typed)
    name = host.removeprefix("www.")
    suffixes = _suffixes()
    if _is_ours(host, settings):
        raise _fault("ours")
    if name.rpartition(".")[2] in APART:
        raise _fault("no_name")
    if suffixes.is_public(name) or (whole := suffixes.privatesuffix(name)) is None:
        raise _fault("suffix")
    if len(name) > LONGEST:
        raise _fault("no_name")
    return DomainName(name, is_whole=name == whole)


def zone_of(name: str) -> str:
    """The registered domain that a name is, or is below of."""
    return _suffixes().privatesuffix(name) or name


def shown(name: str) -> str:
    """For people: the letters of their script, where that is sound."""
    try:
        return idna.decode(name)
    except idna.IDNAError:
        return name


def _host(typed: str) -> str:
    """The host's name of what was typed, in the letters of the name service."""
    text = typed.strip()
    if not text.isprintable() or not 0 < len(text) <= TYPED_MAX:  # a URL's reader would drop line ends in silence
        raise _fault("no_name")
    try:
        host = urlsplit(text if "://" in text else f"//{text}").hostname or ""
        host = idna.encode(host.removesuffix("."), uts46=True).decode("ascii").lower()
    except (ValueError, idna.IDNAError):
        raise _fault("no_name") from None
    if _is_address(host) or "." not in host or not host.rpartition(".")[2].strip("0123456789"):
        raise _fault("no_name")
    return host


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _is_ours(host: str, settings: Settings) -> bool:
    """Ours, or below one of ours, or above one so that it would take it in."""
    site = urlsplit(settings.sites_url.replace("{id}", "site")).hostname or ""
    own = {urlsplit(settings.base_url).hostname or "", site.partition(".")[2] or site, settings.front_host}
    ours = {name for name in own if "." in name or name == "localhost"}
    return any(host == name or host.endswith(f".{name}") or name.endswith(f".{host}") for name in ours)


def _fault(why: str) -> Invalid:
    return Invalid([FieldError(FIELD, why)])


@cache
def _suffixes() -> PublicSuffixList:
    """The package's list with its private part: whoever shares a host owns only their own name below it."""
    return PublicSuffixList()
