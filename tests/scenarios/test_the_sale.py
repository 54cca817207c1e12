"""From the agent's words to the owner's page, dated."""

from collections import Counter
from datetime import date, timedelta

import pytest

from checkers.nap import Nap
from mappop.domain.check import CheckOutcome
from mappop.domain.errors import Invalid, Refused
from mappop.domain.listing import ListingState
from mappop.domain.message import MessageState
from mappop.domain.roles import Role
from mappop.domain.trial import ConfirmationWay, TrialState
from mappop.services import audit, checking, drafts, messages, records, sales, tasks
from provisioners.errors import Retryable
from tests.world import BUSY, DELGADO, ROSA, FakePublisher, World

OLD_PHONE = Nap("Delgado Plumbing", "1204 E 7th St", "Ste B", "Austin", "TX", "78702", "US", "+15125550107")


def test_nothing_starts_before_the_owner_says_yes(world: World) -> None:
    trial = world.on("2027-03-01").sell()
    world.work()
    assert trial.state is TrialState.AWAITING_CONFIRMATION
    assert world.rows("listings") == [] and world.app.site_store.current(trial.business_id) is None
    assert [m.kind for m in world.texts.carried + world.mail.carried] == ["confirmation", "confirmation"]


def test_the_owners_yes_is_day_0_and_brings_site_listings_and_a_written_confirmation(world: World) -> None:
    trial = world.on("2027-03-01", "15:10").sell()
    trial = world.on("2027-03-02", "03:30").confirm(trial)  # 21:30 on 1 March in Austin
    world.work()
    dates = trial.dates(world.clock.now())
    assert (dates.day_0, dates.first_charge) == (date(2027, 3, 1), date(2027, 3, 31))
    assert (dates.reminder, dates.last_cancel) == (date(2027, 3, 24), date(2027, 3, 30))
    assert world.app.site_store.current(trial.business_id)
    assert world.publishers["citydir"].shown
    assert {m.kind for m in world.mail.carried} == {"confirmation", "welcome"}
    assert "Wednesday, March 31, 2027" in world.mail.carried[-1].body


def test_a_second_tap_changes_nothing(world: World) -> None:
    trial = world.sell()
    world.confirm(trial)
    world.work()
    before = (len(world.rows("listings")), len(world.mail.carried), len(world.publishers["citydir"].writes))
    world.later(minutes=5).confirm(trial)
    world.work()
    assert (len(world.rows("listings")), len(world.mail.carried), len(world.publishers["citydir"].writes)) == before


def test_a_listing_is_live_only_by_a_later_look_of_our_own(world: World) -> None:
    trial = world.sell()
    world.confirm(trial)
    world.work()
    listing = next(x for x in world.rows("listings") if x.publisher == "citydir")
    assert listing.state is ListingState.ACCEPTED and listing.proven_at is None
    world.work(until=timedelta(minutes=1))
    listing = next(x for x in world.rows("listings") if x.publisher == "citydir")
    assert listing.state is ListingState.LIVE and listing.proven_revision == 1
    proof = [c for c in world.rows("checks") if c.listing_id == listing.id and c.is_right]
    assert proof and proof[-1].way == "official_read" and proof[-1].at > trial.sold_at


def test_what_no_machine_can_file_becomes_a_task_and_its_evidence_is_looked_at(world: World) -> None:
    trial = world.sell()
    world.confirm(trial)
    world.work()
    task = world.rows("tasks")[0]
    jo = world.person(Role.ASSISTANT, "Jo", "jo@mappop.example", "manila")
    with pytest.raises(Invalid, match="evidence"):
        tasks.hand_in(world.deps, task.id, who=jo, evidence="  ", evidence_url="")
    by_hand = world.publishers["formdir"]
    by_hand.shown["made-by-hand"] = next(iter(world.publishers["citydir"].shown.values()))
    tasks.hand_in(world.deps, task.id, who=jo, evidence="Filed, page 3", evidence_url="https://formdir.example/x")
    state = {x.publisher: x.state for x in world.rows("listings")}
    assert state["formdir"] is ListingState.ACCEPTED
    world.work(until=timedelta(minutes=2))
    assert {x.publisher: x.state for x in world.rows("listings")}["formdir"] is ListingState.LIVE


