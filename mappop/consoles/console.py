"""A console: pages and actions that say who may open them. A route without a policy is refused by the app."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from flask import Blueprint
from flask.typing import ResponseReturnValue

from mappop.domain.roles import Role

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])
PUBLIC: frozenset[Role] = frozenset()


@dataclass(frozen=True, slots=True)
class MenuEntry:
    label: str
    endpoint: str
    roles: frozenset[Role]
    position: int


POLICIES: dict[str, frozenset[Role]] = {}  # by endpoint; PUBLIC opens to everybody
MENU: list[MenuEntry] = []
UPLOADS: dict[str, int] = {}  # bytes that a form with files may send, by endpoint


class Console:
    def __init__(self, name: str, *, prefix: str = "", roles: tuple[Role, ...] = ()) -> None:
        self.blueprint = Blueprint(name, name, url_prefix=prefix)
        self._roles = frozenset(roles)

    def page(
        self, rule: str, *, menu: str = "", position: int = 0, methods: tuple[str, ...] = ("GET",),
        roles: tuple[Role, ...] = (),
    ) -> Callable[[View], View]:  # fmt: skip
        """A page of this console; `menu` puts it into the rail of those who may open it: `roles`, where not all of the
        console's may."""
        may = frozenset(roles) or self._roles

        def declare(view: View) -> View:
            endpoint = f"{self.blueprint.name}.{view.__name__}"
            POLICIES[endpoint] = may
            if menu and not any(entry.endpoint == endpoint for entry in MENU):
                MENU.append(MenuEntry(menu, endpoint, may, position))
            self.blueprint.add_url_rule(rule, view.__name__, view, methods=list(methods))
            return view

        return declare

    def form(self, rule: str, *, menu: str = "", position: int = 0, takes: int = 0) -> Callable[[View], View]:
        """A page that is also where its form is sent; `takes` says how many bytes, where files come along."""
        page = self.page(rule, menu=menu, position=position, methods=("GET", "POST"))

        def declare(view: View) -> View:
            if takes:
                UPLOADS[f"{self.blueprint.name}.{view.__name__}"] = takes
            return page(view)

        return declare

    def action(self, rule: str, *, roles: tuple[Role, ...] = ()) -> Callable[[View], View]:
        return self.page(rule, methods=("POST",), roles=roles)
