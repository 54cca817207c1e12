"""Pages by the compiled templates: what plain Jinja makes of the same words, escaping included."""

from functools import cache
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment, StrictUndefined, UndefinedError
from markupsafe import Markup, escape

from mappop.domain.business import Business
from mappop.sites import dress
from mappop.sites.builder import build_pages
from mappop.sites.compiled import PageEnvironment
from site_templates import said_in, template_sources, themes

from .records import HOSTILE, NOW, record, sample

URL = "https://{id}.example.com/"

PLAIN = Environment(autoescape=True, undefined=StrictUndefined)


@cache
def plain_template(theme, language, owners):
    return PLAIN.from_string(said_in(template_sources()[theme], language, owners))


def plain(key, **filled):
    return plain_template(*key).render(**filled).encode()


@pytest.mark.parametrize("theme", sorted(themes()))
@pytest.mark.parametrize("given_record", [HOSTILE, record(), "sample"], ids=["hostile", "thin", "sample"])
@pytest.mark.parametrize("languages", [["en"], ["es", "en"]], ids=["one", "two"])
def test_every_theme_comes_out_as_plain_jinja_has_it(theme, given_record, languages, monkeypatch):
    business = Business.from_dict(
        (sample(theme) if given_record == "sample" else given_record) | {"languages": languages}
    )
    ours = build_pages(business, theme=theme, base_url=URL, now=NOW)
    # The one seam: what the pages are filled with is made on the way to the template.
    monkeypatch.setattr(dress, "_page", lambda *key: lambda **filled: plain(key, **filled))
    assert ours == build_pages(business, theme=theme, base_url=URL, now=NOW)


SHOWN = PageEnvironment({"page": "{{ p.value }}"}).page("page")


@given(st.one_of(st.text(), st.text("&<>'\"x"), st.text().map(Markup), st.integers(), st.none()))
def test_escaping_is_markupsafes(value):
    assert SHOWN(p=SimpleNamespace(value=value)) == str(escape(value)).encode()


def test_a_value_that_is_not_there_is_no_empty_place():
    page = PageEnvironment({"page": "{{ p.nmae }}"}).page("page")
    with pytest.raises((AttributeError, UndefinedError)):
        page(p=object())
