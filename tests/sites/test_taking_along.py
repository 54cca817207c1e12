"""Pages that need no server, and the zip that carries them: in every theme and language, whatever a record holds."""

import io
import zipfile
from datetime import UTC, datetime

import pytest
from bs4 import BeautifulSoup

from mappop.domain.business import Business
from mappop.sites import plain
from mappop.sites.builder import build_site
from mappop.sites.parcel import zipped
from site_templates import themes
from tests.sites.records import ALL, record, sample

NOW = datetime(2027, 3, 1, 15, tzinfo=UTC)
TRICKY = 'Say </form> or ping="/_/click" <img src="/_/visit"> and action="/_/contact"'
RECORDS = {**ALL, "tricky": record(tagline=TRICKY, description=TRICKY, phones=[{"number": "+15125550134"}])}


def pages(data: dict, theme: str) -> list[bytes]:
    business = Business.from_dict({**data, "id": "joe", "languages": ["en", "es"]})
    files = build_site(business, theme=theme, base_url="https://{id}.example", now=NOW)
    return [files["index.html"], files["es/index.html"]]


@pytest.mark.parametrize("theme", sorted(themes()))
@pytest.mark.parametrize("name", RECORDS)
def test_a_plain_page_asks_no_server_for_anything(theme: str, name: str) -> None:
    for before in pages(RECORDS[name], theme):
        tree, was = (BeautifulSoup(html, "html.parser") for html in (plain.page(before), before))
        assert tree.select("form, [ping], img.visit, [action], [src*='/_/'], [href*='/_/']") == []
        assert tree.select_one("meta[http-equiv]") == was.select_one("meta[http-equiv]"), "the policy's hashes hold"
        for kept in ("style", "script", "h1", "[href^='tel:']", ".hours", "title"):
            assert len(tree.select(kept)) == len(was.select(kept)), kept


@pytest.mark.parametrize("theme", sorted(themes()))
def test_the_form_is_kept_by_itself_and_the_ways_to_reach_stand_in_its_place(theme: str) -> None:
    first, second = pages(sample(theme), theme)
    form = plain.form(first).decode()
    assert form.startswith("<form") and form.endswith("</form>") and 'action="RECEIVER"' in form and "/_/" not in form
    assert 'href="es/index.html"' in plain.page(first).decode()
    assert 'href="../index.html"' in plain.page(second).decode()


@pytest.mark.parametrize("website", ["javascript:alert(1)", "", "http://user:pw@evil.example", "data:text/html,x"])
def test_a_website_that_is_no_safe_address_sends_nobody_anywhere(website: str) -> None:
    assert plain.moved("Joe", website, "en") == b""


def test_a_page_that_sends_on_escapes_what_others_wrote() -> None:
    page = plain.moved("<script>alert(1)</script>", 'https://joe.example/?a="><script>', "es").decode()
    assert "<script" not in page and "ahora está en" in page and "0;url=https://joe.example/" in page


def test_a_zip_reads_one_file_at_a_time_and_is_the_same_each_time() -> None:
    read = []

    def content(name: str) -> bytes:
        read.append(name)
        return name.encode() * 100_000

    def entries():
        return ((name, lambda name=name: content(name)) for name in ("a.txt", "b/c.txt", "ñ.txt"))

    pieces = zipped(entries())
    next(pieces)
    assert read == ["a.txt"], "nothing is read before what came earlier is gone"
    whole = [b"".join(zipped(entries())) for _ in range(2)]
    assert whole[0] == whole[1]
    archive = zipfile.ZipFile(io.BytesIO(whole[0]))
    assert archive.testzip() is None and archive.namelist() == ["a.txt", "b/c.txt", "ñ.txt"]
    assert archive.read("b/c.txt") == b"b/c.txt" * 100_000
