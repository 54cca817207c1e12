"""Built sites over HTTP on loopback, compressed as a web server would, with the headers that ours sets."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

import brotli

from mappop.sites.headers import headers
from mappop.sites.store import content_type

# A one-pixel GIF, as the address that counts visits answers.
PIXEL = bytes.fromhex("47494638396101000100800000000000ffffff21f90401000000002c000000000100010000020144003b")
_TEXTS = ("text/", "image/svg", "application/xml", "application/manifest")


class Served:
    """`files` by path; what is put there later is served too."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.origin = ""


class _Server(http.server.ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that leaves in the middle is no fault; a fault of ours leaves a page without its answer."""


@contextmanager
def serving() -> Iterator[Served]:
    served = Served()
    server = _Server(("127.0.0.1", 0), _handler(served))
    served.origin = f"http://127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield served
    finally:
        server.shutdown()
        server.server_close()


def _handler(served: Served) -> type[http.server.BaseHTTPRequestHandler]:
    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:  # noqa: N802  the name that http.server calls
            path = self.path.partition("?")[0]
            if path == "/_/visit":
                return self._answer(200, PIXEL, "image/gif")
            name = path + ("index.html" if path.endswith("/") else "")
            content = served.files.get(name)
            self._answer(200 if content is not None else 404, content or b"", content_type(name))

        def do_POST(self) -> None:  # noqa: N802  the name that http.server calls
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            self._answer(204, b"", "text/plain")

        def _answer(self, status: int, content: bytes, kind: str) -> None:
            self.send_response(status)
            if kind.startswith(_TEXTS) and "br" in self.headers.get("Accept-Encoding", ""):
                content = packed(content)
                self.send_header("Content-Encoding", "br")
            for name, value in headers().items():
                self.send_header(name, value)
            self.send_header("Content-Type", kind)
            self.send_header("Cache-Control", "public, max-age=3600")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *args: object) -> None:
            """The table says what matters."""

    return Handler


@lru_cache(maxsize=4096)
def packed(content: bytes) -> bytes:
    return brotli.compress(content, quality=11)
