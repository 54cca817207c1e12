"""The contact form of a site: what a visitor writes is kept and answered, with or without script."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from flask import Flask, Response, redirect, request
from flask.typing import ResponseReturnValue

from mappop.bootstrap import App
from mappop.domain.errors import Invalid
from mappop.domain.inquiry import EMAIL_MAX, MESSAGE_MAX, NAME_MAX, PHONE_MAX, TRAP, Full, Over, Said, suspicion
from mappop.services import inquiries, records
from mappop.sites.answer import answer_page
from mappop.sites.text import line, paragraphs
from site_templates import words

AGAIN = "3600"  # seconds: a day's room is freed bit by bit


def add_contact(flask: Flask, app: App, *, site_id: Callable[[], str], is_bot: Callable[[], bool]) -> None:
    @flask.get("/_/contact")
    def sent() -> ResponseReturnValue:
        return _answer(app, site_id(), request.args.get("sent", ""))

    @flask.post("/_/contact")
    def contact() -> ResponseReturnValue:
        said, language = _said(), request.form.get("language", "")
        language = language if language in words() else "en"
        trap = request.form.get(TRAP, "")
        why = suspicion(said, trap=trap, is_elsewhere=_is_elsewhere(), is_bot=is_bot())
        try:
            inquiries.take(app.deps(), site_id(), said, language=language, suspicion=why)
        except Invalid:
            return _answer(app, site_id(), language, said), 422
        except Full:
            return _answer(app, site_id(), language, said, why="full"), 429, {"Retry-After": AGAIN}
        except Over:
            return _answer(app, site_id(), language, said, why="over"), 410
        return redirect(f"/_/contact?sent={language}", 303)


def _said() -> Said:
    form = request.form
    return Said(
        name=line(form.get("name", ""), NAME_MAX),
        phone=line(form.get("phone", ""), PHONE_MAX),
        email=line(form.get("email", ""), EMAIL_MAX),
        message="\n".join(paragraphs(form.get("message", ""), MESSAGE_MAX)),
    )


def _is_elsewhere() -> bool:
    """A form on another website. Browsers say where a form stood, though not all of them do."""
    origin = request.headers.get("Origin", "")
    return origin not in ("", "null") and urlsplit(origin).netloc != request.host


def _answer(app: App, site_id: str, language: str, wrong: Said | None = None, *, why: str = "wrong") -> Response:
    deps = app.deps()
    with deps.unit_of_work() as uow:
        site = uow.sites.get(site_id)
        business, _ = records.current_business(uow, site.business_id)
    scheme = deps.settings.sites_url.partition("://")[0]  # the visitor's; behind a front server the request has another
    home = f"{scheme}://{request.host}/"
    page = answer_page(business, site.theme, language, deps.clock.now(), wrong, why=why, home=home)
    return Response(page, mimetype="text/html", headers={"Cache-Control": "no-store"})
