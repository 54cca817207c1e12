"""What may be done on a customer's page: each module of this room adds its own button beside its form.

@button("Cancel for them", position=10, when=lambda customer: customer.is_open)
@support.form("/customers/<business_id>/cancel")
def cancel(business_id: str) -> ResponseReturnValue: ...
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from flask.typing import ResponseReturnValue

from mappop.db.queries.support import Customer
from mappop.domain.roles import Role

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])


@dataclass(frozen=True, slots=True)
class Button:
    """`needs_caller` where somebody has to be noted on the line first."""

    label: str
    endpoint: str
    position: int
    when: Callable[[Customer], bool]
    needs_caller: bool
    roles: frozenset[Role]


_buttons: list[Button] = []


def button(
    label: str, *, position: int, when: Callable[[Customer], bool], needs_caller: bool = True,
    roles: tuple[Role, ...] = (Role.SUPPORT_AGENT, Role.ADMIN),
) -> Callable[[View], View]:  # fmt: skip
    """`roles` says who sees it; the form asks again when it is sent."""

    def declare(view: View) -> View:
        endpoint = f"support.{view.__name__}"
        if not any(known.endpoint == endpoint for known in _buttons):
            _buttons.append(Button(label, endpoint, position, when, needs_caller, frozenset(roles)))
        return view

    return declare


def offered(customer: Customer, role: Role) -> list[Button]:
    """In their order, those that make sense for this customer now."""
    fitting = [one for one in _buttons if role in one.roles and one.when(customer)]
    return sorted(fitting, key=lambda one: one.position)
