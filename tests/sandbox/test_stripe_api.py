"""The pretended Stripe as its own library meets it: errors, lists, expansion, metadata, and the published shapes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import stripe

from .paying import DAY, Desk

FIXTURES = Path(__file__).parents[3] / "shared" / "data" / "contracts" / "stripe" / "fixtures3.json"
needs_fixtures = pytest.mark.skipif(not FIXTURES.is_file(), reason="Stripe's fixtures are not beside the checkout")


def test_a_wrong_key_is_no_key(still_desk: Desk) -> None:
    stranger = still_desk.client_with("sk_test_nobody")
    with pytest.raises(stripe.AuthenticationError) as told:
        stranger.v1.customers.list()
    assert told.value.http_status == 401 and "nobody" not in str(told.value).removesuffix("body")
    assert still_desk.world.get("stripe", "/v1/customers").status == 401


@pytest.mark.parametrize(
    ("params", "param", "code"),
    [
        ({"currency": "usd"}, "amount", "parameter_missing"),
        ({"amount": "ten", "currency": "usd"}, "amount", "parameter_invalid_integer"),
        ({"amount": -5, "currency": "usd"}, "amount", "parameter_invalid_integer"),
        ({"amount": 49, "currency": "usd"}, "amount", "amount_too_small"),
        ({"amount": 100, "currency": "usd", "colour": "red"}, "colour", "parameter_unknown"),
        ({"amount": 100, "currency": "usd", "customer": "cus_none"}, "customer", "resource_missing"),
        ({"amount": 100, "currency": "usd", "capture_method": "manual"}, "capture_method", None),
        ({"amount": 100, "currency": "usd", "metadata": {"k": "v" * 501}}, "metadata", None),
    ],
)
def test_a_wrong_parameter_is_named(still_desk: Desk, params: Any, param: str, code: str | None) -> None:
    before = len(still_desk.v1.payment_intents.list({"limit": 100}).data)
    with pytest.raises(stripe.InvalidRequestError) as told:
        still_desk.v1.payment_intents.create(params)
    assert (told.value.http_status, told.value.param, told.value.code) == (400, param, code)
    assert len(still_desk.v1.payment_intents.list({"limit": 100}).data) == before


def test_what_is_not_there_is_told_with_404(still_desk: Desk) -> None:
    with pytest.raises(stripe.InvalidRequestError) as told:
        still_desk.v1.customers.retrieve("cus_none")
    assert (told.value.http_status, told.value.code) == (404, "resource_missing")
    assert told.value.request_id is not None and told.value.request_id.startswith("req_")
    assert still_desk.client.raw_request("get", "/v1/customers").code == 200
    with pytest.raises(stripe.InvalidRequestError):
        still_desk.v1.subscriptions.list()


def test_a_limit_is_told_as_such_and_leaves_no_trace(still_desk: Desk) -> None:
    still_desk.tell("failures", mode="rate_limit", count=1)
    with pytest.raises(stripe.RateLimitError):
        still_desk.v1.customers.create({}, {"idempotency_key": "limited"})
    assert still_desk.v1.customers.create({}, {"idempotency_key": "limited"}).id


def test_every_answer_names_its_request_and_its_version(still_desk: Desk) -> None:
    answer = still_desk.client.raw_request("get", "/v1/balance", stripe_version="2025-03-31.basil")
    assert answer.headers["Stripe-Version"] == "2025-03-31.basil"
    assert answer.headers["Request-Id"].startswith("req_")
    with pytest.raises(stripe.InvalidRequestError, match="version"):
        still_desk.client.raw_request("get", "/v1/balance", stripe_version="latest")


def test_a_long_list_comes_in_pages_newest_first(still_desk: Desk) -> None:
    email = "pages@delgado.example"
    made = [still_desk.customer(email=email) for _ in range(7)][::-1]
    first = still_desk.v1.customers.list({"email": email, "limit": 3})
    assert [one.id for one in first.data] == made[:3] and first.has_more
    following = still_desk.v1.customers.list({"email": email, "limit": 3, "starting_after": made[2]})
    assert [one.id for one in following.data] == made[3:6]
    back = still_desk.v1.customers.list({"email": email, "limit": 2, "ending_before": made[5]})
    assert [one.id for one in back.data] == made[3:5]
    assert [one.id for one in first.auto_paging_iter()] == made


def test_a_list_can_be_of_a_span_of_time(desk: Desk) -> None:
    early = desk.customer()
    desk.wait_days(1)
    late = desk.customer()
    moment = desk.v1.customers.retrieve(late).created
    assert [one.id for one in desk.v1.customers.list({"created": {"gte": moment}}).data] == [late]
    assert [one.id for one in desk.v1.customers.list({"created": {"lt": moment}}).data] == [early]
    assert moment - desk.v1.customers.retrieve(early).created == DAY


def test_what_an_object_names_is_told_in_full_on_request(still_desk: Desk) -> None:
    paid = still_desk.charge(
        *still_desk.saved("pm_card_visa"), expand=["latest_charge.balance_transaction", "customer"]
    )
    assert paid.latest_charge.balance_transaction.net == 3_995 - 146  # type: ignore[union-attr]
    assert paid.customer.email == "rosa@delgado.example"  # type: ignore[union-attr]
    listed = still_desk.v1.payment_intents.list({"customer": paid.customer.id, "expand": ["data.payment_method"]})  # type: ignore[union-attr]
    assert listed.data[0].payment_method.card.last4 == "4242"  # type: ignore[union-attr]
    with pytest.raises(stripe.InvalidRequestError, match="expanded"):
        still_desk.v1.payment_intents.retrieve(paid.id, {"expand": ["colour"]})


def test_metadata_is_merged_and_an_empty_value_takes_its_key_away(still_desk: Desk) -> None:
    made = still_desk.customer(metadata={"business": "b-1", "sale": "s-1"})
    changed = still_desk.v1.customers.update(made, {"metadata": {"sale": "", "plan": "monthly"}})
    assert changed.to_dict()["metadata"] == {"business": "b-1", "plan": "monthly"}
    assert still_desk.v1.customers.update(made, {"metadata": ""}).to_dict()["metadata"] == {}


def test_a_deleted_customer_is_gone_and_what_it_paid_stays(still_desk: Desk) -> None:
    customer, method = still_desk.saved("pm_card_visa")
    paid = still_desk.charge(customer, method)
    assert still_desk.v1.customers.delete(customer).deleted
    with pytest.raises(stripe.InvalidRequestError):
        still_desk.v1.customers.retrieve(customer)
    assert still_desk.v1.payment_intents.retrieve(paid.id).status == "succeeded"
    assert still_desk.v1.payment_methods.retrieve(method).customer is None


@needs_fixtures
def test_objects_have_the_keys_of_the_published_fixtures(desk: Desk) -> None:
    published = json.loads(FIXTURES.read_text("utf-8"))["resources"]
    made = _one_of_each(desk)
    assert {kind: set(published[kind]) ^ set(thing) for kind, thing in made.items()} == dict.fromkeys(made, set())
    parts = [
        ("payment_method", "card"), ("payment_method", "billing_details"), ("charge", "outcome"),
        ("charge", "billing_details"), ("charge", "refunds"), ("dispute", "evidence"), ("dispute", "evidence_details"),
        ("customer", "invoice_settings"), ("event", "request"), ("checkout.session", "customer_details"),
        ("checkout.session", "custom_text"), ("tax.calculation", "customer_details"),
        ("checkout.session", "automatic_tax"),
    ]  # fmt: skip
    assert {p: set(published[p[0]][p[1]]) ^ set(made[p[0]][p[1]]) for p in parts} == {p: set() for p in parts}
    card = set(published["charge"]["payment_method_details"]["card"])
    assert set(made["charge"]["payment_method_details"]["card"]) == card


def _one_of_each(desk: Desk) -> dict[str, Any]:
    """As the library got them, by the name of the object."""
    v1 = desk.v1
    customer, method = desk.saved("pm_card_createDispute")
    paid = desk.charge(customer, method)
    plain = desk.charge(*desk.saved("pm_card_visa"))
    session = v1.checkout.sessions.create(
        {"mode": "setup", "customer": customer, "success_url": desk.world.url("sandbox")}
    )
    path = f"/c/pay/{session.id}"
    desk.world.call("POST", "stripe", path, form={"type": "us_bank_account", "routing": "110000000",
                                                 "account": "000123456789", "holder": "Rosa"})  # fmt: skip
    setup = v1.setup_intents.retrieve(str(session.setup_intent))
    charge = v1.charges.retrieve(str(paid.latest_charge))
    endpoint = v1.webhook_endpoints.create({"url": "http://127.0.0.1:9/", "enabled_events": ["*"]})
    desk.wait_days(4)
    v1.payouts.create({"amount": 100, "currency": "usd"})
    home = {"line1": "1204 E 7th St", "city": "Austin", "state": "TX", "postal_code": "78702", "country": "US"}
    line: Any = {"amount": 3_995, "reference": "plan", "tax_behavior": "exclusive"}
    told: Any = {"currency": "usd", "customer_details": {"address": home, "address_source": "billing"}}
    things: list[Any] = [
        v1.payouts.list().data[0], v1.tax.calculations.create({**told, "line_items": [line]}),
        v1.customers.retrieve(customer), v1.payment_methods.retrieve(method), setup, paid, charge,
        v1.checkout.sessions.retrieve(session.id), v1.refunds.create({"payment_intent": plain.id}),
        v1.disputes.list({"charge": charge.id}).data[0], v1.events.list().data[0], v1.balance.retrieve(),
        v1.balance_transactions.retrieve(str(charge.balance_transaction)), v1.mandates.retrieve(str(setup.mandate)),
        v1.setup_attempts.list({"setup_intent": setup.id}).data[0], v1.webhook_endpoints.retrieve(endpoint.id),
    ]  # fmt: skip
    return {thing.object: thing.to_dict() for thing in things}
