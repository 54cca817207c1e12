"""What visitors of the site wrote, newest first; what looks like advertising stands apart."""

from __future__ import annotations

from flask import abort, render_template

from mappop.consoles.current import me, reader
from mappop.consoles.language import of_owner
from mappop.consoles.portal import portal
from mappop.consoles.portal.words import words
from mappop.db.queries import owners as queries


@portal.page("/messages", menu="Messages", position=3)
def messages() -> str:
    business_id = me().business_id or abort(404)
    language = of_owner(business_id)
    return render_template(
        "portal/messages.html",
        language=language,
        words=words(language),
        received=queries.inquiries_of(reader(), business_id, is_doubtful=False),
        suspect=queries.inquiries_of(reader(), business_id, is_doubtful=True),
        most=queries.INQUIRIES_SHOWN,
    )
