"""Google's front door: routes from the discovery documents, bearer token, checks, then the method."""

from __future__ import annotations

import hmac
import json
from collections.abc import Callable
from typing import Any

from flask import Flask, Response, request

from mappop.sandbox.network import Network
from mappop.sandbox.publishers.google import categories, contract, locations, places, verifications
from mappop.sandbox.publishers.google.errors import GoogleError, not_found

PLACE_ID = frozenset({"metadata.placeId"})  # "can be set during Create calls", and in a search

Call = Callable[[contract.Method, tuple[str, ...], dict[str, str], dict[str, Any]], dict[str, Any]]


def application(network: Network) -> Flask:
    app = Flask("sandbox.google")
    calls = _calls(network)

    @app.route("/", defaults={"path": ""}, methods=["GET", "POST", "PATCH", "DELETE", "PUT"])
    @app.route("/<path:path>", methods=["GET", "POST", "PATCH", "DELETE", "PUT"])
    def serve(path: str) -> Response:
        with network.store.writing():
            try:
                _authenticate(network)
                return _json(_answer(network, calls, "/" + path))
            except GoogleError as error:
                return _json(error.body(), error.code)

    return app


def _answer(network: Network, calls: dict[str, Call], path: str) -> dict[str, Any]:
    method, ids = contract.find(request.method, path)
    call = calls.get(method.id)
    if call is None:
        raise GoogleError(501, f"{method.id} is in the contract, but this sandbox does not play it.")
    query = request.args.to_dict()
    contract.check_query(method, query)
    body = _body(method) if method.request_schema else {}
    if method.id.startswith("accounts.") and f"accounts/{ids[0]}" != network.keys["google_account"]:
        raise not_found()
    return call(method, ids, query, body)


def _calls(network: Network) -> dict[str, Call]:
    account = network.keys["google_account"]
    return {
        "accounts.locations.create": lambda m, ids, q, b: locations.create(network, m, account, q, b),
        "accounts.locations.list": lambda m, ids, q, b: locations.list_all(network, account, q),
        "locations.get": lambda m, ids, q, b: locations.get(network, ids[0], q),
        "locations.patch": lambda m, ids, q, b: locations.patch(network, m, ids[0], q, b),
        "locations.delete": lambda m, ids, q, b: locations.delete(network, ids[0]),
        "locations.getGoogleUpdated": lambda m, ids, q, b: locations.google_updated(network, ids[0], q),
        "googleLocations.search": lambda m, ids, q, b: places.search(network, b),
        "categories.list": lambda m, ids, q, b: categories.list_all(q),
        "categories.batchGet": lambda m, ids, q, b: categories.batch_get(request.args.getlist("names")),
        "locations.fetchVerificationOptions": lambda m, ids, q, b: verifications.options(network, m, ids[0], b),
        "locations.verify": lambda m, ids, q, b: verifications.verify(network, m, ids[0], b),
        "locations.getVoiceOfMerchantState": lambda m, ids, q, b: verifications.voice_of_merchant(network, ids[0]),
        "locations.verifications.list": lambda m, ids, q, b: verifications.list_all(network, ids[0]),
        "locations.verifications.complete": lambda m, ids, q, b: verifications.complete(network, m, ids[0], ids[1], b),
    }


def _authenticate(network: Network) -> None:
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not hmac.compare_digest(given.encode(), network.keys["google_token"].encode()):
        raise GoogleError(401, "Request had invalid authentication credentials. Expected OAuth 2 access token.")


def _body(method: contract.Method) -> dict[str, Any]:
    allow = {
        "accounts.locations.create": PLACE_ID,
        "googleLocations.search": frozenset({"location." + path for path in PLACE_ID}),
    }
    try:
        body = json.loads(request.get_data() or b"{}")
    except (ValueError, RecursionError) as error:
        raise GoogleError(400, "Invalid JSON payload received. Expected a value.") from error
    return contract.check_body(method, body, allow=allow.get(method.id, frozenset()))


def _json(body: dict[str, Any], status: int = 200) -> Response:
    headers = {"Retry-After": "60"} if status == 429 else {}
    return Response(json.dumps(body), status, headers, content_type="application/json; charset=UTF-8")
