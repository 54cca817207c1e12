"""Parameters as Stripe takes them: form-encoded, nested by brackets, every value a text until it is asked for."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qsl

from mappop.sandbox.stripe.refusals import Refused, invalid

DEPTH_MAX = 6
FIELDS_MAX = 1_000
TEXT_MAX = 5_000
AMOUNT_MAX = 99_999_999  # eight digits, as the reference of PaymentIntents says
METADATA_KEYS, METADATA_KEY_MAX, METADATA_VALUE_MAX = 50, 40, 500
_PATH = re.compile(r"[^\[\]]+")


def nested(encoded: str) -> dict[str, Any]:
    """`a[b][]=1&a[c][0]=2` as dicts; lists stay dicts by position until `Params.texts` reads them. Raises Refused."""
    found: dict[str, Any] = {}
    pairs = parse_qsl(encoded, keep_blank_values=True)
    if len(pairs) > FIELDS_MAX:
        raise invalid("Too many parameters.")
    for name, value in pairs:
        path = _PATH.findall(name)
        if not path or len(path) > DEPTH_MAX:
            raise invalid(f"Invalid parameter name: {name[:100]}")
        _put(found, [*path, ""] if name.endswith("[]") else path, value, name)
    return found


def _put(into: dict[str, Any], path: list[str], value: str, name: str) -> None:
    for part in path[:-1]:
        into = into.setdefault(part, {})
        if not isinstance(into, dict):
            raise invalid(f"Invalid parameter: {name[:100]}")
    last = path[-1] or str(len(into))
    into[last] = value


class Params:
    """One level of parameters; what is asked for is checked, and a fault names its full path."""

    def __init__(self, values: dict[str, Any], path: str = "") -> None:
        self.values, self._path = values, path

    def __contains__(self, name: str) -> bool:
        return name in self.values

    def refuse_others(self, known: set[str]) -> None:
        for name in self.values:
            if name not in known:
                path = self.path(name)
                raise invalid(f"Received unknown parameter: {path}", param=path, code="parameter_unknown")

    def path(self, name: str) -> str:
        return f"{self._path}[{name}]" if self._path else name

    def text(self, name: str, default: str | None = None, *, longest: int = TEXT_MAX) -> str | None:
        """None where it was not sent or sent empty, which is how a value is unset."""
        value = self.values.get(name, default)
        if value is None or value == "":
            return None
        if not isinstance(value, str):
            raise self._wrong(name, "string")
        if len(value) > longest:
            raise invalid(f"Invalid string: {name} is longer than {longest} letters", param=self.path(name))
        return value

    def required(self, name: str, *, longest: int = TEXT_MAX) -> str:
        value = self.text(name, longest=longest)
        if value is None:
            raise self.lacking(name)
        return value

    def integer(self, name: str, default: int | None = None, *, least: int = 0, most: int = 1 << 40) -> int | None:
        value = self.text(name)
        if value is None:
            return default
        if not re.fullmatch(r"-?\d{1,15}", value):
            raise self._wrong(name, "integer", value)
        if not least <= int(value) <= most:
            code = "parameter_invalid_integer"
            raise invalid(f"Invalid integer: {value} is not from {least} to {most}", param=self.path(name), code=code)
        return int(value)

    def amount(self, name: str = "amount") -> int:
        value = self.integer(name, least=1, most=AMOUNT_MAX)
        if value is None:
            raise self.lacking(name)
        return value

    def flag(self, name: str, default: bool = False) -> bool:
        value = self.text(name)
        if value not in (None, "true", "false"):
            raise self._wrong(name, "boolean", value)
        return default if value is None else value == "true"

    def choice(self, name: str, known: tuple[str, ...], default: str | None = None) -> str | None:
        value = self.text(name, default)
        if value is not None and value not in known:
            raise invalid(f"Invalid {name}: must be one of {', '.join(known)}", param=self.path(name))
        return value

    def part(self, name: str) -> Params:
        value = self.values.get(name) or {}
        if not isinstance(value, dict):
            raise self._wrong(name, "object", value)
        return Params(value, self.path(name))

    def texts(self, name: str) -> list[str]:
        value = self.values.get(name) or {}
        if not isinstance(value, dict) or not all(isinstance(item, str) for item in value.values()):
            raise self._wrong(name, "array")
        return list(value.values())

    def metadata(self, before: dict[str, str] | None = None, name: str = "metadata") -> dict[str, str]:
        """What was there, with the sent keys merged in; an empty value takes its key away, an empty text all keys."""
        if self.values.get(name) == "":
            return {}
        kept = dict(before or {})
        for key, value in self.part(name).values.items():
            if not isinstance(value, str) or len(key) > METADATA_KEY_MAX or len(value) > METADATA_VALUE_MAX:
                limits = f"keys of {METADATA_KEY_MAX} and values of {METADATA_VALUE_MAX} letters"
                raise invalid(f"Invalid metadata: {limits} at most", param=self.path(name))
            kept.pop(key, None)
            kept |= {key: value} if value else {}
        if len(kept) > METADATA_KEYS:
            raise invalid(f"Metadata can have up to {METADATA_KEYS} keys", param=self.path(name))
        return kept

    def lacking(self, name: str) -> Refused:
        return invalid(f"Missing required param: {self.path(name)}.", param=self.path(name), code="parameter_missing")

    def _wrong(self, name: str, kind: str, value: object = "") -> Refused:
        code = {"integer": "parameter_invalid_integer"}.get(kind, "")
        return invalid(f"Invalid {kind}: {str(value)[:100]}", param=self.path(name), code=code)
