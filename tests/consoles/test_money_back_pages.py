"""Pages of refunds, disputes, books and risk: what is typed stays, two people decide, files are what they say."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from datetime import timedelta

import pytest

from mappop.domain.correction import CorrectionState
from mappop.domain.processor import DisputeState as Told
from mappop.domain.processor import OwnMove
from mappop.domain.processor import OwnMoveKind as Own
from mappop.domain.risk import Level, RiskAlarm
from mappop.domain.roles import Role
from mappop.services import disputes, invoicing, own_moves, reconciling
from tests.consoles.conftest import Visitor
from tests.scenarios.refunds_fake import paid_by_card
from tests.scenarios.test_disputes import news
from tests.scenarios.test_first_charge import delivered_in_time, on, started

HOSTILE = '<script>alert(1)</script>"=cmd()'


@pytest.fixture
def world(world):
    """Rosa's invoice of 31 March was paid by check on 12 April."""
    world.on("2027-03-01")
    world.trial_sold = started(world)
    delivered_in_time(world)
    on(world, "2027-03-31", "18:00")
    world.on("2027-04-12")
    (world.invoice,) = world.rows("invoices")
    invoicing.record_payment(
        world.deps, world.invoice.id, amount_minor=3995, reference="check 1107", who=world.verifier
    )
    return world


def visitor_as(world, flask_app, role, name):
    who = world.person(role, name, f"{name.lower()}@office.example", "manila")
    browser = Visitor(flask_app.test_client())
    browser.sign_in(who.email)
    browser.who = who
    return browser


@pytest.fixture
def sam(world, flask_app):
    return visitor_as(world, flask_app, Role.SUPPORT_AGENT, "Sam")


@pytest.fixture
def mia(world, flask_app):
    return visitor_as(world, flask_app, Role.ADMIN, "Mia")


def later(world, day, *visitors):
    """That day's run; sessions have ended by then."""
    on(world, day, "18:00")
    for visitor in visitors:
        visitor.sign_in(visitor.who.email)
    return next((invoice for invoice in world.rows("invoices") if invoice.number == 2), None)


def form_of(world):
    return f"/support/customers/{world.trial_sold.business_id}/corrections"


def send(visitor, world, **typed):
    filled = {"kind": "credit_note", "about": world.invoice.id, "amount": "10", "reason": "outage", "note": "Down."}
    page = visitor.get(form_of(world)).get_data(as_text=True)
    key = re.search(r'name="key" value="(form_\w+)"', page)[1]
    answer = visitor.post(form_of(world), **{**filled, "key": key, **typed})
    return answer, answer.get_data(as_text=True)


def test_what_it_does_is_shown_before_it_is_done_and_pressing_twice_does_it_once(sam, world):
    answer, page = send(sam, world, step="look")
    assert answer.status_code == 200 and "$10.00 comes off the next ones" in page and "You may do this alone" in page
    assert world.rows("corrections") == []
    key = re.search(r'name="key" value="(form_\w+)"', page)[1]
    for _ in range(2):
        assert send(sam, world, step="do", key=key)[0].status_code == 302
    (made,) = world.rows("corrections")
    assert (made.state, made.asked_by) == (CorrectionState.DONE, sam.who.id)
    assert "CN-000001" in sam.get(form_of(world)).get_data(as_text=True)


def test_every_fault_is_said_with_its_field_and_what_was_typed_stays(sam, world):
    answer, page = send(sam, world, kind="", about="inv_of_somebody_else", amount="ten", reason="", note=HOSTILE)
    assert answer.status_code == 422 and "<script>alert" not in page and "&lt;script&gt;alert" in page
    for field in ("kind", "about", "amount", "reason"):
        assert f'id="e-{field}"' in page
    assert 'value="ten"' in page


def test_a_note_or_a_checks_number_that_is_too_long_stays_as_it_was_typed(sam, world):
    note, check = "down again " * 100 + "end", "1107" * 11
    answer, page = send(sam, world, note=note, check=check)
    assert answer.status_code == 422 and note in page and check in page and "at most 40" in page
    assert world.rows("corrections") == []


