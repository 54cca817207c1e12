"""What people see when something is not to be had: said in words, with a way on."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.people import Agent, Assistant, Owner, Verifier, Visitor
from tests.browser.watching import look_at

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.fixture
def somebody(visit, service) -> Visitor:
    return Visitor(visit(), service)


@pytest.mark.parametrize("width", [390, 1280])
def test_the_front_door_and_the_sign_in(somebody):
    somebody.go("/")
    somebody.look()
    somebody.page.get_by_role("link", name="Sign in").click()
    somebody.look()
    somebody.press("Sign in")
    somebody.see("E-mail is missing")
    expect(somebody.page.locator("#summary")).to_be_focused()
    somebody.look()


def test_a_wrong_password_says_nothing_about_who_is_known(somebody, service, watch):
    told = []
    for email in (service.sign_in["assistant"]["email"], "nobody@harbor.example"):
        somebody.go("/sign-in")
        somebody.page.get_by_label("E-mail").fill(email)
        somebody.page.get_by_label("Password").fill("not-the-password")
        somebody.press("Sign in")
        told.append(somebody.page.locator("#summary").inner_text())
        expect(somebody.page.get_by_label("E-mail")).to_have_value(email)
        expect(somebody.page.get_by_label("Password")).to_have_value("")
    assert told[0] == told[1]
    look_at(somebody.page)
    watch.forgive("status of 401")


def test_a_link_to_a_page_inside_leads_there_after_the_sign_in(visit, service):
    agent = Agent(visit(), service)
    agent.go("/sales/mine")
    agent.see("Sign in")
    agent.fill_in()
    expect(agent.page.get_by_role("heading", name="My sales")).to_be_visible()


@pytest.mark.parametrize(
    ("path", "said"),
    [("/sales/leads/nobody", "There is nothing at this address"), ("/desk/", "This page is not open to you")],
)
@pytest.mark.parametrize("width", [390])
def test_pages_that_are_not_there_or_not_for_you(visit, service, watch, path, said):
    agent = Agent(visit(), service)
    agent.sign_in()
    agent.go(path)
    agent.see(said)
    agent.look()
    agent.page.get_by_role("link", name="First page").click()
    expect(agent.page.get_by_role("heading", name="Next call")).to_be_visible()
    watch.forgive("status of 40")


@pytest.mark.parametrize("width", [390])
def test_a_confirmation_link_that_was_cut_short(somebody, watch):
    somebody.go("/c/InRyaWFsX2Q0")
    somebody.see("This link does not work")
    somebody.look()
    watch.forgive("status of 404")


@pytest.mark.parametrize("width", [390, 1280])
def test_pages_beside_the_sale(visit, service):
    """Looked at as they are with little in them; what they hold after a sale is looked at there."""
    agent = Agent(visit(), service)
    agent.sign_in()
    for path in ("/sales/lookup", "/sales/lookup?q=(999) 555-0100", "/sales/lookup?q=x", "/sales/mine?state=lapsed"):
        agent.go(path)
        agent.look()
    verifier = Verifier(visit(), service)
    verifier.sign_in()
    verifier.look()
    assistant = Assistant(visit(), service)
    assistant.sign_in()
    assistant.look()


def test_a_number_that_is_none_is_said_and_its_error_leads_to_the_box(visit, service):
    agent = Agent(visit(), service)
    agent.sign_in()
    agent.go("/sales/lookup?q=(999) 555-0100")
    agent.page.get_by_role("link", name="“(999) 555-0100” is no US phone number").click()
    expect(agent.page.get_by_role("searchbox")).to_be_focused()


@pytest.mark.parametrize("width", [390, 1280])
def test_the_machines_own_page(visit, service):
    admin = Visitor(visit(), service)
    admin.role = "admin"
    admin.sign_in()
    expect(admin.page.get_by_role("heading", name="How it runs")).to_be_visible()
    admin.look()


@pytest.mark.parametrize("width", [390])
def test_an_owners_link_shows_nothing_before_it_is_pressed(visit, service):
    owner = Owner(visit(), service)
    owner.page.goto(service.sign_in["owner"]["link"])
    assert "Juniper" not in owner.page.content()
    owner.look()
    owner.press("Open my page")
    owner.see("Juniper & Fern Hair Studio")
