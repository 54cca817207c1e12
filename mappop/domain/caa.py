"""CAA records: which authorities a domain's owner lets make certificates for it (RFC 8659)."""

from __future__ import annotations

import re
from collections.abc import Sequence

# Flags, tag and value, as name servers' files have it (RFC 8659, 4.1.1).
_RECORD = re.compile(r'(\d{1,3})\s+([a-z0-9]+)\s+"?([^"]*)"?', re.I)
_CRITICAL = 128  # whoever does not know the tag may make no certificate
_KNOWN = frozenset({"issue", "issuewild", "iodef", "issuemail", "issuevmc", "contactemail", "contactphone"})


def forbidding(records: Sequence[str], authorities: Sequence[str]) -> str:
    """The first record that stands in the way of every one of these authorities; "" where one of them may.

    `records` are those of the nearest name that has any. Nothing is said of what can't be read as a record.
    """
    read = [(text, found) for text in records if (found := _RECORD.fullmatch(text.strip()))]
    critical = [text for text, found in read if int(found[1]) & _CRITICAL and found[2].lower() not in _KNOWN]
    issue = [(text, _issuer(found[3])) for text, found in read if found[2].lower() == "issue"]
    if critical:
        return critical[0]
    return issue[0][0] if issue and not any(issuer in authorities for _, issuer in issue) else ""


def _issuer(value: str) -> str:
    """The name before its parameters; empty where nobody may."""
    return value.partition(";")[0].strip().rstrip(".").lower()


def names_above(host: str) -> list[str]:
    """The host and each name above it, where the records are looked for in turn; the root has none (section 3)."""
    labels = host.split(".")
    return [".".join(labels[n:]) for n in range(len(labels))]
