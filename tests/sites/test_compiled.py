"""Pages by the compiled templates: what plain Jinja makes of the same words, escaping included."""

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import DictLoader, Environment, StrictUndefined, UndefinedError
from markupsafe import Markup, escape

from mappop.domain.business import Business
from mappop.sites import dress
from mappop.sites.builder import build_pages
from mappop.sites.compiled import PageEnvironment
from site_templates import template_sources, themes

from .records import HOSTILE, NOW, record, sample

URL = "https://{id}.example.com/"

PLAIN = Environment(loader=DictLoader(template_sources()), autoescape=True, undefined=StrictUndefined)


@pytest.mark.parametrize("theme", sorted(themes()))
@pytest.mark.parametrize("given_record", [HOSTILE, record(), "sample"], ids=["hostile", "thin", "sample"])
@pytest.mark.parametrize("languages", [["en"], ["es", "en"]], ids=["one", "two"])
def test_every_theme_comes_out_as_plain_jinja_has_it(theme, given_record, languages, monkeypatch):
    business = Business.from_dict(
        (sample(theme) if given_record == "sample" else given_record) | {"languages": languages}
    )
    ours = build_pages(business, theme=theme, base_url=URL, now=NOW)
    # The one seam: what the pages are filled with is made on the way to the template.
    monkeypatch.setattr(dress, "_template", lambda *key: PLAIN.get_template(".".join(key)))
    assert ours == build_pages(business, theme=theme, base_url=URL, now=NOW)


SHOWN = PageEnvironment({"page": "{{ p.value }}"}).get_template("page")


@given(st.one_of(st.text(), st.text("&<>'\"x"), st.text().map(Markup), st.integers(), st.none()))
def test_escaping_is_markupsafes(value):
    assert SHOWN.render(p=SimpleNamespace(value=value)) == str(escape(value))


def test_a_value_that_is_not_there_is_no_empty_place():
    page = PageEnvironment({"page": "{{ p.nmae }}"}).get_template("page")
    with pytest.raises((AttributeError, UndefinedError)):
        page.render(p=object())
