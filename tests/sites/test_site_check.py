"""The check of all sites, on a sample of it: the samples are sixty, and each check finds what it is for."""

import dataclasses
from collections.abc import Callable
from functools import cache

import pytest

from benchmarks.site_check import documents, goals, hostile, sweep
from benchmarks.site_check.built import Page, build, business_of, facts_of
from benchmarks.site_check.lighthouse import chosen
from benchmarks.site_check.samples import EVERYDAY, HARD, SAMPLES
from benchmarks.site_check.server import serving
from mappop.domain.business import Business
from mappop.sites.builder import default_theme
from mappop.sites.zone import zone_of
from site_templates import themes, trades

BROKEN = (
    b'<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><title>Broken</title>'
    b'<script>window.pwned=1</script><p style="color:#ccc">faint</p><a href="/x">tiny</a>'
    b'<p style="width:2000px">wide</p><img src="http://127.0.0.2:9/x.png" alt="">'
    b'<main><p style="height:9000px">long</p><a href="/y">covered</a></main>'
    b'<nav class="bar" style="position:fixed;bottom:0;height:300px;background:#fff">bar</nav></html>'
)


def pages(record, theme=""):
    return list(build(record, theme or default_theme(record["trade"]), "https://sites.example").pages())


@pytest.fixture(scope="module")
def own_pages() -> Callable[[str], list[Page]]:
    """By the sample's id, in its own theme: built when they are first asked for, and then kept."""
    by_id = {record["id"]: record for record in SAMPLES}
    return cache(lambda id: pages(by_id[id]))


def test_the_samples_are_sixty_half_of_them_hard():
    shops = [Business.from_dict(record) for record in SAMPLES]
    assert len({shop.id for shop in shops}) == 60
    assert len(HARD) >= 20
    assert {shop.trade for shop in shops} == set(trades())
    assert {shop.languages for shop in shops} == {("en",), ("es",), ("en", "es"), ("es", "en")}
    assert {default_theme(record["trade"]) for record in EVERYDAY} == set(themes())
    assert len({zone_of(shop) for shop in shops}) >= 7


@pytest.mark.parametrize("id", [record["id"] for record in SAMPLES])
def test_a_sample_in_its_own_theme_meets_what_can_be_told_from_bytes(id, own_pages):
    assert documents.read(own_pages(id)) == []


def test_typical_pages_weigh_less_than_six_thousand_bytes(own_pages):
    weights = documents.weights(page for record in SAMPLES for page in own_pages(record["id"]))
    assert weights[len(weights) // 2] <= 6_000 and weights[-1] <= documents.FIRST_ROUND_TRIP


@pytest.mark.parametrize(
    ("before", "after", "goal"),
    [
        ("<head>", "<head><base>", "head"),
        ('"@type":"Plumber"', '"@type":"Store"', "same"),
        ('"addressLocality":"Tulsa"', '"addressLocality":"Tampa"', "same"),
        ('"opens":"08:00"', '"opens":"08:05"', "same"),
        ('"telephone":"+19185550143"', '"telephone":"+19185550144"', "same"),
        ("setInterval(f,6e4)", "setInterval(f,6e3)", "script"),
    ],
)
def test_a_page_that_differs_from_itself_is_found(before, after, goal):
    page, other = pages(EVERYDAY[0])
    html = page.html.decode()
    assert before in html
    changed = dataclasses.replace(page, html=html.replace(before, after).encode())
    assert goal in {finding.goal for finding in documents.read([changed, other])}


def test_mutated_records_make_pages_and_nothing_that_runs():
    made = dict(hostile.built(range(120)))
    assert len(made) > 150
    assert [what for name, page in made.items() for what in hostile.executable(page, name)] == []


@pytest.mark.parametrize(
    "smuggled",
    [
        "<script>1</script>",
        "<p onclick=x>",
        "<img src=x onerror=y>",
        "<a href=javascript:x>",
        "<svg onload=x>",
        "<base>",
    ],
)
def test_whatever_could_run_is_found(smuggled):
    page = pages(EVERYDAY[0], "yard")[0].html.replace(b"<main", smuggled.encode() + b"<main")
    assert list(hostile.executable(page, "yard/1"))


def test_lighthouse_looks_at_every_trade_theme_and_language():
    shops = [business_of(record) for record in SAMPLES]
    every = [facts for theme in themes() for shop in shops for facts in facts_of(shop, theme)]
    seen = chosen(every, 30)
    assert {page.theme for page in seen} == set(themes())
    assert {page.business.trade for page in seen} == set(trades())
    assert len({(page.theme, page.language) for page in seen}) == 12


@pytest.mark.browser
def test_chromium_finds_nothing_on_a_hard_sample_and_everything_on_a_broken_page():
    site = build(HARD[0], "yard", "https://sites.example")
    good = next(site.pages())
    broken = dataclasses.replace(good, path="/broken/")
    with serving() as served:
        served.files |= {site.root + path: content for path, content in site.files.items()}
        served.files["/broken/index.html"] = BROKEN
        found, _ = sweep.swept([good, broken], served.origin, browsers=1)
    assert {finding.goal for finding in found} == {
        "axe", "complaints", "focus", "hostile", "hosts", "print", "sideways", "taps",
    }  # fmt: skip
    assert len({finding.page for finding in found}) == 1


@pytest.mark.parametrize(("figure", "value"), [("layout_shift", 0.01), ("blocking_ms", 1), ("largest_paint_ms", 1001)])
def test_a_row_of_lighthouse_misses_by_any_figure(figure, value):
    row = {"scores": dict.fromkeys(goals.SCORES, 100), "layout_shift": 0, "blocking_ms": 0, "largest_paint_ms": 1000}
    assert not goals.misses(row) and goals.misses(row | {figure: value})
    assert goals.misses(row | {"scores": row["scores"] | {"seo": 99}})
