"""Idempotency keys: one effect under one key, whatever went wrong the first time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
import stripe

from mappop.sandbox.stripe import keys
from mappop.sandbox.stripe.opening import opened

from .paying import Desk
from .running import soon

JULY = {"metadata": {"invoice": "2027-07"}}


def test_the_same_request_again_gets_the_stored_answer(desk: Desk) -> None:
    customer, method = desk.saved("pm_card_visa")
    first = desk.charge(customer, method, key="july", **JULY)
    second = desk.charge(customer, method, key="july", **JULY)
    assert second.id == first.id and second.last_response is not None and first.last_response is not None
    assert second.last_response.headers["Idempotent-Replayed"] == "true"
    assert second.last_response.headers["Original-Request"] == first.last_response.request_id
    assert len(desk.v1.charges.list({"customer": customer}).data) == 1


def test_other_parameters_under_the_same_key_are_refused(desk: Desk) -> None:
    customer, method = desk.saved("pm_card_visa")
    desk.charge(customer, method, key="july")
    with pytest.raises(stripe.IdempotencyError) as told:
        desk.charge(customer, method, amount=4_000, key="july")
    assert told.value.http_status == 400
    with pytest.raises(stripe.IdempotencyError):
        desk.v1.customers.create({}, {"idempotency_key": "july"})
    assert len(desk.v1.charges.list({"customer": customer}).data) == 1


def test_a_decline_is_replayed_even_after_the_card_would_pay(desk: Desk) -> None:
    customer, method = desk.saved("pm_card_chargeCustomerFail")
    for _ in range(2):
        with pytest.raises(stripe.CardError) as told:
            desk.charge(customer, method, key="july")
        desk.tell("way", payment_method=method, like="pm_card_visa")
    assert told.value.headers and told.value.headers["Idempotent-Replayed"] == "true"
    assert len(desk.v1.charges.list({"customer": customer}).data) == 1
    assert desk.charge(customer, method, key="july, second try").status == "succeeded"


@pytest.mark.parametrize(("mode", "effects"), [("error_before", 0), ("error_after", 1)])
def test_a_500_is_replayed_and_hides_whether_anything_was_done(desk: Desk, mode: str, effects: int) -> None:
    customer, method = desk.saved("pm_card_visa")
    desk.tell("failures", mode=mode, count=1)
    for _ in range(2):
        with pytest.raises(stripe.APIError) as told:
            desk.charge(customer, method, key="july", **JULY)
        assert told.value.http_status == 500
    done = desk.v1.payment_intents.list({"customer": customer}).data
    assert [intent.to_dict()["metadata"] for intent in done] == [JULY["metadata"]] * effects


def test_a_request_that_never_began_leaves_its_key_free(desk: Desk) -> None:
    customer, method = desk.saved("pm_card_visa")
    with pytest.raises(stripe.InvalidRequestError):
        desk.charge(customer, method, amount=1, key="july")
    assert desk.charge(customer, method, key="july").status == "succeeded"


def test_a_key_that_is_in_use_is_told_with_409(desk: Desk) -> None:
    customer, method = desk.saved("pm_card_visa")
    desk.tell("failures", mode="hold", seconds=600, count=1)
    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(desk.charge, customer, method, key="july")
        soon(lambda: desk.world.network.store.rows("SELECT 1 FROM stripe_key WHERE key = 'july'"))
        with pytest.raises(stripe.StripeError) as told:
            desk.charge(customer, method, key="july")
        desk.world.network.stopping.set()  # ends the wait; the servers go on until they are stopped
        assert slow.result().status == "succeeded"
    assert told.value.http_status == 409
    assert told.value.error is not None and told.value.error.code == "idempotency_key_in_use"


def test_a_key_whose_work_was_killed_is_free_after_the_restart(desk: Desk) -> None:
    account = opened(desk.world.network)
    keys.claim(account, "july", "POST /v1/customers\n", "req_killed")
    with pytest.raises(stripe.IdempotencyError):
        desk.v1.customers.create({"name": "Joe's"}, {"idempotency_key": "july"})
    opened(desk.world.network)  # as a start does
    assert desk.v1.customers.create({}, {"idempotency_key": "july"}).id


def test_a_lost_answer_is_found_again_by_the_librarys_own_retry(desk: Desk) -> None:
    patient = Desk(desk.world, retries=2)
    customer, method = desk.saved("pm_card_visa")
    assert desk.world.call("POST", "stripe", "/_sandbox/faults", {"mode": "lost_reply", "count": 1}).status == 200
    assert patient.charge(customer, method).status == "succeeded"
    assert len(desk.v1.charges.list({"customer": customer}).data) == 1


def test_a_key_is_forgotten_after_a_day(desk: Desk) -> None:
    customer, method = desk.saved("pm_card_visa")
    first = desk.charge(customer, method, key="july")
    desk.wait_days(0.99)
    assert desk.charge(customer, method, key="july").id == first.id
    desk.wait_days(0.01)
    assert desk.charge(customer, method, key="july").id != first.id
