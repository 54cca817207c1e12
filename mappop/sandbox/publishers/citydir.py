"""CityDir: a form for people. Its confirmation mail holds the link that publishes the listing."""

from __future__ import annotations

import re

from flask import Flask, abort, render_template, request

from mappop.sandbox import clock, messages
from mappop.sandbox.listings import OTHER, US, Facts, Listings, e164
from mappop.sandbox.network import Network
from mappop.sandbox.publishers import directory

FIELDS = ("name", "street", "unit", "city", "region", "postal_code", "phone", "website")
REQUIRED = ("name", "city", "region", "phone")
VALUE_MAX = 200
KIND = "citydir_submission"


def application(network: Network) -> Flask:
    app = directory.application(network, "citydir")
    listings = network.listings("citydir")

    @app.get("/add")
    def form() -> str:
        return render_template("citydir/add.html", values={}, faults={})

    @app.post("/add")
    def add() -> str | tuple[str, int]:
        values = {field: request.form.get(field, "").strip()[: VALUE_MAX + 1] for field in (*FIELDS, "email", "hours")}
        faults = _faults(values)
        if faults:
            return render_template("citydir/add.html", values=values, faults=faults), 422
        _mail_link(network, values)
        return render_template("citydir/sent.html", email=values["email"])

    @app.get("/confirm/<token>")
    def confirm(token: str) -> str | tuple[str, int]:
        with network.store.writing():
            kept = network.store.document(KIND, token)
            if kept is None:
                abort(404)
            slug = kept.get("slug") or _publish(listings, kept["facts"])
            network.store.keep(KIND, token, {**kept, "slug": slug})
        return render_template("citydir/confirmed.html", slug=slug)

    return app


def _publish(listings: Listings, facts: Facts) -> str:
    """The slug; a listing of the same business that nobody else claimed is overwritten, not doubled."""
    there = listings.match(facts)
    if there is not None and there.claimed_by != OTHER:
        return listings.change(there.ref, facts, claimed_by=US).slug
    return listings.add(facts, claimed_by=US).slug


def _mail_link(network: Network, values: dict[str, str]) -> None:
    token = clock.token(32)
    facts: Facts = {field: values[field] for field in FIELDS}
    facts |= {"phone": e164(values["phone"]), "hours": {}, "category": "local-business"}
    link = f"{network.urls['citydir']}/confirm/{token}"
    text = f"Thank you for adding {values['name']} to CityDir.\n\nOpen this link to publish the listing:\n{link}\n"
    with network.store.writing():
        network.store.keep(KIND, token, {"facts": facts})
        messages.arrive(
            network,
            messages.MAIL,
            to=values["email"],
            sender="CityDir <listings@citydir.example>",
            subject="Confirm your CityDir listing",
            text=text,
        )


def _faults(values: dict[str, str]) -> dict[str, str]:
    faults = {field: "Please fill this in." for field in (*REQUIRED, "email") if not values[field]}
    faults |= {field: f"At most {VALUE_MAX} letters." for field in FIELDS if len(values[field]) > VALUE_MAX}
    if values["email"] and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", values["email"]):
        faults["email"] = "This does not look like an e-mail address."
    if values["phone"] and not re.fullmatch(r"\+1\d{10}", e164(values["phone"])):
        faults["phone"] = "Ten digits, please."
    if values["website"] and not re.fullmatch(r"https?://\S+", values["website"]):
        faults["website"] = "It begins with http:// or https://."
    return faults
