"""The owner sees what is agreed and the next bill, looks at a change in amounts, and says yes to those alone."""

from __future__ import annotations

import re

import pytest

from mappop.domain.plan import Interval
from mappop.domain.processor import NoAnswer
from mappop.domain.roles import Role
from mappop.services import coupons, dunning, plan_changes
from mappop.services.plan_changes import Wish
from mappop.services.signing import OWNER_LINK
from tests.consoles.conftest import Visitor
from tests.consoles.test_invoice_paper import charged, run
from tests.world import DELGADO, FakeTaxEngine, World

LATER = Wish(False, "local_plus", Interval.MONTH)


@pytest.fixture
def owner(world: World, visitor: Visitor) -> Visitor:
    """Rosa's first charge was on Wednesday, March 31, 2027; it is Thursday 15 April."""
    charged(world, visitor, DELGADO)
    return sign_in(world.on("2027-04-15"), visitor)


def sign_in(world: World, visitor: Visitor) -> Visitor:
    visitor.post(f"/o/{OWNER_LINK.sign(world.app.settings, world.rows('people')[-1].id)}")
    return visitor


def text(visitor: Visitor, path: str) -> str:
    answer = visitor.get(path)
    assert answer.status_code == 200, answer.status
    return answer.get_data(as_text=True)


def hidden(page: str, form: int = 0) -> dict[str, str]:
    found = page.split('action="/portal/plan/change"')[form + 1].split("</form>")[0]
    fields = dict(re.findall(r'name="([a-z_]+)" value="([^"]*)"', found))
    return {name: value for name, value in fields.items() if name != "csrf_token"}


def subscription(world: World):
    return world.rows("subscriptions")[0]


def test_it_shows_the_plan_the_next_bill_and_how_it_reads_on_the_statement(owner: Visitor) -> None:
    page = text(owner, "/portal/plan")
    for part in (
        "Map Pop Local",
        "$39.95 a month",
        "Friday, April 30, 2027",
        "“MAP POP”",
        "Map Pop Local Plus",
        "$49.00",
    ):
        assert part in page, part
    assert "/portal/plan/to/local/year" in page and "/portal/plan" in text(owner, "/portal/payments")


@pytest.mark.parametrize(("lang", "said"), [("en", ["by the month", "by the year"]), ("es", ["por mes", "por año"])])
def test_no_two_headings_of_it_say_the_same(owner: Visitor, lang: str, said: list[str]) -> None:
    page = text(owner, f"/portal/plan?lang={lang}")
    headings = re.findall(r"<h[1-6]>(.*?)</h[1-6]>", page)
    assert len(headings) == len(set(headings))
    assert [f"Map Pop Local{plus}, {by}" for plus in ("", " Plus") for by in said] == [
        heading for heading in headings if heading.startswith("Map Pop Local") and "," in heading
    ]


def test_a_year_is_looked_at_in_amounts_and_then_chosen(world: World, owner: Visitor) -> None:
    page = text(owner, "/portal/plan/to/local/year")
    assert "$399.50" in page and "−$19.97" in page and "$379.53" in page and "Today nothing is charged" in page
    assert subscription(world).interval is Interval.MONTH
    for _ in range(2):
        owner.post("/portal/plan/change", on="/portal/plan", **hidden(page))
    assert subscription(world).interval is Interval.YEAR and len(world.rows("invoices")) == 2
    assert world.rows("invoices")[-1].amount_minor == 379_53


def test_payments_names_what_the_next_bill_asks_and_each_after_it(world: World, owner: Visitor) -> None:
    """Two hours and a year from 30 April on; beside the button that lets a card be charged the same amounts stand."""
    world.processor.kinds = ("card",)
    for path in ("/portal/plan/with/desk_hour/2", "/portal/plan/to/local_plus/year"):
        page = text(owner, path)
        owner.post("/portal/plan/change", on="/portal/plan", **hidden(page, 1))
    shown = text(owner, "/portal/payments")
    assert "$1,348.50 on Friday, April 30, 2027, then $1,299.50 a year." in shown
    assert "You agree that $1,348.50 is charged on Friday, April 30, 2027, then $1,299.50 a year, until" in shown
    assert "$1,348.50 el viernes 30 de abril de 2027, y luego $1,299.50 al año." in text(
        owner, "/portal/payments?lang=es"
    )


