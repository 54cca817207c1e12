"""The sites' own origin, one host a business, or an owner's own domain: files from the store, counters, the contact
form, the preview of a draft.

Nothing of the consoles is served here, and no cookie is ever set.
"""

from __future__ import annotations

import logging
from typing import cast
from urllib.parse import quote

from flask import Flask, Response, abort, current_app, g, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import OperationalError

from mappop.bootstrap import App
from mappop.domain.errors import Invalid, Refused
from mappop.public.sites_contact import add_contact
from mappop.public.sites_host import SiteHost, SiteHosts
from mappop.public.visitors import is_bot, is_visitor, own_look
from mappop.services import counting, drafts, pictures, proposals
from mappop.services.signing import CHANGE_LOOK_LINK, OWN_LOOK, PREVIEW_LINK, is_own_look
from mappop.sites.headers import headers
from mappop.sites.store import content_type

# A one-pixel transparent GIF, the smallest that browsers take.
PIXEL = bytes.fromhex("47494638396101000100800000000000ffffff21f90401000000002c000000000100010000020144003b")
RESTING = """This page is resting for a moment. Please go back and try again.
Esta página descansa un momento. Regrese e inténtelo otra vez, por favor.
"""
NO_PAGE = """There is no such page here.
Aquí no hay tal página.
"""
MOVED_SECONDS = 300
PATH_SAFE = "/:@!$&'()*+,;=~-._"
UNSEEN = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}
log = logging.getLogger(__name__)
_CLICKS = {"call", "directions"}


def make_sites_app(app: App, hosts: SiteHosts | None = None) -> Flask:
    """`hosts` is given where the caller asks it too."""
    flask = Flask("mappop.sites_origin", static_folder=None)
    flask.config["MAX_CONTENT_LENGTH"] = 64 * 1024
    flask.extensions["site_hosts"] = hosts or SiteHosts(app)
    own_headers = headers(framed_by=app.settings.base_url)

    @flask.after_request
    def _headers(response: Response) -> Response:
        response.headers.update(own_headers)
        response.headers.setdefault("Cache-Control", "public, max-age=60")
        return response

    _add_counters(flask, app)
    add_contact(flask, app, site_id=lambda: _site_id(app), is_bot=lambda: is_bot(request))
    _add_pages(flask, app)

    @flask.errorhandler(Refused)
    def _refused(refused: Refused) -> ResponseReturnValue:
        return Response(str(refused), status=404, mimetype="text/plain")

    @flask.errorhandler(404)
    def _no_page(_fault: Exception) -> ResponseReturnValue:
        return Response(NO_PAGE, status=404, mimetype="text/plain")

    @flask.errorhandler(OperationalError)
    @flask.errorhandler(OSError)
    def _busy(fault: Exception) -> ResponseReturnValue:
        """The database or the store does not answer: nothing was taken, and what was typed is one step back."""
        log.warning("sites.busy", extra={"fault": str(fault)[:200]})
        return Response(RESTING, status=503, mimetype="text/plain", headers={"Retry-After": "5"})

    return flask


def _add_counters(flask: Flask, app: App) -> None:
    @flask.get("/_/visit")
    def visit() -> ResponseReturnValue:
        _count(app, "visit")
        return Response(PIXEL, mimetype="image/gif", headers={"Cache-Control": "no-store"})

    @flask.post("/_/click")
    def click() -> ResponseReturnValue:
        what = request.args.get("what") or request.args.get("k") or ""
        if what in _CLICKS:
            _count(app, what)
        return "", 204


