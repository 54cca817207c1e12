"""The weekends on which clocks change, dated, where they do and where they don't: nine and noon are the shop's own."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from mappop.services import billing
from tests.scenarios.test_first_charge import BY_MAIL, report, subscription
from tests.world import DELGADO, World

MINUTE = timedelta(minutes=1)
SPRING, AUTUMN = "2027-02-12", "2027-10-08"  # thirty days before Sunday 14 March, and before Sunday 7 November


def runs(world: World, at: datetime) -> None:
    world.clock.at = at
    billing.run(world.deps)
    world.work()


@pytest.mark.parametrize(
    ("zone", "yes", "nine", "noon"),
    [
        ("America/New_York", SPRING, "2027-03-07T14:00", "2027-03-14T16:00"),
        ("America/New_York", AUTUMN, "2027-10-31T13:00", "2027-11-07T17:00"),
        ("America/Phoenix", SPRING, "2027-03-07T16:00", "2027-03-14T19:00"),
        ("America/Phoenix", AUTUMN, "2027-10-31T16:00", "2027-11-07T19:00"),
        ("Pacific/Honolulu", SPRING, "2027-03-07T19:00", "2027-03-14T22:00"),
        ("Pacific/Honolulu", AUTUMN, "2027-10-31T19:00", "2027-11-07T22:00"),
    ],
)
def test_the_reminder_goes_at_nine_and_the_charge_is_made_at_noon(
    world: World, zone: str, yes: str, nine: str, noon: str
) -> None:
    trial = world.on(yes, "20:00").sell({**DELGADO, "timezone": zone}, owner=BY_MAIL)
    world.confirm(trial)
    world.work()
    billing.choose_invoice(world.deps, trial.business_id, actor="owner")
    at_nine, at_noon = (datetime.fromisoformat(f"{moment}:00+00:00") for moment in (nine, noon))
    assert subscription(world).timezone == zone and subscription(world).charge_on == at_noon.date()
    runs(world, at_nine - MINUTE)
    assert "charge_reminder" not in [letter.kind for letter in world.mail.carried]
    runs(world, at_nine)
    report(world, "charge_reminder", "delivered")
    runs(world, at_noon - MINUTE)
    assert world.rows("invoices") == []
    runs(world, at_noon)
    (invoice,) = world.rows("invoices")
    assert invoice.period_start == at_noon.date()
