"""Every theme, rendered with its sample and with records that are thin, long, hostile or written from the right."""

import base64
import gzip
import hashlib
import json
import re

import pytest
from selectolax.lexbor import LexborHTMLParser

from mappop.sites.builder import default_theme
from mappop.sites.stylesheet import script
from site_templates import themes, trades

from .records import ALL, HOSTILE, MARKUP, sample, site

TRADES = (
    "plumber electrician hvac roofer cleaner landscaper restaurant cafe salon barber dentist chiropractor lawyer"
    " accountant auto-repair retail local-business"
).split()
FIRST_ROUND_TRIP = 14_600  # bytes: ten packets


def every_page():
    for theme in themes():
        yield pytest.param(theme, sample(theme), id=f"{theme}-sample")
        for name, data in ALL.items():
            yield pytest.param(theme, data, id=f"{theme}-{name}")


def pages(files):
    return {path: LexborHTMLParser(content) for path, content in files.items() if path.endswith("index.html")}


def text(node):
    return " ".join(node.text(separator=" ").split())


@pytest.mark.parametrize(("theme", "data"), list(every_page()))
def test_name_address_and_phone_agree_for_people_machines_and_the_dialler(theme, data):
    for tree in pages(site(data, theme)).values():
        facts = json.loads(tree.css_first('script[type="application/ld+json"]').text())
        assert text(tree.css_first("h1")) == facts["name"] == text(tree.css_first("address strong"))
        dialled = [a.attributes["href"].removeprefix("tel:") for a in tree.css('a[href^="tel:"]')]
        assert dialled[:1] == ([facts["telephone"]] if "telephone" in facts else [])
        if street := facts["address"].get("streetAddress"):
            assert street in text(tree.css_first("address"))
        assert facts["address"]["addressLocality"] in text(tree.css_first("address"))


@pytest.mark.parametrize(("theme", "data"), list(every_page()))
def test_a_page_fits_the_first_round_trip_and_asks_nobody_else(theme, data):
    for html in (content for path, content in site(data, theme).items() if path.endswith("index.html")):
        assert len(gzip.compress(html, 9)) <= FIRST_ROUND_TRIP
        tree = LexborHTMLParser(html)
        sources = [node.attributes["src"] for node in tree.css("[src]")]
        links = [node.attributes["href"] for node in tree.css("link[rel=icon],link[rel=manifest],link[rel=stylesheet]")]
        assert not [url for url in (*sources, *links) if "://" in (url or "") or (url or "").startswith("//")]
        assert "url(" not in html.decode() and "@import" not in html.decode()


@pytest.mark.parametrize(("theme", "data"), list(every_page()))
def test_the_head_says_what_search_pages_need(theme, data):
    for tree in pages(site(data, theme)).values():
        assert tree.css_first("head > :first-child").attributes["http-equiv"] == "Content-Security-Policy"
        assert 10 <= len(tree.css_first("title").text()) <= 60
        assert 50 <= len(tree.css_first("meta[name=description]").attributes["content"]) <= 160
        assert tree.css_first("link[rel=canonical]").attributes["href"].startswith("https://")


@pytest.mark.parametrize("theme", themes())
def test_strangers_markup_stays_text(theme):
    for tree in pages(site(HOSTILE, theme)).values():
        scripts = [node for node in tree.css("script")]
        assert [node.attributes.get("type") for node in scripts] == ["application/ld+json", None]
        assert scripts[1].text() == script()
        assert len(tree.css("style")) == 1 and "<" not in tree.css_first("style").text()
        handlers = [name for node in tree.css("*") for name in node.attributes if name.startswith("on")]
        assert handlers == []
        addresses = [node.attributes["href"] or "" for node in tree.css("[href]")]
        assert not [url for url in addresses if re.match(r"\s*(javascript|data|vbscript):", url, re.I)]
        assert "{{ 7*7 }}" in text(tree.css_first("h1")), "template syntax is shown as it was written"


@pytest.mark.parametrize("theme", themes())
def test_letters_that_turn_or_hide_text_are_gone_from_every_file(theme):
    files = site(HOSTILE, theme)
    for path, content in files.items():
        decoded = content.decode()
        assert not set(decoded) & set("\u202e\u2066\x00\x1b\x85"), path
    assert MARKUP not in files["favicon.svg"].decode()


