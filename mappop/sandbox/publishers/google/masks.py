"""Field masks: `title,storefrontAddress.postalCode`, checked against the Location schema."""

from __future__ import annotations

from typing import Any

from mappop.sandbox.publishers.google import contract
from mappop.sandbox.publishers.google.errors import invalid

MASK_MAX = 100


def parse(text: str, *, schema: str = "Location", what: str) -> list[str]:
    """The paths of a mask; every one must be a field of the schema."""
    document = contract.documents()[0]
    paths = [part.strip() for part in text.split(",") if part.strip()][:MASK_MAX]
    if not paths:
        raise invalid((what, f"{what} is required"))
    if paths == ["*"]:
        return list(contract.schema_of(document, schema)["properties"])
    for path in paths:
        if _spec(document, schema, path) is None:
            raise invalid((what, f"Invalid field mask: {path[:80]}"))
    return paths


def is_output_only(path: str) -> bool:
    """Whether any step of the path is output only, or can't be changed after creation."""
    document = contract.documents()[0]
    steps = path.split(".")
    for n in range(len(steps)):
        spec = _spec(document, "Location", ".".join(steps[: n + 1])) or {}
        if spec.get("readOnly") or str(spec.get("description", "")).startswith(("Immutable.", "Identifier.")):
            return True
    return False


def project(value: dict[str, Any], paths: list[str]) -> dict[str, Any]:
    """Only what the mask names; absent fields stay absent."""
    found: dict[str, Any] = {}
    for path in paths:
        part = _at(value, path)
        if part is not None:
            _put(found, path, part)
    return found


def merge(old: dict[str, Any], new: dict[str, Any], paths: list[str]) -> dict[str, Any]:
    """`old` with the masked fields of `new`; a masked field that `new` lacks is cleared."""
    found: dict[str, Any] = _copy(old)
    for path in paths:
        part = _at(new, path)
        if part is None:
            _drop(found, path)
        else:
            _put(found, path, part)
    return found


def _spec(document: dict[str, Any], schema: str, path: str) -> dict[str, Any] | None:
    spec: dict[str, Any] | None = {"$ref": schema}
    for step in path.split("."):
        ref = (spec or {}).get("$ref")
        spec = contract.schema_of(document, ref).get("properties", {}).get(step) if ref else None
    return spec


def _at(value: Any, path: str) -> Any:
    for step in path.split("."):
        value = value.get(step) if isinstance(value, dict) else None
    return value


def _put(target: dict[str, Any], path: str, part: Any) -> None:
    *steps, last = path.split(".")
    for step in steps:
        target = target.setdefault(step, {})
    target[last] = part


def _drop(target: dict[str, Any], path: str) -> None:
    *steps, last = path.split(".")
    for step in steps:
        target = target.get(step, {})
    target.pop(last, None)


def _copy(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _copy(part) for key, part in value.items()}
    return [_copy(part) for part in value] if isinstance(value, list) else value
