"""The hosted pages: where the owner types a card or a bank, and where their bank asks whether it is them."""

from __future__ import annotations

import re
import tomllib
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path
from typing import Any

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from mappop.sandbox import printing
from mappop.sandbox.stripe import authentication, pretence, sessions
from mappop.sandbox.stripe.account import Account, Thing
from mappop.sandbox.stripe.agenda import catch_up
from mappop.sandbox.stripe.refusals import Refused

FOLDER = str(printing.TEMPLATES)
FIELDS = {"card": ("number", "expiry", "cvc"), "us_bank_account": ("routing", "account")}
_SHAPES = {"number": r"\d{12,19}", "cvc": r"\d{3,4}", "routing": pretence.ROUTING, "account": r"\d{5,17}"}
_PLACEHOLDER = "{CHECKOUT_SESSION_ID}"
Page = str | tuple[str, int] | Response


def blueprint(account: Account) -> Blueprint:
    bp = Blueprint("pages", __name__)
    bp.add_url_rule("/c/pay/<id>", "show", partial(_show, account))
    bp.add_url_rule("/c/pay/<id>", "save", partial(_save, account), methods=["POST"])
    bp.add_url_rule("/authenticate/<id>", "ask", partial(_ask, account))
    bp.add_url_rule("/authenticate/<id>", "answer", partial(_answer, account), methods=["POST"])
    return bp


def _show(account: Account, id: str) -> Page:
    catch_up(account)
    thing = account.find(id)
    if thing is None or thing["object"] != "checkout.session":
        return _say("missing", _spoken()), 404
    if thing["status"] != "open":
        return _say(thing["status"], _language(thing), back=thing["cancel_url"] or "")
    return _form(account, thing, {}, {})


def _save(account: Account, id: str) -> Page:
    catch_up(account)
    with account.store.writing():
        thing = account.find(id)
        if thing is None or thing["object"] != "checkout.session" or thing["status"] != "open":
            return _show(account, id)
        return _saved(account, thing)


def _ask(account: Account, id: str) -> Page:
    try:
        intent = authentication.waiting(account, id)
    except Refused:
        return _say("missing", _spoken()), 404
    made = _session_of(account, intent)
    language = _language(made) if made else _spoken()
    return render_template("stripe/authenticate.html", language=language, words=words(language))


def _answer(account: Account, id: str) -> Page:
    try:
        back = authentication.waiting(account, id)["next_action"]
        with account.store.writing():
            intent = authentication.finish(account, id, is_right=request.form.get("answer") == "yes")
    except Refused:
        return _say("missing", _spoken()), 404
    return _back(account, intent, back)


@cache
def _all_words() -> dict[str, dict[str, str]]:
    return tomllib.loads(Path(__file__).with_name("words.toml").read_text("utf-8"))


@cache
def _test_numbers() -> dict[str, dict[str, str]]:
    return tomllib.loads(Path(__file__).with_name("test_numbers.toml").read_text("utf-8"))


def words(language: str) -> dict[str, str]:
    return _all_words()[language]


def _saved(account: Account, thing: Thing) -> Page:
    """What was typed, checked; then the owner goes where they came from, or to their bank's question."""
    typed = {name: value.strip()[:200] for name, value in request.form.items()}
    if typed.get("type") not in thing["payment_method_types"]:
        typed["type"] = _first(thing)
    said = words(_language(thing))
    faults = _faults(account, typed)
    if faults:
        return _form(account, thing, typed, {name: _wrong(said, name) for name in faults}), 422
    number = typed["number" if typed["type"] == "card" else "account"]
    try:
        intent = sessions.pay_by(account, thing, typed["type"], number, typed["holder"])
    except Refused:
        return _form(account, thing, typed, {_field(typed): said["unknown"]}), 422
    if intent["status"] == "requires_action":
        return redirect(f"/authenticate/{intent['id']}", 303)
    if intent["status"] != "succeeded":
        reason = _reason(said, intent["last_setup_error"])
        return _form(account, thing, typed, {_field(typed): said["declined"].format(reason=reason)}), 402
    return redirect(_success(thing), 303)


def _reason(said: dict[str, str], error: Thing) -> str:
    """Stripe's own words are English alone; another language tells the same in its own."""
    return (
        said.get(f"reason_{error.get('decline_code') or error['code']}") or said.get("reason") or str(error["message"])
    )


def _faults(account: Account, typed: dict[str, str]) -> list[str]:
    digits = {name: re.sub(r"[\s-]", "", typed.get(name, "")) for name in _SHAPES}
    wrong = [
        name for name in FIELDS[typed["type"]] if name in _SHAPES and not re.fullmatch(_SHAPES[name], digits[name])
    ]
    if typed["type"] == "card" and not _is_to_come(typed.get("expiry", ""), account.now()):
        wrong.append("expiry")
    return wrong if typed.get("holder") else [*wrong, "holder"]


def _wrong(said: dict[str, str], name: str) -> str:
    return said[f"wrong_{name}"].format(routing=pretence.ROUTING)


def _is_to_come(expiry: str, now: int) -> bool:
    found = re.fullmatch(r"(0[1-9]|1[0-2])\s*/?\s*(?:20)?(\d\d)", expiry)
    today = datetime.fromtimestamp(now, UTC)
    return bool(found) and (2000 + int(found[2]), int(found[1])) >= (today.year, today.month)  # type: ignore[index]


def _form(account: Account, thing: Thing, typed: dict[str, str], faults: dict[str, str]) -> str:
    language = _language(thing)
    said = words(language)
    error = account.get("setup_intent", thing["setup_intent"])["last_setup_error"] if not typed else None
    return render_template(
        "stripe/pay.html", language=language, words=said, thing=thing, typed=typed or {"type": _first(thing)},
        faults=faults, fields=FIELDS, tests=pretence.table(), does=_test_numbers()[language], routing=pretence.ROUTING,
        note=said["not_shown"] if error and error["code"].endswith("authentication_failure") else "",
    )  # fmt: skip


def _back(account: Account, intent: Thing, action: Thing) -> Page:
    """To the address that the caller gave; a session that is complete leads to its own."""
    made = _session_of(account, intent)
    if made and made["status"] == "complete":
        return redirect(_success(made), 303)
    if "redirect_to_url" in action:
        return redirect(action["redirect_to_url"]["return_url"], 303)
    return _say("thanks", _spoken())


def _session_of(account: Account, intent: Thing) -> Thing | None:
    """The page on which it was begun, where it was on one."""
    if intent["object"] != "setup_intent":
        return None
    return next(iter(account.of("checkout.session", setup_intent=intent["id"])), None)


def _success(thing: Thing) -> str:
    return str(thing["success_url"]).replace(_PLACEHOLDER, thing["id"])


def _say(what: str, language: str, *, back: str = "") -> str:
    return render_template("stripe/say.html", language=language, words=words(language), what=what, back=back)


def _first(thing: Thing) -> str:
    return str(thing["payment_method_types"][0])


def _field(typed: dict[str, str]) -> str:
    return "number" if typed["type"] == "card" else "account"


def _language(thing: dict[str, Any]) -> str:
    return str(thing["locale"]) if thing["locale"] in _all_words() else _spoken()


def _spoken() -> str:
    return request.accept_languages.best_match(list(_all_words()), "en") or "en"
