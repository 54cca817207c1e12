from tests.consoles.conftest import flask_app, visitor, world  # noqa: F401  the same world and browser
