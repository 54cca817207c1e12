"""Facebook's Graph API for pages: search, read, update. A plain page can't be created by API.

The fields, their types and their source stand in `facebook_fields`.
"""

from __future__ import annotations

import hmac
import json
import re
from typing import Any

from flask import Flask, Response, request

from mappop.sandbox.listings import NOBODY, OTHER, Facts, Listing, Listings, e164
from mappop.sandbox.network import FACEBOOK_VERSION, Network
from mappop.sandbox.printing import one_line
from mappop.sandbox.publishers.facebook_fields import READABLE, GraphError, address, flat, typed, week

_VERSION = re.compile(r"v\d{1,2}\.\d")


def application(network: Network) -> Flask:
    app = Flask("sandbox.facebook")
    pages = network.listings("facebook")

    @app.route("/<path:path>", methods=["GET", "POST", "DELETE"])
    def serve(path: str) -> Response:
        try:
            _authenticate(network)
            return _json(_answer(pages, path))
        except GraphError as error:
            return _json(error.body(), error.status)

    return app


def _answer(pages: Listings, path: str) -> dict[str, Any]:
    parts = path.split("/")
    if _VERSION.fullmatch(parts[0]):
        parts = parts[1:]
    if parts == ["pages", "search"] and request.method == "GET":
        return _search(pages)
    page = pages.get(parts[0]) if len(parts) == 1 else None
    if page is None or request.method == "DELETE":
        text = f"Unsupported {request.method.lower()} request. Object with ID '{'/'.join(parts)[:60]}' does not exist,"
        raise GraphError(text + " cannot be loaded due to missing permissions, or does not support this operation.")
    if request.method == "POST":
        return _update(pages, page)
    return _shown(page, _fields("id,name"))


def _search(pages: Listings) -> dict[str, Any]:
    asked, fields = request.args.get("q", "").strip()[:200], _fields("id,name,location,link")
    if not asked:
        raise GraphError("(#100) The parameter q is required")
    by_phone = pages.by_phone(e164(asked))
    cities = [x for x in pages.all() if x.facts["city"].casefold() in asked.casefold()]
    by_city = [x for x in pages.search(name=asked) if x in cities] + pages.search(name=asked)
    trimmed = [x for c in cities for x in pages.search(name=_before(asked, c.facts["city"]), city=c.facts["city"])]
    found = list({page.ref: page for page in (*by_phone, *trimmed, *by_city)}.values())
    return {"data": [_shown(page, fields) for page in found[:25]], "paging": {}}


def _before(text: str, word: str) -> str:
    return text[: text.casefold().find(word.casefold())].rstrip(" ,")


def _update(pages: Listings, page: Listing) -> dict[str, Any]:
    """Only a page whose owner let us act; unknown parameters are refused, so that a typing slip is seen."""
    if page.claimed_by in (OTHER, NOBODY):
        raise GraphError("(#200) This user has no task on the page that allows pages_manage_metadata.", 200, 403)
    given = _parameters()
    values = {name: typed(name, value) for name, value in given.items()}
    facts: Facts = {}
    for name, column in (("phone", "phone"), ("website", "website"), ("description", "description")):
        if name in values:
            facts[column] = e164(values[name]) if name == "phone" else values[name]
    if "location" in values:
        facts |= address(values["location"])
    if "hours" in values:
        facts["hours"] = week(values["hours"])
    if "is_permanently_closed" in values:
        facts["is_closed"] = values["is_permanently_closed"]
    known = {"phone", "website", "description", "location", "hours", "is_permanently_closed"}
    pages.change(page.ref, facts, extra={name: value for name, value in values.items() if name not in known})
    return {"success": True}


def _parameters() -> dict[str, Any]:
    """Graph takes a form, a query or JSON alike; the token is none of the page's fields."""
    body = request.get_json(silent=True) if request.is_json else None
    if request.is_json and not isinstance(body, dict):
        raise GraphError("(#100) Invalid JSON body")
    found: dict[str, Any] = {**request.args.to_dict(), **request.form.to_dict(), **(body or {})}
    found.pop("access_token", None)
    if not found:
        raise GraphError("(#100) At least one parameter is required")
    return found


def _fields(default: str) -> list[str]:
    fields = [name.strip() for name in request.args.get("fields", default).split(",") if name.strip()]
    for name in fields:
        if name not in READABLE:
            raise GraphError(f"(#100) Tried accessing nonexisting field ({name[:60]}) on node type (Page)")
    return ["id", *(name for name in fields if name != "id")]


def _shown(page: Listing, fields: list[str]) -> dict[str, Any]:
    facts = page.facts
    street = ", ".join(filter(None, (facts.get("street"), facts.get("unit"))))
    place = {"street": street, "city": facts["city"], "state": facts["region"], "zip": facts["postal_code"]}
    values = {
        **page.extra,
        "id": page.ref,
        "name": facts["name"],
        "link": f"https://www.facebook.com/{page.ref}",
        "location": {key: value for key, value in {**place, "country": "United States"}.items() if value},
        "phone": facts.get("phone"),
        "website": facts.get("website"),
        "hours": flat(facts.get("hours") or {}),
        "description": facts.get("description"),
        "category": facts.get("category"),
        "is_permanently_closed": bool(facts.get("is_closed")),
        "is_unclaimed": page.claimed_by == NOBODY,
        "is_owned": page.claimed_by not in (NOBODY, OTHER),
        "single_line_address": one_line(facts),
        "verification_status": "not_verified",
        "is_published": page.extra.get("is_published", True),
    }
    return {name: values[name] for name in fields if values.get(name) not in (None, "", {})}


def _authenticate(network: Network) -> None:
    header = request.headers.get("Authorization", "").removeprefix("Bearer ")
    given = request.args.get("access_token") or request.form.get("access_token") or header
    if not hmac.compare_digest(given.encode(), network.keys["facebook_token"].encode()):
        raise GraphError("Invalid OAuth access token.", 190, 401)


def _json(body: dict[str, Any], status: int = 200) -> Response:
    headers = {"facebook-api-version": FACEBOOK_VERSION}
    return Response(json.dumps(body), status, headers, content_type="application/json")
