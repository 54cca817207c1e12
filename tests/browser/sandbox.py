"""The pretend world from the tests' side: a publisher that hangs, a form filled in by hand, an owner's phone."""

from __future__ import annotations

import re

from playwright.sync_api import Page

from tests.service import Service


class Outside:
    """A browser of the world outside; nothing that it opens belongs to Map Pop."""

    def __init__(self, page: Page, service: Service) -> None:
        self.page, self.service = page, service

    def publisher_url(self, title: str) -> str:
        self.page.goto(self.service.sandbox_url)
        return self.page.locator(".publishers").get_by_role("link", name=title).get_attribute("href").rstrip("/")

    def set_fault(self, title: str, mode: str, seconds: int = 0) -> None:
        told = {"mode": mode, "seconds": seconds}
        assert self.page.request.post(f"{self.publisher_url(title)}/_sandbox/faults", data=told).ok

    def add_to_citydir(self, facts: dict[str, str], *, mail_to: str) -> str:
        """Fill CityDir's form in, follow the link in its mail; the address of the listing."""
        self.page.goto(f"{self.publisher_url('CityDir')}/add")
        for field, text in {**facts, "email": mail_to}.items():
            self.page.fill(f"[name={field}]", text)
        self.page.get_by_role("button", name="Submit listing").click()
        self.page.goto(self._link_mailed_to(mail_to))
        self.page.locator("main a[href*='/biz/'], a[href*='/biz/']").first.click()
        return self.page.url

    def _link_mailed_to(self, address: str) -> str:
        mails = self.page.request.get(f"{self.service.mailbox_url}/messages.json?to={address}").json()["messages"]
        return re.search(r"http://\S+/confirm/\S+", mails[-1]["text"])[0]
