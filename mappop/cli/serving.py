"""What gunicorn loads."""

from __future__ import annotations

from mappop import bootstrap, logs
from mappop.web import Wsgi, make_wsgi


def wsgi() -> Wsgi:
    app = bootstrap.from_environment()
    logs.set_up(app.settings.log_level)
    return make_wsgi(app)
