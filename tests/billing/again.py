"""What comes twice, or half: the same business sold again, a second yes, a process that dies and is started again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from mappop.domain.errors import Refused
from mappop.domain.person import CurrentPerson
from mappop.domain.roles import Role
from mappop.domain.subscription import SubscriptionState
from mappop.services import sales
from mappop.simulator.selling import sell
from tests.billing import shop

ANA = CurrentPerson("person_ana", "Ana", "ana@harbor.example", Role.SALES_AGENT, "manila", "", "Asia/Manila", None, "")
SPELLED = [  # phone, name, street, unit
    ("(512) 555-0134", "Delgado Plumbing", "1204 E 7th St", "Ste B"),
    ("512.555.0134", "Delgado Plumbing", "1204 East 7th Street", "Suite B"),
    ("(512) 555-0199", "Delgado’s Plumbing LLC", "1204 East 7th Street", ""),
]
OVER = (SubscriptionState.CANCELED, SubscriptionState.INCOMPLETE_EXPIRED)
BY = st.sampled_from([timedelta(days=n) for n in (0, 0, 1, 6, 7, 23, 31, 90)])


class Again:
    """For a machine with a world, an oracle and a run."""

    world: Any
    rows: Any
    run: Any

    @rule(spelled=st.sampled_from(SPELLED), odds=st.integers(0, 7))
    def the_same_business_is_sold_again(self, spelled: tuple[str, str, str, str], odds: int) -> None:
        """To another mailbox, and perhaps after it has left: a free month comes once."""
        if odds:
            return
        phone, name, street, unit = spelled
        address = {**shop.DELGADO["address"], "street": street, "unit": unit}
        record = {**shop.DELGADO, "name": name, "phones": [{"number": phone}], "address": address}
        record |= {"timezone": "America/Chicago"}
        owner = {"name": "Rosa", "email": f"again@{len(self.rows('drafts'))}.example"}
        try:
            sell(self.world.deps, ANA, record=record, owner=owner)
        except Refused:
            self.run()
        else:
            raise AssertionError("a second free month was sold")

    @rule()
    def the_owner_says_yes_once_more(self) -> None:
        sales.confirm_by_link(self.world.deps, shop.TRIAL, evidence={"address": "192.0.2.9"})
        self.run()

    @rule(by=BY, n=st.integers(0, 4), after=st.booleans())
    def the_process_dies_and_is_started_again(self, by: timedelta, n: int, after: bool) -> None:
        """At a commit of what had become due meanwhile."""
        self.world.clock.advance(by)
        with self.world.dying(n, after=after):
            self.run()
        self.run()

    @invariant()
    def a_business_has_one_trial_and_one_subscription(self) -> None:
        live = [one for one in self.rows("subscriptions") if one.state not in OVER]
        assert len(live) <= 1 and len(self.rows("trials")) == 1
