"""What a publisher's refusal means for us: try again later, or don't."""

from __future__ import annotations


class PublisherError(Exception):
    """Any fault between us and a publisher; `reason` is short and fit to be shown to a person."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Retryable(PublisherError):
    """The same request may work later; `after` is in seconds, None where the publisher does not say."""

    def __init__(self, reason: str, after: float | None = None) -> None:
        super().__init__(reason)
        self.after = after


class Permanent(PublisherError):
    """The same request will never work. `status` is 0 where nothing was sent, `detail` the publisher's own words."""

    def __init__(self, reason: str, status: int = 0, detail: str = "", code: str = "") -> None:
        super().__init__(reason)
        self.status, self.detail, self.code = status, detail, code
