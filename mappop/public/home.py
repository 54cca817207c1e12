"""The front door: people who are signed in go to their own console."""

from __future__ import annotations

from collections.abc import Mapping

from flask import redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from mappop.consoles.current import deps, person, reader
from mappop.consoles.language import asked, of_browser
from mappop.db.queries import owners as queries
from mappop.domain.errors import FieldError, Refused
from mappop.domain.roles import Role
from mappop.domain.terms import SUPPORT_PHONE
from mappop.public import public
from mappop.services import access
from mappop.services.signing import OWNER_LINK

HOMES = {
    Role.SALES_AGENT: "sales.home",
    Role.VERIFIER: "verify.queue",
    Role.SUPPORT_AGENT: "support.home",
    Role.ASSISTANT: "desk.tasks",
    Role.CENTRE_MANAGER: "performance.home",
    Role.PROGRAMME_MANAGER: "performance.home",
    Role.ADMIN: "admin.home",
    Role.OWNER: "portal.home",
}
OWNER_PAGES = {
    "messages": "portal.messages",
    "site": "portal.site",
    "domain": "portal.domain",
    "payments": "portal.payments",
    "reach": "portal.reach",
}  # by `?to=` in a message's link


@public.page("/")
def home() -> ResponseReturnValue:
    who = person()
    if who is not None:
        return redirect(url_for(HOMES[who.role]))
    return render_template("public/home.html", language=of_browser(), support_phone=SUPPORT_PHONE)


@public.form("/sign-in")
def sign_in() -> ResponseReturnValue:
    target = _own_path(request.values.get("next", ""))
    if request.method == "GET":
        return _form("", [], target)
    email, password = request.form.get("email", "").strip(), request.form.get("password", "")
    if missing := _missing(email, password):
        return _form(email, missing, target), 422
    try:
        signed_in = access.sign_in(deps(), email=email, password=password, address=request.remote_addr or "")
    except Refused as refused:
        return _form(email, [FieldError("form", str(refused))], target), 401
    _remember(signed_in)
    return redirect(target or url_for(HOMES[signed_in.role]))


def _missing(email: str, password: str) -> list[FieldError]:
    missing = [] if email else [FieldError("email", "is missing", "your work address")]
    return missing if password else [*missing, FieldError("password", "is missing")]


def _form(email: str, errors: list[FieldError], target: str) -> str:
    return render_template("public/sign_in.html", email=email, errors=errors, locked_until=None, next=target)


def _own_path(path: str) -> str:
    """A path on this very origin, or nothing: a link may not send people elsewhere."""
    is_own = path.startswith("/") and not path.startswith(("//", "/\\")) and "\\" not in path and path.isprintable()
    return path[:500] if is_own else ""


def _remember(signed_in: access.SignedIn) -> None:
    session.clear()  # whatever was in the old session does not come along
    session["token"] = signed_in.token
    session.permanent = True


@public.action("/sign-out")
def sign_out() -> ResponseReturnValue:
    access.sign_out(deps(), token=session.get("token", ""))
    session.clear()
    return redirect(url_for("public.home"))


@public.form("/o/<token>")
def owner_link(token: str) -> ResponseReturnValue:
    """The link in an owner's messages. Looking at it signs nobody in: mail scanners look, people press."""
    try:
        person_id = OWNER_LINK.read(deps().settings, token)
    except Refused:
        words = {"token": "", "support_phone": SUPPORT_PHONE, "language": of_browser()}
        return render_template("public/owner_link.html", **words), 404
    who, language = person(), asked() or queries.language_of_owner(reader(), person_id)
    if who is not None and who.id == person_id:
        return redirect(url_for(_page_for(request.args), lang=asked() or None))
    if request.method == "GET":
        to = request.args.get("to", "") if request.args.get("to", "") in OWNER_PAGES else None
        return render_template("public/owner_link.html", token=token, language=language, to=to)
    _remember(access.sign_in_owner(deps(), person_id=person_id))
    session["language"] = language
    return redirect(url_for(_page_for(request.args)))


def _page_for(args: Mapping[str, str]) -> str:
    """Where a message's link leads: to what the message spoke of."""
    return OWNER_PAGES.get(args.get("to", ""), HOMES[Role.OWNER])
