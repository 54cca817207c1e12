"""What the contact form of a site answers: a page in the business's own colours, with what was typed kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from types import SimpleNamespace

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from mappop.domain.business import Business
from mappop.domain.inquiry import Said
from mappop.sites.builder import page_content, page_languages
from mappop.sites.stylesheet import minified, policy, site_palette, style
from site_templates import part, themes, words


def answer_page(
    business: Business,
    theme: str,
    language: str,
    now: datetime,
    wrong: Said | None = None,
    *,
    why: str = "wrong",
    home: str = "/",
) -> bytes:
    """The thanks, or with `wrong` the form again, and `why`: "wrong", or "full" and "over" where the site takes no more
    that day or at all, and nothing was wrong with it.

    A language that the site has not gives way to its first. `home` is the address that it is answered at, with a
    slash at its end.
    """
    languages = page_languages(business)
    language = language if language in languages else languages[0]
    said, page = words()[language], page_content(business, language, now)
    look = style(site_palette(business, themes()[theme]), theme, minified(part("answer.css")))
    shown = SimpleNamespace(
        language=language, name=page.name, call=page.call, policy=policy(look),
        style=Markup(look.text),  # our own style sheet and #rrggbb values
        click=home + "_/click?what=",
        back="/" if language == languages[0] else f"/{language}/",
    )  # fmt: skip
    faults = _faults(wrong.faults() if wrong else {}, said["answer"])
    state = why if wrong else "sent"
    return _template().render(p=shown, w=said, state=state, said=wrong, faults=faults).encode("utf-8", "replace")


def _faults(found: Mapping[str, str], said: Mapping[str, str]) -> Mapping[str, str]:
    return {field: said[reason] for field, reason in found.items()}


@cache
def _template() -> Template:
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(part("answer.html"))
