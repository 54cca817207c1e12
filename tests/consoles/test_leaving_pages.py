"""Leaving, pausing and going on, by the owner's own hand and on the phone."""

from __future__ import annotations

import pytest

from mappop.domain.roles import Role
from mappop.domain.subscription import SubscriptionState
from mappop.services import billing, credits, texts_in
from mappop.services.pausing import NOT_OFFERED
from mappop.services.signing import CANCEL_LINK, OWNER_LINK
from tests.consoles.conftest import Visitor
from tests.scenarios.test_dunning import lives
from tests.scenarios.test_pausing import BY_MAIL, on
from tests.world import DELGADO, World

OFFER = "You can pause instead"


def paying(world: World, record=DELGADO):
    """First charged on Wednesday 31 March; it is Saturday 10 April."""
    trial = world.on("2027-03-01").sell(record, owner=BY_MAIL)
    world.confirm(trial)
    world.work()
    billing.choose_invoice(world.deps, trial.business_id, actor="owner")
    on(world, "2027-03-24")
    on(world, "2027-03-31", "18:00")
    world.on("2027-04-10")
    return trial


def link_of(world: World, trial) -> str:
    return f"/x/{CANCEL_LINK.sign(world.app.settings, trial.id)}"


def text_of(answer) -> str:
    return answer.get_data(as_text=True)


def subscription(world: World):
    return world.rows("subscriptions")[0]


@pytest.fixture
def owner(visitor: Visitor, world: World):
    trial = paying(world)
    with world.app.unit_of_work() as uow:
        person = uow.people.first(business_id=trial.business_id)
    visitor.post(f"/o/{OWNER_LINK.sign(world.app.settings, person.id)}")
    return visitor


def test_from_payments_it_is_two_clicks_and_the_way_is_kept(owner: Visitor, world: World) -> None:
    page = text_of(owner.get("/portal/payments"))
    path = page.split('href="/x/')[1].split('"')[0].replace("&amp;", "&")
    owner.post(f"/x/{path}")
    assert world.rows("trials")[0].cancellation["way"] == "portal"


def test_today_says_what_the_unused_days_come_to_and_ends_today(visitor: Visitor, world: World) -> None:
    trial = paying(world)
    assert "come to $25.30" in text_of(visitor.get(link_of(world, trial)))
    visitor.post(link_of(world, trial), answer="now")
    assert str(subscription(world).service_until) == "2027-04-10"
    page = text_of(visitor.get(link_of(world, trial)))
    assert "Go on after all" not in page
    assert "has become a plain page" in page and "Your site stays up until" not in page
    assert "quedó en su dirección" in text_of(visitor.get(link_of(world, trial) + "?lang=es"))


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "MP-000001 is not paid: $39.95 is still open."),
        ("es", "La factura MP-000001 está sin pagar: queda pendiente un saldo de $39.95."),
    ],
)
def test_what_is_open_is_named_with_its_end(visitor: Visitor, world: World, language: str, said: str) -> None:
    link = f"{link_of(world, paying(world))}?lang={language}"
    assert said in text_of(visitor.get(link))
    visitor.post(link)
    assert said in text_of(visitor.get(link))


@pytest.mark.parametrize(
    ("lang", "owing", "paid", "pause"),
    [
        ("en", "It then runs until Thursday, April 29, 2027.", "What is paid", "Everything runs until Thursday"),
        ("es", "Entonces sigue hasta el jueves 29 de abril de 2027.", "Lo pagado", "Todo sigue hasta el jueves"),
    ],
)
def test_what_nobody_has_paid_is_not_called_paid(
    visitor: Visitor, world: World, lang: str, owing: str, paid: str, pause: str
) -> None:
    link = f"{link_of(world, paying(world))}?lang={lang}"
    page = text_of(visitor.get(link))
    assert owing in page and pause in page and paid not in page
    with world.app.unit_of_work() as uow:
        uow.invoices.get(world.rows("invoices")[0].id).pay(39_95, at=world.app.clock.now())
        uow.commit()
    page = text_of(visitor.get(link))
    assert paid in page and owing not in page


