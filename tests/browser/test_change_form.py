"""The owner's form for changes as a browser shows and sends it, on a phone and on a desk, in both languages."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import Owner
from tests.service import Service

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.mark.parametrize(
    ("width", "language", "nothing"), [(1280, "en", "Nothing was changed"), (390, "es", "No cambió nada")]
)
def test_untouched_it_changes_nothing_and_a_picked_colour_is_a_change(
    visit: Callable[..., Page], service: Service, language: str, nothing: str
) -> None:
    owner = Owner(visit(), service)
    owner.page.goto(service.sign_in["owner"]["link"])
    owner.press("Open my page")
    owner.go(f"/portal/site/change?lang={language}")
    owner.look()
    send = owner.page.locator("form.stack .acts button").last
    send.click()
    owner.see(nothing)
    assert owner.page.locator("#usual option").count() > 0
    owner.page.locator("input[type=color]").fill("#aa3322")
    owner.page.locator("form.stack .acts button").last.click()
    expect(owner.page.locator("table").first).to_contain_text("#aa3322")
    owner.look()
