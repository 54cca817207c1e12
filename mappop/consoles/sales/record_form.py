"""The record's form: from what was typed and picked to a record, and back. Nothing typed is lost on the way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from checkers.normalise import name as names
from checkers.normalise import phone as phones
from checkers.normalise.address_unit import split_unit
from mappop.consoles.typed import one_line, too_long
from mappop.domain.errors import FieldError
from mappop.domain.hours import DAYS, MIDNIGHT
from mappop.domain.scan import ScanResult, ScanState
from mappop.domain.trial import Draft
from mappop.sites.links import safe_email, safe_url

PICKED = ("name", "phones.main", "website", "address.street", "address.unit", "address.city")
_NAP_FIELDS = {
    "name": "name", "phones.main": "phone", "website": "website", "address.street": "street",
    "address.unit": "unit", "address.city": "city",
}  # fmt: skip
_ADDRESS = ("street", "unit", "city", "region", "postal_code")
_OWNER = ("name", "mobile", "email")
_PHONES = {"phones.main": "main", "phones.other": "mobile", "phones.tracking": "tracking"}  # field → kind
LIMITS = {"owner.name": 200, "owner.email": 254}  # letters, as the owner’s row keeps them
ALL_DAY = [["00:00", "24:00"]]


def values_of_form(form: Mapping[str, str]) -> dict[str, str]:
    """Every field as typed, a pick over the text beside it."""
    values = {key: one_line(text) for key, text in form.items() if not key.startswith(("pick.", "csrf"))}
    for field in PICKED:
        if picked := one_line(form.get(f"pick.{field}", "")):
            values[field] = picked
    return values


def record_of(values: Mapping[str, str]) -> dict[str, Any]:
    """The record's JSON form from the form's values; faults are found when it is taken in."""
    return {
        "name": values.get("name", ""),
        "address": {key: values.get(f"address.{key}", "") for key in _ADDRESS},
        "address_hidden": bool(values.get("address_hidden")),
        "phones": [{"number": values[field], "kind": _PHONES[field]} for field in _filled_phones(values)],
        "website": values.get("website", ""),
        "email": values.get("email", ""),
        "timezone": values.get("timezone", ""),
        "hours": {day: spans for day in DAYS if (spans := _day(values, day)) is not None},
    }


def _filled_phones(values: Mapping[str, str]) -> list[str]:
    return [field for field in _PHONES if values.get(field)]


def _day(values: Mapping[str, str], day: str) -> list[list[str]] | None:
    kind = values.get(f"hours.{day}.kind", "")
    if kind == "":
        return None
    if kind == "closed":
        return []
    if kind == "all_day":
        return ALL_DAY
    spans = [[values.get(f"hours.{day}.{n}.{end}", "") for end in ("open", "close")] for n in (0, 1)]
    return [span for n, span in enumerate(spans) if n == 0 or any(span)]


def owner_of(values: Mapping[str, str]) -> dict[str, str]:
    return {key: values.get(f"owner.{key}", "") for key in _OWNER}


def values_of_draft(draft: Draft) -> dict[str, str]:
    """What the form shows of a draft."""
    record: Mapping[str, Any] = draft.record
    address, numbers = record.get("address") or {}, record.get("phones") or []
    values = {f"address.{key}": address.get(key, "") for key in _ADDRESS}
    values |= {key: record.get(key) or "" for key in ("name", "website", "email", "timezone")}
    values |= {f"owner.{key}": draft.owner.get(key, "") for key in _OWNER}
    values["address_hidden"] = "yes" if record.get("address_hidden") else ""
    return values | _phone_values(numbers) | hours_values(record.get("hours") or {})


def _phone_values(numbers: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """A number that forwards stands apart; of the others the first is the main one, whatever it is called."""
    tracking = [row["number"] for row in numbers if row.get("kind") == "tracking"]
    own = [row["number"] for row in numbers if row.get("kind") != "tracking"]
    main, other, forwards = (*own, "", "")[0], (*own, "", "")[1], (*tracking, "")[0]
    return {"phones.main": main, "phones.other": other, "phones.tracking": forwards}


def hours_values(week: Mapping[str, Any]) -> dict[str, str]:
    values = {}
    for day, spans in week.items():
        values[f"hours.{day}.kind"] = "all_day" if spans == ALL_DAY else "open" if spans else "closed"
        for n, span in enumerate(spans[:2] if spans != ALL_DAY else ()):
            values[f"hours.{day}.{n}.open"], values[f"hours.{day}.{n}.close"] = span[0], shown_close(span[1])
    return values


def shown_close(time: str) -> str:
    """A field for times ends at 23:59 and shows nothing for 24:00; a close at 00:00 says the same."""
    return "00:00" if time == MIDNIGHT else time


def faults_of(values: Mapping[str, str]) -> list[FieldError]:
    """What the record itself would keep, though no site could link to it and no mail could carry it."""
    faults = too_long(values, LIMITS)
    if (website := values.get("website", "")) and not safe_url(website):
        faults.append(FieldError("website", f"“{website[:60]}” is no web address", "such as https://example.com"))
    if (email := values.get("email", "")) and not safe_email(email):
        faults.append(FieldError("email", f"“{email[:60]}” is no e-mail address", "such as rosa@example.com"))
    return faults


def form_errors(errors: Iterable[FieldError], values: Mapping[str, str]) -> list[FieldError]:
    """The same errors under the names that the form's fields have, and in the form's own words."""
    phone_fields = {f"phones.{n}.number": field for n, field in enumerate(_filled_phones(values))}
    field_of = {"phones": "phones.main", **phone_fields}
    return [_day_error(e, values) or FieldError(field_of.get(e.field, e.field), e.reason, e.remedy) for e in errors]


def _day_error(error: FieldError, values: Mapping[str, str]) -> FieldError | None:
    """A day that was called open, with a time left out; the record's own words speak of pairs in brackets."""
    if values.get(f"{error.field}.kind") != "open":
        return None
    times = [values.get(f"{error.field}.{n}.{end}", "") for n in (0, 1) for end in ("open", "close")]
    if not any(times):
        return FieldError(error.field, "is open, but has no times", "fill them in, or choose “Not known”")
    for opens, closes in (times[:2], times[2:]):
        if bool(opens) != bool(closes):
            gap = f"“{opens or '…'} to {closes or '…'}” is not a pair of times"
            return FieldError(error.field, gap, f"when does it {'open' if closes else 'close'}?")
    return None