@pytest.mark.parametrize(("lang", "said"), [("en", "It has stopped already"), ("es", "Ya está detenido")])
def test_who_leaves_when_service_has_stopped_reads_no_day_that_is_over(
    visitor: Visitor, world: World, lang: str, said: str
) -> None:
    link = f"{link_of(world, paying(world))}?lang={lang}"
    lives(world, "2027-04-30")
    for state in (SubscriptionState.UNPAID, SubscriptionState.CANCELED):
        assert subscription(world).state is state
        page = text_of(visitor.get(link))
        assert said in page and "What is paid" not in page and "Lo pagado" not in page
        lives(world, "2027-05-06")


def test_the_first_page_says_whether_it_has_ended_or_will(owner: Visitor, world: World) -> None:
    link = link_of(world, world.rows("trials")[0])
    owner.post(link)
    assert "Your site stays up until" in text_of(owner.get("/portal/"))
    owner.post(link, answer="go_on")
    owner.post(link, answer="now")
    page = text_of(owner.get("/portal/"))
    assert "and it has ended. Nothing will be charged" in page and "stays up until" not in page


def test_who_changes_their_mind_goes_on_with_one_press(visitor: Visitor, world: World) -> None:
    link = link_of(world, paying(world))
    visitor.post(link)
    assert "Go on after all" in text_of(visitor.get(link))
    visitor.post(link, answer="go_on")
    assert subscription(world).state is SubscriptionState.ACTIVE and "Yes, cancel" in text_of(visitor.get(link))


def test_canceling_stands_first_and_the_one_offer_after_it(visitor: Visitor, world: World) -> None:
    page = text_of(visitor.get(link_of(world, paying(world))))
    assert page.index("The button below cancels") < page.index("Yes, cancel") < page.index(OFFER)
    assert page.count(OFFER) == 1


def test_an_accepted_offer_is_a_recorded_pause(visitor: Visitor, world: World) -> None:
    link = link_of(world, paying(world))
    visitor.post(link, answer="pause", months="2")
    (pause,) = world.rows("pauses")
    assert str(pause.until) == "2027-06-30" and OFFER not in text_of(visitor.get(link))
    asked = next(e for e in world.rows("audit_entries") if e.event == "pause_asked")
    assert asked.data["instead_of"] == "canceling"


def test_minnesota_is_offered_nothing(visitor: Visitor, world: World) -> None:
    address = {**DELGADO["address"], "city": "Duluth", "region": "MN", "postal_code": "55802"}
    trial = paying(world, {**DELGADO, "address": address, "phones": [{"number": "(218) 555-0134"}]})
    assert OFFER not in text_of(visitor.get(link_of(world, trial)))
    answer = visitor.post(link_of(world, trial), answer="pause", months="2")
    assert answer.status_code == 400 and NOT_OFFERED in text_of(answer)
    assert world.rows("pauses") == [] and subscription(world).resume_on is None


def test_nothing_is_offered_in_a_free_month_or_after_cancel_by_text(visitor: Visitor, world: World) -> None:
    trial = world.on("2027-03-01").sell()
    world.confirm(trial)
    world.work()
    assert OFFER not in text_of(visitor.get(link_of(world, trial)))
    texts_in.keep(world.deps, {"id": "SM1", "from": "+15125550166", "body": "CANCEL"})
    world.work()
    refused = visitor.post(f"{link_of(world, trial)}?lang=es", answer="pause", months="2")
    assert "no hay pausa para elegir" in text_of(refused) and world.rows("pauses") == []
    page = text_of(visitor.get(link_of(world, trial)))
    assert "You texted us on" in page and OFFER not in page
    visitor.post(link_of(world, trial), answer="stay")
    assert subscription(world).cancel_asked_at is None


@pytest.mark.parametrize(("day", "is_told"), [("2027-04-29", False), ("2027-05-03", True)])
def test_who_may_stay_after_cancel_by_text_reads_first_what_is_asked_for_then(
    visitor: Visitor, world: World, day: str, is_told: bool
) -> None:
    trial = paying(world)
    with world.app.unit_of_work() as uow:
        uow.subscriptions.get(subscription(world).id).ask_to_cancel(world.clock.now())
        uow.commit()
    world.on(day, "18:00")
    page = text_of(visitor.get(link_of(world, trial)))
    assert ("what waited since Friday, April 30, 2027 is asked for at once: $39.95" in page) is is_told