@pytest.mark.parametrize("theme", themes())
def test_a_hidden_address_is_nowhere(theme):
    for path, content in site(ALL["hidden"], theme).items():
        assert b"Secret" not in content and b"Apt 9" not in content and b"78702" not in content, path
        assert b"30.26" not in content, path


@pytest.mark.parametrize("theme", themes())
def test_nothing_is_claimed_that_the_record_does_not_say(theme):
    for data in (ALL["empty"] | {"trade": trade} for trade in TRADES):
        shown = text(pages(site(data, theme))["index.html"].css_first("body")).casefold()
        claims = trades()[data["trade"]].copy["en"].default_services
        assert not [claim for claim in claims if claim.casefold() in shown]
        assert "open now" not in shown and "★" not in shown and "$" not in shown


@pytest.mark.parametrize("theme", themes())
def test_special_days_are_read_by_people_too_where_the_week_is_unknown(theme):
    closed = ALL["empty"] | {"hours_exceptions": [{"date": "2026-12-25", "open": [], "note": "Christmas"}]}
    tree = pages(site(closed, theme))["index.html"]
    data = json.loads(tree.css_first('script[type="application/ld+json"]').text())
    assert [day["validFrom"] for day in data["specialOpeningHoursSpecification"]] == ["2026-12-25"]
    rows = [" ".join(row.text(separator=" ").split()) for row in tree.css("#hours tr")]
    assert tree.css_first("#hours bdi").text() == "December 25", "what a phone's line keeps together"
    assert rows == ["Friday, December 25 Christmas Closed"] and len(tree.css("#hours table")) == 1


def test_who_serves_food_says_menu_and_cuisine_as_google_recommends_and_nobody_else():
    eats = {"trade": "restaurant", "languages": ["en", "es"], "services": [{"name": "Tacos"}],
            "attributes": {"cuisine": "Tex-Mex"}}  # fmt: skip
    for path, said in (("index.html", "Cuisine: Tex-Mex"), ("es/index.html", "Cocina: Tex-Mex")):
        tree = pages(site(ALL["empty"] | eats))[path]
        data = json.loads(tree.css_first('script[type="application/ld+json"]').text())
        assert (data["menu"], data["servesCuisine"]) == (data["url"], "Tex-Mex") and said in text(tree.body)
    for other in ({"trade": "plumber"}, {"services": [], "attributes": {"cuisine": 7}}):
        data = site(ALL["empty"] | eats | other)["index.html"]
        assert b'"menu"' not in data and b'"servesCuisine"' not in data


@pytest.mark.parametrize("theme", themes())
def test_whoever_can_only_be_written_to_has_a_button_for_that_in_the_first_screen(theme):
    tree = pages(site(ALL["empty"], theme))["index.html"]
    assert tree.css_first("header a[href='#write']") and tree.css_first("#write form")


def test_two_plumbers_in_one_town_look_different():
    one, other = (site(ALL["empty"] | {"id": i, "name": n})["index.html"] for i, n in (("ana", "Ana"), ("bob", "Bob")))
    motif = re.compile(rb'<svg class="motif".*?</svg>', re.S)
    assert motif.search(one)[0] != motif.search(other)[0]
    assert len(motif.search(one)[0]) < 2_600


def test_every_trade_has_a_home_in_two_languages():
    assert sorted(trades()) == sorted(TRADES)
    for trade in trades().values():
        assert default_theme(trade.key) in themes()
        for copy in trade.copy.values():
            assert copy.label and copy.ask and copy.ready
        assert len(trade.copy["en"].default_services) == len(trade.copy["es"].default_services)


def test_the_trades_are_shared_out_among_all_themes():
    claimed = [trade for theme in themes().values() for trade in theme.trades]
    assert sorted(claimed) == sorted(TRADES)
    assert all(theme.trades for theme in themes().values())


