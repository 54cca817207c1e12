"""The discovery documents that google-api-python-client ships, as routes and as checks of requests.

Required marks are read from the descriptions ("Required. …"), the only place where the documents have them;
output-only fields are `readOnly` there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from mappop.sandbox.publishers.google.errors import GoogleError, invalid

DOCUMENTS = ("mybusinessbusinessinformation.v1", "mybusinessverifications.v1")
Violations = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Method:
    """One method of the API: "locations.patch" with its route and its own description."""

    id: str
    verb: str
    route: re.Pattern[str]
    spec: dict[str, Any]
    document: dict[str, Any]

    @property
    def request_schema(self) -> str:
        return str(self.spec.get("request", {}).get("$ref", ""))


@cache
def documents() -> tuple[dict[str, Any], ...]:
    folder = resources.files("googleapiclient.discovery_cache") / "documents"
    return tuple(json.loads((folder / f"{name}.json").read_text("utf-8")) for name in DOCUMENTS)


@cache
def methods() -> tuple[Method, ...]:
    return tuple(method for document in documents() for method in _methods(document, document["resources"], ""))


def _methods(document: dict[str, Any], tree: dict[str, Any], prefix: str) -> Iterator[Method]:
    for name, resource in tree.items():
        for verb, spec in resource.get("methods", {}).items():
            yield Method(f"{prefix}{name}.{verb}", spec["httpMethod"], _route(spec["flatPath"]), spec, document)
        yield from _methods(document, resource.get("resources", {}), f"{prefix}{name}.")


def _route(flat_path: str) -> re.Pattern[str]:
    """A path's parts hold no colon: `locations/1:verify` is another route than `locations/1`."""
    parts = re.split(r"\{\w+\}", flat_path)
    return re.compile("/" + r"([^/:]+)".join(map(re.escape, parts)))


def find(verb: str, path: str) -> tuple[Method, tuple[str, ...]]:
    """The method of a request and the ids in its path."""
    for method in methods():
        if method.verb == verb and (found := method.route.fullmatch(path)):
            return method, found.groups()
    raise GoogleError(404, f"The requested URL {path[:200]} was not found on this server.")


def check_query(method: Method, query: dict[str, str]) -> None:
    declared = {**method.document.get("parameters", {}), **method.spec.get("parameters", {})}
    for name, value in query.items():
        if name not in declared:
            text = f'Invalid JSON payload received. Unknown name "{name[:60]}": Cannot bind query parameter.'
            raise invalid(("", text), message=text)
        if declared[name]["type"] == "integer" and not re.fullmatch(r"-?\d{1,9}", value):
            raise invalid((name, "is no integer"))
        if declared[name]["type"] == "boolean" and value not in ("true", "false"):
            raise invalid((name, "is neither true nor false"))
    for name, spec in declared.items():
        is_required = str(spec.get("description", "")).startswith("Required.")
        if is_required and spec.get("location") == "query" and not query.get(name):
            raise invalid((_snake(name), f"{_snake(name)} is required"))


def check_body(method: Method, body: object, *, allow: frozenset[str] = frozenset()) -> dict[str, Any]:
    """The body where it fits the method's schema; `allow` are output-only paths that this method takes."""
    found: Violations = []
    _check(method.document["schemas"], {"$ref": method.request_schema}, body, "", found, allow)
    if found:
        raise invalid(*found, message=f"Invalid JSON payload received. {found[0][1]}")
    return body if isinstance(body, dict) else {}


def missing_fields(method: Method, schema: str, value: dict[str, Any]) -> Violations:
    """Required fields that are absent from the objects that are there."""
    return [(path, f"{path} is required") for path in _missing(method.document["schemas"], schema, value, "")]


def schema_of(document: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = document["schemas"][name]
    return found


def _missing(schemas: dict[str, Any], name: str, value: dict[str, Any], path: str) -> Iterator[str]:
    for key, spec in schemas[name].get("properties", {}).items():
        where = f"{path}.{key}" if path else key
        if key not in value:
            if str(spec.get("description", "")).startswith("Required."):
                yield where
            continue
        ref = spec.get("$ref") or spec.get("items", {}).get("$ref")
        parts = value[key] if isinstance(value[key], list) else [value[key]]
        for part in parts if ref else ():
            yield from _missing(schemas, ref, part, where)


def _check(
    schemas: dict[str, Any], spec: dict[str, Any], value: object, path: str, found: Violations, allow: frozenset[str]
) -> None:
    if "$ref" in spec:
        _check_object(schemas, spec["$ref"], value, path, found, allow)
    elif spec["type"] == "array":
        if not isinstance(value, list):
            found.append((path, f"Invalid value at '{path}' (repeated field): not a list"))
            return
        for n, item in enumerate(value):
            _check(schemas, spec["items"], item, f"{path}[{n}]", found, allow)
    elif not _fits(spec, value):
        found.append((path, f"Invalid value at '{path}' (TYPE_{spec['type'].upper()}), {json.dumps(value)[:80]}"))


def _check_object(
    schemas: dict[str, Any], name: str, value: object, path: str, found: Violations, allow: frozenset[str]
) -> None:
    if not isinstance(value, dict):
        found.append((path, f"Invalid value at '{path}': not an object"))
        return
    properties = schemas[name].get("properties", {})
    for key, part in value.items():
        where = f"{path}.{key}" if path else key
        if key not in properties:
            found.append((path, f"Unknown name \"{key[:60]}\" at '{path or name}': Cannot find field."))
        elif properties[key].get("readOnly") and not any(a == where or a.startswith(where + ".") for a in allow):
            found.append((where, f"{where} is output only and can't be set"))
        else:
            _check(schemas, properties[key], part, where, found, allow)


def _fits(spec: dict[str, Any], value: object) -> bool:
    kinds: dict[str, type | tuple[type, ...]] = {
        "string": str,
        "integer": int,
        "number": (int, float),
        "boolean": bool,
        "any": object,
    }
    if isinstance(value, bool) and spec["type"] in ("integer", "number"):
        return False
    if "enum" in spec and value not in spec["enum"]:
        return False
    return isinstance(value, kinds[spec["type"]])


def _snake(name: str) -> str:
    return re.sub(r"([A-Z])", lambda m: "_" + m.group(1).lower(), name)
