"""The records that a domain needs, and the way to where they are typed at each registrar, as data."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from mappop.domain.own_domain import PROOF_LABEL, OwnDomain
from mappop.services.domain_name import zone_of
from mappop.settings import Settings

ANY = "other"


@dataclass(frozen=True, slots=True)
class Record:
    """`name` as the registrar wants it, without the domain; `host` is what it is about: "" for the proof."""

    kind: str
    name: str
    value: str
    host: str = ""


@cache
def registrars() -> dict[str, dict[str, Any]]:
    """By id, in the order in which they are offered."""
    text = resources.files(__package__).joinpath("registrars.toml").read_text("utf-8")
    return {row["id"]: row for row in tomllib.loads(text)["registrars"]}


def records_for(domain: OwnDomain, registrar: str, settings: Settings) -> list[Record]:
    """The proof, www by name, and the bare domain by what the registrar has for it."""
    below = _below(domain)
    proof = Record("TXT", f"{PROOF_LABEL}.{below}" if below else PROOF_LABEL, domain.proof_value)
    if not domain.is_whole:
        return [proof, Record("CNAME", below, settings.front_host, domain.name)]
    return [
        proof,
        Record("CNAME", "www", settings.front_host, f"www.{domain.name}"),
        *(Record(kind, "@", value, domain.name) for kind, value in _bare(registrar, settings)),
    ]


def _bare(registrar: str, settings: Settings) -> list[tuple[str, str]]:
    apex = registrars()[registrar]["apex"]
    if apex != "A" or not settings.front_addresses:
        return [("ALIAS" if apex == "A" else apex, settings.front_host)]
    return [("AAAA" if ":" in address else "A", address) for address in settings.front_addresses]


def _below(domain: OwnDomain) -> str:
    """The part of a name that stands before the registered domain: “shop” of shop.delgado.com."""
    return "" if domain.is_whole else domain.name.removesuffix(f".{zone_of(domain.name)}")
