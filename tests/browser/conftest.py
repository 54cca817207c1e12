"""One running service and one Chromium for all browser tests; every visitor has a context of their own.

Package scope, not session: a second Playwright can't start in a process while one is open, and other folders have
their own.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect, sync_playwright

from tests.browser.watching import Watch
from tests.service import Service, running_service

FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync"
)
PATIENCE = 60_000  # milliseconds; the suite's machine does other things too
expect.set_options(timeout=PATIENCE)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where a test failed, its report shows what stood on the open pages and what the service wrote last: the report
    may be all that is left of a run on another machine."""
    report = yield
    if report.failed:
        seen: dict[str, Any] = getattr(item, "funcargs", {})
        contexts = seen["chromium"].contexts if "chromium" in seen else []
        report.sections += [(f"page {page.url}", _text_of(page)) for context in contexts for page in context.pages]
        if "service" in seen:
            report.sections.append(("end of the service's log", seen["service"].log.read_text()[-3000:]))
    return report


def _text_of(page: Page) -> str:
    try:
        return page.inner_text("body", timeout=5000)[:3000]
    except Error as fault:
        return f"could not be read: {fault}"


@pytest.fixture(scope="package")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    home: Path = tmp_path_factory.mktemp("browser") / "home"
    with running_service(home) as started:
        yield started


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS.split())
        yield browser
        browser.close()


@pytest.fixture
def watch(service: Service) -> Iterator[Watch]:
    """Ends every test that uses it with: nothing went wrong unseen, nobody else was asked."""
    watching = Watch(service)
    yield watching
    assert watching.faults == []
    assert watching.strangers == []


@pytest.fixture
def width() -> int:
    return 1280


@pytest.fixture
def visit(chromium: Browser, watch: Watch, width: int) -> Iterator[Callable[..., Page]]:
    """Opens a page in a browser of its own: no cookie of another visitor. `watched=False` for what is not ours."""
    contexts: list[BrowserContext] = []

    def open_page(*, watched: bool = True, **options: object) -> Page:
        size = {"width": width, "height": 844 if width < 600 else 900}
        context = chromium.new_context(viewport=size, **options)
        context.set_default_timeout(PATIENCE)
        contexts.append(watch.over(context) if watched else context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()
