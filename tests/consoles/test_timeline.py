"""Support → what happened: a long story that can be read, each line saying which invoice and why."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from mappop.consoles.support import timeline
from mappop.consoles.support.timeline import Line
from mappop.domain.audit import AuditEntry
from mappop.domain.roles import Role
from tests.consoles.conftest import Visitor
from tests.scenarios.test_first_charge import delivered_in_time, on, started
from tests.world import World

AT = datetime(2027, 4, 1, 17, tzinfo=UTC)


def entry(event: str, after: timedelta = timedelta(0), actor: str = "worker", **data: Any) -> AuditEntry:
    return AuditEntry("delgado", 1, AT + after, actor, event, data, "")


def told(*oldest_first: AuditEntry) -> list[Line]:
    return timeline.lines(oldest_first[::-1], {})


def whats(*oldest_first: AuditEntry) -> list[str]:
    return [line.what for line in told(*oldest_first)]


def test_a_letter_that_arrived_at_once_is_one_line() -> None:
    """The charge gate counts arrivals: one that took days stays apart from its sending."""
    sent = entry("message_sent", message="msg_1", kind="receipt")
    soon = entry("message_delivered", timedelta(minutes=2), "carrier", message="msg_1", kind="receipt")
    late = entry("message_delivered", timedelta(days=1), "carrier", message="msg_1", kind="receipt")
    other = entry("message_sent", timedelta(minutes=1), message="msg_2", kind="invoice")
    assert whats(sent, other, soon) == ["Sent, and arrived: receipt", "Sent: invoice"]
    assert whats(sent, late) == ["Arrived: receipt", "Sent: receipt"]
    assert whats(entry("message_delivered", message="msg_0", kind="invoice")) == ["Arrived: invoice"]


def test_a_letter_that_went_out_by_mail_and_text_is_one_line_that_says_so() -> None:
    """Two lines in a row said the same."""
    story = []
    for kind, channel in (("invoice", "mail"), ("receipt", "text"), ("receipt", "mail")):
        about = {"message": f"msg_{kind}_{channel}", "kind": kind, "channel": channel}
        story += [entry("message_sent", **about), entry("message_delivered", actor="carrier", **about)]
    assert whats(*story) == ["Sent, and arrived: receipt by mail and text", "Sent, and arrived: invoice by mail"]


def sent(kind: str, channel: str, after: timedelta) -> AuditEntry:
    return entry("message_sent", after, message=f"msg_{after}_{channel}", kind=kind, channel=channel)


def test_letters_of_a_kind_that_went_out_one_after_the_other_are_so_many_lines() -> None:
    """Four inquiries on four days were one line at the last one's time, and two receipts by mail were one receipt."""
    on_four_days = [sent("inquiry", "mail", timedelta(days=n)) for n in range(4)]
    assert whats(*on_four_days) == ["Sent: a visitor's message by mail"] * 4
    two = [sent("receipt", way, timedelta(minutes=n)) for n, way in enumerate(["mail", "text", "mail", "text"])]
    assert whats(*two) == ["Sent: receipt by text and mail"] * 2
    late = [sent("receipt", "mail", timedelta(0)), sent("receipt", "text", timedelta(hours=1))]
    assert whats(*late) == ["Sent: receipt by text", "Sent: receipt by mail"]


def test_places_that_were_sent_to_in_a_row_are_one_line_however_long_it_took() -> None:
    pushed = [entry("listing_pushed", timedelta(hours=2 * n), publisher=name) for n, name in enumerate("abb")]
    assert whats(*pushed) == ["Sent to b, a"]


def test_a_refund_names_its_invoice_and_the_reason_as_it_was_chosen() -> None:
    """Of three invoices over $79.95 nobody knew which one goes back."""
    (line,) = told(
        entry("refund_proposed", amount_minor=7995, invoice="MP-000004", reason="asked_by_owner", note="She called.")
    )
    assert line.what == "A refund of $79.95 for invoice MP-000004 was proposed"
    assert line.why == "The owner asks for it: She called."


def test_the_banks_reason_is_not_read_as_what_happened() -> None:
    """“Subscription canceled” stood below a dispute of somebody who had canceled nothing."""
    (line,) = told(entry("dispute_needs_response", amount_minor=3995, reason="subscription_canceled"))
    assert line.why == "The reason that the bank gives: subscription canceled"


@pytest.mark.parametrize(
    ("reason", "ours"), [("fraudulent", "Somebody else paid with it"), ("duplicate", "Paid twice")]
)
def test_a_reason_that_we_have_too_stays_the_banks_in_a_dispute(reason: str, ours: str) -> None:
    """“The reason that the bank gives: Somebody else paid with it” stood there as if we had found that out."""
    (line,) = told(entry("dispute_needs_response", amount_minor=3995, reason=reason))
    assert line.why == f"The reason that the bank gives: {reason}"
    for event in ("refund_proposed", "credit_note_proposed", "write_off_proposed"):
        (line,) = told(entry(event, amount_minor=3995, reason=reason, note="She called."))
        assert line.why == f"{ours}: She called."


def test_a_bill_of_some_days_or_of_a_year_is_not_called_a_month() -> None:
    (line,) = told(entry("invoice_issued", amount_minor=6767, invoice="MP-000002", period_start="2027-04-20"))
    assert line.why == "For the time from Tue 20 Apr"


def test_the_version_of_what_was_read_out_keeps_its_year() -> None:
    (line,) = told(entry("consent_recorded", version="2026-11-22"))
    assert line.why == "Every clause was read out, version 2026-11-22"


def test_what_is_long_ago_says_its_year(visitor: Visitor, world: World) -> None:
    """“Wed 31 Mar” may be of this year or of the one before."""
    world.person(Role.SUPPORT_AGENT, "Sam", "sam@mappop.example", "manila")
    started(world.on("2027-03-01"))
    delivered_in_time(world)
    on(world, "2027-03-31", "18:00")
    shown = {}
    for day in ("2027-06-01", "2028-05-02"):
        world.on(day)
        visitor.sign_in("sam@mappop.example")
        shown[day] = visitor.get("/support/customers/delgado-plumbing-austin").get_data(as_text=True)
    assert ">Wed 31 Mar</time>" in shown["2027-06-01"] and ">Wed 31 Mar 2027</time>" in shown["2028-05-02"]
