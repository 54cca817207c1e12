"""One module a kind of publisher; each gives an application for the network to serve."""

from __future__ import annotations

from flask import Flask

from mappop.sandbox.catalogue import CATALOGUE
from mappop.sandbox.network import Network
from mappop.sandbox.publishers import citydir, data_axle, directory, facebook, localista
from mappop.sandbox.publishers.google import application as google

_OWN = {
    "google": google.application,
    "facebook": facebook.application,
    "data_axle": data_axle.application,
    "localista": localista.application,
    "citydir": citydir.application,
}


def applications(network: Network) -> dict[str, Flask]:
    """By publisher's name; those without an interface of their own are plain directories."""
    found = {}
    for entry in CATALOGUE:
        own = _OWN.get(entry.name)
        found[entry.name] = own(network) if own else directory.application(network, entry.name)
    return found
