"""From settings to a session: each connector declares where its settings go, so nothing here names one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from provisioners.connector import Connector, Setting
from provisioners.errors import Permanent
from provisioners.session import Session


def missing_settings(connector: Connector, environ: Mapping[str, str]) -> tuple[Setting, ...]:
    """The settings without which this connector can't work, in the order declared."""
    return tuple(setting for setting in connector.settings if not (environ.get(setting.name) or setting.default))


def open_session(connector: Connector, environ: Mapping[str, str], **options: Any) -> Session:
    """A session for one connector; `options` are Session's own (allowed_hosts, sleep, clock, timeout).

    Raises Permanent naming the first setting that is missing.
    """
    if missing := missing_settings(connector, environ):
        raise Permanent(f"{connector.title} is not set up: {missing[0].name} is missing")
    url, headers, params, values = "", {}, {}, {}
    for setting in connector.settings:
        value = environ.get(setting.name) or setting.default
        where, _, name = setting.goes.partition(":")
        if where == "url":
            url = value
        elif where == "bearer":
            headers["Authorization"] = f"Bearer {value}"
        elif where == "header":
            headers[name] = value
        elif where == "param":
            params[name] = value
        else:
            values[setting.name] = value
    return Session(url, headers=headers, params=params, values=values, limits=connector.limits, **options)
