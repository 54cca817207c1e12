"""What an owner with an open payment reads: what failed, why, what happens on which day, and one thing to do."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup

from mappop.domain.roles import Role
from mappop.services import billing, coupons, resending
from mappop.services.signing import OWNER_LINK
from tests.consoles.conftest import Visitor
from tests.scenarios.test_dunning import SHOP, by_invoice, first_charge, lives
from tests.scenarios.test_sent_again import a_debit_of_ours_comes_back
from tests.world import World


@pytest.fixture
def visits(world: World, visitor: Visitor):
    """Rosa follows the link of her letter."""

    def visit(language: str = "en", page: str = "/portal/payments") -> str:
        with world.app.unit_of_work() as uow:
            owner = uow.people.first(business_id="delgado-plumbing-austin")
        visitor.post(f"/o/{OWNER_LINK.sign(world.app.settings, owner.id)}?to=payments")
        shown = visitor.get(f"{page}?lang={language}").get_data(as_text=True)
        return shown.replace('<span class="whole">MP-000001</span>', "MP-000001")

    return visit


def test_a_failed_card_is_told_with_its_reason_and_days_and_one_button(world: World, visits) -> None:
    first_charge(world.on("2027-03-01"), declines="insufficient_funds")
    shown = visits()
    assert "$39.95 (invoice MP-000001) did not come in: there was not enough money in the account." in shown
    for day, what in (("April 2", "We try the same"), ("April 14", "service stops"), ("April 21", "Map Pop ends")):
        assert day in shown and what in shown
    assert "When you save it, $39.95 is charged at once" in shown and shown.count("We try the same") == 1
    assert shown.count('action="/portal/payments/card-or-bank"') == 1
    assert "<b>El viernes 2 de abril de 2027</b>: Probamos" in visits("es")


def test_the_yes_beside_a_new_card_is_to_what_the_next_bills_ask(world: World, visits) -> None:
    """It named the price that comes after a coupon's last month."""
    first_charge(world.on("2027-03-01"), declines="insufficient_funds")
    coupons.give(world.deps, SHOP, "launch", role=Role.ADMIN, actor="mia")
    asked = "and from Friday, April 30, 2027 on $29.95 a month for 3 bills, then $39.95 a month, as agreed"
    assert f"When you save it, $39.95 is charged at once, {asked}" in visits()


def test_who_asked_to_cancel_is_promised_no_charge_for_what_is_open_and_finds_the_way_on(world: World, visits) -> None:
    first_charge(world.on("2027-03-01"), declines="insufficient_funds")
    with world.app.unit_of_work() as uow:
        uow.subscriptions.get(uow.subscriptions.first(business_id=SHOP).id).ask_to_cancel(world.clock.now())
        uow.commit()
    shown = visits()
    assert "is charged at once" not in shown and "card-or-bank" not in shown
    assert "we try nothing and charge nothing for it until you say that you stay" in shown
    assert "Finish it, or stay</a>" in shown and "Terminar, o quedarse</a>" in visits("es")


def test_a_debit_on_its_way_asks_nothing_of_anybody(world: World, visitor: Visitor, visits) -> None:
    """It came back by our fault and was sent again: nobody is to pay a second time meanwhile."""
    a_debit_of_ours_comes_back(world)
    assert "card-or-bank" in visits()
    carlo = world.person(Role.SUPPORT_AGENT, "Carlo", "carlo@mappop.example", "manila")
    resending.send_again(world.deps, SHOP, put_right="It was debited a day early.", who=carlo)
    world.work()
    shown = visits()
    assert "$39.95 for invoice MP-000001 is on its way from your bank" in shown and "card-or-bank" not in shown
    assert "vienen en camino" in visits("es") and "Nothing needs you today." in visits("en", "/portal/")
    visitor.sign_in(carlo.email)
    told = visitor.get(f"/support/customers/{SHOP}").get_data(as_text=True)
    assert "is on its way: a bank debit takes some business days" in told and "Send the debit again" not in told


def test_after_a_hard_decline_no_try_is_promised(world: World, visits) -> None:
    first_charge(world.on("2027-03-01"), declines="stolen_card")
    shown = visits()
    assert "the bank said no and gave no reason" in shown and "We try the same" not in shown and "stolen" not in shown


def test_an_unpaid_owner_reads_what_has_stopped_and_in_spanish_too(world: World, visits) -> None:
    by_invoice(world.on("2027-03-01"))
    lives(world, "2027-04-30")
    assert "Your site is a plain page until it is paid" in visits()
    assert "Su sitio es una página sencilla hasta que se pague" in visits("es")


def test_the_first_page_does_not_say_that_nothing_is_needed_while_a_payment_is_open(world: World, visits) -> None:
    first_charge(world.on("2027-03-01"), declines="insufficient_funds")
    for language, asked, nothing in (
        ("en", "A payment is open", "Nothing needs you"),
        ("es", "Hay un pago pendiente", "no tiene que hacer nada"),
    ):
        shown = visits(language, "/portal/")
        assert asked in shown and nothing not in shown and 'href="/portal/payments"' in shown


def test_after_the_end_nothing_is_promised_or_asked_for(world: World, visits) -> None:
    first_charge(world.on("2027-03-01"), declines="stolen_card")
    lives(world, "2027-05-20")
    first, money = visits("en", "/portal/"), visits()
    assert "Map Pop has ended here." in first
    assert not any(words in first for words in ("Nothing needs you", "should be right", "We keep checking"))
    assert "Not paid, and not asked for any more" in money
    assert not any(words in money for words in ("To be paid by", "Save another one"))


def test_a_place_that_is_later_than_forecast_says_so_under_today(world: World, visits) -> None:
    first_charge(world.on("2027-03-01"))
    shown = " ".join(visits("en", "/portal/").split())
    assert '<span class="date">Wed, Mar 31</span><p>Formdir should be right' in shown
    assert "Later than the Tue, Mar 2 that we expected." in shown


def test_support_sees_the_same_days_and_what_happened_without_a_code(world: World, visitor: Visitor) -> None:
    first_charge(world.on("2027-03-01"), declines="insufficient_funds")
    visitor.sign_in(world.person(Role.SUPPORT_AGENT, "Carlo", "carlo@mappop.example", "manila").email)
    page = BeautifulSoup(
        visitor.get("/support/customers/delgado-plumbing-austin").get_data(as_text=True), "html.parser"
    )
    coming = [item.get_text(" ", strip=True) for item in page.select(".dated li")]
    assert [item[:10].strip() for item in coming] == ["Waits An i", "Fri 2 Apr", "Wed 14 Apr", "Wed 21 Apr"]
    told = page.select_one(".timeline").get_text(" ", strip=True)
    assert "Insufficient funds" in told and "Sent to Formdir, Citydir" in told and "Invoice MP-000001" in told
    assert not re.search(r"[a-z]_[a-z]", told)


def test_who_owes_nothing_sees_nothing_of_it(world: World, visits) -> None:
    first_charge(world.on("2027-03-01"))
    billing.run(world.deps)
    assert "A payment is open" not in visits()
