"""One module a kind of publisher; each gives an application for the network to serve."""

from __future__ import annotations

from flask import Flask

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


def application(network: Network, name: str) -> Flask:
    """Those without an interface of their own are plain directories."""
    own = _OWN.get(name)
    return own(network) if own else directory.application(network, name)
