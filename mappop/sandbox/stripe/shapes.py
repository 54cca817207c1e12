"""Every key that Stripe's objects have, with what a new one holds; the published fixtures name the keys."""

from __future__ import annotations

from typing import Any

from mappop.sandbox.stripe.account import Thing

API_VERSION = "2026-10-28.endive"  # of the library that these shapes were compared by


def _nulls(names: str) -> dict[str, None]:
    return dict.fromkeys(names.split())


def address(given: dict[str, Any] | None = None) -> Thing:
    names = "city country line1 line2 postal_code state".split()
    return {name: (given or {}).get(name) or None for name in names}


def billing_details(**given: Any) -> Thing:
    return {"address": address(), **_nulls("email name phone tax_id"), **given}


def customer(**given: Any) -> Thing:
    empty = _nulls(
        "address currency default_source description discount email name phone shipping test_clock invoice_prefix"
    )
    invoice = {**_nulls("custom_fields default_payment_method footer rendering_options")}
    return {
        **empty, "object": "customer", "balance": 0, "delinquent": False, "invoice_settings": invoice,
        "livemode": False, "metadata": {}, "next_invoice_sequence": 1, "preferred_locales": [],
        "tax_exempt": "none", **given,
    }  # fmt: skip


def payment_method(**given: Any) -> Thing:
    return {
        "object": "payment_method", "allow_redisplay": "unspecified", "billing_details": billing_details(),
        "customer": None, "customer_account": None, "livemode": False, "metadata": {}, **given,
    }  # fmt: skip


def card(test: Thing) -> Thing:
    """Of a payment method: what a test card shows of itself."""
    checks = {"address_line1_check": None, "address_postal_code_check": None, "cvc_check": "pass"}
    brand = test.get("brand", "visa")
    return {
        "brand": brand, "checks": checks, "country": "US", "display_brand": brand, "exp_month": 8, "exp_year": 2034,
        "fingerprint": test["fingerprint"], "funding": test.get("funding", "credit"), "generated_from": None,
        "last4": test["number"][-4:], "networks": {"available": [brand], "preferred": None},
        "three_d_secure_usage": {"supported": True}, "wallet": None, "regulated_status": "unregulated",
    }  # fmt: skip


def us_bank_account(test: Thing) -> Thing:
    return {
        "account_holder_type": "company", "account_type": "checking", "bank_name": "STRIPE TEST BANK",
        "financial_connections_account": None, "fingerprint": test["fingerprint"], "last4": test["number"][-4:],
        "networks": {"preferred": "ach", "supported": ["ach"]}, "routing_number": test["routing"],
        "status_details": {},
    }  # fmt: skip


def setup_intent(**given: Any) -> Thing:
    empty = _nulls(
        "application automatic_payment_methods cancellation_reason customer description"
        " excluded_payment_method_types flow_directions last_setup_error latest_attempt mandate next_action"
        " on_behalf_of"
        " payment_method payment_method_configuration_details payment_method_options single_use_mandate"
    )
    return {
        **empty, "object": "setup_intent", "livemode": False, "metadata": {}, "payment_method_types": ["card"],
        "status": "requires_payment_method", "usage": "off_session", **given,
    }  # fmt: skip


def setup_attempt(**given: Any) -> Thing:
    empty = _nulls("application customer customer_account flow_directions on_behalf_of setup_error")
    return {**empty, "object": "setup_attempt", "livemode": False, "usage": "off_session", **given}


def mandate(**given: Any) -> Thing:
    return {
        "object": "mandate", "livemode": False, "multi_use": {}, "status": "active", "type": "multi_use", **given
    }  # fmt: skip


def session(**given: Any) -> Thing:
    empty = _nulls(
        "adaptive_pricing after_expiration allow_promotion_codes amount_subtotal amount_total"
        " billing_address_collection"
        " cancel_url client_reference_id client_secret collected_information consent consent_collection currency"
        " currency_conversion customer customer_account customer_creation customer_details customer_email discounts"
        " integration_identifier invoice invoice_creation locale managed_payments origin_context payment_intent"
        " payment_link payment_method_collection payment_method_configuration_details payment_method_options"
        " permissions"
        " recovered_from saved_payment_method_options setup_intent shipping_address_collection shipping_cost"
        " submit_type subscription success_url total_details wallet_options"
    )
    words = _nulls("after_submit shipping_address submit terms_of_service_acceptance")
    return {
        **empty, "object": "checkout.session", "custom_fields": [], "custom_text": words, "livemode": False,
        "automatic_tax": {"enabled": False, "liability": None, "status": None, "provider": None}, "metadata": {},
        "mode": "setup", "payment_status": "no_payment_required", "phone_number_collection": {"enabled": False},
        "shipping_options": [], "status": "open", "ui_mode": "hosted_page", **given,
    }  # fmt: skip


def payment_intent(**given: Any) -> Thing:
    empty = _nulls(
        "application application_fee_amount automatic_payment_methods canceled_at cancellation_reason customer"
        " customer_account description excluded_payment_method_types last_payment_error latest_charge managed_payments"
        " next_action on_behalf_of payment_method payment_method_configuration_details processing receipt_email review"
        " setup_future_usage shipping source statement_descriptor statement_descriptor_suffix transfer_data"
        " transfer_group"
    )
    return {
        **empty, "object": "payment_intent", "amount_capturable": 0, "amount_details": {"tip": {}},
        "amount_received": 0, "capture_method": "automatic", "confirmation_method": "automatic", "livemode": False,
        "metadata": {}, "payment_method_options": {}, "payment_method_types": ["card"],
        "status": "requires_payment_method", **given,
    }  # fmt: skip


