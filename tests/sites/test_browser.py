"""The pages in a real Chromium: widths, access, the open-now line, who is asked for what."""

import http.server
import shutil
import threading
import time
from datetime import UTC, datetime

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

from mappop.sites.store import content_type
from site_templates import themes

from .records import ALL, record, sample, site

pytestmark = pytest.mark.browser
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync"
)
WITHIN = record(
    hours={
        "mon": [["10:00", "02:00"], ["11:00", "14:00"]],
        "tue": [],
        **dict.fromkeys(("fri", "sat"), [["00:00", "24:00"]]),
        "sun": [],
    }
)  # a kitchen in a bar
WEEKEND_NIGHTS = record(hours={"mon": [["10:00", "18:00"]], "sat": [["18:00", "02:00"]], "sun": []})
SHOWN = {
    "weekend_nights": lambda theme: WEEKEND_NIGHTS,
    "within": lambda theme: WITHIN,
    "sample": sample,
    **{name: lambda theme, data=data: data for name, data in ALL.items()},
}


@pytest.fixture(scope="module")
def served():
    """Every theme in every record, at /theme/record/; the counting addresses answer as they do where they exist.
    With `?slow` a page stops for half a second behind its header."""
    files = {
        f"/{theme}/{name}/{path}": content
        for theme in themes()
        for name, data in SHOWN.items()
        for path, content in site(data(theme), theme).items()
    }

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):  # noqa: N802  the name that http.server calls
            path = self.path.partition("?")[0]
            content = files.get(path + ("index.html" if path.endswith("/") else ""))
            self.send_response(200 if content else 204 if path == "/_/visit" else 404)
            self.send_header("Content-Type", content_type("index.html" if path.endswith("/") else path))
            self.send_header("Content-Length", str(len(content or b"")))
            self.end_headers()
            head, header, rest = (content or b"").partition(b"</header>" if self.path.endswith("?slow") else b"\0")
            self.wfile.write(head + header)
            if header:
                time.sleep(0.5)
            self.wfile.write(rest)

        def log_message(self, *args):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS.split())
        yield chromium
        chromium.close()


@pytest.fixture
def show(browser, served):
    """Opens a page of a theme; options are those of a browser context."""
    contexts = []

    def open_page(theme, name="sample", *, path="", at=None, script="", **options):
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.asked = []
        page.on("request", lambda request: page.asked.append(request.url))
        if at:
            page.clock.set_fixed_time(at)
        page.add_init_script(script)
        page.goto(f"{served}/{theme}/{name}/{path}")
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.mark.parametrize("theme", themes())
def test_nothing_scrolls_sideways_and_no_hostile_script_runs(show, served, theme):
    """With the policy bypassed: it is the second wall, not the first."""
    page = show(theme, bypass_csp=True)
    for name in SHOWN:
        page.goto(f"{served}/{theme}/{name}/")
        for width in (320, 390, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (name, width)
        assert page.evaluate("window.pwned") is None


BROKEN_WORDS = """() => {
  const text = document.querySelector('h1').firstChild, range = document.createRange();
  return [...text.data.matchAll(/\\S+/g)].filter(word => {
    range.setStart(text, word.index);
    range.setEnd(text, word.index + word[0].length);
    return new Set([...range.getClientRects()].map(line => Math.round(line.top))).size > 1;
  }).map(word => word[0]);
}"""
NAMES = ("Everywhere Movers", "Hill Chiropractic", "McLaughlin's", "Transportation Co", "Schwartzenberger Law")


@pytest.mark.parametrize("theme", themes())
def test_no_word_of_an_everyday_name_is_broken(show, theme):
    page = show(theme)
    for name in NAMES:
        page.set_content(site(record(name=name), theme)["index.html"].decode())
        for width in (320, 360, 390, 800, 1000, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate(BROKEN_WORDS) == [], (name, width)


@pytest.mark.parametrize("theme", themes())
def test_axe_finds_nothing_by_day_or_night(show, theme):
    page = show(
        theme, path="es/" if theme == "counter" else "", bypass_csp=True, viewport={"width": 390, "height": 844}
    )
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found = Axe().run(page).response["violations"]
        assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found] == [], scheme


@pytest.mark.parametrize("theme", themes())
def test_first_screen_says_who_what_where_and_how_to_call(show, theme):
    page = show(theme, viewport={"width": 390, "height": 664})
    for selector in ("h1", "#now", 'header a[href^="tel:"]', 'header a[href*="/dir/"]'):
        box = page.locator(selector).first.bounding_box()
        assert box["y"] >= 0 and box["y"] + box["height"] <= 664, selector


MOVED = """() => new Promise(done => {
  let moved = 0;
  const add = seen => seen.getEntries().forEach(e => moved += e.value);
  new PerformanceObserver(add).observe({type: 'layout-shift', buffered: true});
  setTimeout(() => done(moved), 100);
})"""


@pytest.mark.parametrize("theme", themes())
def test_on_a_slow_line_nothing_moves_once_it_is_shown(show, theme):
    """Whether it is open is known before the browser has anything to show."""
    page = show(theme, path="?slow", viewport={"width": 390, "height": 844})
    assert page.locator("#now").text_content() != "Opening hours"
    assert page.evaluate(MOVED) == 0


@pytest.mark.parametrize("theme", themes())
def test_what_a_thumb_taps_is_48_pixels_high_and_the_bar_covers_no_last_line(show, theme):
    page = show(theme, viewport={"width": 390, "height": 844})
    low = page.evaluate("""[...document.querySelectorAll('a,button,input:not([type=hidden]),summary')]
      .filter(e => e.checkVisibility() && !e.closest('.quiet') && !e.matches('.skip'))
      .filter(e => e.getBoundingClientRect().height < 48).map(e => e.outerHTML)""")
    assert low == []
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    last = page.locator(".share summary").bounding_box()
    assert last["y"] + last["height"] <= page.locator(".bar").bounding_box()["y"]


UNDER_THE_BAR = """() => {
  const at = document.activeElement, bar = document.querySelector('.bar');
  const hidden = at.getBoundingClientRect().bottom - bar.getBoundingClientRect().top;
  return at === document.body ? 'end' : !bar.contains(at) && hidden > 1 ? at.outerHTML : '';
}"""


@pytest.mark.parametrize("theme", themes())
def test_what_has_the_focus_is_never_under_the_bar(show, theme):
    page = show(theme, viewport={"width": 390, "height": 664})
    found = []
    while not found or (found[-1] != "end" and len(found) < 200):
        page.keyboard.press("Tab")
        found.append(page.evaluate(UNDER_THE_BAR))
    assert found[-1] == "end" and not any(found[:-1])


@pytest.mark.parametrize("theme", themes())
def test_a_visit_is_counted_and_nobody_else_is_asked(show, served, theme):
    page = show(theme)
    page.wait_for_load_state("networkidle")
    assert any("/_/visit" in url for url in page.asked)
    assert [url for url in page.asked if not url.startswith(served)] == []
    assert len([url for url in page.asked if "/_/" not in url]) <= 3


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (datetime(2026, 11, 23, 16, 0, tzinfo=UTC), "Open now · until 6 PM"),  # Monday 10:00 in Tulsa
        (datetime(2026, 11, 23, 12, 59, tzinfo=UTC), "Closed now · opens 7 AM"),
        (datetime(2026, 11, 24, 0, 0, tzinfo=UTC), "Closed now · opens Tue 7 AM"),  # Monday 18:00
        (datetime(2026, 11, 21, 20, 0, tzinfo=UTC), "Closed now · opens Mon 7 AM"),  # Saturday 14:00, Sunday closed
        (datetime(2099, 12, 25, 16, 0, tzinfo=UTC), "Closed now · opens Sat 8 AM"),  # a special day, else a Friday
    ],
)
def test_open_now_goes_by_the_clock_of_the_business(show, at, said):
    page = show("workshop", at=at, timezone_id="Asia/Tokyo")
    assert page.locator("#now").text_content() == said


