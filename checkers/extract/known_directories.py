"""Whether a page is one of a well-known directory's (`known_directories.toml`), which lists somebody else."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from checkers.extract.document import Document
from checkers.normalise import name, website

_NONE: frozenset[str] = frozenset()


def own_names(document: Document) -> frozenset[str]:
    """The names, squeezed, of the directory whose page it is by its address; none where it is no directory's."""
    if not document.own_url:
        return _NONE
    labels = website.host(document.own_url).split(".")
    known = _by_host()
    return next((known[host] for n in range(len(labels) - 1) if (host := ".".join(labels[n:])) in known), _NONE)


@cache
def _by_host() -> Mapping[str, frozenset[str]]:
    rows = tomllib.loads(files(__package__).joinpath("known_directories.toml").read_text("utf-8"))["hosts"]
    return {host: frozenset([name.parse(said).squeezed for said in names]) for host, names in rows.items()}
