"""Plans, add-ons and coupons of one owner, dated: looked at first, changed once, and every cent on an invoice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from mappop.domain.correction import CorrectionKind, CorrectionReason
from mappop.domain.errors import Refused
from mappop.domain.invoice import InvoiceState
from mappop.domain.plan import Interval
from mappop.domain.planned import Planned
from mappop.domain.roles import Role
from mappop.domain.subscription import SubscriptionState
from mappop.domain.tax_table import FlatTaxes, TaxRate
from mappop.services import billing, corrections, coupons, dunning, invoicing, plan_changes, reaching
from mappop.services.corrections import Asked
from mappop.services.plan_changes import Wish
from tests.scenarios.test_first_charge import first_charged, letters, on, subscription
from tests.world import World

YEAR, PLUS = Wish(True, "local", Interval.YEAR), Wish(True, "local_plus", Interval.MONTH)
LOCAL, HOUR = Wish(True, "local", Interval.MONTH), Wish(True, add_on="desk_hour", quantity=2)


@pytest.fixture
def world(world: World) -> World:
    """Rosa pays 39.95 a month since Wednesday 31 March; her second month ends with 30 May."""
    first_charged(world.on("2027-03-01"))
    on(world, "2027-04-30", "18:00")
    return world


def business(world):
    return subscription(world).business_id


def change(world, wish):
    drawn = plan_changes.preview(world.deps, business(world), wish)
    return plan_changes.change(world.deps, business(world), wish, seal=drawn.seal, actor="owner")


def newest(world):
    return max(world.rows("invoices"), key=lambda invoice: invoice.number)


def bills(world):
    """State and cents to pay of each, the oldest first."""
    found = sorted(world.rows("invoices"), key=lambda invoice: invoice.number)
    return [(one.state.value, one.balance_minor) for one in found]


def all_is_paid(world):
    for bill in world.rows("invoices"):
        invoicing.record_payment(
            world.deps, bill.id, amount_minor=bill.balance_minor, reference="check 7", who=world.verifier
        )


def owed(world):
    return sum(row.amount_minor for row in world.rows("customer_credits"))


def balance(world, account):
    return sum(entry.postings.get(account, 0) for entry in world.rows("ledger_entries"))


def test_a_larger_plan_in_the_middle_of_a_month_is_looked_at_first_and_asked_once(world):
    """On 15 May, 16 of 31 days are left: 20.62 back, 41.26 for the larger plan, 49.00 once to set it up."""
    world.on("2027-05-15")
    drawn = plan_changes.preview(world.deps, business(world), PLUS)
    assert [(line.kind.value, line.amount_minor) for line in drawn.bill.lines] == [
        ("unused", -20_62), ("plan", 41_26), ("set_up", 49_00),
    ]  # fmt: skip
    assert (drawn.to_pay_minor, drawn.each.each_minor) == (69_64, 79_95) and len(world.rows("invoices")) == 2
    for _ in range(2):
        plan_changes.change(world.deps, business(world), PLUS, seal=drawn.seal, actor="owner")
    world.work()
    assert len(world.rows("invoices")) == 3 and newest(world).amount_minor == 69_64
    assert (newest(world).period_start, newest(world).period_end) == (date(2027, 5, 15), date(2027, 5, 31))
    assert letters(world)[-2:] == ["invoice", "plan_changed"]
    on(world, "2027-05-31", "18:00")
    assert newest(world).amount_minor == 79_95 and newest(world).period_start == date(2027, 5, 31)


def test_up_and_down_on_one_day_leaves_the_money_where_it_was(world):
    world.on("2027-05-15")
    up, down = change(world, Wish(True, add_on="desk_hour", quantity=2)), change(world, replace(HOUR, quantity=0))
    assert up.to_pay_minor == down.kept_minor == 25_81 and owed(world) == balance(world, "credit") == 0
    assert balance(world, "receivable") == -balance(world, "revenue") == 2 * 39_95
    assert sum(sum(entry.postings.values()) for entry in world.rows("ledger_entries")) == 0


def test_a_smaller_plan_gives_a_credit_that_the_next_invoice_uses(world):
    world.on("2027-04-30", "19:00")
    change(world, PLUS)
    all_is_paid(world)
    world.on("2027-05-15")
    down = change(world, LOCAL)
    assert (down.to_pay_minor, down.kept_minor) == (0, 20_64) and newest(world).state is InvoiceState.PAID
    world.work()
    assert "covered" in letters(world)
    on(world, "2027-05-31", "18:00")
    bill = newest(world)
    assert (bill.amount_minor, bill.settled_minor, bill.balance_minor, owed(world)) == (39_95, 20_64, 19_31, 0)


def test_what_a_smaller_plan_gives_back_pays_what_is_open_the_oldest_first(world):
    """March, April and the change of 30 April are to be paid, and not late yet: the 20.64 come off March."""
    world.on("2027-04-30", "19:00")
    change(world, PLUS)
    world.on("2027-05-15")
    drawn = plan_changes.preview(world.deps, business(world), LOCAL)
    assert (drawn.kept_minor, drawn.pays_open_minor) == (20_64, 20_64)
    change(world, LOCAL)
    assert bills(world) == [("open", 19_31), ("open", 39_95), ("open", 89_00), ("paid", 0)] and owed(world) == 0
    assert balance(world, "receivable") == 19_31 + 39_95 + 89_00 and balance(world, "credit") == 0
    world.work()
    told = [letter.body for letter in world.mail.carried if letter.kind == "invoice_with_credit"]
    assert len(told) == 1 and "Your credit pays $20.64 of it" in told[0] and "$19.31 is left" in told[0]


def test_what_was_paid_between_the_look_and_the_yes_is_looked_at_again(world):
    """The page said that the credit comes off what is open; by now nothing is."""
    world.on("2027-04-30", "19:00")
    change(world, PLUS)
    world.on("2027-05-15")
    seen = plan_changes.preview(world.deps, business(world), LOCAL)
    all_is_paid(world)
    with pytest.raises(Refused, match="changed since you looked"):
        plan_changes.change(world.deps, business(world), LOCAL, seal=seen.seal, actor="owner")
    assert owed(world) == 0


def test_what_is_left_once_everything_open_is_paid_is_owed_to_the_customer(world):
    world.on("2027-04-30", "19:00")
    change(world, PLUS)
    all_is_paid(world)
    world.on("2027-05-15")
    change(world, HOUR)
    assert change(world, LOCAL).pays_open_minor == 20_64
    down = change(world, replace(HOUR, quantity=0))
    assert (down.kept_minor, down.pays_open_minor) == (25_81, 5_17)
    assert {state for state, _ in bills(world)} == {"paid"} and owed(world) == 20_64


def test_a_year_begins_at_once_and_counts_its_own_anniversaries(world):
    world.on("2027-05-15")
    drawn = change(world, YEAR)
    assert [line.amount_minor for line in drawn.bill.lines] == [-20_62, 399_50]
    row = subscription(world)
    assert (row.anchor, row.charge_on, row.price_minor) == (date(2027, 5, 15), date(2028, 5, 15), 399_50)
    on(world, "2027-05-31", "18:00")
    assert len(world.rows("invoices")) == 3


def test_a_year_from_the_next_period_on_costs_nothing_today(world):
    world.on("2027-05-15")
    wish = replace(YEAR, at_once=False)
    drawn = change(world, wish)
    assert drawn.bill is None and drawn.on == date(2027, 5, 31) and len(world.rows("invoices")) == 2
    on(world, "2027-05-31", "18:00")
    bill = newest(world)
    assert (bill.amount_minor, bill.period_start, bill.period_end) == (399_50, date(2027, 5, 31), date(2028, 5, 31))


def test_the_letter_names_a_set_up_fee_that_the_next_bill_will_have(world):
    change(world, plan_changes.later(PLUS))
    world.work()
    assert "$79.95 a month" in world.mail.carried[-1].body and "$49.00 more, once" in world.mail.carried[-1].body
    on(world, "2027-05-31", "18:00")
    assert newest(world).amount_minor == 79_95 + 49_00


def test_what_was_planned_can_be_taken_back_until_it_holds(world):
    world.on("2027-05-15")
    change(world, replace(YEAR, at_once=False))
    change(world, replace(LOCAL, at_once=False))
    on(world, "2027-05-31", "18:00")
    assert newest(world).amount_minor == 39_95 and subscription(world).interval is Interval.MONTH


def test_an_owner_who_is_written_to_by_text_alone_reads_the_set_up_fee_too(world):
    reaching.change(world.deps, subscription(world).trial_id, mobile="(512) 555-0166", email="", actor="owner")
    change(world, replace(PLUS, at_once=False))
    world.work()
    told = world.texts.carried[-1].body
    assert "$79.95 a month" in told and told.endswith("The first bill has $49.00 more, once.")


def test_more_hours_at_once_leave_the_larger_plan_that_was_planned(world):
    """Planned on 10 May for the 31st; two hours from the 15th cost 25.81 until then, and go on beside it."""
    change(world.on("2027-05-10"), plan_changes.later(PLUS))
    drawn = change(world.on("2027-05-15"), HOUR)
    coming = drawn.planned.coming
    assert (coming.plan, coming.add_ons[0].quantity, drawn.planned.dropped) == ("local_plus", 2, None)
    assert (drawn.to_pay_minor, drawn.each.each_minor, drawn.then.each_minor) == (25_81, 89_95, 129_95)
    world.work()
    told = [letter.body for letter in world.mail.carried if letter.kind == "plan_changed"][-1]
    assert "$89.95 a month" in told and "it costs $129.95 a month" in told
    on(world, "2027-05-31", "18:00")
    assert newest(world).amount_minor == 79_95 + 2 * 25_00 + 49_00 and subscription(world).next_agreed == {}


def test_another_plan_at_once_leaves_the_hours_that_were_planned(world):
    change(world.on("2027-05-10"), plan_changes.later(HOUR))
    drawn = change(world.on("2027-05-15"), PLUS)
    assert (drawn.to_pay_minor, drawn.then.each_minor, drawn.planned.dropped) == (69_64, 129_95, None)
    on(world, "2027-05-31", "18:00")
    assert newest(world).amount_minor == 79_95 + 2 * 25_00


def test_the_newest_word_about_the_same_thing_takes_the_place_of_what_was_planned(world):
    change(world.on("2027-05-10"), plan_changes.later(HOUR))
    drawn = change(world.on("2027-05-15"), replace(HOUR, quantity=3))
    assert drawn.planned.coming is None and drawn.planned.dropped.add_ons[0].quantity == 2
    world.work()
    assert "no longer comes" in world.mail.carried[-1].body and drawn.then.each_minor == 39_95 + 3 * 25_00
    on(world, "2027-05-31", "18:00")
    assert newest(world).amount_minor == 39_95 + 3 * 25_00


def test_what_was_planned_and_comes_sooner_is_not_dropped(world):
    change(world.on("2027-05-10"), plan_changes.later(PLUS))
    assert change(world.on("2027-05-15"), PLUS).planned == Planned()


def test_a_year_that_begins_at_once_drops_what_was_planned_for_a_day_within_it(world):
    change(world.on("2027-05-10"), plan_changes.later(HOUR))
    drawn = change(world.on("2027-05-15"), YEAR)
    assert drawn.planned.coming is None and drawn.planned.dropped and drawn.planned_on == date(2027, 5, 31)
    world.work()
    assert "no longer comes" in world.mail.carried[-1].body
    assert subscription(world).next_agreed == {} and subscription(world).agreed.add_ons == ()


def test_what_was_planned_since_the_look_is_looked_at_anew(world):
    drawn = plan_changes.preview(world.on("2027-05-15").deps, business(world), HOUR)
    change(world, plan_changes.later(PLUS))
    with pytest.raises(Refused, match="Look again"):
        plan_changes.change(world.deps, business(world), HOUR, seal=drawn.seal, actor="owner")


def test_who_comes_back_to_the_plan_that_runs_is_not_set_up_anew(world):
    """On 31 May the larger plan begins, with its $49.00; on 15 June Rosa leaves it, and thinks better of it."""
    world.on("2027-05-15")
    change(world, plan_changes.later(PLUS))
    on(world, "2027-05-31", "18:00")
    assert newest(world).amount_minor == 79_95 + 49_00
    world.on("2027-06-15")
    change(world, Wish(at_once=False, plan="local"))
    change(world, plan_changes.later(PLUS))
    on(world, "2027-06-30", "18:00")
    assert newest(world).amount_minor == 79_95


def test_who_leaves_the_larger_plan_and_comes_back_within_its_month_is_not_set_up_anew(world):
    """On 15 May Rosa leaves what she was set up for on 30 April; what that gives back is what coming back costs."""
    world.on("2027-04-30", "19:00")
    change(world, PLUS)
    assert newest(world).amount_minor == 40_00 + 49_00
    all_is_paid(world)
    world.on("2027-05-15")
    down, up = change(world, LOCAL), change(world, PLUS)
    assert down.kept_minor == up.credit_minor == 20_64 and (up.bill.total_minor, up.to_pay_minor) == (20_64, 0)
    change(world, LOCAL)
    change(world, plan_changes.later(PLUS))
    on(world, "2027-05-31", "18:00")
    assert newest(world).amount_minor == 79_95


def test_hours_in_a_month_on_us_are_asked_beyond_what_it_may_come_to_and_given_back_alone(world):
    """The coupon was used up by the bill of 31 May; it still counts for that month, up to 80.00. Ten hours came with it
    for nothing."""
    coupons.give(world.deps, business(world), "sorry_month", role=Role.ADMIN, actor="person_mia")
    on(world, "2027-05-31", "18:00")
    assert newest(world).amount_minor == 0
    up, down = change(world, HOUR), change(world, replace(HOUR, quantity=0))
    assert (up.bill.total_minor, down.kept_minor, owed(world)) == (39_95 + 2 * 25_00 - 80_00, 9_95, 0)


def test_a_coupon_of_today_is_for_the_next_bill_and_not_for_a_change_in_a_month_that_is_billed(world):
    """On 15 May, 16 of 31 days are left: 25.81 for two hours, with a coupon that was given that morning too."""
    world.on("2027-05-15")
    coupons.give(world.deps, business(world), "neighbour", role=Role.ADMIN, actor="person_mia")
    up, down = change(world, HOUR), change(world, replace(HOUR, quantity=0))
    assert up.to_pay_minor == down.kept_minor == 25_81 and balance(world, "receivable") == 2 * 39_95
    on(world, "2027-05-31", "18:00")
    assert newest(world).amount_minor == 35_95


def test_amounts_that_are_no_longer_those_that_were_looked_at_change_nothing(world):
    drawn = plan_changes.preview(world.on("2027-05-15").deps, business(world), PLUS)
    with pytest.raises(Refused, match="Look again"):
        plan_changes.change(world.on("2027-05-17").deps, business(world), PLUS, seal=drawn.seal, actor="owner")
    assert len(world.rows("invoices")) == 2 and subscription(world).plan == "local"


def test_nothing_is_changed_while_something_is_to_be_paid(world):
    dunning.begin_overdue(world.on("2027-05-20").deps)
    assert subscription(world).state is SubscriptionState.PAST_DUE
    with pytest.raises(Refused, match="still to be paid"):
        plan_changes.preview(world.deps, business(world), PLUS)


def test_what_was_given_back_otherwise_is_not_given_back_again(world):
    mia = replace(world.verifier, role=Role.ADMIN)
    asked = Asked(CorrectionKind.CREDIT_NOTE, newest(world).id, 10_00, CorrectionReason.OUTAGE, "Two days down")
    corrections.ask(world.on("2027-05-10").deps, asked, key="one", who=mia)
    with pytest.raises(Refused, match="given back already"):
        plan_changes.preview(world.deps, business(world), PLUS)
    assert change(world, replace(PLUS, at_once=False)).on == date(2027, 5, 31)


def test_a_write_off_that_a_second_person_declined_stands_in_no_changes_way(world):
    """Ben may write off nothing alone; while it waits for Mia, what is left of the month is not known."""
    ben, mia = (
        replace(world.verifier, role=Role.SUPPORT_AGENT),
        replace(world.verifier, id="person_mia", role=Role.ADMIN),
    )
    asked = Asked(CorrectionKind.WRITE_OFF, newest(world).id, 39_95, CorrectionReason.UNREACHABLE, "No answer")
    waits = corrections.ask(world.on("2027-05-10").deps, asked, key="one", who=ben)
    with pytest.raises(Refused, match="given back already"):
        plan_changes.preview(world.deps, business(world), PLUS)
    corrections.decline(world.deps, waits.id, why="They pay on Friday.", who=mia)
    assert change(world, PLUS).to_pay_minor > 0


def test_tax_is_asked_where_the_issuer_is_registered_and_comes_back_with_the_rest(world):
    texas = FlatTaxes([TaxRate("TX", date(2020, 1, 1), 82_500, date(2027, 5, 1), "a test")])
    deps = replace(world.on("2027-05-31", "18:00").deps, taxes=texas)
    billing.run(deps)
    bill = newest(world)
    assert (bill.amount_minor, bill.tax_minor) == (43_25, 3_30) and balance(world, "tax_payable") == -3_30
    world.on("2027-06-14")
    up = plan_changes.preview(deps, business(world), HOUR)
    plan_changes.change(deps, business(world), HOUR, seal=up.seal, actor="owner")
    down = plan_changes.preview(deps, business(world), replace(HOUR, quantity=0))
    assert down.kept_minor == up.to_pay_minor and up.bill.tax_minor == -down.bill.tax_minor > 0


def test_a_month_on_us_asks_for_nothing_once(world):
    for _ in range(2):
        coupons.give(world.deps, business(world), "sorry_month", role=Role.SUPPORT_AGENT, actor="sam")
    on(world, "2027-05-31", "18:00")
    assert (newest(world).amount_minor, newest(world).state) == (0, InvoiceState.PAID)
    assert [line["kind"] for line in newest(world).lines] == ["plan", "coupon"] and letters(world)[-1] == "covered"
    on(world, "2027-06-30", "18:00")
    assert newest(world).amount_minor == 39_95
    assert [row.given for row in world.rows("coupon_uses")] == [1]


def test_a_coupon_is_refused_above_ones_limit_and_beside_another(world):
    with pytest.raises(Refused, match="ask an administrator"):
        coupons.give(world.deps, business(world), "neighbour", role=Role.SUPPORT_AGENT, actor="sam")
    coupons.give(world.deps, business(world), "neighbour", role=Role.ADMIN, actor="mia")
    with pytest.raises(Refused, match="One coupon"):
        coupons.give(world.deps, business(world), "launch", role=Role.ADMIN, actor="mia")
    on(world, "2027-05-31", "18:00")
    assert newest(world).amount_minor == 39_95 - 4_00  # 3.995 rounds up