def charge(**given: Any) -> Thing:
    empty = _nulls(
        "application application_fee application_fee_amount balance_transaction calculated_statement_descriptor"
        " customer"
        " description failure_balance_transaction failure_code failure_message on_behalf_of receipt_email"
        " receipt_number"
        " receipt_url review shipping source source_transfer statement_descriptor statement_descriptor_suffix"
        " transfer_data transfer_group"
    )
    refunds = {"object": "list", "data": [], "has_more": False, "url": f"/v1/charges/{given['id']}/refunds"}
    return {
        **empty, "object": "charge", "amount_captured": 0, "amount_refunded": 0, "captured": False, "disputed": False,
        "fraud_details": {}, "livemode": False, "metadata": {}, "paid": False, "refunded": False, "refunds": refunds,
        **given,
    }  # fmt: skip


def outcome(kind: str, **given: Any) -> Thing:
    return {**_nulls("advice_code network_advice_code network_decline_code network_status reason"), "type": kind,
            "seller_message": "Payment complete." if kind == "authorized" else "The payment did not go through.",
            **given}  # fmt: skip


def charged_card(saved: Thing, is_authenticated: bool) -> Thing:
    """`payment_method_details.card` of a charge."""
    same = {name: saved[name] for name in "brand checks country exp_month exp_year fingerprint funding last4".split()}
    flow = {"authentication_flow": "challenge", "result": "authenticated", "version": "2.2.0"}
    steps = "authentication_flow electronic_commerce_indicator exemption_indicator result result_reason transaction_id"
    secure = {**_nulls(steps + " version"), **flow} if is_authenticated else None
    off = {name: {"status": "unavailable"} for name in ("incremental_authorization", "multicapture")}
    return {
        **same, **off, "amount_authorized": None, "authorization_code": None, "installments": None, "mandate": None,
        "extended_authorization": {"status": "disabled"}, "network": saved["brand"], "network_token": {"used": False},
        "network_transaction_id": None, "overcapture": {"maximum_amount_capturable": None, "status": "unavailable"},
        "regulated_status": saved["regulated_status"], "three_d_secure": secure, "transaction_link_id": None,
        "wallet": None,
    }  # fmt: skip


def charged_bank(saved: Thing, mandate_id: str | None) -> Thing:
    names = "account_holder_type account_type bank_name fingerprint last4 routing_number".split()
    same = {name: saved[name] for name in names}
    return {**same, "expected_debit_date": None, "mandate": mandate_id, "payment_reference": None}


def refund(**given: Any) -> Thing:
    empty = _nulls(
        "balance_transaction customer customer_account payment_intent payment_method reason receipt_number"
        " source_transfer_reversal transfer_reversal"
    )
    return {**empty, "object": "refund", "metadata": {}, "status": "succeeded", **given}


EVIDENCE = (
    "access_activity_log billing_address cancellation_policy cancellation_policy_disclosure cancellation_rebuttal"
    " customer_communication customer_email_address customer_name customer_purchase_ip customer_signature"
    " duplicate_charge_documentation duplicate_charge_explanation duplicate_charge_id product_description receipt"
    " refund_policy refund_policy_disclosure refund_refusal_explanation service_date service_documentation"
    " shipping_address shipping_carrier shipping_date shipping_documentation shipping_tracking_number"
    " uncategorized_file"
    " uncategorized_text"
).split()


def dispute(*, due_by: int | None, **given: Any) -> Thing:
    details = {"has_evidence": False, "past_due": False, "submission_count": 0, "enhanced_eligibility": {}}
    return {
        "object": "dispute", "balance_transactions": [], "livemode": False, "metadata": {},
        "enhanced_eligibility_types": [], "evidence": {**dict.fromkeys(EVIDENCE), "enhanced_evidence": {}},
        "evidence_details": {"due_by": due_by, **details}, "is_charge_refundable": False, **given,
    }  # fmt: skip


def payout(**given: Any) -> Thing:
    empty = _nulls(
        "application_fee application_fee_amount balance_transaction failure_balance_transaction failure_code"
        " failure_message original_payout payout_method reversed_by statement_descriptor"
    )
    return {
        **empty, "object": "payout", "automatic": False, "livemode": False, "metadata": {},
        "reconciliation_status": "not_applicable", "source_type": "card", "status": "pending",
        "trace_id": {"status": "pending", "value": None}, "type": "bank_account", **given,
    }  # fmt: skip


def balance_transaction(**given: Any) -> Thing:
    return {"object": "balance_transaction", "balance_type": "payments", "exchange_rate": None, **given}


def tax_calculation(**given: Any) -> Thing:
    return {
        "object": "tax.calculation", "customer": None, "livemode": False, "ship_from_details": None,
        "shipping_cost": None, "tax_amount_inclusive": 0, **given,
    }  # fmt: skip


def tax_customer(address: Thing, source: str | None) -> Thing:
    return {
        "address": address, "address_source": source, "ip_address": None, "tax_ids": [], "taxability_override": "none"
    }  # fmt: skip


def event(**given: Any) -> Thing:
    return {"object": "event", "api_version": API_VERSION, "livemode": False, **given}


def webhook_endpoint(**given: Any) -> Thing:
    return {
        "object": "webhook_endpoint", "api_version": None, "application": None, "description": None,
        "livemode": False, "metadata": {}, "status": "enabled", **given,
    }  # fmt: skip
