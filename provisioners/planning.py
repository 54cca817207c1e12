"""Desired against found: which facts differ, and what a person must allow before they are changed. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from checkers.nap import Hours, Nap
from checkers.normalise import address, phone, website
from checkers.normalise import name as names
from provisioners.connector import Action, Change, Claim, DesiredListing, Found, Limits, Plan
from provisioners.forms.us import listing_nap
from provisioners.forms.words import facts, hours_text

# Edits of these on a live claimed profile send it back to verification or suspend it: the publishers' help pages say
# so for name, address and category of Google profiles; for websites it is general knowledge, to be checked.
RISKY = ("name", "address", "category", "website")

Facts = Mapping[str, Any]


def differences(desired: DesiredListing, seen: Nap) -> tuple[Change, ...]:
    """The facts that we have and the listing tells otherwise or not at all; another spelling is no difference.

    A street that we don't know is left alone; one that is to be hidden is a difference.
    """
    wanted = listing_nap(desired)
    ours, theirs = facts(wanted), facts(seen)
    if not wanted.street and not (desired.business.address_hidden and seen.street):
        ours.pop("address", None)
    if wanted.hours and seen.hours and _same_week(wanted.hours, seen.hours):
        ours.pop("hours", None)
    keys, other = _keys(wanted), _keys(seen)
    return tuple(
        Change(label, theirs.get(label, ""), ours[label])
        for label in ours
        if keys[label] and keys[label] != other[label]
    )


def _keys(nap: Nap) -> dict[str, object]:
    parts = address.parse_fields(nap.street, nap.unit, nap.city, nap.region, nap.postal_code)
    return {
        "name": names.key(nap.name),
        "address": address.parts_key(parts),
        "phone": phone.key(nap.phone) if nap.phone else "",
        "website": website.key(nap.website) if nap.website else "",
        "hours": hours_text(nap.hours),
    }


def _same_week(ours: Hours, theirs: Hours) -> bool:
    """Of the days that we know; an absent day is unknown."""
    return all(sorted(map(tuple, spans)) == sorted(map(tuple, theirs.get(day, ()))) for day, spans in ours.items())


def _to_send(desired: DesiredListing, found: Found) -> tuple[Change, ...]:
    """What differs from what people see, without what was sent already and is in review, and what differs from that."""
    shown = differences(desired, found.nap)
    if found.draft is None:
        return shown
    unsent = {change.field: change for change in differences(desired, found.draft)}
    in_review = found.in_review if found.is_shown else {change.field for change in shown}
    missed = {change.field: change for change in shown if change.field not in in_review}
    return tuple((unsent | missed).values())


def asks(changes: tuple[Change, ...], found: Found, limits: Limits) -> tuple[str, ...]:
    """What a person must allow before a live listing is edited, in words."""
    questions = []
    if found.claim is Claim.US and not found.is_closed:
        for change in changes:
            if change.field in RISKY and change.before:
                questions.append(
                    f"Change the {change.field} of a live listing from “{change.before}” to “{change.after}”?"
                    " The publisher may ask for verification again."
                )
    if len(changes) > limits.changes_per_plan:
        questions.append(f"{len(changes)} facts differ: is it the same business?")
    if found.is_closed:
        questions.append("The listing is marked closed: is the business open, and may we say so?")
    return tuple(questions)


def _name_doubts(name: str, limits: Limits) -> tuple[str, ...]:
    if len(name) <= limits.name_max:
        return ()
    return (f"The name has {len(name)} letters, and {limits.name_max} are taken: which shorter name does it go by?",)


def push_plan(
    desired: DesiredListing,
    found: Found | None,
    limits: Limits,
    *,
    payload: Callable[[Nap, tuple[str, ...]], Facts],
    extra: tuple[Change, ...] = (),
    doubts: tuple[str, ...] = (),
) -> Plan:
    """Create where nothing was found, else update what differs; `payload` makes the body from facts and field names.

    `doubts` are what this publisher can't take as it is, in words: a person decides before anything is sent.
    """
    wanted = listing_nap(desired)
    doubts += _name_doubts(wanted.name, limits)
    if found is None:
        changes = tuple(Change(label, "", text) for label, text in facts(wanted).items()) + extra
        sent = payload(wanted, tuple(change.field for change in changes))
        return Plan(desired.listing_id, Action.CREATE, desired.revision, changes=changes, payload=sent, asks=doubts)
    changes = _to_send(desired, found) + extra
    if found.is_closed:
        changes += (Change("open", "closed", "open"),)
    return Plan(
        desired.listing_id,
        Action.UPDATE if changes else Action.NOTHING,
        desired.revision,
        ref=found.ref,
        changes=changes,
        payload=payload(wanted, tuple(change.field for change in changes)) if changes else {},
        version=found.version,
        asks=asks(changes, found, limits) + (doubts if changes else ()),
    )