NO_ZONES = "Intl.DateTimeFormat = Date.prototype.toLocaleString = () => { throw Error('asked the browser') }"


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (datetime(2026, 11, 1, 6, 45, tzinfo=UTC), "Open now · until 2 AM"),  # 1:45 for the first time
        (datetime(2026, 11, 1, 7, 45, tzinfo=UTC), "Open now · until 2 AM"),  # and again
        (datetime(2026, 11, 1, 8, 0, tzinfo=UTC), "Closed now · opens Mon 10 AM"),
        (datetime(2027, 3, 14, 7, 30, tzinfo=UTC), "Open now · until 2 AM"),
        (datetime(2027, 3, 14, 8, 0, tzinfo=UTC), "Closed now · opens Mon 10 AM"),  # 3:00
        (datetime(2028, 12, 31, 23, 0, tzinfo=UTC), "Closed now · opens Mon 10 AM"),
    ],
)
def test_the_clock_is_known_in_the_next_years_without_the_browsers_zones(show, at, said):
    page = show("counter", "weekend_nights", at=at, script=NO_ZONES)
    assert page.locator("#now").text_content() == said


def test_open_now_past_midnight_and_in_spanish(show):
    saturday_2350 = datetime(2026, 11, 22, 6, 50, tzinfo=UTC)
    assert show("counter", at=saturday_2350).locator("#now").text_content() == "Open now · until 12:30 AM"
    spanish = show("counter", path="es/", at=saturday_2350).locator("#now").text_content()
    assert " ".join(spanish.split()) == "Abierto ahora · cierre: 12:30 a.m."


@pytest.mark.parametrize("hour", [(23, 19, 0), (23, 23, 0), (24, 7, 0)])
def test_times_within_other_times_close_nothing(show, hour):
    """Monday 1 PM, 5 PM and 1 AM in Austin: what closes at 2 PM is the kitchen, not the bar."""
    page = show("workshop", "within", at=datetime(2026, 11, *hour, tzinfo=UTC))
    assert page.locator("#now").text_content() == "Open now · until 2 AM"


@pytest.mark.parametrize(("day", "said"), [(27, "until Sun 12 AM"), (28, "until 12 AM")])
def test_a_closing_that_is_days_away_names_its_day(show, day, said):
    """Open around the clock from Friday on until Saturday's end; noon in Austin."""
    page = show("workshop", "within", at=datetime(2026, 11, day, 18, 0, tzinfo=UTC))
    assert page.locator("#now").text_content() == f"Open now · {said}"


def test_without_script_the_hours_are_there_and_nothing_is_guessed(show):
    page = show("practice", java_script_enabled=False)
    assert page.locator("#now").text_content() == "Opening hours"
    assert "8 AM – 7 PM" in page.locator("#hours").inner_text()


def test_days_that_nobody_told_us_about_are_not_called_closed(show):
    tuesday = datetime(2026, 11, 24, 18, 0, tzinfo=UTC)
    assert show("counter", "right-to-left", at=tuesday).locator("#now").text_content() == "Opening hours"
