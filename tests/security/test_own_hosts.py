"""Hosts: whose site each is, where people are sent on, and what no name may get out of us."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from werkzeug.test import Client, create_environ

from mappop.db.engine import make_engine
from mappop.domain.trial import Trial
from mappop.public import sites_host
from mappop.public.sites_origin import make_sites_app
from mappop.services import own_domains
from mappop.services.signing import OWN_LOOK, OWN_LOOK_LINK
from mappop.web import make_wsgi
from tests.databases import new_sqlite
from tests.scenarios.test_own_domains import NAME, OWN, WWW, ask, begin, look, point, prove, serve
from tests.world import World

PERSON = {"User-Agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X)"}


def client(world: World) -> FlaskClient:
    return make_sites_app(world.app).test_client()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A site at its own address, for all tests that only ask."""
    folder = tmp_path_factory.mktemp("served")
    made = World(new_sqlite(folder / "mappop.sqlite3"), folder / "home")
    serve(made)
    yield made
    made.close()


def ours(world: World, trial: Trial) -> str:
    return world.deps.settings.site_url(trial.business_id)


def test_pages_of_the_earlier_address_lead_on_and_all_else_there_goes_on_working(world: World) -> None:
    trial = serve(world)
    here, browser = ours(world, trial), client(world)
    for path in ("/", "/?a=1&b=%2F", "/es/", "/no/such/page.html", "/index.html"):
        answer = browser.get(path, base_url=here)
        assert (answer.status_code, answer.location) == (301, OWN + path) and "max-age=300" in answer.headers[
            "Cache-Control"
        ]
    assert browser.get("/contact.vcf", base_url=here).status_code == 200
    assert browser.get("/_/visit", base_url=here, headers=PERSON).status_code == 200
    assert browser.get("/", base_url=f"http://{NAME}:8001").location == f"{OWN}/"
    assert browser.get("/", base_url=OWN).status_code == 200
    assert browser.get("/", base_url=f"http://{WWW.upper()}.:8001").status_code == 200


def test_the_owner_sees_the_site_in_a_frame_of_our_pages_and_elsewhere_no_page_is_framed(world: World) -> None:
    trial = serve(world)
    here, browser = ours(world, trial), client(world)
    token = OWN_LOOK_LINK.sign(world.deps.settings, trial.business_id)
    assert browser.get(f"/?{OWN_LOOK}={token}", base_url=here).status_code == 200
    assert browser.get("/", base_url=here, headers={"Sec-Fetch-Dest": "iframe"}).status_code == 200
    assert browser.get(f"/?{OWN_LOOK}=forged", base_url=here).status_code == 301


@pytest.mark.parametrize("path", ["//evil.example/", "/%2F%2Fevil.example/", "/\\evil.example/", "/%0d%0aX-Bad: 1/"])
def test_nobody_is_sent_anywhere_but_to_the_sites_own_address(served: World, path: str) -> None:
    [trial] = served.rows("trials")
    answer = client(served).get(path, base_url=ours(served, trial))
    assert answer.status_code in (301, 308, 404) and "X-Bad" not in answer.headers
    assert answer.location is None or answer.location.startswith((f"{OWN}/", f"{ours(served, trial)}/"))


def test_looks_are_counted_at_both_addresses_and_the_form_reaches_the_owner_from_both(world: World) -> None:
    trial = serve(world)
    browser = client(world)
    for base in (OWN, ours(world, trial)):
        browser.get("/_/visit", base_url=base, headers={**PERSON, "Referer": f"{base}/"})
        browser.post("/_/click?what=call", base_url=base, headers={**PERSON, "Ping-From": f"{base}/"})
    site = world.rows("sites")[0]
    assert (site.visits, site.calls) == (2, 2)


def test_a_host_is_answered_from_its_proof_on_and_no_longer_than_it_lasts(world: World) -> None:
    trial = begin(world)
    asked = ask(world, trial)
    assert client(world).get("/", base_url=OWN).status_code == 404
    prove(world, asked)
    look(world)
    assert client(world).get("/", base_url=OWN).location == f"{ours(world, trial)}/", "ours is still the address"
    point(world)
    look(world)
    assert client(world).get("/", base_url=OWN).status_code == 200
    own_domains.end(world.deps, trial.business_id, by="owner")
    assert client(world).get("/", base_url=OWN).status_code == 404


