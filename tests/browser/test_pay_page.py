"""An owner saves a card on the processor's page: one that pays, one that is declined, one that its bank asks about."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import Owner
from tests.service import Service

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


class Payer(Owner):
    def open_payments(self) -> None:
        """As by the link in a letter about money."""
        self.page.goto(f"{self.service.sign_in['owner']['link']}?to=payments")
        self.press("Open my page")

    def type_card(self, number: str) -> None:
        for label, text in {"Card number": number, "Expiry": "08 / 34", "Security code": "123"}.items():
            self.page.get_by_label(label, exact=False).fill(text)
        self.page.get_by_label("Name on the account or card", exact=False).fill("Juniper Ash")
        self.page.locator("form button").first.click()
        self.page.wait_for_load_state()


def test_a_card_is_saved_on_the_processors_page_and_changed_there(visit: Callable[..., Page], service: Service) -> None:
    owner = Payer(visit(watched=False), service)
    owner.open_payments()
    owner.see("You agree that")
    owner.look()
    owner.press("Pay by card or bank")
    assert "/c/pay/cs_test_" in owner.page.url and service.url not in owner.page.url
    stripe = owner.page.url.partition("/c/pay/")[0]
    owner.type_card("4000 0000 0000 0002")
    owner.see("Your card was declined.")
    owner.type_card("4242 4242 4242 4242")
    owner.see("You pay by card: Visa ending 4242.")
    assert owner.page.url == f"{service.url}/portal/payments"
    owner.press("Change the card or bank")
    owner.type_card("4000 0025 0000 3155")
    owner.page.locator("button[value=yes]").click()
    owner.see("You pay by card: Visa ending 3155.")
    expect(owner.page.get_by_text("ending 4242")).to_have_count(0)
    told = owner.page.request.get(f"{stripe}/_sandbox/deliveries").json()["deliveries"]
    assert told and {delivery["status"] for delivery in told} <= {204, None}
