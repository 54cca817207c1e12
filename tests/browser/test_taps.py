"""What owners tap at a counter is as large as a thumb: links of the head, buttons, invoices, what unfolds."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.people import Owner
from tests.service import Service

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

THUMB = 44  # pixels: WCAG 2.2, target size enhanced
SMALL = """least => [...document.querySelectorAll(
    'header a, header button, main .button, main button, .more > summary, tbody th a, p:has(+ h1) > a')]
  .filter(e => e.checkVisibility() && e.getBoundingClientRect().height < least).map(e => e.outerHTML.slice(0, 90))"""


@pytest.mark.parametrize("width", [390])
def test_an_owners_pages_of_money(visit: Callable[..., Page], service: Service) -> None:
    owner = Owner(visit(), service)
    owner.page.goto(service.sign_in["owner"]["link"])
    owner.press("Open my page")
    for path in ("/portal/", "/portal/payments", "/portal/plan", "/portal/payments?lang=es"):
        owner.go(path)
        assert owner.page.evaluate(SMALL, THUMB) == [], path