@pytest.mark.parametrize(
    "host",
    ["evil.example", "a" * 300, "delgadoplumbing.com.evil.example", "xn--", "..", "%00", "a b", "'; DROP", "é.com"],
)
def test_a_host_that_is_nobodys_gets_a_plain_404_and_no_page_of_ours(served: World, host: str) -> None:
    environ = create_environ("/sign-in") | {"HTTP_HOST": host}
    told: list[tuple[str, dict[str, str]]] = []
    body = b"".join(make_wsgi(served.app)(environ, lambda status, headers: told.append((status, dict(headers)))))
    [(status, headers)] = told
    assert status.startswith("404") and headers["Content-Type"].startswith("text/plain") and b"<" not in body
    assert "Set-Cookie" not in headers


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost:8000", "10.0.0.7", "[::1]:8000"])
def test_the_consoles_answer_by_their_name_and_by_the_machines_address(world: World, host: str) -> None:
    assert Client(make_wsgi(world.app)).get("/healthz", headers={"Host": host}).status_code == 200


def test_both_origins_stay_apart_whatever_the_host(world: World) -> None:
    serve(world)
    browser = Client(make_wsgi(world.app))
    assert browser.get("/sign-in", headers={"Host": f"{WWW}:8001"}).status_code == 404
    assert "Set-Cookie" not in browser.get("/", headers={"Host": WWW}).headers


def test_what_was_found_out_serves_while_the_database_is_away(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    trial = serve(world)
    monkeypatch.setattr(sites_host, "REMEMBERED", 0.0)  # or nothing would be asked again for seconds
    browser = client(world)
    assert browser.get("/", base_url=OWN).status_code == 200
    world.app.reader.dispose()
    world.app.__dict__["reader"] = make_engine("sqlite:////nowhere/at-all.sqlite3", read_only=True)
    assert browser.get("/", base_url=OWN).status_code == 200
    assert browser.get("/", base_url=ours(world, trial)).status_code == 200
    assert browser.get("/", base_url=f"http://{NAME}").status_code == 503


@pytest.mark.parametrize(
    ("host", "given", "status"),
    [(WWW, {}, 200), (NAME, {}, 200), (f"shop.{NAME}", {}, 404), ("evil.example", {}, 404), ("", {}, 404),
     ("x" * 5000, {}, 404),
     (WWW, {"X-Forwarded-For": "203.0.113.9"}, 404), (WWW, {"Forwarded": "for=203.0.113.9"}, 404)],
)  # fmt: skip
def test_a_certificate_is_for_proven_hosts_and_asked_for_on_this_machine(
    served: World, host: str, given: dict[str, str], status: int
) -> None:
    def answer(address: str) -> int:
        asked = {"query_string": {"domain": host}, "headers": {"Host": "127.0.0.1:8000", **given}}
        way, browser = "/front/may-have-certificate", Client(make_wsgi(served.app))
        return browser.get(way, environ_base={"REMOTE_ADDR": address}, **asked).status_code

    assert (answer("127.0.0.1"), answer("203.0.113.9")) == (status, 404)


def test_no_certificate_before_the_proof_and_none_after_the_end(world: World) -> None:
    def answer() -> int:
        way = f"/front/may-have-certificate?domain={WWW}"
        here = {"environ_base": {"REMOTE_ADDR": "127.0.0.1"}, "headers": {"Host": "127.0.0.1:8000"}}
        return Client(make_wsgi(world.app)).get(way, **here).status_code

    trial = begin(world)
    asked = ask(world, trial)
    assert answer() == 404
    prove(world, asked)
    look(world)
    assert answer() == 200, "so that its first visitor meets a certificate"
    own_domains.end(world.deps, trial.business_id, by="owner")
    assert answer() == 404