@pytest.mark.parametrize("months", ["", "12", "x" * 5_000, "-1"])
@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "“For how long” is not a length that is offered here: choose one of those below. Nothing was changed."),
        ("es", "“Por cuánto tiempo” no es un plazo de los que se ofrecen: elija uno de abajo. No se cambió nada."),
    ],
)
def test_a_length_that_was_not_offered_is_named_on_the_page_and_pauses_nothing(
    visitor: Visitor, world: World, months: str, lang: str, said: str
) -> None:
    link = f"{link_of(world, paying(world))}?lang={lang}"
    answer = visitor.post(link, answer="pause", months=months)
    page = text_of(answer)
    assert answer.status_code == 422 and world.rows("pauses") == []
    assert said in page and page.count(said.rstrip(".")) == 2 and 'href="#f-months"' in page and 'id="f-months"' in page
    assert "<title>Error: " in page and ("Yes, cancel" in page or "Sí, cancelar" in page)


def test_the_owner_pauses_and_goes_on_from_payments(owner: Visitor, world: World) -> None:
    owner.post("/portal/payments/pause", on="/portal/payments", months="1")
    page = text_of(owner.get("/portal/payments"))
    assert "The pause begins on Friday, April 30, 2027 and ends on Sunday, May 30, 2027" in page
    owner.post("/portal/payments/resume", on="/portal/payments")
    assert subscription(world).resume_on is None
    assert "Closed for a while?" in text_of(owner.get("/portal/payments"))


@pytest.mark.parametrize(("lang", "said"), [("en", "That length of a pause is not offered"), ("es", "no se ofrece")])
def test_a_length_that_payments_do_not_offer_is_refused_in_words(
    owner: Visitor, world: World, lang: str, said: str
) -> None:
    owner.get(f"/portal/payments?lang={lang}")
    owner.post("/portal/payments/pause", on="/portal/payments", months="7")
    assert said in text_of(owner.get("/portal/payments")) and world.rows("pauses") == []


def test_the_pages_speak_spanish(owner: Visitor, world: World) -> None:
    assert "Haga una pausa" in text_of(owner.get("/portal/payments?lang=es"))
    assert "Puede hacer una pausa" in text_of(owner.get(link_of(world, world.rows("trials")[0]) + "?lang=es"))


@pytest.fixture
def carlo(visitor: Visitor, world: World) -> Visitor:
    world.person(Role.SUPPORT_AGENT, "Carlo", "carlo@mappop.example", "manila")
    return visitor


def noted(carlo: Visitor, trial) -> str:
    """Signed in now, and with Rosa on the line: neither outlasts the days that went by."""
    carlo.sign_in("carlo@mappop.example")
    page = f"/support/customers/{trial.business_id}"
    carlo.post(f"{page}/caller", on=page, name="Rosa Delgado", way="called_back")
    return page


def test_on_the_phone_a_pause_and_its_end_are_noted_with_who_asked(carlo: Visitor, world: World) -> None:
    page = noted(carlo, paying(world))
    assert carlo.post(f"{page}/pause", choice="2", heard="").status_code == 422
    carlo.post(f"{page}/pause", choice="2", heard="We close for the summer")
    assert "A pause from Fri 30 Apr to Wed 30 Jun" in text_of(carlo.get(page))
    carlo.post(f"{page}/resume", heard="No, we stay open")
    assert subscription(world).resume_on is None


@pytest.mark.parametrize("months", ["", "7", "-1", "²"])
def test_on_the_phone_a_length_that_is_not_offered_is_named_with_what_to_do(
    carlo: Visitor, world: World, months: str
) -> None:
    page = noted(carlo, paying(world))
    refused = carlo.post(f"{page}/pause", choice=months, heard="We close for the summer")
    assert refused.status_code == 422 and world.rows("pauses") == []
    said = text_of(refused)
    assert "is no length of a pause that is offered here" in said and "choose one of those below" in said
    assert 'href="#f-choice"' in refused.get_data(as_text=True)


