"""What the pages say of the next charge is what the bill then asks, on the day that was told, dated."""

from __future__ import annotations

from datetime import date

import pytest

from mappop.domain.plan import Interval
from mappop.domain.roles import Role
from mappop.services import coupons, plan_changes
from mappop.services.plan_changes import Wish
from mappop.services.signing import OWNER_LINK
from tests.consoles.conftest import Visitor
from tests.price_list import Lists
from tests.scenarios.test_first_charge import first_charged, letters, on, report, subscription
from tests.scenarios.test_price_changes import in_years, tell
from tests.world import World

SHOP = "/support/customers/delgado-plumbing-austin"


@pytest.fixture
def owner(world: World, visitor: Visitor) -> Visitor:
    """Rosa pays 39.95 a month since Wednesday, March 31, 2027; the next is on Friday, April 30."""
    first_charged(world.on("2027-03-01"))
    return visitor


def text(world: World, visitor: Visitor, path: str) -> str:
    """As Rosa sees it that day."""
    visitor.post(f"/o/{OWNER_LINK.sign(world.app.settings, world.rows('people')[-1].id)}")
    answer = visitor.get(path)
    assert answer.status_code == 200, answer.status
    return answer.get_data(as_text=True)


def support(world: World, visitor: Visitor) -> str:
    visitor.sign_in(world.person(Role.SUPPORT_AGENT, "Carlo", "carlo@mappop.example", "manila").email)
    return visitor.get(SHOP).get_data(as_text=True)


def test_a_new_price_that_was_told_is_the_next_charge_on_every_page(
    world: World, owner: Visitor, lists: Lists
) -> None:  # fmt: skip
    """The old one stood there to the last day, beside the button by which a card may be charged too."""
    world.processor.kinds = ("card",)
    lists("local", "2027-04-15", 44_95, 449_50)
    tell(world, "2027-04-05")
    report(world, "price_change", "delivered")
    world.on("2027-04-29")
    payments, plan = text(world, owner, "/portal/payments"), text(world, owner, "/portal/plan")
    assert "$44.95 on Friday, April 30, 2027, then $44.95 a month." in payments
    assert "You agree that $44.95 is charged on Friday, April 30, 2027, then $44.95 a month" in payments
    assert "From Friday, April 30, 2027 on: Map Pop Local, $44.95 a month" in plan and "$39.95 a month" in plan
    assert "$44.95 el viernes 30 de abril de 2027, y luego $44.95 al mes" in text(
        world, owner, "/portal/payments?lang=es"
    )
    assert "The next month, $44.95, from noon" in support(world, owner)
    on(world, "2027-04-30", "18:00")
    assert world.rows("invoices")[-1].amount_minor == 44_95


@pytest.mark.parametrize("event", ["bounced", "late"])
def test_one_that_is_not_told_in_time_is_not_named(world: World, owner: Visitor, lists: Lists, event: str) -> None:
    lists("local", "2027-04-15", 44_95, 449_50)
    tell(world, "2027-04-05")
    if event == "bounced":
        report(world, "price_change", "bounced")
    world.on("2027-04-24")
    assert "$39.95 on Friday, April 30, 2027, then $39.95 a month." in text(world, owner, "/portal/payments")


def test_a_year_that_was_told_late_is_said_to_renew_on_the_day_of_its_letter(world: World, owner: Visitor) -> None:
    """Its own day is 15 April 2028; the letter of the 5th names the 30th. The pages named a day that was over."""
    in_years(world.on("2027-04-15"))
    tell(world, "2028-04-05")
    report(world, "year_renewal", "delivered")
    on(world, "2028-04-15", "18:00")
    world.on("2028-04-20")
    assert "$399.50 on Sunday, April 30, 2028, then $399.50 a year." in text(world, owner, "/portal/payments")
    assert "Sunday, April 30, 2028" in text(world, owner, "/portal/plan")
    assert "Sunday, April 30, 2028" in text(world, owner, "/portal/")
    assert "Sun 30 Apr" in support(world, owner) and "The next year, $399.50" in support(world, owner)
    on(world, "2028-04-30", "18:00")
    assert subscription(world).charge_on == date(2029, 4, 15)


