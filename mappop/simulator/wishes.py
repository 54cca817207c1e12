"""What owners want of a running subscription, now and then: another plan, a pause, an end, an end taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from mappop.domain.correction import CorrectionKind, limits
from mappop.domain.errors import Refused
from mappop.domain.payment import PaymentState
from mappop.domain.person import CurrentPerson
from mappop.domain.plan import Interval
from mappop.domain.roles import Role
from mappop.services import cancelling, corrections, coupons, pausing, plan_changes, texts_in
from mappop.services.corrections import Asked
from mappop.services.plan_changes import Wish
from mappop.simulator.shops import Shop
from mappop.simulator.world import SimulatedApp

Deed = Callable[[Shop], None]


class Wishes:
    """Each is asked for as pages would ask; `Refused` is an answer like another, and changes nothing."""

    def __init__(self, app: SimulatedApp, later: Callable[[Shop, str, timedelta | None, Deed], None],
                 admin: CurrentPerson) -> None:  # fmt: skip
        self.app, self.later, self.admin = app, later, admin
        self.refused = 0

    def expect(self, shop: Shop) -> None:
        """After the yes."""
        for name, after in shop.wishes:
            self.later(shop, name, after, partial(self._wish, name))

    def _wish(self, name: str, shop: Shop) -> None:
        try:
            getattr(self, f"_{name}")(shop)
        except Refused:
            self.refused += 1

    def _larger_plan(self, shop: Shop) -> None:
        self._change(shop, "local_plus", Interval.MONTH)

    def _a_year(self, shop: Shop) -> None:
        self._change(shop, "local", Interval.YEAR)

    def _change(self, shop: Shop, plan: str, interval: Interval) -> None:
        """From the next period on, with the amounts looked at first."""
        wish, deps = Wish(at_once=False, plan=plan, interval=interval), self.app.deps()
        seen = plan_changes.preview(deps, shop.business_id, wish)
        plan_changes.change(deps, shop.business_id, wish, seal=seen.seal, actor="owner")
        shop.plan, shop.each = plan, interval.months
        shop.set_up_due = plan == "local_plus" and not seen.changes_nothing

    def _coupon(self, shop: Shop) -> None:
        coupons.give(self.app.deps(), shop.business_id, "sorry_month", role=Role.ADMIN, actor=self.admin.id)
        shop.free_periods += 1

    def _pause(self, shop: Shop) -> None:
        made = pausing.pause(self.app.deps(), shop.business_id, months=1, actor="owner", evidence={"way": "link"})
        shop.pauses.append(made.starts_on)

    def _resume(self, shop: Shop) -> None:
        pausing.resume(self.app.deps(), shop.business_id, actor="owner", evidence={"way": "link"})
        shop.resumed_at = self.app.clock.now()

    def _leave(self, shop: Shop) -> None:
        self._cancel(shop, at_once=False)

    def _leave_now(self, shop: Shop) -> None:
        self._cancel(shop, at_once=True)

    def _cancel(self, shop: Shop, *, at_once: bool) -> None:
        cancelling.cancel(self.app.deps(), shop.trial_id, actor="owner", evidence={"way": "link"}, at_once=at_once)
        shop.canceled_at, shop.wants_out_at = shop.canceled_at or self.app.time.at, None

    def _come_back(self, shop: Shop) -> None:
        """The end is taken back before it has come."""
        cancelling.go_on(self.app.deps(), shop.trial_id, actor="owner", evidence={"way": "link"})
        shop.canceled_at = None

    def _text_cancel(self, shop: Shop) -> None:
        """By text: nothing is charged from now on; its owner finishes it, or stays, within days."""
        mobile = "".join(c for c in shop.owner.get("mobile", "") if c.isdigit())
        if not mobile:
            return
        event = {"id": f"text-{shop.number}-{self.app.time.at:%Y%m%d}", "from": f"+1{mobile}", "body": "CANCEL"}
        texts_in.keep(self.app.deps(), event)
        shop.wants_out_at = self.app.time.at

    def _stay(self, shop: Shop) -> None:
        cancelling.stay(self.app.deps(), shop.trial_id, actor="owner", evidence={"way": "link"})
        shop.wants_out_at = None

    def _credit_note(self, shop: Shop) -> None:
        self._give(shop, CorrectionKind.CREDIT_NOTE, 1000)

    def _refund(self, shop: Shop) -> None:
        self._give(shop, CorrectionKind.REFUND, 1000)

    def _give(self, shop: Shop, kind: CorrectionKind, amount: int) -> None:
        """Of the newest invoice, by a person within their limit."""
        with self.app.unit_of_work() as uow:
            bills = sorted(uow.invoices.where(business_id=shop.business_id), key=lambda bill: bill.number)
            paid = uow.payments.where(business_id=shop.business_id, state=PaymentState.SUCCEEDED)
        payment = next((one for one in reversed(paid) if bills and one.invoice_id == bills[-1].id), None)
        if not bills or (kind is CorrectionKind.REFUND and payment is None):
            return
        reason = limits().reasons[kind][0]
        asked = Asked(kind, bills[-1].id, amount, reason, "they asked", payment.id if payment else "", "1042")
        corrections.ask(self.app.deps(), asked, key=f"{kind.value}-{shop.number}-{bills[-1].number}", who=self.admin)