@pytest.mark.parametrize("theme", themes())
def test_every_trade_can_wear_every_theme_in_two_languages(theme):
    for trade in trades().values():
        found = pages(site(sample(theme) | {"trade": trade.key, "languages": ["en", "es"]}, theme))
        for path, language in (("index.html", "en"), ("es/index.html", "es")):
            copy = trade.copy[language]
            assert copy.label in text(found[path].css_first("header"))
            assert copy.ask in text(found[path].css_first("form"))
            assert copy.ready[0] in text(found[path].css_first("main"))


@pytest.mark.parametrize("theme", themes())
def test_a_theme_leaves_out_nothing_that_the_record_says(theme):
    record = sample("workshop")
    shown = text(pages(site(record, theme))["index.html"].css_first("body"))
    said = [record["tagline"], *record["description"].split("\n"), "Since 2004", *record["service_area"]]
    said += [
        service[key] for service in record["services"] for key in ("name", "description", "price") if key in service
    ]
    said += [faq[key] for faq in record["faqs"] for key in ("q", "a")]
    said += [review[key] for review in record["reviews"] for key in ("author", "text", "source")]
    said += ["7 AM – 6 PM", "Christmas Day", "License OK-48211", "Insured", "Cash, Visa, check", "$$", "Facebook"]
    said += ["(800) 555-0143", record["email"], "Español", "Save contact", "Take this page with you"]
    assert [words for words in said if words not in shown] == []


def test_an_unknown_trade_gets_the_fallback():
    assert default_theme("zeppelin-pilot") == default_theme("local-business")
    files = site(ALL["empty"] | {"trade": "zeppelin-pilot"})
    assert b'"@type":"LocalBusiness"' in files["index.html"]


def test_the_other_language_is_one_tap_away_and_back():
    found = pages(site(sample("workshop")))
    english, spanish = found["index.html"], found["es/index.html"]
    assert english.css_first("html").attributes["lang"] == "en"
    assert english.css_first("a.language").attributes["href"] == "es/"
    assert spanish.css_first("html").attributes["lang"] == "es"
    assert spanish.css_first("a.language").attributes["href"] == "../"
    assert "Plomero" in text(spanish.css_first("header")) and "Escríbanos" in text(spanish.css_first("main"))


def test_the_site_is_made_in_the_first_language_of_the_record():
    found = pages(site(ALL["empty"] | {"languages": ["es"]}))
    assert list(found) == ["index.html"]
    assert found["index.html"].css_first("html").attributes["lang"] == "es"


def test_same_input_same_bytes():
    assert site(sample("practice"), "practice") == site(sample("practice"), "practice")


def test_the_script_is_small_and_the_same_on_every_site():
    assert len(script().encode()) <= 1024
    texts = {
        node.text()
        for theme in themes()
        for data in (sample(theme), *ALL.values())
        for node in LexborHTMLParser(site(data, theme)["index.html"]).css("script:not([type])")
    }
    assert texts == {script()}


def test_the_policy_allows_exactly_the_style_and_script_of_the_page():
    for theme in themes():
        tree = pages(site(sample(theme), theme))["index.html"]
        policy = tree.css_first("meta").attributes["content"]
        for node in (tree.css_first("style"), tree.css("script")[-1]):
            digest = base64.b64encode(hashlib.sha256(node.text().encode()).digest()).decode()
            assert f"'sha256-{digest}'" in policy
        assert "unsafe" not in policy and "http" not in policy


def test_the_small_files_say_the_same():
    files = site(sample("workshop"))
    card = files["contact.vcf"].decode()
    assert "TEL;TYPE=WORK,VOICE:+19185550143\r\n" in card
    assert "ADR;TYPE=WORK:;;410 Elm St\\, Ste 2;Tulsa;OK;74103;US\r\n" in card
    assert "Mon–Fri: 7 AM – 6 PM" in card.replace("\r\n ", "")
    assert all(len(row.encode()) <= 75 for row in card.split("\r\n"))
    assert b">BV</text>" in files["favicon.svg"]
    assert files["sitemap.xml"].count(b"<loc>") == 2
    assert b"Sitemap: https://sample-workshop.example.com/sitemap.xml" in files["robots.txt"]
    assert json.loads(files["manifest.webmanifest"])["name"] == "Bright Valve Plumbing"
    assert LexborHTMLParser(files["qr.svg"]).css_first("path") is not None
