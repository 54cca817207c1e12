"""The link out: looking changes nothing, one press cancels, in the owner's language."""

from __future__ import annotations

import re
from datetime import date

import pytest

from mappop.domain.roles import Role
from mappop.domain.subscription import SubscriptionState
from mappop.domain.trial import Trial
from mappop.services.signing import CANCEL_LINK
from tests.consoles.conftest import Visitor
from tests.scenarios.test_first_charge import delivered_in_time, on, started
from tests.world import DELGADO, World


@pytest.fixture
def link(world: World) -> str:
    trial = world.sell()
    world.confirm(trial)
    return f"/x/{CANCEL_LINK.sign(world.app.settings, trial.id)}"


def long_over(world: World) -> Trial:
    """A free month that ended on Wednesday, March 31, 2027 with no word on how to pay; all stayed. It is May 10."""
    trial = started(world.on("2027-03-01"), pays=False)
    delivered_in_time(world)
    on(world, "2027-03-31", "18:00")
    on(world, "2027-05-10")
    assert world.rows("subscriptions")[0].state is SubscriptionState.PAUSED
    return trial


def canceled(world: World) -> bool:
    return world.rows("trials")[0].canceled_at is not None


def test_looking_cancels_nothing_and_says_what_it_would_mean(visitor: Visitor, world: World, link: str) -> None:
    page = visitor.get(link).get_data(as_text=True)
    assert "Cancel your free month?" in page and "Nothing is charged, now or later." in page
    assert not canceled(world)


def test_one_press_cancels_without_signing_in(visitor: Visitor, world: World, link: str) -> None:
    answer = visitor.post(link)
    assert answer.status_code == 302 and canceled(world)
    assert "You canceled" in visitor.get(link).get_data(as_text=True)


def test_the_page_speaks_spanish(visitor: Visitor, link: str) -> None:
    page = visitor.get(f"{link}?lang=es").get_data(as_text=True)
    assert '<html lang="es"' in page and "Sí, cancelar" in page


@pytest.mark.parametrize("token", ["x", "InRyaWFsXzEi.aaaa.bbbb", "%00", "a" * 5_000])
def test_a_link_that_is_not_ours_cancels_nothing_and_says_whom_to_call(visitor: Visitor, token: str) -> None:
    answer = visitor.get(f"/x/{token}")
    assert answer.status_code == 404 and "This link does not work" in answer.get_data(as_text=True)


def test_the_mail_carries_it_as_a_link_and_makes_no_link_of_a_name(world: World) -> None:
    world.confirm(world.sell({**DELGADO, "name": "Delgado http://elsewhere.example"}))
    welcome = next(m for m in world.rows("messages") if m.kind == "welcome" and m.html)
    assert f'<a href="{world.app.settings.base_url}/x/' in welcome.html
    assert 'href="http://elsewhere' not in welcome.html
    assert f"{world.app.settings.base_url}/x/" in welcome.body


def test_in_mail_the_words_lead_there_and_not_three_lines_of_an_address(world: World) -> None:
    """The plain part keeps the address, and so does the site's own, which is to be read."""
    world.confirm(world.sell({**DELGADO, "name": "Delgado: Plumbing? Yes. And more"}))
    welcome = next(m for m in world.rows("messages") if m.kind == "welcome" and m.html)
    (way_out,) = re.findall(r'<a href="[^"]+/x/[^"]+">([^<]+)</a>', welcome.html)
    assert way_out == "You can cancel until Tuesday, March 30, 2027 and pay nothing, without signing in"
    assert re.search(r'<a href="(https?://[^"]+)">\1</a>', welcome.html) and "without signing in: http" in welcome.body


def test_an_owners_link_that_is_none_says_what_to_do(visitor: Visitor) -> None:
    answer = visitor.get("/o/InBlcnNvbl8xIg.aaaa")
    assert answer.status_code == 404 and "This link does not work" in answer.get_data(as_text=True)


def test_a_free_month_that_is_over_without_a_way_to_pay_ends_on_the_day_of_the_press(
    visitor: Visitor, world: World
) -> None:
    trial = long_over(world)
    link = f"/x/{CANCEL_LINK.sign(world.app.settings, trial.id)}"
    page = visitor.get(link).get_data(as_text=True)
    assert "it ends today" in page and "Your site becomes a plain page today" in page and "March" not in page
    visitor.post(link)
    world.work()
    (row,) = world.rows("subscriptions")
    assert row.service_until == date(2027, 5, 10)
    letter = world.mail.carried[-1].body
    assert "it has ended today" in letter and "March" not in letter
    assert "What stays, and your site to take along" in letter and "You can cancel here" not in letter


def test_whoever_says_it_to_support_hears_of_the_same_day(visitor: Visitor, world: World) -> None:
    trial = long_over(world)
    visitor.sign_in(world.person(Role.SUPPORT_AGENT, "Carlo", "carlo@mappop.example", "manila").email)
    page = visitor.get(f"/support/customers/{trial.business_id}/cancel").get_data(as_text=True)
    assert "the site becomes a plain page today" in page and "At the end of what is promised" not in page