def test_an_owner_without_mobile_and_mail_is_confirmed_by_a_verifier_never_by_the_seller(world: World) -> None:
    trial = world.sell(owner={"name": "Rosa Delgado", "mobile": "", "email": ""})
    assert trial.way is ConfirmationWay.VERIFIER and world.rows("messages") == []
    told = {"recording": "VB-77", "number": "+15125550134", "number_from": "Gold Pages"}
    with pytest.raises(Refused, match="Who sold it"):
        sales.confirm_by_verifier(world.deps, trial.id, who=world.agent, **told)
    with pytest.raises(Invalid, match="recording"):
        sales.confirm_by_verifier(world.deps, trial.id, who=world.verifier, **{**told, "recording": ""})
    trial = sales.confirm_by_verifier(world.deps, trial.id, who=world.verifier, **told)
    assert trial.state is TrialState.RUNNING and trial.confirmation["recording"] == "VB-77"


def test_a_verifier_asks_where_the_written_confirmation_may_go(world: World) -> None:
    trial = world.sell(owner={"name": "Rosa Delgado", "mobile": "", "email": ""})
    told = {"recording": "VB-77", "number": "+15125550134", "number_from": "Gold Pages"}
    with pytest.raises(Invalid, match="no e-mail address"):
        sales.confirm_by_verifier(world.deps, trial.id, who=world.verifier, **told, email="rosa at home")
    assert world.trial(trial.id).state is TrialState.AWAITING_CONFIRMATION
    sales.confirm_by_verifier(world.deps, trial.id, who=world.verifier, **told, email="rosa@delgado.example")
    world.work()
    assert [(m.kind, m.to) for m in world.mail.carried] == [("welcome", "rosa@delgado.example")]


def test_an_offer_lapses_after_72_hours_and_then_no_tap_starts_it(world: World) -> None:
    trial = world.on("2027-03-01", "15:10").sell()
    assert sales.lapse_unconfirmed(world.on("2027-03-04", "15:09").deps) == 0
    with pytest.raises(Refused, match="no longer open"):
        world.on("2027-03-04", "15:10").confirm(trial)
    assert sales.lapse_unconfirmed(world.deps) == 1
    assert world.trial(trial.id).state is TrialState.LAPSED and world.rows("listings") == []


def test_one_trial_for_a_business_however_it_is_spelt(world: World) -> None:
    world.sell()
    address = {**DELGADO["address"], "street": "1204 East Seventh Street", "unit": "Suite B"}
    again = {**DELGADO, "name": "DELGADO PLUMBING LLC", "address": address, "phones": [{"number": "512.555.0134"}]}
    with pytest.raises(Refused, match="trial already"):
        world.sell(again)
    assert len(world.rows("businesses")) == 1


def test_a_clause_that_was_not_read_out_stops_the_sale_and_loses_nothing(world: World) -> None:
    draft_id = drafts.start_draft(world.deps, who=world.agent, scan_id=None, lead_id=None)
    drafts.save_record(world.deps, draft_id, who=world.agent, record=DELGADO, owner=ROSA)
    drafts.tick(world.deps, draft_id, who=world.agent, clause="who", is_ticked=True)
    said = sales.Agreement("Rosa Delgado", "owner", "", "recording 114")
    with pytest.raises(Invalid) as refused:
        sales.start_trial(world.deps, draft_id, who=world.agent, agreement=said)
    assert {"clause.price", "clause.cancel", "authority"} <= {e.field for e in refused.value.errors}
    assert "clause.who" not in {e.field for e in refused.value.errors}
    assert world.rows("drafts")[0].record["name"] == "Delgado Plumbing" and world.rows("trials") == []


def test_the_consent_keeps_the_words_as_they_were_read_with_the_time_of_each_tick(world: World) -> None:
    world.on("2027-03-01").sell()
    consent = world.rows("consents")[0]
    assert consent.disclosure_version == "2026-11-22" and consent.agreed_by == "Rosa Delgado"
    price = next(c for c in consent.clauses if c["id"] == "price")
    assert "$39.95" in price["text"] and price["ticked_at"].startswith("2027-03-01T15:10")


def test_a_busy_publisher_is_asked_again_when_it_said_and_then_carries_the_listing_once(world: World) -> None:
    city = world.publishers["citydir"]
    city.fault = BUSY
    world.confirm(world.sell())
    world.work()
    assert city.writes == []
    city.fault = None
    world.later(seconds=60).work()
    assert city.writes == [], "it asked for 90 seconds"
    world.later(seconds=31).work()
    assert len(city.writes) == 1


