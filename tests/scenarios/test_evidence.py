"""The evidence pack, dated: what was kept as it happened, with its audit trail, for the bank that asks."""

from __future__ import annotations

import json

import pytest

from mappop.domain.evidence import NOTHING
from mappop.domain.plan import Interval
from mappop.domain.processor import DisputeState as Told
from mappop.domain.roles import Role
from mappop.messaging.billing_letters import _letters
from mappop.services import access, billing, cancelling, disputes, evidence, plan_changes, price_changes
from mappop.services.plan_changes import Wish
from tests.scenarios.test_disputes import news
from tests.scenarios.test_disputes import world as world


@pytest.fixture
def dispute(world):
    world.mia = world.person(Role.ADMIN, "Mia", "mia@mappop.example", "manila")
    disputes.take(world.deps, news(Told.NEEDS_ANSWER), told_by="processor")
    return world.rows("disputes")[0]


def told(world, dispute):
    pack = evidence.look(world.deps, dispute.id)
    return {key: "\n".join(map(str, lines)) for key, _, lines in pack.document()}


def test_it_tells_consent_confirmation_reminders_charge_and_payment_with_their_times(world, dispute):
    found = told(world, dispute)
    assert "agreed on a recorded call, recording" in found["consent"] and "$39.95" in found["consent"]
    assert "2027-03-01 15:10:00 UTC: Confirmed by link. address: 192.0.2.7" in found["confirmation"]
    assert "charge reminder by mail to rosa@delgado.example: delivered 2027-03-24" in found["reminders"]
    assert "Charge of March 31, 2027: allowed" in found["gate"] and "reminded: message" in found["gate"]
    assert "confirmed by link at 2027-03-01 15:10:00 UTC" in found["gate"]
    assert "delivered 2027-03-24 15:10:00 UTC" in found["gate"]
    assert "MP-000001, $39.95, March 31, 2027 to April 29, 2027: paid" in found["money"]
    assert "receipt by mail" in found["money"]
    assert "has not canceled" in found["cancellation"] and found["sign_ins"] == NOTHING
    assert "unbroken" in found["trail"] and "trial started" in found["trail"]


def test_what_happens_later_stands_in_it_too(world, dispute):
    owner = next(person for person in world.rows("people") if person.role is Role.OWNER)
    access.sign_in_owner(world.deps, person_id=owner.id)
    cancelling.cancel(world.deps, world.rows("trials")[0].id, actor="owner", evidence={"way": "link"})
    found = told(world, dispute)
    assert "signed in to the owner’s pages" in found["sign_ins"] and "trial canceled" in found["cancellation"]


def test_a_years_charge_is_proved_by_the_notice_of_its_renewal(world, dispute):
    """A year from 30 April: its renewal is told on 5 April of the next, and nothing else stands for that charge."""
    wish = Wish(at_once=False, plan="local", interval=Interval.YEAR)
    seen = plan_changes.preview(world.deps, dispute.business_id, wish)
    plan_changes.change(world.deps, dispute.business_id, wish, seal=seen.seal, actor="owner")
    billing.run(world.deps)
    price_changes.tell(world.on("2028-04-05").deps)
    world.work()
    before = told(world, dispute)["reminders"]
    assert "plan changed by mail to rosa@delgado.example" in before
    assert "2028-04-05 15:10:00 UTC: year renewal by mail to rosa@delgado.example" in before


def test_an_end_that_was_taken_back_is_told_with_what_the_owner_had_in_writing(world, dispute):
    trial = world.rows("trials")[0].id
    billing.run(world.deps)
    cancelling.cancel(world.deps, trial, actor="owner", evidence={"way": "link"})
    cancelling.go_on(world.later(hours=1).deps, trial, actor="owner", evidence={"way": "link"})
    world.work()
    found = told(world, dispute)["cancellation"]
    assert "has not canceled" in found and "trial canceled" in found and "end taken back" in found
    assert "ended by mail to" in found and "going on by mail to" in found


def test_it_says_what_the_disputed_invoice_was_for_though_another_plan_runs_by_now(world, dispute):
    with world.app.unit_of_work() as uow:
        row = uow.subscriptions.get(world.rows("subscriptions")[0].id)
        row.plan, row.price_minor, row.interval = "local_plus", 799_50, Interval.YEAR
        uow.commit()
    found = told(world, dispute)["product"]
    assert "Map Pop Local, March 31, 2027 to April 29, 2027: $39.95" in found
    assert "One-page site" in found and "Plus" not in found and "799.50" not in found


def test_a_trail_that_was_touched_says_so(world, dispute):
    with world.app.unit_of_work() as uow:
        uow.audit_entries.where()[2].data = {"touched": True}
        uow.commit()
    assert "entry 3 was changed" in told(world, dispute)["trail"]


def test_the_banks_fields_and_the_paper_are_handed_out_and_who_took_them_is_kept(world, dispute):
    fields = json.loads(evidence.hand_out(world.deps, dispute.id, "json", who=world.mia))
    assert fields["customer_name"] == "Rosa Delgado" and fields["customer_purchase_ip"] == "192.0.2.7"
    assert fields["service_date"] == "March 31, 2027 to April 29, 2027"
    assert "Letters and reminders before the charge" in fields["cancellation_policy_disclosure"]
    pdf = evidence.hand_out(world.deps, dispute.id, "pdf", who=world.mia)
    assert pdf.startswith(b"%PDF-") and len(pdf) > 10_000
    kept = [entry for entry in world.rows("audit_entries") if entry.event == "evidence_handed_out"]
    assert [entry.data["form"] for entry in kept] == ["json", "pdf"] and kept[0].actor == world.mia.id


def test_every_letter_about_money_stands_in_the_pack():
    """But for the words of another kind: those are sent, and kept, as that kind."""
    told = {*evidence._TOLD_BEFORE, *evidence._TOLD_OF_MONEY, *evidence._TOLD_OF_LEAVING}
    kinds = {kind for kind, said in _letters()["en"].items() if isinstance(said, dict) and "subject" in said}
    assert kinds - told == {
        "late_year", "year_after_pause", "price_stays", "price_change_of_planned", "plan_changed_in_steps",
        "overdue_disputed", "overdue_given_back", "paused_again", "resume_reminder", "stays_due", "stays_anew",
    }  # fmt: skip
