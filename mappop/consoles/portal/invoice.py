"""One invoice as a PDF, for the owner's books."""

from __future__ import annotations

from flask import Response, abort
from flask.typing import ResponseReturnValue

from mappop.consoles.current import deps, me
from mappop.consoles.language import of_owner
from mappop.consoles.portal import portal
from mappop.services import invoice_papers


@portal.page("/invoices/<invoice_id>.pdf")
def invoice(invoice_id: str) -> ResponseReturnValue:
    business_id = me().business_id or abort(404)
    name, pdf = invoice_papers.paper_of(deps(), invoice_id, business_id=business_id, language=of_owner(business_id))
    headers = {"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "private, no-store"}
    return Response(pdf, mimetype="application/pdf", headers=headers)
