"""Compiled templates lie where Python keeps its modules, and are compiled anew as soon as anything has changed."""

import sys
from types import SimpleNamespace

import pytest

from mappop.sites.compiled import PageEnvironment


@pytest.fixture(autouse=True)
def keeps_code(monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", None)


class Counted(PageEnvironment):
    """How often Jinja compiled."""

    compiled = 0

    def compile(self, *given, **options):
        self.compiled += 1
        return super().compile(*given, **options)


def shown(folder, source):
    """The page of a new process, and whether it had to compile."""
    environment = Counted({"page": source}, kept_in=folder)
    return environment.page("page")(p=SimpleNamespace(name="Bo & Co"), w={}), bool(environment.compiled)


def test_the_second_process_compiles_nothing(tmp_path):
    assert shown(tmp_path, "<b>{{ p.name }}</b>") == (b"<b>Bo &amp; Co</b>", True)
    assert shown(tmp_path, "<b>{{ p.name }}</b>") == (b"<b>Bo &amp; Co</b>", False)


def test_a_template_of_other_words_is_compiled_anew(tmp_path):
    shown(tmp_path, "<b>{{ p.name }}</b>")
    assert shown(tmp_path, "<i>{{ p.name }}</i>") == (b"<i>Bo &amp; Co</i>", True)


def test_another_jinja_compiles_anew(tmp_path, monkeypatch):
    shown(tmp_path, "<b>{{ p.name }}</b>")
    monkeypatch.setattr("jinja2.__version__", "99")
    assert shown(tmp_path, "<b>{{ p.name }}</b>") == (b"<b>Bo &amp; Co</b>", True)


def test_what_was_kept_and_is_broken_is_compiled_anew(tmp_path):
    shown(tmp_path, "<b>{{ p.name }}</b>")
    (kept,) = (tmp_path / "__pycache__").iterdir()
    kept.write_bytes(kept.read_bytes()[:7])
    assert shown(tmp_path, "<b>{{ p.name }}</b>") == (b"<b>Bo &amp; Co</b>", True)


def test_where_nothing_can_be_written_pages_are_made_all_the_same(tmp_path):
    (tmp_path / "__pycache__").write_text("a file, not a folder")
    assert shown(tmp_path, "<b>{{ p.name }}</b>") == (b"<b>Bo &amp; Co</b>", True)
