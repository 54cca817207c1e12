"""Searching a directory's public pages, and reading a listing: what is followed, and what is not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hostile import NOON

from checkers.audit import Page, audit_pages
from checkers.compare import Known
from checkers.directories import reading
from checkers.directories.discovery import directories, directory_types
from checkers.directories.reading import RESULTS_MAX
from checkers.extract.apart import Readers
from checkers.extract.apart_limits import ReadLimits
from checkers.fetch.outcome import CouldNotCheck, Fetched
from checkers.nap import Nap

JOE = Nap("Joe's Bakery", "12 Main St", "", "Boise", "ID", "83702", phone="+12085550134")
ANN = Nap("Ann's Law Office", "99 Elm Ave", "", "Boise", "ID", phone="+12085550199")
BASE = "https://townbook.example"


def page(nap: Nap) -> str:
    place = {"addressLocality": nap.city, "addressRegion": nap.region, "postalCode": nap.postal_code}
    data = {
        "@context": "https://schema.org",
        "@type": "Bakery",
        "name": nap.name,
        "telephone": nap.phone,
        "address": {"streetAddress": nap.street, **place},
    }
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


def results(*links: str) -> str:
    return "".join(f'<a class="result" href="{link}">a listing</a>' for link in links)


class Web:
    """Pages by address; every search that has none of its own answers the same results."""

    def __init__(self, found: str, pages: dict[str, str]) -> None:
        self.found, self.pages, self.asked = found, pages, []

    def __call__(self, url: str) -> Fetched:
        self.asked.append(url)
        text = self.pages.get(url, self.found if "/search?" in url else None)
        status = 404 if text is None else 200
        return Fetched(status, (text or "").encode(), "text/html; charset=utf-8", url, NOON)


@pytest.fixture
def directory():
    return directories({"townbook": f"{BASE}/"})["townbook"]


def test_only_directories_whose_address_is_given_are_there():
    assert list(directories({"townbook": BASE, "citydir": "", "nobodys": BASE})) == ["townbook"]
    assert all(each.title for each in directory_types())


def test_a_directory_knows_of_no_setting_of_the_service():
    """Whoever installs the checkers alone says where a directory is, by its name."""
    files = Path(reading.__file__).parent.glob("*.py")
    assert not [file.name for file in files if "MAPPOP_" in file.read_text("utf-8")]


def test_it_searches_by_phone_and_by_name_and_keeps_what_is_the_same_business(directory):
    twin = JOE.with_(name="Joes Bakery", phone="+12085550107")
    naps = {"joe": JOE, "twin": twin, "other": ANN}
    web = Web(
        results("/biz/other", "/biz/twin", "/biz/joe"), {f"{BASE}/biz/{slug}": page(nap) for slug, nap in naps.items()}
    )
    found = directory.find(JOE, web)
    assert [(row.url, row.nap.phone) for row in found] == [
        (f"{BASE}/biz/joe", "+12085550134"),
        (f"{BASE}/biz/twin", "+12085550107"),
    ]
    assert web.asked[:2] == [
        f"{BASE}/search?phone=%2B12085550134",
        f"{BASE}/search?name=Joe%27s+Bakery&city=Boise&region=ID",
    ]
    assert web.asked.count(f"{BASE}/biz/joe") == 1


class TestFromBeforeTheMove:
    """A directory that nobody told still shows the old door with the old number."""

    OLD = JOE.with_(street="7 Oak Ave", phone="+12085550188")
    KNOWN = Known(old_phones=("208-555-0188",), former_addresses=("7 Oak Ave, Boise, ID 83702",))

    def test_the_listing_is_this_business_as_in_an_audit(self, directory):
        web = Web(results("/biz/joe"), {f"{BASE}/biz/joe": page(self.OLD)})
        assert [row.nap for row in directory.find(JOE, web, self.KNOWN)] == [self.OLD]
        report = audit_pages(JOE, [Page("Townbook", "", page(self.OLD).encode())], known=self.KNOWN)
        assert report.listings[0].is_same

    def test_it_is_asked_for_by_the_numbers_that_it_had_too_the_latest_first(self, directory):
        numbers = [f"208-555-01{n}" for n in range(80, 89)]
        web = Web("<p>No results</p>", {})
        directory.find(JOE, web, Known(old_phones=(*numbers, "(208) 555-0134"), tracking_phones=("208-555-0170",)))
        assert [url.partition("?")[2] for url in web.asked] == [
            "phone=%2B12085550134",
            "phone=%2B12085550188",
            "phone=%2B12085550187",
            "phone=%2B12085550186",
            "name=Joe%27s+Bakery&city=Boise&region=ID",
        ]

    def test_under_the_name_that_it_gave_up_it_is_asked_for_too(self, directory):
        before = JOE.with_(name="Treasure Valley Doughnuts")
        found = f"{BASE}/search?name=Treasure+Valley+Doughnuts&city=Boise&region=ID"
        web = Web("<p>No results</p>", {found: results("/biz/tv"), f"{BASE}/biz/tv": page(before)})
        known = Known(former_names=("Joe & Ann", "Treasure Valley Doughnuts"))
        assert [row.nap for row in directory.find(JOE, web, known)] == [before]
        assert not directory.find(JOE, web, Known(former_names=("Joe & Ann",)))

    def test_who_took_over_the_door_is_not(self, directory):
        web = Web(results("/biz/ann"), {f"{BASE}/biz/ann": page(ANN.with_(street="7 Oak Ave"))})
        assert directory.find(JOE, web, self.KNOWN) == []


def test_ours_beside_another_on_one_page_is_what_the_page_says_of_us(directory):
    web = Web(results("/biz/both"), {f"{BASE}/biz/both": page(ANN) + page(JOE)})
    assert [row.nap for row in directory.find(JOE, web)] == [JOE]
    assert directory.read(f"{BASE}/biz/both", web, JOE).nap == JOE
    assert directory.read(f"{BASE}/biz/both", web, ANN).nap == ANN


def test_links_that_lead_elsewhere_are_not_followed(directory):
    links = (
        "https://evil.example/biz/1",
        "//evil.example/biz/2",
        "javascript:alert(1)",
        "http://[::1/",
        "https://townbook.example:444/x",
    )
    web = Web(results(*links), {})
    assert directory.find(JOE, web) == []
    assert all("/search?" in url for url in web.asked)


def test_a_search_reads_only_so_many_pages(directory):
    web = Web(results(*(f"/biz/{n}" for n in range(500))), {})
    assert directory.find(JOE, web) == []
    assert len(web.asked) == 2 + RESULTS_MAX


def test_nothing_found_is_an_empty_list(directory):
    assert directory.find(JOE, Web("<p>No results</p>", {})) == []


def test_a_removed_listing_is_none(directory):
    assert directory.read(f"{BASE}/biz/joe", Web("", {})) is None


@pytest.mark.parametrize(
    ("shown", "reason"),
    [
        ("<p>Please enable JavaScript.</p>", "a page that needs scripts"),
        ("<title>Just a moment...</title><p>Are you a human?</p>", "a captcha"),
        ("<p>Plumbers of Boise</p>", "no business"),
        ("<title>Plumbers | City Pages</title><footer>© 2026 City Pages</footer>", "no business"),
    ],
)
def test_a_page_without_a_business_could_not_be_checked(directory, shown, reason):
    with pytest.raises(CouldNotCheck, match=reason):
        directory.read(f"{BASE}/biz/joe", Web("", {f"{BASE}/biz/joe": shown}))


def test_a_search_that_answers_with_a_captcha_could_not_be_checked(directory):
    with pytest.raises(CouldNotCheck, match="a captcha"):
        directory.find(JOE, Web("<p>Please show us that you are not a robot</p>", {}))


def test_an_address_of_another_site_is_not_read(directory):
    web = Web("", {"https://evil.example/": page(JOE)})
    with pytest.raises(CouldNotCheck, match="not one of Townbook's"):
        directory.read("https://evil.example/", web)
    assert web.asked == []


class TestAPageThatTakesTooMuchToRead:
    HEAVY = "<p>12 Elm St<br>Austin, TX 78702" * 150_000

    @pytest.fixture(autouse=True)
    def short_of_time(self, monkeypatch):
        """Patched since the house's own five seconds are long to wait for."""
        readers = Readers(ReadLimits(cpu=0.2))
        monkeypatch.setattr(reading, "read_apart", readers.read)
        monkeypatch.setattr(reading, "links_apart", readers.links)
        yield
        readers.close()

    def test_does_not_say_not_listed_where_it_stands_for_the_results(self, directory):
        with pytest.raises(CouldNotCheck, match="it answered with a page that takes too long to read"):
            directory.find(JOE, Web(self.HEAVY, {}))

    def test_leaves_the_next_one_readable(self, directory):
        web = Web("", {f"{BASE}/biz/heavy": self.HEAVY, f"{BASE}/biz/joe": page(JOE)})
        with pytest.raises(CouldNotCheck, match="it answered with a page that takes too long to read"):
            directory.read(f"{BASE}/biz/heavy", web, JOE)
        assert directory.read(f"{BASE}/biz/joe", web, JOE).nap.phone == "+12085550134"
