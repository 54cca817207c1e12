"""The hosted page: the owner types a card or a bank there, and the caller never learns the number."""

from __future__ import annotations

import re
from typing import Any

import pytest
import stripe

from mappop.sandbox.stripe import pretence

from .paying import DAY, Desk
from .running import Reply

CARD = {"type": "card", "number": "4242 4242 4242 4242", "expiry": "08/34", "cvc": "123", "holder": "Rosa Delgado"}
BANK = {"type": "us_bank_account", "routing": "110000000", "account": "000123456789", "holder": "Delgado Plumbing"}


def session(desk: Desk, **more: Any) -> stripe.checkout.Session:
    """Leads back to a page of the sandbox, so that a form's answer can be followed."""
    back = desk.world.url("mailbox")
    return desk.v1.checkout.sessions.create(
        {"mode": "setup", "success_url": back + "/?to={CHECKOUT_SESSION_ID}", "cancel_url": back, **more}
    )


def open_page(desk: Desk, made: stripe.checkout.Session, **more: Any) -> Reply:
    return desk.world.get("stripe", f"/c/pay/{made.id}", **more)


def fill_in(desk: Desk, made: stripe.checkout.Session, form: dict[str, str]) -> Reply:
    return desk.world.call("POST", "stripe", f"/c/pay/{made.id}", form=form)


@pytest.mark.parametrize("form", [CARD, BANK], ids=["card", "bank"])
def test_what_the_owner_types_is_saved_for_later_charges(desk: Desk, form: dict[str, str]) -> None:
    customer = desk.customer()
    made = session(desk, customer=customer, metadata={"business": "b-1"})
    assert made.url == f"{desk.world.url('stripe')}/c/pay/{made.id}" and made.status == "open"
    assert made.id in fill_in(desk, made, form).text
    done = desk.v1.checkout.sessions.retrieve(made.id, {"expand": ["setup_intent.payment_method"]})
    assert (done.status, done.url, done.setup_intent.status) == ("complete", None, "succeeded")  # type: ignore[union-attr]
    method = done.setup_intent.payment_method  # type: ignore[union-attr]
    assert method.customer == customer and form.get("number", form.get("account")) not in str(done)  # type: ignore[union-attr]
    assert desk.types()[-3:] == ["payment_method.attached", "setup_intent.succeeded", "checkout.session.completed"]
    assert desk.charge(customer, method.id).status in ("succeeded", "processing")  # type: ignore[union-attr]


def test_a_card_that_asks_leads_to_its_bank_and_back(desk: Desk) -> None:
    customer = desk.customer()
    made = session(desk, customer=customer)
    asked = fill_in(desk, made, {**CARD, "number": "4000002500003155"})
    assert "is it you?" in asked.text
    path = f"/authenticate/{made.setup_intent}"
    back = desk.world.call("POST", "stripe", path, form={"answer": "no"})
    assert "could not tell that it is you" in back.text
    fill_in(desk, made, {**CARD, "number": "4000002500003155"})
    assert made.id in desk.world.call("POST", "stripe", path, form={"answer": "yes"}).text
    [method] = desk.v1.payment_methods.list({"customer": customer}).data
    assert desk.charge(customer, method.id).status == "succeeded"
    assert desk.world.get("stripe", path).status == 404


@pytest.mark.parametrize(
    ("change", "status", "said"),
    [
        ({"number": "4000000000000002"}, 402, "Your card was declined."),
        ({"number": "4111111111111111"}, 422, "no test number"),
        ({"number": "42"}, 422, "as it stands on the card"),
        ({"expiry": "13/34"}, 422, "month and year to come"),
        ({"expiry": "01/27"}, 422, "month and year to come"),
        ({"cvc": "1"}, 422, "three or four digits"),
        ({"holder": ""}, 422, "name of the holder"),
    ],
)
def test_what_is_wrong_is_said_beside_it_and_what_was_typed_stays(
    desk: Desk, change: dict[str, str], status: int, said: str
) -> None:
    made = session(desk)
    reply = fill_in(desk, made, {**CARD, "holder": 'Rosa "<b>" Delgado', **change})
    assert reply.status == status and said in reply.text and 'aria-invalid="true"' in reply.text
    assert "<b>" not in reply.text and ("holder" in change or "&lt;b&gt;" in reply.text)
    assert desk.v1.checkout.sessions.retrieve(made.id).status == "open"


