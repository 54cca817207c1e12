"""The pretend mailbox, as whoever shows the demo has it open beside the consoles."""

from __future__ import annotations

import smtplib
from email.message import EmailMessage
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.watching import look_at
from tests.service import Service, environment_of

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def mail(service: Service, subject: str) -> None:
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = "hi@mappop.example", "ruth@shops.example", subject
    letter.set_content("It works.")
    where = urlsplit(environment_of(service)["MAPPOP_MAIL_URL"])
    with smtplib.SMTP(where.hostname, where.port, timeout=30) as server:
        server.send_message(letter)


@pytest.mark.parametrize("width", [390, 1280])
def test_new_mail_joins_the_list_and_takes_nothing_from_who_reads_it(visit, service, width):
    mail(service, f"First at {width}")
    page = visit()
    page.goto(service.mailbox_url)
    look_at(page)
    link = page.get_by_role("link").filter(has_text=f"First at {width}")
    link.focus()
    mail(service, f"Second at {width}")
    expect(page.get_by_role("link").filter(has_text=f"Second at {width}")).to_be_visible()
    expect(link).to_be_focused()
    expect(link).to_have_count(1)
    shown = page.locator(".list").inner_text()  # the service writes letters of its own meanwhile
    assert shown.index(f"Second at {width}") < shown.index(f"First at {width}")
