"""The audit report of one business, from pages to what a person reads."""

from __future__ import annotations

import json
import re

import pytest
from click.testing import CliRunner
from hostile import reply
from test_directories import JOE, page

from checkers.audit import Page, audit_pages
from checkers.audit_views import as_html, as_table
from checkers.compare import Known
from checkers.rules import Repair
from checkers.verdict import Verdict
from mappop.cli.audit import audit

RECORD = {
    "id": "joes-bakery-boise",
    "name": "Joe's Bakery",
    "trade": "cafe",
    "address": {"street": "12 Main St", "city": "Boise", "region": "ID", "postal_code": "83702"},
    "phones": [{"number": "(208) 555-0134"}, {"number": "(208) 555-0177", "kind": "tracking"}],
}
EVIL = "<script>alert(1)</script>\x1b[31m\u202eyrekaB"


def page_of(**changes):
    return page(JOE.with_(**changes)).encode()


def field(listing, name):
    return next(verdict for verdict in listing.verdicts if verdict.field == name)


def test_a_right_listing_gets_all_its_points():
    report = audit_pages(JOE, [Page("Townbook", "https://townbook.example/1", page_of())])
    assert report.score.value == 100 and not report.has_problems


def test_each_field_has_a_verdict_with_its_reason():
    report = audit_pages(JOE, [Page("Townbook", "", page_of(phone="+12085550107", street="12 Main Street"))])
    (listing,) = report.listings
    assert field(listing, "phone").verdict is Verdict.MISMATCH
    assert field(listing, "address").verdict in (Verdict.MATCH, Verdict.VARIANT)
    assert report.score.value < 100 and report.has_problems


def test_the_parts_add_up_and_what_was_not_checked_counts_for_nothing():
    pages = [Page("Townbook", "", page_of()), Page("Gold Pages", "", page_of(phone="+12085550107"))]
    report = audit_pages(
        JOE, [*pages, Page("Blank", "", b"<p>Loading")], unread=[("Shut", "", "robots")], missing=[("Gone", "")]
    )
    assert sum(part.points for part in report.score.parts) == report.score.value
    assert sum(part.out_of for part in report.score.parts) == 100
    assert sorted(report.score.unchecked) == ["Blank", "Shut"]
    assert {part.place: part.points for part in report.score.parts}["Gone"] == 0


def test_two_listings_at_one_publisher_are_duplicates():
    report = audit_pages(
        JOE, [Page("Townbook", "/1", page_of()), Page("Townbook", "/2", page_of(phone="+12085550107"))]
    )
    assert [listing.is_duplicate for listing in report.listings] == [True, True]
    assert len(report.score.parts) == 1 and "listed twice" in report.score.parts[0].reason


def test_another_business_is_said_to_be_one():
    other = page_of(name="Ann's Law Office", street="99 Elm Ave", phone="+12085550199", postal_code="83704")
    (listing,) = audit_pages(JOE, [Page("Townbook", "", other)]).listings
    assert not listing.is_same and "another business" in listing.notes[0]


def test_what_agrees_by_chance_with_another_business_earns_nothing():
    other = page_of(name="Joe's Garage & Bakery Supply", street="99 Elm Ave", phone="+12085550199")
    report = audit_pages(JOE, [Page("Townbook", "", other)])
    (part,) = report.score.parts
    assert not report.listings[0].is_same
    assert (part.points, part.reason) == (0, "another business is shown")


def test_the_repairs_say_what_to_do_where_the_dearest_first():
    pages = [Page("Townbook", "", page_of(name="Joes Bakery & Cafe", phone="+12085550107"))]
    report = audit_pages(JOE, pages, missing=[("Gold Pages", "")])
    assert [(step.publisher, step.field, step.repair) for step in report.repairs[:2]] == [
        ("Gold Pages", "listing", Repair.LIST),
        ("Townbook", "phone", Repair.CORRECT),
    ]
    assert "Townbook, phone: send the right value: (208) 555-0134" in as_table(report)


def test_what_is_not_ours_is_left_alone():
    other = page_of(name="Ann's Law Office", phone="+12085550199")
    report = audit_pages(JOE, [Page("Townbook", "", other)])
    assert [(step.field, step.repair) for step in report.repairs] == [("listing", Repair.KEEP_APART)]


def test_a_known_tracking_number_is_no_mistake():
    seen = [Page("Townbook", "", page_of(phone="+12085550177"))]
    without = field(audit_pages(JOE, seen).listings[0], "phone")
    known = field(audit_pages(JOE, seen, known=Known(tracking_phones=("(208) 555-0177",))).listings[0], "phone")
    assert without.verdict is Verdict.MISMATCH and known.verdict is not Verdict.MISMATCH