def candidates_of(results: Iterable[ScanResult]) -> dict[str, list[dict[str, Any]]]:
    """By field: the different values that were found, most often seen first, each with who says so."""
    said: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    shown: dict[tuple[str, str], str] = {}
    for result in results:
        for listing in result.seen if result.state is ScanState.FOUND else ():
            nap = door_apart(listing["nap"])
            for field, part in _NAP_FIELDS.items():
                if text := nap.get(part):
                    key = _key(field, text)
                    shown.setdefault((field, key), text)
                    if result.title not in said[field][key]:
                        said[field][key].append(result.title)
    return {
        field: [
            {"value": shown[field, key], "shown": _shown(field, shown[field, key]), "places": places}
            for key, places in sorted(by_key.items(), key=lambda item: -len(item[1]))
        ]
        for field, by_key in said.items()
    }


def door_apart(nap: Mapping[str, Any]) -> dict[str, Any]:
    """Many pages print “1204 E 7th St, Ste B” as one line; here the suite has a field of its own."""
    street, comma, tail = (nap.get("street") or "").rpartition(", ")
    is_door = bool(comma) and not nap.get("unit") and not split_unit(tail.lower())[0]
    return {**nap, "street": street, "unit": tail} if is_door else dict(nap)


def _key(field: str, text: str) -> str:
    """Spellings of one fact are one candidate."""
    if field == "phones.main":
        return phones.e164(text) or text
    return names.key(text) if field == "name" else text.casefold()


def _shown(field: str, text: str) -> str:
    number = phones.e164(text) if field == "phones.main" else ""
    return f"({number[2:5]}) {number[5:8]}-{number[8:]}" if len(number) == 12 else text
