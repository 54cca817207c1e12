"""What forms of this room share: the customer, who is on the line, and what a refusal says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from mappop.consoles.support.customer import facts, of, spoken_with
from mappop.domain.errors import FieldError, Invalid, Refused


def form(
    business_id: str, template: str, *, values: Mapping[str, str], errors: tuple[FieldError, ...] = (), **more: Any
) -> ResponseReturnValue:
    """The page of a form about this customer; 422 where something has to be mended."""
    found = of(business_id)
    page = render_template(
        template, query="", customer=found, facts=facts(found), spoken_with=spoken_with(found), values=values,
        errors=errors, **more,
    )  # fmt: skip
    return (page, 422) if errors else page


def done(
    business_id: str, template: str, do: Callable[[], str], *, values: Mapping[str, str], field: str, **more: Any
) -> ResponseReturnValue:
    """Do it and go back to the customer, saying what `do` says; a refusal stands at `field`, with what was typed."""
    try:
        said = do()
    except Invalid as invalid:
        return form(business_id, template, values=values, errors=invalid.errors, **more)
    except Refused as refused:
        return form(business_id, template, values=values, errors=(FieldError(field, str(refused)),), **more)
    flash(said, "done")
    return redirect(url_for("support.customer", business_id=business_id))