def test_strangers_texts_are_only_ever_text():
    pages = [
        Page(EVIL, f"javascript:{EVIL}", page_of(name=EVIL)),
        Page("T", 'https://x.example/"><script>', page_of(street=EVIL)),
    ]
    report = audit_pages(JOE, pages, unread=[("U", EVIL, EVIL)])
    html, table = as_html(report), as_table(report)
    assert "<script" not in html and 'href="javascript:' not in html
    for text in (html, table):
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f\u202a-\u202e]", text)


def test_the_page_needs_nothing_else():
    html = as_html(audit_pages(JOE, [Page("Townbook", "https://townbook.example/1", page_of())]))
    assert "default-src 'none'" in html and "src=" not in html and "@import" not in html and "<link" not in html


class TestTheCommand:
    @pytest.fixture
    def folder(self, tmp_path):
        (tmp_path / "joe.json").write_text(json.dumps(RECORD))
        (tmp_path / "pages").mkdir()
        (tmp_path / "pages" / "townbook.html").write_bytes(page_of())
        return tmp_path

    def run(self, folder, *arguments):
        return CliRunner().invoke(audit, [str(folder / "joe.json"), *map(str, arguments)])

    def test_all_right_is_exit_0(self, folder):
        result = self.run(folder, "--pages", folder / "pages")
        assert (result.exit_code, "100 of 100" in result.output) == (0, True)

    def test_a_mistake_is_exit_1_and_the_index_names_the_publisher(self, folder):
        (folder / "pages" / "x.html").write_bytes(page_of(phone="+12085550107"))
        (folder / "pages" / "index.csv").write_text("file,publisher,url\nx.html,Gold Pages,https://gold.example/1\n")
        result = self.run(folder, "--pages", folder / "pages", "--format", "json")
        listings = {row["publisher"]: row for row in json.loads(result.output)["listings"]}
        assert result.exit_code == 1 and listings["Gold Pages"]["url"] == "https://gold.example/1"
        verdicts = {row["field"]: row["verdict"] for row in listings["Gold Pages"]["verdicts"]}
        assert verdicts["phone"] == "mismatch" and listings["townbook"]["outcome"] == "read"

    def test_an_index_does_not_lead_out_of_the_folder(self, folder):
        (folder / "pages" / "index.csv").write_text("file,publisher,url\n../joe.json,Out,\nnone.html,None,\n")
        result = self.run(folder, "--pages", folder / "pages", "--format", "json")
        outcomes = {row["publisher"]: row["outcome"] for row in json.loads(result.output)["listings"]}
        assert outcomes == {"Out": "could_not_check", "None": "could_not_check", "townbook": "read"}

    @pytest.mark.parametrize("record", ["{", "[]", "{}", '{"name": 1}', "[" * 100_000, "\x00"])
    def test_an_unreadable_record_is_exit_2_in_words(self, folder, record):
        (folder / "joe.json").write_text(record)
        result = self.run(folder, "--pages", folder / "pages")
        assert result.exit_code == 2 and "Error: " in result.output and "Traceback" not in result.output

    def test_wrong_use_is_exit_2(self, folder):
        assert self.run(folder).exit_code == 2
        assert self.run(folder, "--pages", folder / "nowhere").exit_code == 2
        assert self.run(folder, "--urls", folder / "nowhere").exit_code == 2

    def test_addresses_are_fetched_from_the_sandbox_only(self, folder, host, monkeypatch):
        site = host(lambda path, c: c.sendall(reply(page_of()) if path == "/biz/1" else reply(b"", "404 x")))
        monkeypatch.setenv("MAPPOP_HOME", str(folder / "home"))
        monkeypatch.setenv("MAPPOP_SANDBOX_HOSTS", site.place)
        (folder / "urls.csv").write_text(
            f"publisher,url\nTownbook,{site.url}/biz/1\nGold Pages,{site.url}/biz/2\nAfar,https://directory.example/1\n"
        )
        result = self.run(folder, "--urls", folder / "urls.csv", "--format", "json")
        outcomes = {row["publisher"]: row["outcome"] for row in json.loads(result.output)["listings"]}
        assert outcomes == {"Townbook": "read", "Gold Pages": "not_found", "Afar": "could_not_check"}

    def test_where_terms_forbid_programs_the_other_way_of_reading_is_said(self, told):
        (row,) = told("publisher,url", "Yelp,https://www.yelp.com/biz/joes-bakery-boise")["listings"]
        assert row["outcome"] == "could_not_check" and row["notes"] == [
            "Could not check: its terms forbid programs on its pages; "
            "read it by Yelp's Places API, or as its owner at biz.yelp.com."
        ]

    @pytest.fixture
    def told(self, folder, host, monkeypatch):
        """The report of addresses, "@" standing for a site with a listing and an older address that leads to it."""
        answers = {
            "/biz/1": reply(page_of()),
            "/biz/old": reply(b"", "301 Moved", Location="/biz/1"),
            "/biz/2": reply(page_of(phone="+12085550107")),
            "/latin-2": reply(
                f"<h1>Dvořák's Bakery</h1><p>{JOE.street}<br>Boise, Idaho 83702<br>208.555.0134".encode("iso-8859-2"),
                Content_Type="text/html; charset=iso-8859-2",
            ),
            "/busy": reply(b"", "503 x", Retry_After="Mon, 01 Mar 99999999999999999999 12:00:00 GMT"),
        }
        site = host(lambda path, c: c.sendall(answers[path]))
        monkeypatch.setenv("MAPPOP_HOME", str(folder / "home"))
        monkeypatch.setenv("MAPPOP_SANDBOX_HOSTS", site.place)

        def report(*lines):
            (folder / "urls").write_text("\n".join(lines).replace("@", site.url))
            found = self.run(folder, "--urls", folder / "urls", "--format", "json", "--wait", "0")
            assert found.exit_code in (0, 1), found.output
            return json.loads(found.output)

        return report

    @pytest.mark.parametrize("again", ["@/biz/1", "@/biz/old", "@/biz/1#photos"])
    def test_two_addresses_of_one_page_are_one_listing(self, told, again):
        report = told("publisher,url", "Townbook,@/biz/1", f"Townbook,{again}")
        assert [row["notes"] for row in report["listings"]] == [[]] and report["score"]["value"] == 100

    def test_addresses_alone_are_told_by_their_host(self, told):
        report = told("# ours", "@/biz/1", "", "@/biz/2", "not an address")
        (first, second, none) = report["listings"]
        assert first["publisher"] == second["publisher"] == first["url"].split("/")[2]
        assert first["notes"] == second["notes"] == ["Listed more than once here."]
        assert (none["publisher"], none["outcome"]) == ("not an address", "could_not_check")

    @pytest.mark.parametrize(
        "lines",
        [("Townbook,@/biz/1",), ('"Townbook",@/biz/1',), ("Publisher, URL", "Townbook,@/biz/1"),
         ("url,publisher", "@/biz/1,Townbook")],
    )  # fmt: skip
    def test_publisher_and_address_stand_with_headings_or_without(self, told, lines):
        assert [(row["publisher"], row["outcome"]) for row in told(*lines)["listings"]] == [("Townbook", "read")]

    def test_the_hosts_word_on_the_letters_of_its_page_is_heard(self, told):
        assert told("@/latin-2")["listings"][0]["seen"]["name"] == "Dvořák's Bakery"

    def test_a_busy_host_ends_nothing(self, told):
        outcomes = [row["outcome"] for row in told("Busy,@/busy", "Townbook,@/biz/1")["listings"]]
        assert outcomes == ["could_not_check", "could_not_check"]  # the host is left alone


