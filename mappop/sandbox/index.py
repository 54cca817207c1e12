"""The first page of the sandbox: every publisher, and what it says about every business now."""

from __future__ import annotations

from typing import Any

from flask import Flask, redirect, render_template, request

from mappop.sandbox import names, printing, world
from mappop.sandbox.catalogue import CATALOGUE, READABLE
from mappop.sandbox.listings import Listing
from mappop.sandbox.network import Network


def application(network: Network) -> Flask:
    app = Flask("sandbox.index", template_folder=str(printing.TEMPLATES))
    app.jinja_env.filters.update(printing.FILTERS)

    @app.get("/")
    def show() -> str:
        businesses = world.businesses()
        return render_template(
            "index.html",
            publishers=CATALOGUE,
            titles={entry.name: entry.title for entry in CATALOGUE},
            with_pages={entry.name for entry in CATALOGUE if entry.has_pages},
            urls=network.urls,
            businesses=[(business, world.facts_of(business)) for business in businesses],
            listings=_by_business(network, businesses),
        )

    @app.get("/registrar")
    def registrar(fault: str = "") -> str:
        known = names.records(network.store)
        return render_template("registrar.html", records=known, kinds=names.KINDS, fault=fault, typed=request.form)

    @app.post("/registrar")
    def type_record() -> Any:
        name, kind, value = (request.form.get(field, "")[:300] for field in ("name", "kind", "value"))
        if "remove" in request.form:
            names.remove(network.store, name, kind, value)
            return redirect("/registrar")
        try:
            names.put(network.store, name, kind, value)
        except ValueError as fault:
            return registrar(str(fault)), 422
        return redirect("/registrar")

    return app


def _by_business(network: Network, businesses: list[dict[str, Any]]) -> dict[str, list[Listing]]:
    """Every listing under the business it speaks of; those made later are known by their phone."""
    by_phone = {phone["number"]: business["id"] for business in businesses for phone in business["phones"]}
    found: dict[str, list[Listing]] = {}
    for name in READABLE:
        for listing in network.listings(name).all():
            business_id = listing.business_id or by_phone.get(listing.facts.get("phone", ""), "")
            found.setdefault(business_id, []).append(listing)
    return found