def test_a_refund_without_its_payment_says_so_at_the_field_where_it_is_chosen(sam, world):
    answer, page = send(sam, world, kind="refund", reason="duplicate", step="look")
    assert answer.status_code == 422 and "choose the payment that goes back" in page
    assert 'href="#f-about"' in page and 'id="e-about"' in page and "#f-payment" not in page


def test_another_customers_invoice_can_not_be_named(sam, world):
    answer, page = send(sam, world, about="inv_x:pay_x", step="do")
    assert answer.status_code == 422 and "choose the invoice or the payment" in page


def test_two_people_decide_above_the_limit(sam, mia, world):
    second = later(world, "2027-04-30", sam, mia)
    answer, page = send(
        sam, world, kind="write_off", about=second.id, amount="39.95", reason="business_closed", step="look"
    )
    assert "a second person decides" in page and "Propose it" in page
    send(sam, world, kind="write_off", about=second.id, amount="39.95", reason="business_closed", step="do")
    (waiting,) = world.rows("corrections")
    assert waiting.state is CorrectionState.PROPOSED
    facts = f'href="/support/customers/{second.business_id}"'  # to be read before the yes, by who may open them
    assert facts in (seen := mia.get("/admin/corrections").get_data(as_text=True)) and "1</b> waits for" in seen
    assert "Closed" not in mia.get("/admin/corrections").get_data(as_text=True)
    declined = mia.post(f"/admin/corrections/{waiting.id}/decline", on="/admin/corrections", why="")
    assert declined.status_code == 422 and "say in a sentence" in declined.get_data(as_text=True)
    assert mia.post(f"/admin/corrections/{waiting.id}/approve", on="/admin/corrections").status_code == 302
    assert world.rows("corrections")[0].state is CorrectionState.DONE
    assert sam.get("/admin/corrections").status_code == 403


def test_the_programmes_manager_is_a_second_person_too_and_a_centres_manager_is_none(sam, world, flask_app):
    second = later(world, "2027-04-30", sam)
    send(sam, world, kind="write_off", about=second.id, amount="39.95", reason="business_closed", step="do")
    (waiting,) = world.rows("corrections")
    noor, grace = (
        visitor_as(world, flask_app, role, name)
        for role, name in ((Role.PROGRAMME_MANAGER, "Noor"), (Role.CENTRE_MANAGER, "Grace"))
    )
    path = f"/performance/corrections/{waiting.id}/approve"
    assert "/performance/corrections" not in grace.get("/performance/").get_data(as_text=True)
    assert grace.post(path, on="/performance/").status_code == 403
    assert "/performance/corrections" in noor.get("/performance/").get_data(as_text=True)
    seen = noor.get("/performance/corrections").get_data(as_text=True)
    assert "Sam" in seen and "/support/" not in seen
    assert noor.post(path, on="/performance/corrections").status_code == 302
    assert (world.rows("corrections")[0].state, world.rows("corrections")[0].decided_by) == (
        CorrectionState.DONE, noor.who.id,
    )  # fmt: skip


def test_the_asker_has_no_button_for_an_own_proposal(mia, world):
    second = later(world, "2027-04-30", mia)
    with world.app.unit_of_work() as uow:
        uow.invoices.get(second.id).amount_minor = 900_00
        uow.commit()
    send(mia, world, kind="write_off", about=second.id, amount="900.00", reason="business_closed", step="do")
    page = mia.get("/admin/corrections").get_data(as_text=True)
    assert "You asked, so somebody else decides." in page and "/approve" not in page
    (waiting,) = world.rows("corrections")
    refused = mia.post(f"/admin/corrections/{waiting.id}/approve", on="/admin/books")
    assert refused.status_code == 422 and world.rows("corrections")[0].state is CorrectionState.PROPOSED


