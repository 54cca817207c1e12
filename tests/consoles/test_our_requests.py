"""What a host reads of us in its log leads to a page that says who reads there, and how to stop it."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from checkers.fetch.outcome import FetchLimits
from checkers.fetch.robots import parse
from mappop import settings
from tests.consoles.conftest import Visitor
from tests.world import World


def test_the_address_in_our_name_is_a_page_that_names_our_pace_and_two_lines_that_stop_us(
    world: World, visitor: Visitor
) -> None:
    name, address = world.app.settings.agent.split(" (+")
    answer = visitor.get(urlsplit(address.removesuffix(")")).path)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 200 and f"at least {FetchLimits().spacing:g} seconds between two" in page
    stops = re.search(r"<code>(.*?)</code>", page, re.DOTALL)
    assert stops and not parse(stops[1], name.partition("/")[0]).allows("/listing/delgado")


def test_a_command_without_a_service_names_no_address_that_leads_nowhere(monkeypatch) -> None:
    monkeypatch.setattr(settings, "environment", dict)
    assert settings.agent() == "MapPopCheck/0.1"
    monkeypatch.setattr(settings, "environment", lambda: {"MAPPOP_BASE_URL": "https://app.mappop.example/"})
    assert settings.agent() == "MapPopCheck/0.1 (+https://app.mappop.example/about-our-requests)"
