"""The request's own things: deps, who asks, and a read-only session on the database."""

from __future__ import annotations

from typing import cast

from flask import abort, current_app, g
from sqlalchemy.orm import Session

from mappop.bootstrap import App
from mappop.domain.person import CurrentPerson
from mappop.services.deps import Deps


def app() -> App:
    return cast(App, current_app.extensions["mappop"])


def deps() -> Deps:
    if "deps" not in g:
        g.deps = app().deps()
    return cast(Deps, g.deps)


def person() -> CurrentPerson | None:
    return cast(CurrentPerson | None, g.get("person"))


def me() -> CurrentPerson:
    """Who asks; the policy has made sure that there is somebody."""
    return person() or abort(401)


def reader() -> Session:
    """Reads only; closed with the request."""
    if "reader" not in g:
        g.reader = Session(app().reader, expire_on_commit=False, autoflush=False)
    return cast(Session, g.reader)


def close_reader(_fault: BaseException | None = None) -> None:
    session = g.pop("reader", None)
    if session is not None:
        session.close()
