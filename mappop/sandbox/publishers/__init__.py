"""One module a kind of publisher; each gives an application for the network to serve."""

from __future__ import annotations

from flask import Flask

from mappop.sandbox.catalogue import CATALOGUE
from mappop.sandbox.network import Network
from mappop.sandbox.publishers import directory


def applications(network: Network) -> dict[str, Flask]:
    """By publisher's name."""
    return {entry.name: directory.application(network, entry.name) for entry in CATALOGUE if entry.has_pages}