def test_the_grid_has_a_shape_for_each_fact_of_each_place():
    pages = [Page("Townbook", "", page_of(phone="+12085550107"))]
    html = as_html(audit_pages(JOE, pages, unread=[("Shut", "", "robots")], missing=[("Gold Pages", "")]))
    grid = html[html.index("Place by place") : html.index("To repair")]
    rows = {row[0]: row[1] for row in re.findall(r'#place-\d+">([^<]+)</a>(.*?)</tr>', grid)}
    assert re.findall(r"#(\w+)\"", rows["Townbook"])[:3] == ["match", "match", "mismatch"]
    assert re.findall(r"#(\w+)\"", rows["Townbook"])[3:] == ["unsaid"] * 2
    assert set(re.findall(r"#(\w+)\"", rows["Shut"])) == {"unchecked"}
    assert set(re.findall(r"#(\w+)\"", rows["Gold Pages"])) == {"missing"}


def test_each_fact_says_where_it_was_read_and_as_what_it_is_printed():
    listed = f"<h1>{JOE.name}</h1><p>{JOE.street}<br>{JOE.city}, Idaho {JOE.postal_code}<br>Call 208.555.0107"
    html = as_html(audit_pages(JOE, [Page("Townbook", "", listed.encode())]))
    assert "read from page: " in html and "printed “208.555.0107”" in html


def test_a_page_of_another_business_has_no_row_to_repair():
    other = page_of(name="Ann's Law Office", street="99 Elm Ave", phone="+12085550199", postal_code="83704")
    report = audit_pages(JOE, [Page("Townbook", "", other)], missing=[("Gold Pages", "")])
    assert [step.publisher for step in report.repairs] == ["Gold Pages", "Townbook"]
    assert "Townbook, " not in as_html(report) and "What this page says" in as_html(report)
