"""What holds on every page, whoever looks: no fault in the console, no request to a stranger, nothing that scrolls
sideways at 320 pixels, and nothing that axe objects to, by day or by night."""

from __future__ import annotations

from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page

from tests.service import Service

NARROWEST = 320
# A site shown in a frame is looked at in the tests of sites.
RULES = {"resultTypes": ["violations"], "iframes": False}
CONTRAST_ONLY = {**RULES, "runOnly": ["color-contrast"]}  # dark differs in nothing but colours
REFUSED_FORM = "status of 422"  # Chromium reports a form that came back with its faults as a fault of the page


class Watch:
    """Listens to every page of the contexts given to it."""

    def __init__(self, service: Service) -> None:
        self._mailbox = service.mailbox_url  # where owners tap their links; its own faults are not looked for here
        self.own = {urlsplit(url).netloc for url in (service.url, service.mailbox_url)}
        self._sites = urlsplit(service.site_url("x")).netloc.removeprefix("x")
        self.faults: list[str] = []
        self.asked: list[str] = []

    def over(self, context: BrowserContext) -> BrowserContext:
        context.on("console", lambda said: self._hear(said.type, f"{said.text} at {said.location['url']}"))
        context.on("weberror", lambda fault: self.faults.append(str(fault.error)))
        context.on("request", lambda request: self.asked.append(request.url))
        return context

    def _hear(self, kind: str, text: str) -> None:
        if kind in ("error", "warning") and REFUSED_FORM not in text and self._mailbox not in text:
            self.faults.append(text)

    def forgive(self, words: str) -> None:
        """For a test that asks for what is refused: Chromium reports the refusal as a fault of the page."""
        self.faults = [fault for fault in self.faults if words not in fault]

    @property
    def strangers(self) -> list[str]:
        """Addresses asked for that are neither a console's nor a customer's site's."""
        return [url for url in self.asked if not self._is_own(urlsplit(url).netloc)]

    def _is_own(self, host: str) -> bool:
        return host in self.own or host.endswith(self._sites)


def look_at(page: Page) -> None:
    """The page as it stands, opened parts included."""
    page.wait_for_load_state()  # a click has only begun to lead here
    out = sideways(page)
    assert out == [], f"{page.url}: {out}"
    page.evaluate("document.querySelectorAll('details:not([name])').forEach(d => d.open = true)")
    found = objections(page)
    assert found == [], f"{page.url}: {found}"
    page.emulate_media(color_scheme="dark")
    found = objections(page, CONTRAST_ONLY)
    assert found == [], f"{page.url} in the dark: {found}"
    page.emulate_media(color_scheme="light")
    page.evaluate("document.querySelectorAll('details:not([name])').forEach(d => d.open = false)")


def sideways(page: Page) -> list[str]:
    """What sticks out at the narrowest width; empty when the page does not scroll sideways there."""
    size = page.viewport_size
    page.set_viewport_size({"width": NARROWEST, "height": 800})
    out = page.evaluate("""() => document.documentElement.scrollWidth <= innerWidth ? []
      : [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1)
        .map(e => e.outerHTML.slice(0, 120))""")
    page.set_viewport_size(size)
    return out


def objections(page: Page, options: dict[str, object] = RULES) -> list[tuple[str, str]]:
    found = Axe().run(page, options=options).response["violations"]
    return [(rule["id"], node["html"][:200]) for rule in found for node in rule["nodes"]]
