"""Stripe's errors: an HTTP status and a body with type, code and, where one is at fault, the parameter."""

from __future__ import annotations

from typing import Any


class Refused(Exception):
    """An answer that is no success. `is_kept`: what was done before it stays, as a declined charge does;
    `is_stored`: it is replayed under its idempotency key, as everything is once an endpoint has begun its work.
    """

    def __init__(self, status: int, error: dict[str, Any], *, is_kept: bool = False, is_stored: bool = False) -> None:
        super().__init__(error["message"])
        self.status, self.error, self.is_kept, self.is_stored = status, error, is_kept, is_stored


def invalid(message: str, *, param: str = "", code: str = "", status: int = 400, is_stored: bool = False) -> Refused:
    error = {"type": "invalid_request_error", "message": message}
    error |= {"param": param} if param else {}
    return Refused(status, error | _coded(code), is_stored=is_stored)


def missing(what: str, id: str, param: str = "id", status: int = 404) -> Refused:
    return invalid(f"No such {what}: '{id}'", param=param, code="resource_missing", status=status)


def unexpected_state(message: str, code: str) -> Refused:
    """The parameters were right and the object was not in a state for them."""
    return invalid(message, code=code, is_stored=True)


def declined(code: str, message: str, more: dict[str, Any]) -> Refused:
    """402: the bank said no. `more` carries the decline code, the charge and the whole intent."""
    return Refused(
        402, {"type": "card_error", "message": message, **_coded(code), **more}, is_kept=True, is_stored=True
    )


def unauthenticated(message: str) -> Refused:
    return Refused(401, {"type": "invalid_request_error", "message": message})


def too_many() -> Refused:
    message = "Request rate limit exceeded. Learn more about rate limits here: https://docs.stripe.com/rate-limits"
    return Refused(429, {"type": "invalid_request_error", "message": message, **_coded("rate_limit")})


def broken(*, is_kept: bool) -> Refused:
    """500 under the request's key, before its effect or after it: the caller can't tell which."""
    return Refused(500, {"type": "api_error", "message": "An unknown error occurred"}, is_kept=is_kept, is_stored=True)


def other_parameters(key: str) -> Refused:
    message = (
        "Keys for idempotent requests can only be used with the same parameters they were first used with. "
        f"Try using a key other than '{key}' if you meant to execute a different request."
    )
    return Refused(400, {"type": "idempotency_error", "message": message})


def key_in_use(key: str) -> Refused:
    message = (
        f"There is currently another in-progress request using this Idempotent Key: {key}. Please try again later."
    )
    return Refused(409, {"type": "idempotency_error", "message": message, **_coded("idempotency_key_in_use")})


def _coded(code: str) -> dict[str, str]:
    return {"code": code, "doc_url": "https://docs.stripe.com/error-codes/" + code.replace("_", "-")} if code else {}
