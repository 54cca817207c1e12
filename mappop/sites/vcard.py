"""The contact card: vCard 3.0 (RFC 2426), the version that phones of every make take."""

from __future__ import annotations

from mappop.sites.view_model import Content

_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


def vcard(page: Content, *, street: str, city: str, region: str, postal_code: str, url: str) -> bytes:
    """Fills name, phones, address and hours; empty parts are left out."""
    name = _text(page.name)
    rows = ["BEGIN:VCARD", "VERSION:3.0", f"FN:{name}", f"N:;{name};;;", f"ORG:{name}"]
    rows += [f"TEL;TYPE={'FAX' if phone.is_fax else 'WORK,VOICE'}:{phone.dial}" for phone in page.phones]
    rows.append(f"ADR;TYPE=WORK:;;{_text(street)};{_text(city)};{_text(region)};{_text(postal_code)};USA")
    rows += [f"EMAIL;TYPE=WORK:{_text(page.email)}"] if page.email else []
    rows.append(f"URL:{_text(url)}")
    hours = "\n".join(f"{row.label}: {', '.join(row.times)}" for row in page.hours)
    rows += [f"NOTE:{_text(hours)}"] if hours else []
    return "".join(_fold(row) for row in [*rows, "END:VCARD"]).encode()


def _text(value: str) -> str:
    return value.translate(_ESCAPES)


def _fold(row: str) -> str:
    """Lines of at most 75 octets, as section 2.6 asks; a letter is never cut in two."""
    lines, current, size = [], "", 0
    for letter in row:
        width = len(letter.encode())
        if size + width > 75:
            lines.append(current)
            current, size = " ", 1
        current, size = current + letter, size + width
    return "\r\n".join([*lines, current]) + "\r\n"