def test_on_the_phone_the_sum_is_said_before_a_pause_is_ended(carlo: Visitor, world: World) -> None:
    trial = paying(world)
    page = noted(carlo, trial)
    carlo.post(f"{page}/pause", choice="2", heard="We close for the summer")
    on(world, "2027-04-30", "18:00")
    assert "In seven days it is $39.95" in text_of(carlo.get(f"{noted(carlo, trial)}/resume"))


def test_what_is_too_long_is_refused_with_its_limit_and_nothing_of_it_is_lost(carlo: Visitor, world: World) -> None:
    page, heard = noted(carlo, paying(world)), "because " * 60 + "of the roof"
    for deed in ("pause", "cancel"):
        answer = carlo.post(f"{page}/{deed}", choice="2", heard=heard)
        assert answer.status_code == 422 and heard in text_of(answer) and "at most 300" in text_of(answer)
    assert world.rows("pauses") == [] and subscription(world).service_until is None


def test_a_caller_whose_name_or_note_is_too_long_is_not_noted(carlo: Visitor, world: World) -> None:
    page = f"/support/customers/{paying(world).business_id}"
    carlo.sign_in("carlo@mappop.example")
    name, note = "Rosa" * 40, "fact " * 80 + "end"
    answer = carlo.post(f"{page}/caller", on=page, name=name, way="facts", note=note)
    assert answer.status_code == 422 and name in text_of(answer) and note in text_of(answer)
    assert "at most 120" in text_of(answer) and "at most 300" in text_of(answer)
    assert world.rows("callers") == []


def test_on_the_phone_an_end_today_and_one_that_is_taken_back(carlo: Visitor, world: World) -> None:
    page = noted(carlo, paying(world))
    asked = text_of(carlo.get(f"{page}/cancel"))
    assert "$25.30" in asked and "It runs until" in asked and "What is paid" not in asked
    carlo.post(f"{page}/cancel", choice="end", heard="Please cancel")
    assert "Go on after all" in text_of(carlo.get(page))
    with world.app.unit_of_work() as uow:  # five dollars are owed to her
        credits.give(uow, subscription(world).business_id, 5_00)
        uow.commit()
    assert "it is $34.95, then $39.95 a month." in text_of(carlo.get(f"{page}/go-on"))
    carlo.post(f"{page}/go-on", heard="We want to stay")
    assert subscription(world).state is SubscriptionState.ACTIVE
    carlo.post(f"{page}/cancel", choice="now", heard="Today, please")
    assert str(subscription(world).service_until) == "2027-04-10"
    assert "Give back" in text_of(carlo.get(page)) or "Take $25.30 off" in text_of(carlo.get(page))


def test_a_free_month_is_made_longer_with_a_reason_and_told(carlo: Visitor, world: World) -> None:
    trial = world.on("2027-03-01").sell(owner=BY_MAIL)
    world.confirm(trial)
    page = noted(carlo, trial)
    assert carlo.post(f"{page}/extend", choice="14", heard="").status_code == 422
    long = carlo.post(f"{page}/extend", choice="14", heard="late " * 80 + "end")
    assert long.status_code == 422 and "late " * 80 + "end" in text_of(long) and "at most 300" in text_of(long)
    carlo.post(f"{page}/extend", choice="14", heard="The site was late")
    world.work()
    told = world.mail.carried[-1]
    assert (
        told.kind == "extended" and "Wednesday, April 14, 2027" in told.body and "Tuesday, April 13, 2027" in told.body
    )
    assert "The site was late" in text_of(carlo.get(page))
    on(world, "2027-03-24")
    assert world.mail.carried[-1].kind == "extended"
    on(world, "2027-04-07")
    assert world.mail.carried[-1].kind == "charge_reminder"


def test_the_way_to_pay_goes_to_the_record_whoever_is_on_the_line(carlo: Visitor, world: World) -> None:
    trial = world.on("2027-03-01").sell(owner=BY_MAIL)
    world.confirm(trial)
    carlo.sign_in("carlo@mappop.example")
    carlo.post(f"/support/customers/{trial.business_id}/pay-link")
    world.work()
    told = world.mail.carried[-1]
    assert (told.kind, told.to) == ("pay_link", "rosa@delgado.example") and "?to=payments" in told.body
