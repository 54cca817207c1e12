"""The web process: consoles, public pages, hooks and API on one origin, customers' sites on another."""

from __future__ import annotations

import importlib
import logging
import pkgutil
from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from http import HTTPMethod
from typing import Any
from urllib.parse import urlsplit

import js_lib_htmx
from flask import Flask, Response, abort, g, redirect, render_template, request, send_from_directory, session, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError, CSRFProtect, generate_csrf
from jinja2 import ChoiceLoader, FileSystemLoader
from markupsafe import Markup
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotImplemented

import mappop
from mappop import bootstrap, ids
from mappop.api import v1
from mappop.bootstrap import App
from mappop.consoles import filters
from mappop.consoles.console import MENU, POLICIES, PUBLIC, UPLOADS, Console
from mappop.consoles.current import close_reader, deps, person, reader
from mappop.consoles.language import of_fault_page
from mappop.consoles.typed import ConsoleRequest
from mappop.consoles.uploads import Intake
from mappop.db.queries.people import person_of_session
from mappop.domain.errors import NotFound, Refused
from mappop.domain.picture import limits
from mappop.ids import token_hash
from mappop.public.sites_host import SiteHosts, host_name
from mappop.public.sites_origin import make_sites_app

log = logging.getLogger("mappop.web")

ROOT = mappop.__path__[0]
ROOMS = (
    "public",
    "consoles.sales",
    "consoles.verify",
    "consoles.support",
    "consoles.desk",
    "consoles.portal",
    "consoles.performance",
    "consoles.admin",
    "webhooks",
)
STATIC_SECONDS = 3600
SAID = frozenset({400, 403, 404, 405, 429, 500, 501, 503})  # codes that the error page has words for
OTHER_SIGN_IN = "This form is from another sign-in, or from one that has ended."
TYPED_LEAST = 20  # letters of a text that nobody likes to write again
NOT_TYPED = frozenset({"csrf_token", "password", "key", "seal", "next"})  # secrets, and what a page wrote itself
HTMX_FILES = frozenset({"htmx.min.js"})
Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def make_app(app: App) -> Flask:
    """The consoles' Flask app; every page module of every room is found and registered."""
    flask = Flask("mappop", static_folder=f"{ROOT}/consoles/static", static_url_path="/static")
    flask.config.update(
        SECRET_KEY=app.settings.secret_key,
        MAX_CONTENT_LENGTH=2 * 1024 * 1024,
        SEND_FILE_MAX_AGE_DEFAULT=STATIC_SECONDS,
        SESSION_COOKIE_NAME="__Host-mappop" if app.settings.is_secure else "mappop",
        SESSION_COOKIE_SECURE=app.settings.is_secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=timedelta(hours=12),
        WTF_CSRF_TIME_LIMIT=None,  # as long as the session: a form may lie open during a long call
    )
    flask.request_class = ConsoleRequest
    flask.extensions["mappop"] = app
    flask.jinja_env.loader = ChoiceLoader([FileSystemLoader(f"{ROOT}/consoles"), FileSystemLoader(ROOT)])
    flask.jinja_env.trim_blocks = flask.jinja_env.lstrip_blocks = True
    flask.url_value_preprocessor(_take_files)  # before the form is read for its token
    csrf = CSRFProtect(flask)
    for console in _rooms():
        flask.register_blueprint(console.blueprint)
        if console.blueprint.name == "hooks":
            csrf.exempt(console.blueprint)
    v1.register(flask)
    filters.register(flask, app.clock)
    _add_htmx(flask)
    flask.before_request(_admit)
    flask.after_request(_headers)
    flask.teardown_appcontext(close_reader)
    flask.context_processor(_page_words)
    flask.register_error_handler(Exception, _fault_page)
    flask.register_error_handler(HTTPException, _fault_page)  # over the API extension's own, which speaks JSON to all
    return flask


def _rooms() -> list[Console]:
    """Each room's console, after importing all its pages."""
    found = []
    for room in ROOMS:
        package = importlib.import_module(f"mappop.{room}")
        for module in pkgutil.iter_modules(package.__path__):
            importlib.import_module(f"{package.__name__}.{module.name}")
        found.append(next(value for value in vars(package).values() if isinstance(value, Console)))
    return found


def _add_htmx(flask: Flask) -> None:
    """From the installed package: nothing of others is kept in this repository."""
    folder = f"{js_lib_htmx.__path__[0]}/static/htmx"

    @flask.get("/static/<any('htmx.min.js'):name>")
    def htmx(name: str) -> Response:
        return send_from_directory(folder, name, max_age=STATIC_SECONDS)

    POLICIES["htmx"] = PUBLIC
    POLICIES["static"] = PUBLIC


