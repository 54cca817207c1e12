"""Every page in a real Chromium: access, width, taps, focus, print, whom it asks."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Request, ViewportSize, sync_playwright
from playwright.sync_api import Page as Tab

from benchmarks.site_check.built import Page
from benchmarks.site_check.findings import Finding

# Chromium for tests; without the last ones it looks for updates by itself.
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync"
)
PHONE = ViewportSize(width=390, height=664)
WIDTHS = (320, 390, 768, 1280)
TAP = 48  # px, Google's and Material's measure; WCAG 2.2 AA asks for 24
SHEETS = 2
REQUESTS = 3  # the page, its icon, one photo; others come when somebody scrolls near them
DENSITY = 2.625  # of a middling phone, as Lighthouse has it
SENT = """[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
  .filter(e => !e.name.includes('/_/')).reduce((sum, e) => sum + e.transferSize, 0)"""
SCRIPTS = Path(__file__).parent / "scripts"


def swept(pages: Sequence[Page], origin: str, browsers: int) -> tuple[list[Finding], int]:
    """What is wrong, and the bytes as sent of the heaviest page with one photo."""
    shares = [pages[n::browsers] for n in range(browsers)]
    with ThreadPoolExecutor(browsers) as pool:
        results = list(pool.map(lambda share: _sweep(share, origin), shares))
    return [finding for found, _ in results for finding in found], max(heaviest for _, heaviest in results)


def ran(paths: Sequence[str], origin: str) -> list[Finding]:
    """Of pages that may be hostile, those on which a script of the record runs with the policy bypassed."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS.split())
        tab, found = chromium.new_context(viewport=PHONE, bypass_csp=True).new_page(), []
        for path in paths:
            tab.goto(origin + path)
            tab.evaluate(_script("touch.js"))
            found += [Finding(goal, path, what) for goal, what in _scripted(tab)]
        chromium.close()
    return found


def _sweep(pages: Sequence[Page], origin: str) -> tuple[list[Finding], int]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS.split())
        sweep = _Sweep(chromium, origin)
        found = [finding for page in pages for finding in sweep.findings(page)]
        chromium.close()
    return found, sweep.as_served.heaviest


class _Sweep:
    def __init__(self, chromium: Browser, origin: str) -> None:
        self.origin = origin
        self.as_served = _Watched(chromium.new_context(viewport=PHONE, device_scale_factor=DENSITY))
        self.bare = chromium.new_context(viewport=PHONE, bypass_csp=True).new_page()
        self.axe = Axe()

    def findings(self, page: Page) -> Iterator[Finding]:
        for goal, what in self._said(page):
            yield Finding(goal, page.name, what)

    def _said(self, page: Page) -> Iterator[tuple[str, str]]:
        yield from self.as_served.said(self.origin, page.path, photos=len(page.business.photos))
        tab = self.bare
        tab.set_viewport_size(PHONE)
        tab.emulate_media(color_scheme="light")
        tab.goto(self.origin + page.path)
        yield from _scripted(tab)
        tab.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        yield from self._violations(tab)
        yield from (("taps", what) for what in tab.evaluate(_script("taps.js"), TAP))
        yield from (("focus", what) for what in tab.evaluate(_script("focus.js")))
        yield from _sheets(tab)
        yield from _widths(tab)

    def _violations(self, tab: Tab) -> Iterator[tuple[str, str]]:
        for scheme in ("light", "dark"):
            tab.emulate_media(color_scheme=scheme)
            for rule in self.axe.run(tab).response["violations"]:
                yield "axe", f"{scheme} {rule['id']}: {rule['nodes'][0]['html'][:160]}"


class _Watched:
    """A tab with the page's own policy, which notes whom the page asks and what the browser complains about."""

    def __init__(self, context: BrowserContext) -> None:
        self.tab = context.new_page()
        self.asked: list[str] = []
        self.complaints: list[str] = []
        self.heaviest = 0
        self.tab.on("request", self._note_request)
        self.tab.on("console", self._note_complaint)
        self.tab.on("pageerror", lambda error: self.complaints.append(str(error)))

    def said(self, origin: str, path: str, photos: int) -> Iterator[tuple[str, str]]:
        self.asked, self.complaints = [], []
        self.tab.goto(origin + path, wait_until="load")
        yield from _scripted(self.tab)
        yield from (("hosts", url) for url in self.asked if not url.startswith((origin + "/", "data:")))
        own = {url for url in self.asked if "/_/visit" not in url} - set(self.tab.evaluate(_script("lazy.js")))
        if len(own) > REQUESTS:
            yield "requests", f"{len(own)}: {sorted(own)}"
        if photos == 1:
            self.heaviest = max(self.heaviest, self.tab.evaluate(SENT))
        yield from (("complaints", text) for text in self.complaints)

    def _note_request(self, request: Request) -> None:
        self.asked.append(request.url)

    def _note_complaint(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(message.text[:200])


def _scripted(tab: Tab) -> Iterator[tuple[str, str]]:
    if tab.evaluate("window.pwned") is not None:
        yield "hostile", "a script of the record ran"


def _widths(tab: Tab) -> Iterator[tuple[str, str]]:
    for width in WIDTHS:
        tab.set_viewport_size({"width": width, "height": 800})
        yield from _overflow(tab, f"{width} px")
    tab.evaluate(_script("double.js"))
    for width in (390, 1280):
        tab.set_viewport_size({"width": width, "height": 800})
        yield from _overflow(tab, f"{width} px, text 200 %")
    tab.evaluate("document.querySelectorAll('[style]').forEach(e => e.removeAttribute('style'))")


def _overflow(tab: Tab, at: str) -> Iterator[tuple[str, str]]:
    if wide := tab.evaluate(_script("wide.js")):
        yield "sideways", f"{at}: {wide}"


def _sheets(tab: Tab) -> Iterator[tuple[str, str]]:
    tab.emulate_media(color_scheme="light")
    sheets = len(re.findall(rb"/Type\s*/Page\b", tab.pdf(format="Letter")))
    if sheets > SHEETS:
        yield "print", f"{sheets} sheets"


def _script(name: str) -> str:
    return (SCRIPTS / name).read_text("utf-8")
