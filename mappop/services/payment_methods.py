"""How an owner pays: a card or a bank saved on the processor's own page, of which we see four digits."""

from __future__ import annotations

from mappop import ids
from mappop.domain.payment import MethodKind, PaymentMethod, newest
from mappop.domain.processor import LostMethod, PageOrder, SavedMethod
from mappop.domain.subscription import PayBy
from mappop.services import billing, disputes, dunning, records
from mappop.services.deps import Deps, UnitOfWork
from mappop.services.dunning_tries import retire

BACK = "/portal/payments/back?page={page}"
AWAY = "/portal/payments"


def open_page(deps: Deps, business_id: str, *, language: str) -> str:
    """The address of a hosted page where the owner types what we never see. Raises NoAnswer, NotTaken."""
    with deps.unit_of_work() as uow:
        business, _ = records.current_business(uow, business_id)
        trial = uow.trials.first(business_id=business_id)
        known = newest(uow.payment_methods.where(business_id=business_id, processor=deps.processor.name))
    email = str(trial.owner.get("email") or "") if trial else ""
    base = deps.settings.base_url
    return deps.processor.open_page(
        PageOrder(business_id, business.name, email, known.payer if known else "", language, base + BACK, base + AWAY)
    )


def take_page(deps: Deps, business_id: str, page: str, *, actor: str) -> PaymentMethod | None:
    """What the owner saved on a page that leads back here; None where it is not finished, or not this owner's."""
    saved = deps.processor.read_page(page)
    if saved is None or saved.business_id != business_id:
        return None
    return keep(deps, saved, actor=actor)


def keep(deps: Deps, saved: SavedMethod, *, actor: str) -> PaymentMethod | None:
    """Once for each, in whatever order they are told; the owner's newest word is how it is paid from now on."""
    with deps.unit_of_work() as uow:
        found = uow.subscriptions.first(business_id=saved.business_id)
        if found is None:
            return None
        subscription = uow.subscriptions.get(found.id)  # its lock lets one of two tellings be first
        known = uow.payment_methods.first(processor=deps.processor.name, ref=saved.ref)
        if known is not None:
            return known
        was_blocked = disputes.blocks_charge(uow, saved.business_id)
        method = uow.payment_methods.add(
            PaymentMethod(
                ids.new_id("method"), saved.business_id, deps.processor.name, MethodKind(saved.kind),
                saved.label[:120], saved.ref, saved.at, payer=saved.payer,
            )
        )  # fmt: skip
        _replace_older(uow, method)
        data = {"method": method.id, "kind": method.kind.value, "label": method.label}
        uow.record(saved.business_id, "method_saved", actor=actor, data=data)
        billing.take_way(deps, uow, subscription, PayBy(saved.kind), since=saved.at, actor=actor)
        dunning.method_given(uow, subscription)
        if was_blocked and not disputes.blocks_charge(uow, saved.business_id):
            disputes.collect_again(uow, subscription.id, why=method.id)
        uow.commit()
        return method


def lose(deps: Deps, lost: LostMethod) -> bool:
    """It can't be charged any more; how it is paid instead is the owner's to say. False where that was known."""
    with deps.unit_of_work() as uow:
        method = uow.payment_methods.first(processor=deps.processor.name, ref=lost.ref)
        if method is None or not retire(uow, method, lost.why):
            return False
        uow.commit()
        return True


def _replace_older(uow: UnitOfWork, told: PaymentMethod) -> None:
    """Of two in one second, which the processor does not tell apart, the one that was told last is the newest."""
    methods = [method for method in uow.payment_methods.where(business_id=told.business_id) if method.is_usable]
    last = newest(methods)
    if last is not None and last.added_at == told.added_at:
        last = told
    for method in methods:
        if method is not last:
            retire(uow, method, "replaced")
