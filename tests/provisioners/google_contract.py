"""Checks a request against the discovery documents that google-api-python-client ships, to the letter."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import googleapiclient
from pretend import Asked

DOCUMENTS = Path(googleapiclient.__file__).parent / "discovery_cache" / "documents"
INFORMATION, VERIFICATIONS = "mybusinessbusinessinformation.v1", "mybusinessverifications.v1"


@cache
def document(name: str) -> dict[str, Any]:
    return json.loads((DOCUMENTS / f"{name}.json").read_text())


def breaches(asked: Asked) -> list[str]:
    """Everything in which a request departs from the contract; empty for a right one."""
    for name in (INFORMATION, VERIFICATIONS):
        for method in _methods(document(name)):
            if method["httpMethod"] == asked.method and _matches(method["flatPath"], asked.path):
                return _query_breaches(method, asked, document(name)) + _body_breaches(method, asked, document(name))
    return [f"no method for {asked.method} {asked.path}"]


def mask_breaches(mask: str, schema: str = "Location") -> list[str]:
    """Names of a field mask that are no fields."""
    schemas = document(INFORMATION)["schemas"]
    faults = []
    for path in mask.split(","):
        fields = schemas[schema]["properties"]
        for step in path.split("."):
            if step not in fields:
                faults.append(f"mask names {path}, which is no field")
                break
            fields = schemas.get(fields[step].get("$ref", ""), {}).get("properties", {})
    return faults


def _methods(resource: Mapping[str, Any]) -> list[dict[str, Any]]:
    found = list(resource.get("methods", {}).values())
    for inner in resource.get("resources", {}).values():
        found += _methods(inner)
    return found


def _matches(flat_path: str, path: str) -> bool:
    pattern = re.sub(r"\\\{\w+\\\}", "[^/:]+", re.escape(flat_path))
    return re.fullmatch(f"/{pattern}", path) is not None


def _query_breaches(method: Mapping[str, Any], asked: Asked, doc: Mapping[str, Any]) -> list[str]:
    known = {**method["parameters"], **doc["parameters"]}
    faults = [f"unknown parameter {name}" for name in asked.query if known.get(name, {}).get("location") != "query"]
    for name in {"updateMask", "readMask"} & method["parameters"].keys():
        if not asked.query.get(name):
            faults.append(f"{name} is missing")
        else:
            faults += mask_breaches(asked.query[name])
    if len(asked.query.get("requestId", "")) > 50:
        faults.append("requestId is longer than 50")
    return faults


def _body_breaches(method: Mapping[str, Any], asked: Asked, doc: Mapping[str, Any]) -> list[str]:
    if "request" not in method:
        return ["a body where none is taken"] if asked.body is not None else []
    return _value_breaches(asked.body, {"$ref": method["request"]["$ref"]}, doc["schemas"], "body")


def _value_breaches(value: Any, kind: Mapping[str, Any], schemas: Mapping[str, Any], where: str) -> list[str]:
    if kind.get("readOnly"):
        return [f"{where} is output only"]
    if "$ref" in kind:
        return _object_breaches(value, schemas[kind["$ref"]]["properties"], schemas, where)
    if kind["type"] == "array":
        if not isinstance(value, list):
            return [f"{where} is no list"]
        return [
            fault
            for n, item in enumerate(value)
            for fault in _value_breaches(item, kind["items"], schemas, f"{where}.{n}")
        ]
    types = {"string": str, "integer": int, "boolean": bool, "number": (int, float), "object": dict}
    if not isinstance(value, types[kind["type"]]):
        return [f"{where} is no {kind['type']}"]
    if "enum" in kind and value not in kind["enum"]:
        return [f"{where} is {value}, which is no choice"]
    return []


def _object_breaches(value: Any, fields: Mapping[str, Any], schemas: Mapping[str, Any], where: str) -> list[str]:
    if not isinstance(value, dict):
        return [f"{where} is no object"]
    faults = [f"{where}.{name} is no field" for name in value if name not in fields]
    for name, kind in fields.items():
        if name in value:
            faults += _value_breaches(value[name], kind, schemas, f"{where}.{name}")
    return faults
