"""The contact card: vCard 3.0 (RFC 2426), the version that phones of every make take."""

from __future__ import annotations

from mappop.domain.business import Business
from mappop.sites.text import line
from mappop.sites.view_model import Content

_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


def vcard(business: Business, page: Content, url: str) -> bytes:
    """Fills name, phones, address and hours; what the page does not say is left out."""
    name = _text(page.name)
    place = (page.street, page.city, page.region, page.postal_code, line(business.address.country, 40))
    hours = "\n".join(f"{row.label}: {', '.join(row.times)}" for row in page.hours)
    rows = [
        "BEGIN:VCARD",
        "VERSION:3.0",
        f"FN:{name}",
        f"N:;{name};;;",
        f"ORG:{name}",
        *(f"TEL;TYPE={'FAX' if phone.is_fax else 'WORK,VOICE'}:{phone.dial}" for phone in page.phones),
        f"ADR;TYPE=WORK:;;{';'.join(map(_text, place))}",
        *((f"EMAIL;TYPE=WORK:{_text(page.email)}",) if page.email else ()),
        f"URL:{_text(url)}",
        *((f"NOTE:{_text(hours)}",) if hours else ()),
        "END:VCARD",
    ]
    return "".join(map(_fold, rows)).encode()


def _text(value: str) -> str:
    return value.translate(_ESCAPES)


def _fold(row: str) -> str:
    """Lines of at most 75 octets, as section 2.6 asks; a letter is never cut in two."""
    if len(row) <= 75 and row.isascii():
        return row + "\r\n"
    data, cuts = row.encode(), [0]
    while len(data) - cuts[-1] > (room := 75 if cuts == [0] else 74):  # a space begins each line but the first
        cut = cuts[-1] + room
        while data[cut] & 0xC0 == 0x80:  # inside a letter
            cut -= 1
        cuts.append(cut)
    return "\r\n ".join(data[start:end].decode() for start, end in zip(cuts, [*cuts[1:], None], strict=True)) + "\r\n"
