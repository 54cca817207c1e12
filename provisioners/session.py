"""The one place where connectors touch the network.

A session speaks to one publisher at one address. What goes wrong is told here and nowhere else, in two words:
Retryable and Permanent.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.cookiejar import DefaultCookiePolicy
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

import requests  # noqa: TID251  this module is the home of requests for connectors

from provisioners.errors import Permanent, Retryable
from provisioners.replies import Reply, retry_after

if TYPE_CHECKING:
    from provisioners.connector import Limits

MAX_BODY = 2_000_000  # bytes, decompressed; the longest reply in the published contracts is a page of 100 locations
MAX_REDIRECTS = 3
OWN_WAIT_MAX = 1.0  # seconds that a request may wait for our own budget before the job is put off instead
USER_AGENT = "MapPop/0.1 (+https://mappop.example/about-our-requests)"
_BUSY = frozenset({408, 425, 429, 503})


@dataclass(frozen=True, slots=True)
class Origin:
    scheme: str
    host: str
    port: int

    @classmethod
    def of(cls, url: str) -> Origin:
        """Raises Permanent for an address that is not plain http or https."""
        try:
            parts = urlsplit(url)
            port = parts.port or {"http": 80, "https": 443}[parts.scheme]
        except (ValueError, KeyError):
            raise Permanent("the publisher's address is not a web address") from None
        if not parts.hostname or parts.username or parts.password:
            raise Permanent("the publisher's address is not a plain web address")
        return cls(parts.scheme, parts.hostname.lower(), port)

    @property
    def place(self) -> str:
        return f"{self.host}:{self.port}"


class Session:
    """Requests to one publisher: its address, its credentials, its budget.

    `allowed_hosts` (the sandbox) holds the only `host:port` pairs that may be reached; without it, only https may.
    `values` are the connector's other settings, by name. `clock` counts seconds from any start.
    """

    def __init__(
        self,
        base_url: str,
        *,
        headers: Mapping[str, str] | None = None,
        params: Mapping[str, str] | None = None,
        values: Mapping[str, str] | None = None,
        allowed_hosts: frozenset[str] | None = None,
        limits: Limits | None = None,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
        timeout: float = 10.0,
    ) -> None:
        self.base_url = base_url.rstrip("/")
        self.values = dict(values or {})
        self._headers, self._params = dict(headers or {}), dict(params or {})
        self._allowed_hosts, self._limits = allowed_hosts, limits
        self._sleep, self._clock, self._timeout = sleep, clock, timeout
        self._sent: deque[float] = deque()
        self._http = requests.Session()
        self._http.trust_env = False  # neither proxies nor passwords from the environment
        self._http.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))

    def on(self, base_url: str) -> Session:
        """The same credentials and budget at another address of the same publisher."""
        other = Session(
            base_url,
            headers=self._headers,
            params=self._params,
            values=self.values,
            allowed_hosts=self._allowed_hosts,
            limits=self._limits,
            sleep=self._sleep,
            clock=self._clock,
            timeout=self._timeout,
        )
        other._sent, other._http = self._sent, self._http
        return other

    def get(self, path: str, *, params: Mapping[str, str] | None = None) -> Reply:
        return self._send("GET", path, params=params)

    def post(self, path: str, *, json: Any = None, params: Mapping[str, str] | None = None) -> Reply:
        return self._send("POST", path, json=json, params=params)

    def put(self, path: str, *, json: Any = None, params: Mapping[str, str] | None = None) -> Reply:
        return self._send("PUT", path, json=json, params=params)

    def patch(self, path: str, *, json: Any = None, params: Mapping[str, str] | None = None) -> Reply:
        return self._send("PATCH", path, json=json, params=params)

    def delete(self, path: str, *, params: Mapping[str, str] | None = None) -> Reply:
        return self._send("DELETE", path, params=params)

    def close(self) -> None:
        self._http.close()

    def _send(self, method: str, path: str, *, json: Any = None, params: Mapping[str, str] | None = None) -> Reply:
        """Raises Retryable or Permanent for everything but a 2xx with a readable body."""
        url = f"{self.base_url}/{path.lstrip('/')}"
        home = Origin.of(self.base_url)
        self._refuse_strangers(home)
        for _ in range(MAX_REDIRECTS + 1):
            self._keep_budget()
            reply = self._exchange(method, url, {**self._params, **(params or {})}, json)
            if reply.status not in (301, 302, 303, 307, 308):
                return _judged(reply)
            url, params = urljoin(url, reply.headers.get("location", "")), None
            if method != "GET" or Origin.of(url) != home:
                raise Permanent("the publisher sent us to another address", reply.status, url[:200])
        raise Permanent("the publisher sends us in circles", reply.status)

    def _refuse_strangers(self, home: Origin) -> None:
        if self._allowed_hosts is None:
            if home.scheme != "https":
                raise Permanent("publishers are reached by https only")
        elif home.place not in self._allowed_hosts:
            raise Permanent(f"{home.place} may not be reached from the sandbox")

    def _keep_budget(self) -> None:
        """Hold our own rate below the publisher's; a long wait is the job queue's business, not ours."""
        if self._limits is None:
            return
        now = self._clock()
        while self._sent and self._sent[0] <= now - 60:
            self._sent.popleft()
        if len(self._sent) >= self._limits.requests_per_minute:
            wait = self._sent[0] + 60 - now
            if wait > OWN_WAIT_MAX:
                raise Retryable("our own request budget for this publisher is used up", wait)
            self._sleep(wait)
        self._sent.append(self._clock())

    def _exchange(self, method: str, url: str, params: Mapping[str, str], body: Any) -> Reply:
        deadline = self._clock() + self._timeout
        headers = {"Accept": "application/json", "User-Agent": USER_AGENT, **self._headers}
        try:
            with self._http.request(
                method,
                url,
                params=params,
                json=body,
                headers=headers,
                timeout=self._timeout,
                allow_redirects=False,
                stream=True,
            ) as answer:
                content = self._read(answer, deadline)
                return Reply.of(answer.status_code, content, answer.headers)
        except requests.Timeout:
            raise Retryable("the publisher did not answer in time") from None
        except requests.exceptions.InvalidURL:
            raise Permanent("the publisher's address is not a web address") from None
        except requests.RequestException as fault:
            raise Retryable(f"the connection failed ({type(fault).__name__})") from None

    def _read(self, answer: requests.Response, deadline: float) -> bytes:
        content = bytearray()
        for chunk in answer.iter_content(16_384):
            content += chunk
            if len(content) > MAX_BODY:
                raise Retryable("the publisher's reply is far too long")
            if self._clock() > deadline:
                raise Retryable("the publisher did not finish answering in time")
        return bytes(content)


def _judged(reply: Reply) -> Reply:
    if 200 <= reply.status < 300:
        if reply.text and reply.json is None:
            raise Retryable("the publisher's reply makes no sense")
        return reply
    code, words = reply.complaint()
    if reply.status in _BUSY:
        reason = "the publisher asks us to slow down" if reply.status == 429 else "the publisher is busy"
        raise Retryable(reason, retry_after(reply.headers.get("retry-after", "")))
    if reply.status >= 500 or reply.status < 400:
        raise Retryable(f"the publisher has a fault of its own ({reply.status})")
    raise Permanent(_REFUSALS.get(reply.status, "the publisher refused the request"), reply.status, words, code)


_REFUSALS = {
    401: "the publisher does not accept our credentials",
    403: "the publisher does not let us do this",
    404: "the publisher has no such listing",
    409: "the publisher sees a conflict",
    410: "the publisher removed this listing",
    412: "the listing changed since we read it",
    422: "the publisher refused a value",
}