def test_of_two_ways_one_is_the_filled_button_and_owners_read_dates_as_the_us_writes_them(owner: Visitor) -> None:
    page = text(owner, "/portal/plan/to/local/year")
    first, second = page.split('action="/portal/plan/change"')[1:]
    assert (
        "<button>Change it today" in first and '<button class="quiet">Change it from Friday, April 30, 2027' in second
    )
    assert "Apr 30 to May 30, 2027" in text(owner, "/portal/plan")
    assert "<p>El viernes 30 de abril de 2027, por el período 30 abr a 30 may 2027" in text(
        owner, "/portal/plan?lang=es"
    )


def test_from_the_next_bill_on_costs_nothing_today_and_can_be_taken_back(world: World, owner: Visitor) -> None:
    page = text(owner, "/portal/plan/to/local/year")
    owner.post("/portal/plan/change", on="/portal/plan", **hidden(page, 1))
    planned = text(owner, "/portal/plan")
    assert "From Friday, April 30, 2027 on: Map Pop Local, $399.50 a year" in planned
    back = text(owner, "/portal/plan/to/local/month")
    owner.post("/portal/plan/change", on="/portal/plan", **hidden(back))
    assert subscription(world).next_agreed == {} and len(world.rows("invoices")) == 1


def test_what_becomes_of_what_was_planned_is_said_before_the_yes(world: World, owner: Visitor) -> None:
    """Two hours from 30 April on: a larger plan today leaves them, three hours today take their place, a year too."""
    page = text(owner, "/portal/plan/with/desk_hour/2")
    owner.post("/portal/plan/change", on="/portal/plan", **hidden(page, 1))
    plus, three = text(owner, "/portal/plan/to/local_plus/month"), text(owner, "/portal/plan/with/desk_hour/3")
    year = text(owner, "/portal/plan/to/local/year?lang=es")
    assert "What you had planned still comes" in plus and "no longer comes" not in plus
    assert "Map Pop Local Plus, $129.95 a month, Extra hour of the task desk: 2" in plus
    assert "no longer comes" in three and "still comes" not in three and "Map Pop Local, $89.95 a month" in three
    assert "Esto reemplaza lo que tenía previsto" in year


def test_another_day_has_other_amounts_and_they_are_shown_anew(world: World, owner: Visitor) -> None:
    page = text(owner, "/portal/plan/with/desk_hour/2")
    sign_in(world.on("2027-04-20"), owner)
    answer = owner.post("/portal/plan/change", on="/portal/plan", **hidden(page))
    assert answer.location.endswith("/portal/plan/with/desk_hour/2") and len(world.rows("invoices")) == 1
    assert "The amounts have changed since you looked" in text(owner, answer.location)


def test_what_a_smaller_wish_gives_back_is_said_to_come_off_what_is_open(world: World, owner: Visitor) -> None:
    """Half of the month is left on 15 April: two hours were 25.00, and the first bill is not paid yet either."""
    page = text(owner, "/portal/plan/with/desk_hour/2")
    owner.post("/portal/plan/change", on="/portal/plan", **hidden(page))
    fewer = text(owner, "/portal/plan/with/desk_hour/0")
    assert "Comes off what you still have to pay" in fewer and "Kept as your credit" not in fewer
    assert "Se descuenta de lo que aún debe" in text(owner, "/portal/plan/with/desk_hour/0?lang=es")


@pytest.mark.parametrize("path", ["to/gold/month", "to/local/week", "with/desk_hour/11", "with/helpers/1"])
def test_what_is_not_sold_is_not_there(owner: Visitor, path: str) -> None:
    assert owner.get(f"/portal/plan/{path}").status_code == 404


def test_while_something_is_open_past_its_day_nothing_is_changed_and_it_says_why(world: World, owner: Visitor) -> None:
    dunning.begin_overdue(world.on("2027-04-20").deps)
    sign_in(world, owner)
    answer = owner.get("/portal/plan/to/local/year")
    assert answer.status_code == 302 and "still to be paid" in text(owner, answer.location)


def test_a_set_up_fee_of_a_later_bill_is_said_before_the_yes(world: World, owner: Visitor) -> None:
    page = text(owner, "/portal/plan/to/local_plus/month")
    now, later = page.split('<section class="card">')[1:]
    more = "The first of these bills has $49.00 more, once, to set it up."
    assert more in later and more not in now and "$49.00" in now
    assert more not in text(owner, "/portal/plan/to/local/year")
    owner.post("/portal/plan/change", on="/portal/plan", **hidden(page, 1))
    hours = text(owner, "/portal/plan/with/desk_hour/1?lang=es")
    assert hours.count("lleva $49.00 más, una sola vez") == 2, "it comes with what was planned, hours today or later"


