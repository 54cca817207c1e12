"""Who clicks: each role does with its pages what a person of that role does, by what stands on them."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.browser.watching import look_at
from tests.service import Service


class Visitor:
    role = ""

    def __init__(self, page: Page, service: Service) -> None:
        self.page, self.service = page, service

    def sign_in(self) -> None:
        self.go("/sign-in")
        self.fill_in()

    def fill_in(self) -> None:
        who = self.service.sign_in[self.role]
        self.page.get_by_label("E-mail").fill(who["email"])
        self.page.get_by_label("Password").fill(who["password"])
        self.press("Sign in")

    def go(self, path: str) -> None:
        self.page.goto(self.service.url + path)

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()
        self.page.wait_for_load_state()

    def look(self) -> None:
        look_at(self.page)

    def see(self, words: str) -> None:
        expect(self.page.get_by_text(words).first).to_be_visible()

    def until(self, is_so: Callable[[], bool], *, tries: int = 60) -> None:
        """Reload a page that does not tell by itself, until it tells."""
        for _ in range(tries):
            if is_so():
                return
            self.page.wait_for_timeout(500)
            self.page.reload()
        raise AssertionError(f"it never came on {self.page.url}:\n{self.page.inner_text('main')[:2000]}")


class Agent(Visitor):
    role = "sales_agent"

    def scan(self, lead: str) -> None:
        self.go(f"/sales/leads/{lead}")
        self.press("Scan now")

    @property
    def waiting(self) -> Locator:
        return self.page.locator("table.scan tr.is-waiting")

    def parts(self) -> list[tuple[str, int, int]]:
        """Place, points and points to be had, as the report adds them up."""
        self.page.locator("#score-parts summary").click()
        rows = self.page.locator("table.parts tbody tr").all()
        parts = [re.fullmatch(r"(.+?)(?:\n.*)?\t(\d+) of (\d+)", row.inner_text(), re.S) for row in rows]
        return [(part[1], int(part[2]), int(part[3])) for part in parts]

    def score(self) -> int:
        return int(self.page.locator(".dial-value").text_content())

    def pick(self, shown: str) -> None:
        """Choose a candidate that was found."""
        self.page.locator("label.pick", has_text=shown).first.click()

    def read_out(self) -> None:
        """Every clause, each ticked once its tick has been kept."""
        for clause in self.page.locator(".clause").all():
            with self.page.expect_response(lambda answer: "/ticks/" in answer.url) as kept:
                clause.locator("label").click()
            assert kept.value.ok
            expect(clause.locator("[data-said]")).not_to_be_empty()

    def state_of(self, place: str) -> str:
        row = self.page.get_by_role("row").filter(has=self.page.get_by_role("rowheader", name=re.compile(f"^{place}")))
        return row.locator(".state").inner_text()


class Verifier(Visitor):
    role = "verifier"


class Assistant(Visitor):
    role = "assistant"

    def facts(self) -> dict[str, str]:
        """What the brief says to type over there, by the names that CityDir's form has."""
        rows = self.page.locator(".copies > div").all()
        told = {row.locator("dt").inner_text(): row.locator("code").inner_text() for row in rows}
        names = {
            "Name": "name", "Street": "street", "Suite or unit": "unit", "City": "city", "State": "region",
            "ZIP code": "postal_code", "Phone": "phone",
        }  # fmt: skip
        return {field: told[label] for label, field in names.items() if label in told}


class Owner(Visitor):
    role = "owner"

    def row(self, place: str) -> Locator:
        return self.page.locator("table.grid tr", has=self.page.get_by_role("rowheader", name=place, exact=True))
