"""Google's error shape (google.rpc.Status as JSON)."""

from __future__ import annotations

from typing import Any

_STATUS = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    409: "ALREADY_EXISTS",
    429: "RESOURCE_EXHAUSTED",
    501: "UNIMPLEMENTED",
}


class GoogleError(Exception):
    """An answer that is no success; `fields` are violations as (field, description)."""

    def __init__(
        self, code: int, message: str, *, fields: list[tuple[str, str]] | None = None, status: str = ""
    ) -> None:
        super().__init__(message)
        self.code, self.message, self.fields = code, message, fields or []
        self.status = status or _STATUS[code]

    def body(self) -> dict[str, Any]:
        error: dict[str, Any] = {"code": self.code, "message": self.message, "status": self.status}
        if self.fields:
            violations = [{"field": field, "description": text} for field, text in self.fields]
            error["details"] = [{"@type": "type.googleapis.com/google.rpc.BadRequest", "fieldViolations": violations}]
        return {"error": error}


def invalid(*fields: tuple[str, str], message: str = "Request contains an invalid argument.") -> GoogleError:
    return GoogleError(400, message, fields=list(fields))


def not_found() -> GoogleError:
    return GoogleError(404, "Requested entity was not found.")
