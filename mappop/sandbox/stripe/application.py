"""The API over HTTP: who asks, under which key and version, what they get, and the pages that the owner sees."""

from __future__ import annotations

import hmac
import json
import re
from typing import Any

from flask import Flask, Request, Response, request

from mappop.sandbox import clock
from mappop.sandbox.stripe import (
    charges,
    customers,
    disputes,
    endpoints,
    keys,
    methods,
    money,
    pages,
    payments,
    payouts,
    refunds,
    sessions,
    setups,
    tax,
)
from mappop.sandbox.stripe.account import Account
from mappop.sandbox.stripe.agenda import catch_up
from mappop.sandbox.stripe.asking import Route
from mappop.sandbox.stripe.forms import Params, nested
from mappop.sandbox.stripe.keys import Answer
from mappop.sandbox.stripe.misbehaving import failing
from mappop.sandbox.stripe.refusals import Refused, invalid, unauthenticated
from mappop.sandbox.stripe.shapes import API_VERSION

_PARTS = (customers, methods, setups, sessions, payments, charges, refunds, disputes, payouts, money, tax, endpoints)
ROUTES: tuple[Route, ...] = tuple(route for part in _PARTS for route in part.ROUTES)


def application(account: Account) -> Flask:
    app = Flask("sandbox.stripe", template_folder=pages.FOLDER)
    app.register_blueprint(pages.blueprint(account))

    @app.route("/v1/<path:_>", methods=["GET", "POST", "DELETE"])
    def api(_: str) -> Response:
        return _answered(account, request)

    return app


def _answered(account: Account, asked: Request) -> Response:
    request_id = "req_" + clock.token(14)
    key = asked.headers.get("Idempotency-Key") if asked.method == "POST" else None
    try:
        _authenticate(account, asked)
        version = _version(asked)
        catch_up(account)
        answer = _once(account, asked, request_id, key)
    except Refused as refused:
        version, answer = API_VERSION, Answer(refused.status, {"error": refused.error})
    return _response(answer, request_id, version, key)


def _once(account: Account, asked: Request, request_id: str, key: str | None) -> Answer:
    if not key:
        return _work(account, asked, request_id, None)
    body = asked.get_data(as_text=True)
    stored = keys.claim(account, key, f"{asked.method} {asked.path}\n{body}", request_id)
    if stored is not None:
        return stored
    try:
        return _work(account, asked, request_id, key)
    except BaseException:
        keys.free(account, key)
        raise


def _work(account: Account, asked: Request, request_id: str, key: str | None) -> Answer:
    """The work and its answer under the key are one transaction; refused work is undone, a declined charge stays."""
    undone: Answer | None = None
    with account.because(request_id, key), failing(account, asked.method) as trouble:
        try:
            with account.store.writing():
                answer = _done(account, asked, trouble)
                if key:
                    keys.store(account, key, answer)
                return answer
        except Refused as refused:
            if not refused.is_stored or not key:
                raise
            undone = Answer(refused.status, {"error": refused.error})
            keys.store(account, key, undone)
    return undone


def _done(account: Account, asked: Request, trouble: Refused | None) -> Answer:
    if trouble is not None and not trouble.is_kept:
        raise trouble
    try:
        route, id = _route(asked)
        sent = asked.get_data(as_text=True) if asked.method == "POST" else asked.query_string.decode()
        body = route.answer(account, Params(nested(sent)), id)
    except Refused as refused:
        if not refused.is_kept:
            raise
        return Answer(refused.status, {"error": refused.error})
    return Answer(200, body) if trouble is None else Answer(trouble.status, {"error": trouble.error})


def _route(asked: Request) -> tuple[Route, str]:
    for route in ROUTES:
        found = route.pattern.fullmatch(asked.path) if route.method == asked.method else None
        if found:
            return route, found.groupdict().get("id", "")
    raise invalid(f"Unrecognized request URL ({asked.method}: {asked.path[:200]}).", status=404)


def _authenticate(account: Account, asked: Request) -> None:
    auth = asked.authorization
    given = (auth.token if auth.type == "bearer" else auth.username) if auth else None
    if not given:
        raise unauthenticated("You did not provide an API key.")
    if not hmac.compare_digest(given.encode(), account.network.keys["stripe_key"].encode()):
        raise unauthenticated(f"Invalid API Key provided: {given[:8]}****{given[-4:]}")


def _version(asked: Request) -> str:
    version = asked.headers.get("Stripe-Version", API_VERSION)
    if not re.fullmatch(r"20\d\d-\d\d-\d\d(\.\w+)?", version):
        raise invalid(f"Invalid Stripe API version: {version[:40]}")
    return version


def _response(answer: Answer, request_id: str, version: str, key: str | None) -> Response:
    body: dict[str, Any] = answer.body
    if "error" in body:
        body = {"error": {**body["error"], "request_log_url": f"https://dashboard.stripe.com/test/logs/{request_id}"}}
    response = Response(json.dumps(body, indent=2), answer.status, content_type="application/json")
    response.headers |= {"Request-Id": request_id, "Stripe-Version": version}
    if key:
        response.headers["Idempotency-Key"] = re.sub(r"[^\x20-\x7e]", "?", key)[: keys.LONGEST]
    if answer.original_request:
        response.headers |= {"Idempotent-Replayed": "true", "Original-Request": answer.original_request}
    if answer.status >= 500:
        response.headers["Stripe-Should-Retry"] = "false"
    return response