def test_a_publisher_that_does_not_answer_is_left_alone_and_tried_again_with_one_probe(world: World) -> None:
    city = world.publishers["citydir"]
    city.fault = Retryable("no answer within 10 s")
    for n in range(5):
        record = {**DELGADO, "name": f"Shop {n}", "phones": [{"number": f"512-555-01{n:02d}"}]}
        world.confirm(world.sell(record, {**ROSA, "email": f"rosa@shop{n}.example"}))
    world.work()
    assert city.asked == 3, "the fourth and fifth found the breaker open"
    world.later(seconds=31).work()
    assert city.asked == 4, "one probe, the others wait for it"
    city.fault = None
    world.work(until=timedelta(minutes=20))
    assert len(city.writes) == 5


def test_a_check_that_could_not_be_made_is_never_called_wrong(world: World) -> None:
    world.confirm(world.sell())
    world.work(until=timedelta(minutes=1))
    city = world.publishers["citydir"]
    listing = next(x for x in world.rows("listings") if x.publisher == "citydir")
    city.fault = BUSY
    checking.check_listing(world.later(days=1).deps, listing.id, attempt=9)
    newest = max((c for c in world.rows("checks") if c.publisher == "citydir"), key=lambda c: c.at)
    assert newest.outcome is CheckOutcome.COULD_NOT_CHECK and newest.verdicts == []
    assert next(x for x in world.rows("listings") if x.publisher == "citydir").state is ListingState.LIVE


def test_a_listing_that_drifts_is_seen_said_and_pushed_again(world: World) -> None:
    world.confirm(world.sell())
    world.work(until=timedelta(minutes=1))
    city = world.publishers["citydir"]
    ref, nap = next(iter(city.shown.items()))
    city.shown[ref] = nap.with_(phone="+15125550107")
    midnight = world.clock.at.replace(hour=0, minute=0, second=0) + timedelta(days=1)
    for hour in range(24):
        world.clock.at = midnight + timedelta(hours=hour)
        checking.recheck_due(world.deps)
        world.later(minutes=59).work()
    drifted = next(x for x in world.rows("listings") if x.publisher == "citydir")
    assert drifted.state is ListingState.DRIFTED and "phone" in drifted.why
    checking.repair_drifted(world.deps)
    world.work(until=timedelta(minutes=1))
    assert city.shown[ref].phone == "+15125550134"
    assert next(x for x in world.rows("listings") if x.publisher == "citydir").state is ListingState.LIVE


def test_a_number_that_the_business_gave_up_is_called_its_old_number(world: World) -> None:
    trial = world.confirm(world.sell({**DELGADO, "phones": [{"number": "512-555-0107"}]}))
    world.work(until=timedelta(minutes=1))
    moved = records.take_in(world.deps, {**DELGADO, "id": trial.business_id})
    records.revise(world.deps, moved, made_by="carlo")
    listing = next(x for x in world.rows("listings") if x.publisher == "citydir")
    checking.check_listing(world.deps, listing.id)
    newest = max(world.rows("checks"), key=lambda check: (check.at, check.revision))
    assert [v["label"] for v in newest.verdicts if v["field"] == "phone"] == ["old number of this business"]


def test_a_tracking_number_of_the_record_is_called_by_its_name_where_it_is_found(world: World) -> None:
    numbers = [{"number": "512-555-0134"}, {"number": "512-555-0190", "kind": "tracking"}]
    world.confirm(world.sell({**DELGADO, "phones": numbers}))
    world.work(until=timedelta(minutes=1))
    city = world.publishers["citydir"]
    city.shown = {ref: nap.with_(phone="(512) 555-0190") for ref, nap in city.shown.items()}
    listing = next(x for x in world.rows("listings") if x.publisher == "citydir")
    checking.check_listing(world.later(days=1).deps, listing.id)
    newest = max(world.rows("checks"), key=lambda check: check.at)
    assert [v["label"] for v in newest.verdicts if v["field"] == "phone"] == ["known tracking number"]
    assert newest.is_right