def test_disputes_show_the_days_left_and_their_evidence_is_downloaded(sam, world):
    paid_by_card(world)
    disputes.take(world.deps, news(Told.NEEDS_ANSWER), told_by="processor")
    later(world, "2027-04-29", sam)
    assert "12 days left" in sam.get("/support/disputes").get_data(as_text=True)
    path = f"/support/disputes/{world.rows('disputes')[0].id}"
    page = sam.get(path).get_data(as_text=True)
    assert "What was read out and agreed" in page and "192.0.2.7" in page
    fields = sam.post(f"{path}/evidence.json", on=path)
    assert fields.mimetype == "application/json" and json.loads(fields.data)["customer_name"] == "Rosa Delgado"
    paper = sam.post(f"{path}/evidence.pdf", on=path)
    assert paper.data.startswith(b"%PDF-") and "evidence-MP-000001.pdf" in paper.headers["Content-Disposition"]
    assert sam.post(f"{path}/evidence.exe", on=path).status_code == 404


def test_the_last_day_to_answer_is_that_of_the_business_on_both_pages(sam, world):
    """Half past three at night in UTC is the evening before in Austin; the task names that day too."""
    paid_by_card(world)
    told = news(Told.NEEDS_ANSWER)
    disputes.take(world.deps, replace(told, answer_by=told.answer_by + timedelta(hours=12)), told_by="processor")
    later(world, "2027-04-29", sam)
    one = f"/support/disputes/{world.rows('disputes')[0].id}"
    for path in ("/support/disputes", one):
        page = sam.get(path).get_data(as_text=True)
        assert "Wed 12 May" in page and "Thu 13 May" not in page
    timeline = sam.get(f"/support/customers/{world.trial_sold.business_id}").get_data(as_text=True)
    assert "To be answered with what was kept, by Wed 12 May" in timeline and ", due <time" in timeline


def test_a_month_is_closed_from_the_page_and_its_files_are_offered(mia, world):
    page = mia.get("/admin/books").get_data(as_text=True)
    assert "Close March 2027" in page and "$39.95" in page
    assert mia.post("/admin/books/close", on="/admin/books", month="2027-03").status_code == 302
    again = mia.post("/admin/books/close", on="/admin/books", month="2027-04")
    assert again.status_code == 422 and "2027-04 can be closed from" in again.get_data(as_text=True)
    file = mia.get("/admin/books/2027-03/postings")
    assert [row["account"] for row in csv.DictReader(io.StringIO(file.text))] == ["receivable", "revenue"]
    assert "map-pop-2027-03-postings.csv" in file.headers["Content-Disposition"]
    assert mia.get("/admin/books/2027-03/journal").status_code == 404
    for month in ("march", "0001-01", "9999-12"):
        assert mia.get(f"/admin/books/{month}/postings").status_code == 404


def test_the_books_tell_payouts_and_fees_of_the_account_in_words(mia, world):
    assert "Between the processor and us" not in mia.get("/admin/books").get_data(as_text=True)
    for kind, cents in ((Own.PAYOUT, -3000), (Own.PAYOUT_BACK, 3000), (Own.ACCOUNT_FEE, -250)):
        move = world.processor.moved(kind, cents, at=world.clock.now())
        own_moves.take(world.deps, move)
    page = mia.get("/admin/books").get_data(as_text=True)
    for said in (
        "Paid out to our bank",
        "−$30.00",
        "A payout came back",
        "+$30.00",
        "Fee of the account",
    ):
        assert said in page
    other = OwnMove("txn_9", Own.OTHER, -700, 0, world.clock.now(), "reserve_hold")
    world.processor.own_moves.append(other)
    reconciling.reconcile(world.deps)
    assert "reserve_hold" in mia.get("/admin/differences").get_data(as_text=True)