@pytest.mark.parametrize(
    ("form", "field"),
    [({**CARD, "expiry": "", "cvc": "", "holder": ""}, "expiry"), ({**CARD, "number": ""}, "number"),
     ({**CARD, "number": "4000000000000002"}, "number"), ({**BANK, "account": "", "holder": ""}, "account"),
     ({**CARD, "holder": ""}, "holder")],
)  # fmt: skip
def test_after_a_fault_the_first_faulty_field_has_the_focus_and_no_other(
    desk: Desk, form: dict[str, str], field: str
) -> None:
    made = session(desk)
    assert "autofocus" not in open_page(desk, made).text
    page = fill_in(desk, made, form).text
    (focused,) = re.findall(r"<input[^>]*autofocus", page)
    assert f'id="{field}"' in focused and "<title>Not saved yet: " in page


@pytest.mark.parametrize("language", ["en", "es"])
def test_each_test_number_is_told_in_words(still_desk: Desk, language: str) -> None:
    page = open_page(still_desk, session(still_desk, locale=language)).text
    told = dict(re.findall(r"<dt>(\d+)</dt><dd>(.+?)</dd>", page))
    table = pretence.table()
    assert set(told) == {test["number"] for kind in ("card", "bank") for test in table[kind].values()}
    assert all(" " in words or words in ("Declined", "Rechazada", "Pays", "Paga") for words in told.values())


def test_a_wrong_bank_is_said_too(desk: Desk) -> None:
    reply = fill_in(desk, session(desk), {**BANK, "routing": "123456789", "account": "1"})
    assert "the test bank's is 110000000" in reply.text.replace("&#39;", "'") and "5 to 17 digits" in reply.text


def test_the_page_speaks_the_owners_language(still_desk: Desk) -> None:
    made = session(still_desk)
    assert "How do you want to pay?" in open_page(still_desk, made).text
    assert "¿Cómo quiere pagar?" in open_page(still_desk, made, headers={"Accept-Language": "es-MX,es"}).text
    assert '<html lang="es">' in open_page(still_desk, session(still_desk, locale="es")).text


def test_in_spanish_the_refusal_the_banks_question_and_the_end_are_spanish_too(desk: Desk) -> None:
    """Whatever the browser prefers: the caller said in which language the page is."""
    made = session(desk, locale="es")
    declined = fill_in(desk, made, {**CARD, "number": "4000000000009995"}).text
    assert "No se guardó: no hay fondos suficientes. Pruebe con otra." in declined and "Your card" not in declined
    assert "su banco no la aceptó" in fill_in(desk, made, {**CARD, "number": "4000000000000002"}).text
    assert "¿es usted?" in fill_in(desk, made, {**CARD, "number": "4000002500003155"}).text
    desk.v1.checkout.sessions.expire(made.id)
    over = open_page(desk, made).text
    assert "Esta página venció" in over and f'href="{desk.world.url("mailbox")}"' in over


def test_only_what_the_caller_wants_is_offered(still_desk: Desk) -> None:
    page = open_page(still_desk, session(still_desk, payment_method_types=["card"])).text
    assert "Card number" in page and "Routing number" not in page


def test_a_page_runs_out_after_a_day_and_can_be_ended_before(desk: Desk) -> None:
    made, ended = session(desk), session(desk)
    desk.v1.checkout.sessions.expire(ended.id)
    assert "run out" in open_page(desk, ended).text
    desk.tell("clock", advance=DAY - 1)
    assert "How do you want to pay?" in open_page(desk, made).text
    desk.tell("clock", advance=1)
    assert "run out" in fill_in(desk, made, CARD).text
    assert desk.v1.checkout.sessions.retrieve(made.id).status == "expired"
    assert desk.types().count("checkout.session.expired") == 2
    assert desk.world.get("stripe", "/c/pay/cs_test_none").status == 404


def test_a_customer_is_made_where_the_caller_asks_for_one(desk: Desk) -> None:
    made = session(desk, customer_creation="always", customer_email="rosa@delgado.example")
    fill_in(desk, made, CARD)
    customer = desk.v1.checkout.sessions.retrieve(made.id).customer
    assert isinstance(customer, str) and desk.v1.customers.retrieve(customer).email == "rosa@delgado.example"
    assert len(desk.v1.payment_methods.list({"customer": customer}).data) == 1
