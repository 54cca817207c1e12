"""A host on loopback that answers raw bytes, rightly or wrongly, and counts the connections it gets."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable
from datetime import UTC, datetime

AGENT = "MapPopCheck/0.1 (+https://mappop.example/about-our-requests)"
NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)
ALLOW_ALL = b"User-agent: *\nAllow: /\n"
Script = Callable[[str, socket.socket], None]


def reply(body: bytes, status: str = "200 OK", **headers: str) -> bytes:
    """A whole answer; header names are written with underscores."""
    lines = {"Content-Type": "text/html", "Content-Length": str(len(body)), **headers}
    head = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in lines.items())
    return f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + body


class Host:
    """`script(path, connection)` writes the answer; robots.txt is answered by itself unless the script wants it.

    One that `waits` for no request lets the script speak first, with an empty path.
    """

    def __init__(
        self,
        script: Script,
        robots: bytes | None = ALLOW_ALL,
        tls: ssl.SSLContext | None = None,
        *,
        waits: bool = True,
    ) -> None:
        self.paths: list[str] = []
        self.heads: list[str] = []
        self._script, self._robots, self._tls, self._waits = script, robots, tls, waits
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self.place = f"127.0.0.1:{self.port}"
        self.url = f"http://{self.place}"
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=(connection,), daemon=True).start()

    def _answer(self, connection: socket.socket) -> None:
        with contextlib.suppress(OSError), self._wrapped(connection) as connection:
            head = self._head(connection) if self._waits else ""
            path = head.split(" ")[1] if " " in head else ""
            self.paths.append(path)
            self.heads.append(head)
            if path == "/robots.txt" and self._robots is not None:
                connection.sendall(reply(self._robots))
            else:
                self._script(path, connection)

    def _wrapped(self, connection: socket.socket) -> socket.socket:
        return self._tls.wrap_socket(connection, server_side=True) if self._tls else connection

    @staticmethod
    def _head(connection: socket.socket) -> str:
        head = b""
        while b"\r\n\r\n" not in head and (chunk := connection.recv(4096)):
            head += chunk
        return head.decode("latin-1")
