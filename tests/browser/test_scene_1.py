"""The sale, from the next lead to the owner's page: a shop with a landline only, and one whose owner has a mobile."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from mappop import settings
from mappop.bootstrap import App
from mappop.db.queries import owners
from mappop.services.signing import owner_token
from sqlalchemy.orm import Session
from tests.browser.people import Agent, Assistant, Owner, Verifier
from tests.browser.sandbox import Outside
from tests.faults.killing import environment_of
from tests.service import Service

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@dataclass(frozen=True)
class Shop:
    """A business of the pretend world, and what its scan finds there."""

    id: str
    name: str
    phone: str
    owner: str
    role: str
    found: str


DELGADO = Shop(
    "delgado-plumbing-austin", "Delgado Plumbing", "(512) 555-0134", "Rosa Delgado", "Owner",
    "3 with something wrong, 4 not listed",
)  # fmt: skip
PALOMA = Shop(
    "taqueria-la-paloma-san-antonio", "Taquería La Paloma", "(210) 555-0118", "Carmen Villarreal", "Owner", ""
)  # fmt: skip


@pytest.fixture
def agent(visit: Callable[..., Page], service: Service) -> Agent:
    return Agent(visit(), service)


@pytest.fixture
def outside(visit: Callable[..., Page], service: Service) -> Outside:
    return Outside(visit(watched=False), service)


@pytest.mark.parametrize("width", [1280])
def test_a_shop_with_a_landline_only(agent, outside, visit, service):
    sell(agent, outside, DELGADO)
    expect(agent.page.get_by_text("In the verifiers’ queue")).to_be_visible()
    agent.look()
    verifier = Verifier(visit(), service)
    confirm_by_call(verifier, DELGADO, agent.page.url.rsplit("/", 1)[1])
    site_comes_to_life(agent, DELGADO)
    owner = Owner(visit(), service)
    owner.page.goto(link_of_owner(service, DELGADO))
    owner_sees_before_and_now(owner, "Main Street Pages", "(512) 555-0107", "(512) 555-0134")
    hand_in_citydir(Assistant(visit(), service), outside, DELGADO)


def sell(agent: Agent, outside: Outside, shop: Shop) -> None:
    agent.sign_in()
    agent.see("Waiting for the owner’s yes")
    agent.look()
    scan_with_one_hanging(agent, outside, shop)
    report(agent, shop)
    record(agent, shop)
    choose_look(agent, shop)
    agree(agent, shop)


def scan_with_one_hanging(agent: Agent, outside: Outside, shop: Shop) -> None:
    outside.set_fault("Main Street Pages", "hang", seconds=30)
    agent.scan(f"lead_{shop.id}")
    expect(agent.waiting).to_have_count(1)
    assert agent.waiting.get_attribute("id") == "place-mainstreet"
    expect(agent.page.locator("#place-mainstreet")).to_contain_text("Could not check")
    agent.look()
    outside.set_fault("Main Street Pages", "ok")


def report(agent: Agent, shop: Shop) -> None:
    agent.go(f"/sales/leads/lead_{shop.id}")
    agent.look()
    agent.press("Scan now")
    expect(agent.waiting).to_have_count(0)
    expect(agent.page.locator("#score")).to_contain_text(shop.found)
    parts = agent.parts()
    assert len(parts) == 12 and all(name for name, _, _ in parts)
    assert sum(points for _, points, _ in parts) == agent.score()
    assert sum(most for _, _, most in parts) == 100


def record(agent: Agent, shop: Shop) -> None:
    agent.press("Make the record")
    agent.look()
    agent.pick("phones.main", "(512) 555-0107")
    expect(agent.page.get_by_label("Phone for customers")).to_have_value("(512) 555-0107")
    agent.pick("phones.main", shop.phone)
    agent.page.get_by_label("Owner’s name").fill(shop.owner)
    agent.press("Save and choose the look")


def choose_look(agent: Agent, shop: Shop) -> None:
    preview = agent.page.frame_locator("#preview iframe")
    expect(preview.locator("h1")).to_contain_text(shop.name)
    agent.look()
    agent.press("Go on to the agreement")


def agree(agent: Agent, shop: Shop) -> None:
    agent.look()
    agent.read_out()
    agent.page.get_by_label("Full name").fill(shop.owner)
    agent.page.get_by_label("Role").fill(shop.role)
    agent.page.get_by_label("“I may decide this for the business”").check()
    agent.page.get_by_label("Recording reference").fill("HC-2027-03-01-114")
    agent.press("Send it to the owner to confirm")
    agent.page.evaluate("window.stayed = true")


def confirm_by_call(verifier: Verifier, shop: Shop, trial_id: str) -> None:
    verifier.sign_in()
    expect(verifier.page.get_by_role("row", name=re.compile(shop.name))).to_be_visible()
    verifier.look()
    verifier.go(f"/verify/{trial_id}")  # its button is not there in the night of the place called
    expect(verifier.page.locator(".big-phone")).to_have_text(shop.phone)
    verifier.look()
    verifier.page.get_by_label("You spoke with").fill(shop.owner)
    verifier.page.get_by_label("Role in the business").fill(shop.role)
    verifier.page.get_by_label("Recording reference").fill("VB-2027-03-01-9")
    verifier.press("They said yes: start the month")
    verifier.see(f"{shop.name}: confirmed")


def site_comes_to_life(agent: Agent, shop: Shop) -> None:
    """On the page that the agent has had open all the while."""
    site = agent.page.locator("#site-link")
    expect(site).to_be_visible()
    expect(agent.page.locator("#progress table")).to_be_visible()
    assert agent.page.evaluate("window.stayed") is True
    agent.look()
    with agent.page.context.expect_page() as opened:
        site.click()
    opened.value.wait_for_load_state()
    assert opened.value.url == agent.service.site_url(shop.id) + "/"
    expect(opened.value.locator("h1")).to_contain_text(shop.name)
    opened.value.close()


def link_of_owner(service: Service, shop: Shop) -> str:
    """Rosa has neither text nor mail, so no message carries her link; it is the one that a message would carry."""
    app = App(settings.load(environment_of(service)))
    with Session(app.reader) as db:
        return f"{service.url}/o/{owner_token(app.settings, owners.owner_id(db, shop.id))}"


def owner_sees_before_and_now(owner: Owner, place: str, before: str, now: str) -> None:
    owner.press("Open my page")
    owner.until(lambda: owner.row(place).is_visible())
    owner.look()
    print(owner.page.inner_text("main"))


def hand_in_citydir(assistant: Assistant, outside: Outside, shop: Shop) -> None:
    assistant.sign_in()
    print(assistant.page.inner_text("main"))
    assistant.look()