def _add_pages(flask: Flask, app: App) -> None:
    @flask.get("/_/preview/<token>/")
    @flask.get("/_/preview/<token>/<path:path>")
    def preview(token: str, path: str = "") -> ResponseReturnValue:
        return _preview(app, token, _file_of(path))

    @flask.get("/_/change/<token>/")
    @flask.get("/_/change/<token>/<path:path>")
    def change(token: str, path: str = "") -> ResponseReturnValue:
        """The site as a change would make it; on a host of no business, so that no look is counted."""
        deps, file = app.deps(), _file_of(path)
        content = proposals.preview(deps, CHANGE_LOOK_LINK.read(deps.settings, token), file)
        if content is None:
            abort(404)
        return Response(content, content_type=content_type(file), headers=UNSEEN)

    @flask.get("/")
    @flask.get("/<path:path>")
    def page(path: str = "") -> ResponseReturnValue:
        if moved := _moved(app):
            return moved
        site_id, file = _site_id(app), _file_of(path)
        found = app.site_store.read(site_id, file)
        if found is None:
            return _folder(app, site_id, path)
        is_unmarked = file.endswith(".html") and OWN_LOOK not in request.args
        if is_unmarked and (mark := own_look(request, app.settings, site_id)):  # from one language to the other
            return redirect(f"/{path.lstrip('/')}?{OWN_LOOK}={mark}"), {"Cache-Control": "no-store"}
        content, content_type = found
        return Response(content, content_type=content_type)


def _folder(app: App, site_id: str, path: str) -> ResponseReturnValue:
    """To /es/ for who typed /es, as hosts of static sites do."""
    path = path.lstrip("/")  # //es/ would be another host
    if app.site_store.read(site_id, f"{path}/index.html") is None:
        abort(404)
    query = f"?{request.query_string.decode('latin-1')}" if request.query_string else ""
    return redirect(f"/{path}/{query}", 301)


def _file_of(path: str) -> str:
    return f"{path}index.html" if not path or path.endswith("/") else path


def _site_id(app: App) -> str:
    """Whose site this request's host is; "" where it is nobody's."""
    found = _host_of(app)
    return found.business_id if found else ""


def _host_of(app: App) -> SiteHost | None:
    if "site_host" not in g:
        hosts: SiteHosts = current_app.extensions["site_hosts"]
        g.site_host = hosts(request.host)
    return cast(SiteHost | None, g.site_host)


def _moved(app: App) -> Response | None:
    """Where the site's pages are at another address, people are sent on. Frames are not: only our own pages may hold
    one, and theirs is this host; nor are files, which pages and shared pictures of earlier days still ask for."""
    found = _host_of(app)
    is_framed = request.headers.get("Sec-Fetch-Dest") == "iframe"
    if found is None or not found.moved_to or is_framed or not _file_of(request.path).endswith(".html"):
        return None
    if is_own_look(app.settings, request.args.get(OWN_LOOK, ""), found.business_id):
        return None
    query = f"?{request.query_string.decode('latin-1')}" if request.query_string else ""
    # For good, but not for ever: a domain may be given up one day, and browsers keep what they are not told to forget.
    keep = {"Cache-Control": f"public, max-age={MOVED_SECONDS}", "Vary": "Sec-Fetch-Dest"}
    address = f"{found.moved_to}{quote(request.path, safe=PATH_SAFE)}{query}"
    return Response(status=301, headers={"Location": address, **keep}, mimetype="text/plain")


def _count(app: App, what: str) -> None:
    """Bots are not visitors, owners neither; nothing about a person is kept."""
    if is_visitor(request, app.settings, site_id := _site_id(app)):
        counting.count(app.deps(), site_id, what)


def _preview(app: App, token: str, path: str) -> ResponseReturnValue:
    deps = app.deps()
    try:
        draft = drafts.preview(deps, PREVIEW_LINK.read(deps.settings, token))
    except Invalid as invalid:
        return Response(f"The record can't be a site yet. {invalid}", status=422, mimetype="text/plain")
    address = deps.settings.sites_url
    content = pictures.site_file(deps, draft.business, theme=draft.theme, address=address, path=path)
    if content is None:
        abort(404)
    return Response(content, content_type=content_type(path), headers=UNSEEN)
