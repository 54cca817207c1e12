"""The first page of the sandbox: every publisher, and what it says about every business now."""

from __future__ import annotations

from flask import Flask, render_template

from mappop.sandbox import printing, world
from mappop.sandbox.catalogue import CATALOGUE, READABLE
from mappop.sandbox.network import Network


def application(network: Network) -> Flask:
    app = Flask("sandbox.index", template_folder=str(printing.TEMPLATES))
    app.jinja_env.filters.update(printing.FILTERS)

    @app.get("/")
    def show() -> str:
        by_business: dict[str, list[object]] = {}
        for name in READABLE:
            for listing in network.listings(name).all():
                by_business.setdefault(listing.business_id, []).append(listing)
        return render_template(
            "index.html", publishers=CATALOGUE, urls=network.urls, businesses=world.businesses(), listings=by_business
        )

    return app
