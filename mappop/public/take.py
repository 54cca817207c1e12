"""“Take my site”: what is in the file, and the file, by a signed link that works after the end too."""

from __future__ import annotations

from flask import Response, abort, render_template, url_for
from flask.typing import ResponseReturnValue

from mappop.consoles.current import deps, reader
from mappop.consoles.language import asked, of_browser
from mappop.consoles.portal.words import words
from mappop.db.queries import owners
from mappop.domain.errors import NotFound, Refused
from mappop.domain.terms import SUPPORT_PHONE
from mappop.public import public
from mappop.services import taking
from mappop.services.signing import TAKE_LINK
from mappop.sites.parcel import zipped


@public.page("/t/<token>")
def take(token: str) -> ResponseReturnValue:
    try:
        business_id = TAKE_LINK.read(deps().settings, token)
        found = taking.parcel(deps(), business_id)
    except Refused:
        return _rendered("not_valid", asked() or of_browser(), token=""), 404
    except NotFound:
        return _rendered("not_yet", asked() or of_browser(), token=token)
    language = asked() or owners.language_of(reader(), business_id)
    file_url = url_for("public.take_file", token=token, name=business_id, lang=language)
    return _rendered("open", language, token=token, business=found.business, file_url=file_url,
                     readme=taking.README[language])  # fmt: skip


@public.page("/t/<token>/<name>.zip")
def take_file(token: str, name: str) -> ResponseReturnValue:
    """Streamed, one file of the site in memory at a time."""
    business_id = TAKE_LINK.read(deps().settings, token)
    if name != business_id:
        abort(404)
    found, language = taking.parcel(deps(), business_id), asked() or owners.language_of(reader(), business_id)
    entries = taking.entries(deps(), found, _readme(found, language), language)
    headers = {"Content-Disposition": f'attachment; filename="{business_id}.zip"'}
    return Response(zipped(entries), mimetype="application/zip", headers=headers)


def _readme(found: taking.Parcel, language: str) -> str:
    address = deps().settings.site_url(found.business.id, found.version.own_host)
    name = " ".join(found.business.name.split())
    return render_template(f"public/readme.{language}.txt", name=name, address=f"{address}/")


def _rendered(state: str, language: str, *, token: str, **shown: object) -> str:
    return render_template(
        "public/take.html", state=state, language=language, words=words(language)["taking"], token=token,
        other_words=words("en" if language == "es" else "es")["taking"], support_phone=SUPPORT_PHONE, **shown,
    )  # fmt: skip
