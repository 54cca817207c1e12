"""Keyboard and memory: a shift can be worked without a mouse, and nothing typed is lost on the way."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import Agent

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
LEAD = "lead_marigold-flowers-lancaster"


@pytest.fixture
def agent(visit, service) -> Agent:
    return Agent(visit(), service)


def focused(page: Page) -> str:
    """What has the focus, by the name people know it by; the ring around it must be there to be seen."""
    return page.evaluate("""() => {
      const e = document.activeElement, ring = getComputedStyle(e)
      if (ring.outlineStyle === 'none' || parseFloat(ring.outlineWidth) < 3) throw Error(`no ring: ${e.outerHTML}`)
      return e.labels?.[0]?.textContent.trim() || e.textContent.trim() }""")


def test_signing_in_and_looking_up_by_keys_alone(agent, service):
    page, keys = agent.page, agent.page.keyboard
    agent.go("/sign-in")
    seen = []
    for _ in range(8):
        keys.press("Tab")
        seen.append(focused(page))
        if seen[-1] == "E-mail":
            keys.type(service.sign_in["sales_agent"]["email"])
        if seen[-1] == "Password":
            keys.type(service.sign_in["sales_agent"]["password"])
            break
    assert seen == ["Skip to the page", "Map Pop", "E-mail", "Password"]
    keys.press("Enter")
    expect(page.get_by_role("heading", name="Next call")).to_be_visible()
    page.wait_for_load_state()  # the script that listens for the key runs after the page is there
    keys.press("/")
    assert focused(page).startswith("Look a business up")
    keys.type("Marigold, Lancaster PA")
    keys.press("Enter")
    expect(page.get_by_role("heading", name="Marigold Flowers & Gifts")).to_be_visible()
    page.get_by_role("link", name="Open the lead").focus()
    keys.press("Enter")
    expect(page.get_by_role("button", name="Scan now")).to_be_visible()


def test_the_skip_link_leads_past_the_rail(agent):
    agent.sign_in()
    agent.page.keyboard.press("Tab")
    assert focused(agent.page) == "Skip to the page"
    agent.page.keyboard.press("Enter")
    assert agent.page.evaluate("document.activeElement.id") == "main"


@pytest.mark.parametrize("width", [390])
def test_the_record_page_keeps_what_was_typed(agent):
    agent.sign_in()
    agent.scan(LEAD)
    agent.press("Make the record")
    page = agent.page
    page.get_by_label("Owner’s name").fill("Hannah Stoltz")
    page.get_by_label("Phone for customers").fill("12")
    page.get_by_role("combobox", name="Monday").select_option("Open")
    page.get_by_label("Monday opens", exact=True).fill("")
    page.get_by_label("Monday closes", exact=True).fill("")
    agent.press("Save and choose the look")
    expect(page.locator("#summary")).to_be_focused()
    agent.see("Monday is open, but has no times")
    agent.see("“12” is no US phone number")
    agent.look()
    page.get_by_role("link", name="“12” is no US phone number").click()
    expect(page.get_by_label("Phone for customers")).to_be_focused()
    kept_on(page, "Owner’s name", "Hannah Stoltz", phone="12")
    agent.go(page.url.removeprefix(agent.service.url))
    kept_on(page, "Owner’s name", "Hannah Stoltz", phone="12")
    page.get_by_label("Phone for customers").fill("(717) 555-0138")
    page.get_by_role("combobox", name="Monday").select_option("Not known")
    agent.press("Save and choose the look")
    expect(page.get_by_role("heading", name="The look of the site")).to_be_visible()
    page.go_back()
    page.reload()
    kept_on(page, "Owner’s name", "Hannah Stoltz", phone="(717) 555-0138")


def kept_on(page: Page, label: str, text: str, *, phone: str) -> None:
    expect(page.get_by_label(label)).to_have_value(text)
    expect(page.get_by_label("Phone for customers")).to_have_value(phone)


def to_the_agreement(agent: Agent) -> None:
    agent.sign_in()
    agent.scan(LEAD)
    agent.press("Make the record")
    agent.page.get_by_label("Phone for customers").fill("(717) 555-0138")
    agent.page.get_by_label("Owner’s name").fill("Hannah Stoltz")
    agent.page.get_by_role("combobox", name="Monday").select_option("Not known")
    agent.press("Save and choose the look")
    agent.press("Go on to the agreement")


def test_a_clause_that_was_read_out_stays_ticked_with_its_time(agent):
    to_the_agreement(agent)
    clause = agent.page.locator(".clause").first
    with agent.page.expect_response(lambda answer: "/ticks/" in answer.url):
        clause.locator("label").click()
    agent.press("Send it to the owner to confirm")
    agent.see("was not read out")
    agent.look()
    agent.page.reload()
    expect(clause.get_by_role("checkbox")).to_be_checked()
    expect(clause.locator("[data-said]")).not_to_be_empty()


def test_a_tick_that_was_lost_on_the_way_is_taken_back_and_said(agent, watch):
    to_the_agreement(agent)
    clause = agent.page.locator(".clause").last
    agent.page.route("**/ticks/**", lambda route: route.abort())
    clause.locator("label").click()
    expect(clause.locator("[data-said]")).to_have_text("not kept, tick again")
    expect(clause.get_by_role("checkbox")).not_to_be_checked()
    agent.page.unroute("**/ticks/**")
    clause.locator("label").click()
    expect(clause.locator("[data-said]")).to_contain_text(":")
    expect(clause.get_by_role("checkbox")).to_be_checked()
    watch.forgive("htmx:")
    watch.forgive("ERR_FAILED")