@pytest.mark.parametrize(
    ("lang", "each"),
    [("en", "$69.95 a month for 3 bills, then $79.95 a month"),
     ("es", "$69.95 al mes por 3 facturas, luego $79.95 al mes")],
)  # fmt: skip
def test_a_coupon_of_some_months_is_in_what_a_change_costs(
    world: World, owner: Visitor, lang: str, each: str
) -> None:  # fmt: skip
    """“After that it is $79.95” stood there, and in the letter, which no bill asked before the fourth."""
    coupons.give(world.deps, subscription(world).business_id, "launch", role=Role.ADMIN, actor="mia")
    look = text(owner, f"/portal/plan/to/local_plus/month?lang={lang}")
    assert look.count(f" {each}, ") == 2  # today and from the next bill on
    seal = plan_changes.preview(world.deps, subscription(world).business_id, LATER).seal
    plan_changes.change(world.deps, subscription(world).business_id, LATER, seal=seal, actor="owner")
    world.work()
    assert "Map Pop costs $69.95 a month for 3 bills, then $79.95 a month for" in world.mail.carried[-1].body


def test_in_the_free_month_the_first_bill_is_by_the_new_price(world: World, visitor: Visitor) -> None:
    world.confirm(world.on("2027-03-01").sell(DELGADO, {"name": "Rosa", "email": "rosa@delgado.example"}))
    world.work()
    sign_in(world, visitor)
    assert "“MAP POP TRIAL OVER”" in text(visitor, "/portal/plan")
    page = text(visitor, "/portal/plan/to/local/year")
    visitor.post("/portal/plan/change", on="/portal/plan", **hidden(page))
    assert subscription(world).price_minor == 399_50 and world.rows("invoices") == []
    run(world, "2027-03-24")
    assert any("$399.50 a year" in letter.body for letter in world.mail.carried if letter.kind == "charge_reminder")
    sign_in(world, visitor)
    refused = visitor.get("/portal/plan/to/local/month")
    assert "that stands" in text(visitor, refused.location)
    page = text(visitor, "/portal/plan?lang=es")
    assert "$399.50 al año" in page and "Su plan" in page


def test_prices_without_the_tax_say_so_until_it_was_asked_and_in_the_list_after_that_too(
    world: World, visitor: Visitor
) -> None:
    """In the free month nobody has asked for the place's tax: the page says so, a look at a change asks for it."""
    world.tax_engine = FakeTaxEngine(82_500, fault=NoAnswer("silent"))
    world.confirm(world.on("2027-03-01").sell(DELGADO, {"name": "Rosa", "email": "rosa@delgado.example"}))
    world.work()
    sign_in(world, visitor)
    page, look = text(visitor, "/portal/plan"), text(visitor, "/portal/plan/to/local/year")
    assert "$39.95 a month plus tax" in page and "To pay plus tax" in page and "by the rate of your address" in page
    assert "From then on it is $399.50 a year plus tax, until you cancel" in look
    assert "$39.95 al mes más impuestos" in text(visitor, "/portal/plan?lang=es")
    world.tax_engine.fault = None
    look, page = text(visitor, "/portal/plan/to/local/year?lang=en"), text(visitor, "/portal/plan")
    assert "From then on it is $432.46 a year, until you cancel" in look and "To pay plus tax" not in page
    assert "$43.25" in page and "$39.95 a month plus tax" in page


def test_where_no_tax_is_asked_no_page_speaks_of_one(owner: Visitor) -> None:
    assert "plus tax" not in text(owner, "/portal/plan") + text(owner, "/portal/plan/to/local/year")


def test_while_no_tax_can_be_asked_for_only_the_change_from_the_next_bill_on_is_offered(
    world: World, owner: Visitor
) -> None:  # fmt: skip
    world.tax_engine = FakeTaxEngine(82_500, fault=NoAnswer("silent"))
    path = "/portal/plan/to/local/year"
    page = text(owner, path)
    assert "can’t be asked for at this moment" in page and "Change it today" not in page
    assert owner.post("/portal/plan/change", on=path, **hidden(page)).status_code == 302
    assert subscription(world).next_agreed and len(world.rows("invoices")) == 1
    world.tax_engine.fault = None
    assert "Change it today" in text(owner, path)


def test_supports_timeline_names_what_is_paid_for_as_it_is_sold(owner: Visitor, world: World) -> None:
    page = text(owner, "/portal/plan/with/desk_hour/2")
    owner.post("/portal/plan/change", on="/portal/plan/with/desk_hour/2", **hidden(page))
    owner.sign_in(world.person(Role.SUPPORT_AGENT, "Carlo", "carlo@mappop.example", "manila").email)
    told = text(owner, "/support/customers/delgado-plumbing-austin")
    assert "Map Pop Local by the month + 2 × Extra hour of the task desk" in told and "desk_hour" not in told