@pytest.mark.parametrize("month", ["0001-01", "2000-01", "2027-02", "9999-12"])
def test_a_month_before_the_books_begin_or_past_all_days_is_not_closed(mia, world, month):
    answer = mia.post("/admin/books/close", on="/admin/books", month=month)
    assert answer.status_code == 422 and world.rows("month_closes") == []
    assert "Close March 2027" in answer.get_data(as_text=True)


def test_a_stopped_centre_is_shown_and_sells_on_after_a_review(mia, ana, world):
    with world.app.unit_of_work() as uow:
        alarm = RiskAlarm("risk_1", "manila", "house", Level.OVER, 4, 100, world.clock.now(), open_key="manila:house")
        uow.risk_alarms.add(alarm)
        uow.commit()
    page = mia.get("/admin/risk").get_data(as_text=True)
    assert "Starts no trial" in page and "Let Manila sell on" in page
    assert "starts no trial until a manager has reviewed it" in ana.get("/sales/").get_data(as_text=True)
    empty = mia.post("/admin/risk/manila/review", on="/admin/risk")
    assert empty.status_code == 422 and "what is done about it” is missing" in empty.get_data(as_text=True)
    note = {"note-manila": f"One agent. {HOSTILE}"}
    assert mia.post("/admin/risk/manila/review", on="/admin/risk", **note).status_code == 302
    after = mia.get("/admin/risk").get_data(as_text=True)
    assert "Starts no trial" not in after and "<script>alert" not in after
    assert "reviewed it" not in ana.get("/sales/").get_data(as_text=True)
    assert "Mia" in after.partition("Reviews</h2>")[2]


@pytest.mark.parametrize(
    ("meter", "said"),
    [("mastercard_ecm", "112; no card paid the month before"), ("house", "112; no card paid in that time")],
)
def test_what_has_nothing_to_be_divided_by_is_said_so(mia, world, meter, said):
    """Mastercard divides by the payments of the month before, of which a first month has none: it was “112 of 0”."""
    page = mia.get("/admin/risk").get_data(as_text=True)
    assert "0; no card paid the month before" in page and "0; no account was debited in that time" in page
    assert " of 0" not in page
    with world.app.unit_of_work() as uow:
        key = f"manila:{meter}:over"
        uow.risk_alarms.add(RiskAlarm("risk_1", "manila", meter, Level.OVER, 112, 0, world.clock.now(), open_key=key))
        uow.commit()
    page = mia.get("/admin/risk").get_data(as_text=True)
    assert page.count(said) == 2 and " of 0" not in page


def test_the_programme_past_a_limit_stops_nobody_and_no_form_says_that_it_does(mia, ana, world):
    """“Starts no trial” stood there with a button that led to “no such page”, and took what was typed with it."""
    with world.app.unit_of_work() as uow:
        uow.risk_alarms.add(
            RiskAlarm("risk_1", "", "house", Level.OVER, 4, 100, world.clock.now(), open_key=":house:over")
        )
        uow.commit()
    page = mia.get("/admin/risk").get_data(as_text=True)
    assert "The whole programme" in page and "Starts no trial" not in page and "/review" not in page
    assert "reviewed it" not in ana.get("/sales/").get_data(as_text=True)


def test_a_review_that_is_sent_twice_or_that_nothing_waits_for_is_not_kept(mia, world):
    answer = mia.post("/admin/risk/manila/review", on="/admin/risk", **{"note-manila": "All is well."})
    assert answer.status_code == 302 and world.rows("risk_reviews") == []
    assert "nothing waits for a review" in mia.get("/admin/risk").get_data(as_text=True)
    with world.app.unit_of_work() as uow:
        alarm = RiskAlarm("risk_1", "manila", "house", Level.OVER, 4, 100, world.clock.now(), open_key="manila:house")
        uow.risk_alarms.add(alarm)
        uow.commit()
    for _ in range(2):
        mia.post("/admin/risk/manila/review", on="/admin/risk", **{"note-manila": "One agent, in training."})
    assert [review.note for review in world.rows("risk_reviews")] == ["One agent, in training."]