def test_the_daily_looks_are_spread_over_the_day_and_each_listing_has_its_own(world: World) -> None:
    minutes = [checking.minute_of_day(f"listing_{n}") for n in range(2_400)]
    per_hour = Counter(minute // 60 for minute in minutes)
    assert len(per_hour) == 24 and max(per_hour.values()) < 2 * min(per_hour.values())


def test_a_place_served_by_hand_that_is_right_already_files_no_task(world: World) -> None:
    by_hand = world.publishers["formdir"]
    by_hand.shown["theirs"] = records.nap_of(records.take_in(world.deps, DELGADO))
    world.confirm(world.sell())
    world.work()
    assert world.rows("tasks") == []
    assert {x.publisher: x.state for x in world.rows("listings")}["formdir"] is ListingState.ACCEPTED


def test_day_0_shows_what_the_scan_saw_before_the_sale(world: World) -> None:
    city = world.publishers["citydir"]
    city.shown["theirs"] = OLD_PHONE
    scan_id = world.scan()
    world.confirm(world.sell(scan_id=scan_id))
    day_0 = {c.publisher: c for c in world.rows("checks") if c.is_day_0}
    phone = next(v for v in day_0["citydir"].verdicts if v["field"] == "phone")
    assert phone["verdict"] == "mismatch" and phone["seen"] == "+15125550107"
    assert day_0["formdir"].outcome is CheckOutcome.NOT_FOUND


def test_a_scan_without_a_street_compares_with_the_address_that_most_places_show(world: World) -> None:
    names = ("citydir", "formdir", "thirddir")
    world.publishers["thirddir"] = FakePublisher("thirddir")
    streets = dict(zip(names, ("1204 E 7th St", "1204 East Seventh Street", "1240 E 7th St"), strict=True))
    for name, street in streets.items():
        world.publishers[name].shown["theirs"] = OLD_PHONE.with_(street=street, phone="+15125550134")
    world.scan()
    said = {r.publisher: {v["field"]: v["verdict"] for v in r.seen[0]["verdicts"]} for r in world.rows("scan_results")}
    assert said["thirddir"]["address"] == "mismatch"
    assert {said["citydir"]["address"], said["formdir"]["address"]} <= {"match", "variant"}
    assert world.rows("scans")[0].score["value"] < 100


def test_messages_know_what_became_of_them_whatever_order_the_reports_come_in(world: World) -> None:
    world.mail.refuses.add(ROSA["email"])
    world.sell()
    world.work()
    by_channel = {m.channel.value: m for m in world.rows("messages")}
    assert by_channel["mail"].state is MessageState.REFUSED and by_channel["mail"].reason == "no such address"
    text = by_channel["text"]
    assert text.state is MessageState.SENT
    for event in ("delivered", "delivered", "bounced", "delivered", "opened"):
        messages.keep_report(world.deps, "sms", {"id": text.provider_id, "event": event})
    world.work()
    assert {m.channel.value: m.state for m in world.rows("messages")}["text"] is MessageState.BOUNCED


def test_a_report_that_is_ahead_of_our_own_record_waits_for_it(world: World) -> None:
    world.sell()
    text = next(m for m in world.rows("messages") if m.channel.value == "text")
    messages.keep_report(world.deps, "sms", {"id": f"carrier-{text.id}", "event": "delivered"})
    world.work(until=timedelta(minutes=2))
    assert {m.channel.value: m.state for m in world.rows("messages")}["text"] is MessageState.DELIVERED


def test_a_silent_carrier_delays_a_message_and_never_doubles_it(world: World) -> None:
    world.texts.down = True
    world.sell()
    world.work()
    assert world.texts.carried == []
    world.texts.down = False
    world.work(until=timedelta(minutes=2))
    assert len(world.texts.carried) == 1


def test_every_step_stands_in_a_trail_that_shows_a_changed_entry(world: World) -> None:
    trial = world.confirm(world.sell())
    world.work(until=timedelta(minutes=1))
    audit.seal(world.deps)
    assert audit.verify(world.deps).breaks == ()
    events = [e.event for e in sorted(world.rows("audit_entries"), key=lambda e: e.seq)]
    assert events[:3] == ["revision_made", "consent_recorded", "trial_started"]
    with world.app.unit_of_work() as uow:
        entry = uow.audit_entries.first(business_id=trial.business_id, seq=2)
        entry.actor = "somebody else"
        uow.commit()
    assert audit.verify(world.deps).breaks == (f"{trial.business_id}: entry 2 was changed",)