def test_a_year_of_which_nobody_could_be_told_has_no_day(world: World, owner: Visitor) -> None:
    in_years(world.on("2027-04-15"))
    tell(world, "2028-03-21")
    report(world, "year_renewal", "bounced")
    on(world, "2028-04-15", "18:00")
    world.on("2028-04-20")
    for path in ("/portal/payments", "/portal/plan", "/portal/"):
        page = text(world, owner, path)
        assert "there is no new day yet" in page and "Something was still missing" not in page, path
    assert "is held; what happened says why" in support(world, owner)


def test_the_yearly_terms_name_the_price_that_was_told_the_same_day(
    world: World, owner: Visitor, lists: Lists
) -> None:  # fmt: skip
    lists("local", "2028-03-01", 44_95, 449_50)
    on(world, "2028-02-29", "18:00")
    tell(world, "2028-03-06")
    assert letters(world)[-2:] in (["price_change", "yearly_terms"], ["yearly_terms", "price_change"])
    terms = next(one for one in world.mail.carried if one.kind == "yearly_terms")
    assert "$44.95 a month. The next payment is on Friday, March 31, 2028" in terms.body


def test_a_year_price_that_was_told_is_the_next_charge(world: World, owner: Visitor, lists: Lists) -> None:
    wish = Wish(True, "local", Interval.YEAR)
    world.on("2027-04-15")
    seal = plan_changes.preview(world.deps, subscription(world).business_id, wish).seal
    plan_changes.change(world.deps, subscription(world).business_id, wish, seal=seal, actor="owner")
    lists("local", "2028-04-01", 44_95, 449_50)
    tell(world, "2028-03-22")
    report(world, "price_change", "delivered")
    shown = plan_changes.standing(world.on("2028-04-14").deps, subscription(world).business_id)
    assert shown and (shown.next.to_pay_minor, shown.charge_on) == (449_50, date(2028, 4, 15))


@pytest.mark.parametrize(
    ("coupon", "said", "es", "to_agent"),
    [("neighbour", "$35.95 on Friday, April 30, 2027, then $35.95 a month.",
      "$35.95 el viernes 30 de abril de 2027, y luego $35.95 al mes.", "The next month, $35.95, from noon"),
     ("launch", "$29.95 on Friday, April 30, 2027, then $29.95 a month for 2 bills, then $39.95 a month.",
      "$29.95 el viernes 30 de abril de 2027, y luego $29.95 al mes por 2 facturas, luego $39.95 al mes.",
      "The next month, $29.95, then $29.95 a month for 2 bills, then $39.95 a month, from noon"),
     ("sorry_month", "$0.00 on Friday, April 30, 2027, then $39.95 a month.",
      "$0.00 el viernes 30 de abril de 2027, y luego $39.95 al mes.",
      "The next month, $0.00, then $39.95 a month, from noon")],
)  # fmt: skip
def test_what_a_coupon_takes_off_is_said_as_often_as_a_bill_has_it(
    world: World, owner: Visitor, coupon: str, said: str, es: str, to_agent: str
) -> None:
    """Of one without end, and of three months, it was “then $39.95 a month”, which no bill asked, or the fourth."""
    world.processor.kinds = ("card",)
    coupons.give(world.on("2027-04-05").deps, subscription(world).business_id, coupon, role=Role.ADMIN, actor="mia")
    page = text(world, owner, "/portal/payments")
    assert said in page and f"You agree that {said.split()[0]} is charged on Friday, April 30, 2027, then" in page
    assert said.split(", then ", 1)[1].removesuffix(".") + ", until you cancel" in page
    assert es in text(world, owner, "/portal/payments?lang=es") and to_agent in support(world, owner)


def test_a_coupon_of_three_months_is_said_once_more_before_the_last_of_them(world: World, owner: Visitor) -> None:
    coupons.give(world.on("2027-04-05").deps, subscription(world).business_id, "launch", role=Role.ADMIN, actor="mia")
    for day, then in [("2027-04-30", "$29.95 a month for one bill, then $39.95 a month."),
                      ("2027-05-31", "$39.95 a month.")]:  # fmt: skip
        on(world, day, "18:00")
        for bill in world.rows("invoices"):
            with world.app.unit_of_work() as uow:
                row = uow.invoices.get(bill.id)
                if row.balance_minor:
                    row.pay(row.balance_minor, at=world.clock.now())
                uow.commit()
        assert f", then {then}" in text(world, owner, "/portal/payments")
