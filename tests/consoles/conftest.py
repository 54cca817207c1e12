from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from mappop.web import make_app
from tests.databases import new_sqlite
from tests.world import World


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(new_sqlite(tmp_path / "mappop.sqlite3"), tmp_path / "home")
    yield made
    made.close()


@pytest.fixture
def flask_app(world: World) -> Flask:
    app = make_app(world.app)
    app.testing = True
    return app


class Visitor:
    """A browser without script: follows forms with the token that their page carries."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def sign_in(self, email: str, password: str = "a-long-word"):
        return self.post("/sign-in", email=email, password=password)

    def get(self, path: str):
        return self.client.get(path)

    def post(self, path: str, *, on: str = "", **fields: Any):
        """Send a form with the CSRF token of the page it stands on."""
        page = self.client.get(on or path).get_data(as_text=True)
        token = re.search(r'name="csrf_token" value="([^"]+)"', page)
        return self.client.post(path, data={"csrf_token": token[1] if token else "", **fields})


@pytest.fixture
def visitor(flask_app: Flask) -> Visitor:
    return Visitor(flask_app.test_client())


@pytest.fixture
def ana(visitor: Visitor, world: World) -> Visitor:
    visitor.sign_in(world.agent.email)
    return visitor
