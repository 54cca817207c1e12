"""The sales console as its forms see it: nothing typed is lost, every fault has field, reason and remedy."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import event

from mappop.domain.lead import Lead, LeadState
from mappop.services import cancelling, drafts, leads, proposals, sales, sites
from tests.consoles.conftest import Visitor
from tests.world import DELGADO, ROSA, World


@pytest.fixture
def lead(world: World) -> Lead:
    made = Lead(
        "lead_delgado", "manila", "Delgado Plumbing", "+15125550134", "Austin", "TX", "America/Chicago", "plumber"
    )
    leads.add_lead(world.deps, made)
    return made


def draft_of(world: World) -> str:
    return drafts.start_draft(world.deps, who=world.agent, scan_id=None, lead_id=None)


def test_a_wrong_record_comes_back_with_every_fault_and_every_word(ana: Visitor, world: World) -> None:
    path = f"/sales/drafts/{draft_of(world)}/record"
    typed = {"name": "Delgado <Plumbing>", "phones.main": "12", "address.city": "Austin", "address.region": "Texas",
             "address.postal_code": "787", "owner.name": "Rosa", "owner.email": "rosa", "hours.mon.kind": "open",
             "hours.mon.0.open": "08:00", "hours.mon.0.close": ""}  # fmt: skip
    answer = ana.post(path, **typed)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    for part in ("no US phone number", "no ZIP code", "no e-mail address", "not a pair of times"):
        assert part in page, part
    assert "Delgado &lt;Plumbing&gt;" in page and 'value="12"' in page and 'value="787"' in page
    assert "Delgado &lt;Plumbing&gt;" in ana.get(path).get_data(as_text=True), "and is there after a reload"


def test_a_right_record_leads_on_with_phone_and_zone_made_out_of_it(ana: Visitor, world: World) -> None:
    draft = draft_of(world)
    typed = {"name": "Delgado Plumbing", "phones.main": "(512) 555-0134", "address.street": "1204 E 7th St",
             "address.city": "Austin", "address.region": "TX", "address.postal_code": "78702", "owner.name": "Rosa",
             "pick.name": "Delgado Plumbing Co"}  # fmt: skip
    answer = ana.post(f"/sales/drafts/{draft}/record", **typed)
    assert answer.location == f"/sales/drafts/{draft}/look"
    shown = drafts.preview(world.deps, draft).business
    assert (shown.name, shown.main_phone, shown.timezone) == ("Delgado Plumbing Co", "+15125550134", "America/Chicago")


def test_the_look_has_languages_and_the_services_that_are_usual_in_the_trade(ana: Visitor, world: World) -> None:
    draft = draft_of(world)
    typed = {"name": "Delgado Plumbing", "phones.main": "(512) 555-0134", "address.city": "Austin",
             "address.region": "TX", "address.postal_code": "78702", "owner.name": "Rosa"}  # fmt: skip
    path = ana.post(f"/sales/drafts/{draft}/record", **typed).location
    look = {"trade": "plumber", "theme": "workshop", "colour_of": "theme", "go": "preview"}
    shown = lambda: drafts.preview(world.deps, draft).business  # noqa: E731
    ana.post(path, **look, languages="en")
    assert 'value="Leak repair"' in ana.get(path).get_data(as_text=True) and shown().services == ()
    ana.post(path, **look, languages="en", service=["Leak repair", "Water heaters", "Not ours"])
    assert [row.name for row in shown().services] == ["Leak repair", "Water heaters"]
    ana.post(path, **look, languages="es,en", service=["Leak repair"])
    assert shown().languages == ("es", "en") and [row.name for row in shown().services] == ["Reparación de fugas"]
    page = ana.get(path).get_data(as_text=True)
    assert 'value="Reparación de fugas" checked' in page and 'value="es,en" checked' in page
    ana.post(path, **{**look, "trade": "roofer"}, languages="es,en", service=["Reparación de fugas"])
    assert shown().services == (), "what was ticked of another trade is not said of this one"
    assert ana.post(path, **look, languages="xx").status_code == 422


@pytest.mark.parametrize("second", ["", "(512) 555-0166"])
def test_a_tracking_number_is_a_fact_of_the_record_and_its_fault_stands_beside_it(
    ana: Visitor, world: World, second: str
) -> None:
    draft = draft_of(world)
    path = f"/sales/drafts/{draft}/record"
    typed = {"name": "Delgado Plumbing", "phones.main": "(512) 555-0134", "phones.other": second, "owner.name": "Rosa",
             "phones.tracking": "12", "address.city": "Austin", "address.region": "TX"}  # fmt: skip
    answer = ana.post(path, **typed)
    assert answer.status_code == 422 and 'id="e-phones.tracking"' in answer.get_data(as_text=True)
    assert ana.post(path, **{**typed, "phones.tracking": "512-555-0190"}).status_code == 302
    kinds = {phone.kind: phone.number for phone in drafts.preview(world.deps, draft).business.phones}
    assert kinds["tracking"] == "+15125550190" and ("mobile" in kinds) is bool(second)
    assert 'value="512-555-0190"' in ana.get(path).get_data(as_text=True)


def test_every_call_ends_with_one_disposition_and_a_call_back_with_its_time(
    ana: Visitor, world: World, lead: Lead
) -> None:
    path, on = f"/sales/leads/{lead.id}/close", f"/sales/leads/{lead.id}"
    assert ana.post(path, on=on, note="she hung up").status_code == 422
    late = ana.post(path, on=on, disposition="call_back", call_back_at="2020-01-01T10:00", note="ask for Rosa")
    assert late.status_code == 422 and "ask for Rosa" in late.get_data(as_text=True)
    assert ana.post(path, on=on, disposition="call_back", call_back_at="2027-03-02T10:00").status_code == 302
    kept = world.rows("leads")[0]
    assert kept.state is LeadState.CALL_BACK
    assert kept.call_back_at.isoformat() == "2027-03-02T16:00:00+00:00", "ten in the morning in Austin"


def test_a_number_that_asked_not_to_be_called_is_said_and_never_sold(ana: Visitor, world: World, lead: Lead) -> None:
    leads.close_call(world.deps, lead.id, who=world.agent, disposition="do_not_call")
    page = ana.get("/sales/lookup?q=(512)+555-0134").get_data(as_text=True)
    assert "asked not to be called" in page and "/sales/scans" not in page


def test_looking_up_says_ours_had_a_trial_lead_or_new(ana: Visitor, world: World, lead: Lead) -> None:
    assert f"/sales/leads/{lead.id}" in ana.get("/sales/lookup?q=delgado").get_data(as_text=True)
    trial = world.sell()
    page = ana.get("/sales/lookup?q=(512) 555-0134").get_data(as_text=True)
    assert f"/sales/sales/{trial.id}" in page
    new = ana.get("/sales/lookup?q=Nobody+Knows, Dallas TX").get_data(as_text=True)
    assert "/sales/scans" in new and "Dallas" in new


@pytest.mark.parametrize("said", ["The owner said no", "The owner did not confirm in time"])
def test_an_offer_that_nobody_took_may_be_made_again(ana: Visitor, world: World, said: str) -> None:
    """Rosa said no on 1 March, or said nothing for three days."""
    trial = world.on("2027-03-01").sell()
    if said == "The owner said no":
        sales.decline(world.deps, trial.id, actor="owner", evidence={})
    sales.lapse_unconfirmed(world.on("2027-03-05").deps)
    ana.sign_in(world.agent.email)
    page = ana.get("/sales/lookup?q=(512) 555-0134").get_data(as_text=True)
    assert said in page and "/sales/scans" in page
    assert "Had its free month" not in page and "paid start" not in page


def test_a_business_whose_service_is_over_had_its_free_month_and_is_not_sold_again(ana: Visitor, world: World) -> None:
    """Rosa canceled in March 2027, and calls in May 2029."""
    trial = world.confirm(world.on("2027-03-01").sell())
    cancelling.cancel(world.on("2027-03-20").deps, trial.id, actor="owner", evidence={"way": "portal"})
    ana.sign_in(world.agent.email)
    ends = ana.get("/sales/lookup?q=(512) 555-0134").get_data(as_text=True)
    assert "Its free month runs; the owner canceled it." in ends
    ana.sign_in(world.on("2029-05-10").agent.email)
    page = ana.get("/sales/lookup?q=(512) 555-0134").get_data(as_text=True)
    assert "Had its free month" in page and "is over" in page and "free month runs" not in page
    assert "/sales/scans" not in page and "paid start" not in page


def test_an_unread_clause_comes_back_with_its_ticks_kept(ana: Visitor, world: World) -> None:
    draft = draft_of(world)
    drafts.save_record(world.deps, draft, who=world.agent, record=DELGADO, owner=ROSA)
    path = f"/sales/drafts/{draft}/agree"
    answer = ana.post(path, **{"clause.who": "yes", "agreed_by": "Rosa Delgado", "role": "owner"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422 and "was not read out" in page and "Rosa Delgado" in page
    assert world.rows("drafts")[0].ticks_in("en").keys() == {"who"}


def test_a_clause_read_out_in_english_was_not_read_out_in_spanish(ana: Visitor, world: World) -> None:
    draft = draft_of(world)
    drafts.save_record(world.deps, draft, who=world.agent, record=DELGADO, owner=ROSA)
    path = f"/sales/drafts/{draft}/agree"
    ana.post(f"/sales/drafts/{draft}/ticks/price?language=en", on=path, **{"clause.price": "yes"})
    english, spanish = (ana.get(f"{path}?language={key}").get_data(as_text=True) for key in ("en", "es"))
    assert 'id="f-clause.price"' in english and english.count(" checked") == spanish.count(" checked") + 1


@pytest.mark.parametrize("path", ["/sales/", "/sales/mine"])
def test_a_page_costs_the_same_number_of_queries_however_many_sales_it_shows(
    ana: Visitor, world: World, path: str
) -> None:
    def count() -> int:
        seen: list[str] = []
        event.listen(world.app.reader, "before_cursor_execute", lambda *a: seen.append(a[2]))
        assert ana.get(path).status_code == 200
        return len(seen)

    def sell(n: int) -> None:
        phone = [{"number": f"512555{n:04d}"}]
        world.sell(
            {**DELGADO, "name": f"Shop {n}", "phones": phone}, {**ROSA, "mobile": "", "email": f"rosa@shop{n}.example"}
        )

    sell(100)
    one = count()
    for n in range(101, 106):
        sell(n)
    assert count() == one


def test_a_change_that_the_agent_types_is_sent_to_the_owner_and_not_published(ana: Visitor, world: World) -> None:
    trial = world.sell()
    path = f"/sales/sales/{trial.id}/change"
    assert ana.get(path).status_code == 404, "before the owner's yes there is no site"
    world.confirm(trial)
    world.work()
    assert f'href="{path}"' in ana.get(f"/sales/sales/{trial.id}").get_data(as_text=True)
    sent = {"theme": "workshop", "colour_of": "theme", "hours.mon.kind": "closed"}
    assert ana.post(path, **{**sent, "theme": "gone"}).status_code == 422
    assert ana.post(path, tagline="As told on the phone", **sent).location == f"/sales/sales/{trial.id}"
    world.work()
    assert {m.kind for m in world.mail.carried[-1:] + world.texts.carried[-1:]} == {"change"}
    assert len(world.rows("revisions")) == 1 and world.rows("proposals")[0].proposed_by == world.agent.id


def test_a_site_that_shows_an_older_version_than_the_record_is_said_so(ana: Visitor, world: World) -> None:
    trial = world.confirm(world.on("2027-03-01").sell())
    world.work()
    first, record = world.rows("sites")[0].version, world.rows("revisions")[0].content
    later = world.on("2027-03-03")
    change = proposals.propose(later.deps, trial.business_id, {**record, "tagline": "Since 1998"}, by="carlo")
    proposals.approve(later.deps, change, actor="owner", evidence={})
    later.work()
    ana.sign_in(world.agent.email)
    assert "the record is newer" not in ana.get(f"/sales/sales/{trial.id}").get_data(as_text=True)
    sites.go_back(world.on("2027-03-09").deps, trial.business_id, first, actor="owner")
    ana.sign_in(world.agent.email)
    page = BeautifulSoup(ana.get(f"/sales/sales/{trial.id}").get_data(as_text=True), "html.parser")
    said = " ".join(page.text.split())
    assert "shows the version from 8 days ago; the record is newer, from 6 days ago" in said


def test_of_a_site_that_has_ended_the_truth_is_told_and_no_change_is_offered(ana: Visitor, world: World) -> None:
    trial = world.confirm(world.on("2027-03-01").sell())
    world.work()
    change = f"/sales/sales/{trial.id}/change"
    assert change in ana.get(f"/sales/sales/{trial.id}").get_data(as_text=True)
    cancelling.cancel(world.on("2027-03-12").deps, trial.id, actor="owner", evidence={})
    world.on("2027-03-31", "05:01").work()
    ana.sign_in(world.agent.email)
    page = ana.get(f"/sales/sales/{trial.id}").get_data(as_text=True)
    assert "The site has ended" in page and "The site is live" not in page and change not in page
    late = ana.client.get(change, follow_redirects=True)
    assert late.status_code == 200 and "This site ended on" in late.get_data(as_text=True)