def _take_files(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Whoever signed in may send as much as the form takes, and more is read past; of anybody else it is not read."""
    if endpoint in UPLOADS and session.get("token"):
        taken = limits()["taken"]
        request.max_content_length = taken["read"]
        request.intake = Intake(UPLOADS[endpoint], taken["bytes"])  # type: ignore[attr-defined]  # Flask's own class


def _admit() -> ResponseReturnValue | None:
    """Who asks, and whether the route's policy lets them in. A route without a policy lets in nobody."""
    endpoint = request.endpoint
    if endpoint is None:
        return None
    policy = POLICIES.get(endpoint)
    if policy is None:
        log.error("web.route_without_policy", extra={"endpoint": endpoint})
        abort(403)
    token = session.get("token")
    if token and endpoint not in ("static", "htmx"):
        g.person = person_of_session(reader(), token_hash(token), deps().clock.now())
    if policy is PUBLIC or not policy:
        return None
    who = person()
    if who is None:
        if typed := _typed():
            return _error_page(400, OTHER_SIGN_IN, typed=typed)
        target = request.full_path.rstrip("?") if request.method == "GET" else ""
        return redirect(url_for("public.sign_in", next=target or None))
    if who.role not in policy:
        abort(403)
    return None


def _headers(response: Response) -> Response:
    sites = deps().settings.sites_url.replace("{id}", "*")
    response.headers["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self';"
        f" form-action 'self' {g.get('form_target', '')}; base-uri 'none'; frame-ancestors 'none'; frame-src {sites}"
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    if deps().settings.is_secure:
        response.headers["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains"
    if request.endpoint not in ("static", "htmx"):
        response.headers.setdefault("Cache-Control", "no-store")
    return response


def _page_words() -> dict[str, Any]:
    """What the frame of every page needs."""
    who = person()
    user = None
    if who is not None:
        user = {"name": who.name, "role_title": who.role.label, "centre": who.centre}
    return {"user": user, "menu": _menu(), "now": deps().clock.now(), "csrf_field": _csrf_field}


def _menu() -> list[dict[str, Any]]:
    who = person()
    entries = [entry for entry in MENU if who is not None and who.role in entry.roles]
    return [
        {"label": entry.label, "url": url_for(entry.endpoint), "is_current": request.endpoint == entry.endpoint}
        for entry in sorted(entries, key=lambda e: e.position)
    ]


def _csrf_field() -> Markup:
    return Markup('<input type="hidden" name="csrf_token" value="{}">').format(generate_csrf())


def _typed() -> list[str]:
    """The texts of a form of ours that was not taken, to be copied: a sign-in may end while somebody writes, and a
    page that is loaded again has none of it. Nothing that another website made a browser send."""
    if request.headers.get("Sec-Fetch-Site") != "same-origin":
        return []
    return [text for name, text in request.form.items() if len(text) >= TYPED_LEAST and name not in NOT_TYPED]


def _error_page(
    code: int, message: str = "", retry_after: int | None = None, headers: dict[str, str] | None = None,
    typed: Sequence[str] = (),
) -> ResponseReturnValue:  # fmt: skip
    reference = ids.short_code()
    log.info("web.error_page", extra={"code": code, "reference": reference, "path": request.path[:200]})
    words = {"code": code, "reference": reference, "message": message, "retry_after": retry_after, "typed": typed}
    words |= {"language": of_fault_page(), "is_of_other_sign_in": message == OTHER_SIGN_IN}
    words["sign_in_url"] = _sign_in_again() if message == OTHER_SIGN_IN else ""
    headers = {**(headers or {}), **({"Retry-After": str(retry_after)} if retry_after is not None else {})}
    return render_template("public/error.html", **words), code, headers


def _sign_in_again() -> str:
    """From where people of ours come back to the form; owners come by a link of their own."""
    page = urlsplit(request.referrer or "")
    if person() is not None or page.netloc != request.host or page.path.startswith("/portal"):
        return ""
    return url_for("public.sign_in", next=page.path)


def _fault_page(fault: Exception) -> ResponseReturnValue:
    """The outermost boundary of every request: what happened, in words, with a reference to quote."""
    if isinstance(fault, NotFound):
        return _error_page(404)
    if isinstance(fault, Refused):
        return _error_page(400, str(fault))
    if isinstance(fault, CSRFError):
        return _error_page(400, OTHER_SIGN_IN, typed=_typed())
    if isinstance(fault, HTTPException):
        return _http_page(fault)
    log.exception("web.failed", extra={"path": request.path[:200]})
    if isinstance(fault, OperationalError):
        return _error_page(503, retry_after=5)
    return _error_page(500)


def _http_page(fault: HTTPException) -> ResponseReturnValue:
    allow: dict[str, str] = {}
    if isinstance(fault, MethodNotAllowed):
        fault, allow = _method_fault(fault)
    code = fault.code or 500
    if code < 400:
        return fault
    if request.path.startswith("/api/"):
        return {"error": fault.name, "message": fault.description}, code, allow
    return _error_page(code if code in SAID else 400 if code < 500 else 500, headers=allow)


def _method_fault(fault: MethodNotAllowed) -> tuple[HTTPException, dict[str, str]]:
    """One of HTTP's methods is told which are for this address; another is not understood at all."""
    if request.method in HTTPMethod.__members__:
        return fault, {"Allow": ", ".join(sorted(fault.valid_methods or ()))}
    return NotImplemented(), {}


def make_wsgi(app: App | None = None) -> Wsgi:
    """Both origins behind one callable: the host decides, and they share nothing but the database."""
    app = app or bootstrap.from_environment()
    hosts = SiteHosts(app)
    consoles, sites = make_app(app), make_sites_app(app, hosts)
    console_host = urlsplit(app.settings.base_url).hostname or ""

    def wsgi(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        host = environ.get("HTTP_HOST", "")
        if _is_of_consoles(host_name(host), console_host):
            return consoles(environ, start_response)
        try:
            answers = sites if hosts(host) else _nobody
        except OperationalError:
            answers = sites  # which says that it rests
        return answers(environ, start_response)

    return wsgi


def _is_of_consoles(name: str, console_host: str) -> bool:
    """By name, or by the address of the machine itself, as whoever watches it asks."""
    return name in (console_host, "localhost", "") or name.replace(".", "").isdigit() or name.startswith("[")


def _nobody(_environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """No page of ours under a name that is not known to be anybody's; plain WSGI, as the name may be no name at all."""
    words = b"There is no site at this address.\n"
    start_response("404 Not Found", [("Content-Type", "text/plain"), ("Content-Length", str(len(words)))])
    return [words]
