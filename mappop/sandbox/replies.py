"""JSON in and out, as the sandbox's own layer around the publishers speaks it."""

from __future__ import annotations

import contextlib
import json
import re
from typing import Any

from werkzeug.wrappers import Request, Response


def json_of(request: Request) -> dict[str, Any]:
    if "form" in (request.content_type or ""):
        return {}
    with contextlib.suppress(ValueError, RecursionError):
        body = json.loads(request.get_data(cache=True) or b"{}")
        return body if isinstance(body, dict) else {}
    return {}


def reply(body: dict[str, Any], status: int = 200) -> Response:
    return Response(json.dumps(body), status, content_type="application/json")


def error(status: int, message: str) -> Response:
    return reply({"error": re.sub(r"\s+", " ", message)}, status)
