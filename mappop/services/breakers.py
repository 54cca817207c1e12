"""Calling a publisher through its breaker."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from mappop.domain.breaker import Breaker
from mappop.services.deps import Deps
from provisioners.errors import Retryable

T = TypeVar("T")


def guarded(deps: Deps, publisher: str, call: Callable[[], T]) -> T:
    """What the call gives. Raises Retryable at once, without calling, while the publisher is being left alone."""
    with deps.unit_of_work() as uow:
        breaker = uow.breakers.find(publisher)
        wait = breaker.wait(deps.clock.now()).total_seconds() if breaker else 0
        uow.commit()
    if wait:
        raise Retryable("it has not been answering, so it is left alone for a while", after=wait)
    try:
        answer = call()
    except Retryable:
        _note(deps, publisher, has_failed=True)
        raise
    if breaker is not None and breaker.failures:
        _note(deps, publisher, has_failed=False)
    return answer


def _note(deps: Deps, publisher: str, *, has_failed: bool) -> None:
    with deps.unit_of_work() as uow:
        breaker = uow.breakers.find(publisher) or uow.breakers.add(Breaker(publisher))
        if has_failed:
            breaker.failed(deps.clock.now())
        else:
            breaker.worked()
        uow.commit()
