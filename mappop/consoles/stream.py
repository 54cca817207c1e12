"""Server-sent events over rows: pieces of HTML as they come to exist, `done` at the end, sixty seconds at most.

Each open stream holds a thread: there are fewer places than threads, and who finds none polls by reloading.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

from flask import Response, stream_with_context

from mappop.bell import pause
from mappop.clock import monotonic

PLACES = threading.BoundedSemaphore(10)
LONGEST = 60.0  # seconds; the browser comes again with Last-Event-ID
LOOK_EVERY = 0.25  # seconds

Pieces = Callable[[str], tuple[list[tuple[str, str]], bool]]  # last id → [(id, html)], is done


def stream(pieces: Pieces, last_id: str) -> Response:
    """Ask `pieces` for what is newer than the last id until it says that all is done."""
    if not PLACES.acquire(blocking=False):
        return Response("retry: 5000\n\n", mimetype="text/event-stream", headers={"Cache-Control": "no-store"})
    body = stream_with_context(_events(pieces, last_id))
    response = Response(body, mimetype="text/event-stream", headers={"Cache-Control": "no-store"})
    response.call_on_close(PLACES.release)
    return response


def _events(pieces: Pieces, last_id: str) -> Iterator[str]:
    ends = monotonic() + LONGEST
    yield "retry: 2000\n\n"
    while monotonic() < ends:
        fresh, is_done = pieces(last_id)
        for event_id, html in fresh:
            last_id = event_id
            yield f"id: {event_id}\nevent: piece\n" + "".join(f"data: {line}\n" for line in html.splitlines()) + "\n"
        if is_done:
            yield "event: done\ndata: all\n\n"
            return
        if not fresh:
            yield ": still here\n\n"
        pause(LOOK_EVERY)
