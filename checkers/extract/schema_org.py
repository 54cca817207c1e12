"""schema.org items, however a page spells them (JSON-LD, microdata, RDFa), to listings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from checkers.extract.listing import PageListing, make_nap, printed_texts
from checkers.extract.plain_name_words import copyright_name
from checkers.extract.plain_phone import of_city, phones_in
from checkers.nap import Hours
from checkers.normalise import address, hours
from checkers.normalise.text import fold, tidy

ITEMS_MAX = 2_000
DEPTH_MAX = 12
# Things that carry a name and an address or phone without being a place that lists itself.
_NOT_A_PLACE = frozenset(
    "person postaladdress contactpoint review rating aggregaterating offer product event musicevent website webpage"
    " searchaction imageobject breadcrumblist listitem geocoordinates openinghoursspecification article newsarticle"
    " blogposting jobposting residence house singlefamilyresidence apartment accommodation realestatelisting"
    " country city administrativearea state itemlist webpageelement".split()
)
# What hangs on these says who wrote, sold or runs something: never the page's subject.
_OTHERS = frozenset(
    "author publisher creator seller provider reviewedby review reviews brand manufacturer funder sponsor performer"
    " joblocation hiringorganization parentorganization memberof member employee founder copyrightholder"
    " containedinplace areaserved organizer".split()
)
VENUE = ", an event's venue"  # said of a place that the page may name without being about it
PARENT = ", whom another belongs to"  # a branch's page is about the branch
_BELONGS_TO = ("parentorganization", "memberof", "containedinplace", "branchof")
_CLOSED = ("permanently closed", "permanentlyclosed")


@dataclass(slots=True)
class Item:
    """One thing: `types` lower case without their vocabulary; each property a list of texts and items."""

    types: tuple[str, ...] = ()
    props: dict[str, list[str | Item]] = field(default_factory=dict)
    where: str = ""

    def texts(self, *names: str) -> list[str]:
        return [v for key in names for v in self.props.get(key, []) if isinstance(v, str) and v.strip()]

    def items(self, *names: str) -> list[Item]:
        return [v for key in names for v in self.props.get(key, []) if isinstance(v, Item)]

    def text(self, *names: str) -> str:
        return next(iter(self.texts(*names)), "")


def short_type(raw: str) -> str:
    return raw.strip().rstrip("/").replace("#", "/").rsplit("/", 1)[-1].rsplit(":", 1)[-1].lower()


def listings(items: list[Item], source: str, title: str = "") -> list[PageListing]:
    """A listing for each place among the items, nested ones included, in document order.

    Of several names on one item the one that the page's title has is the business's; others are its people.
    """
    found = []
    title = fold(title, 500)
    places = list(_places(items))
    parents = {id(parent) for item, _ in places for parent in item.items(*_BELONGS_TO)}
    for item, is_venue in places:
        listing = _listing(item, source, title)
        aside = VENUE if is_venue and fold(listing.nap.name) not in title else PARENT * (id(item) in parents)
        if aside:
            listing = replace(listing, provenance={key: where + aside for key, where in listing.provenance.items()})
        if listing.nap.name or listing.nap.street or listing.nap.phone:
            found.append(listing)
    return found or [_listing(Item(("place",), {"address": [item]}, item.where), source, "") for item in _alone(items)]


def _alone(items: list[Item]) -> list[Item]:
    """Addresses of a page whose markup names nobody: what is printed beside them says whose they are."""
    return [item for item in items if "postaladdress" in item.types and item.text("streetaddress")]


def _places(items: list[Item]) -> Iterator[tuple[Item, bool]]:
    """Each place once, and whether it is only where an event happens."""
    queue = [(item, 0, False) for item in reversed(items)]
    seen: set[int] = set()
    while queue and len(seen) < ITEMS_MAX:
        item, depth, is_venue = queue.pop()
        if id(item) in seen or depth > DEPTH_MAX:
            continue
        seen.add(id(item))
        if _is_place(item):
            yield item, is_venue
        is_event = any(kind.endswith("event") for kind in item.types)
        inner = [
            (value, is_event and key == "location")
            for key, values in item.props.items()
            if key not in _OTHERS or (key == "provider" and "service" in item.types)
            for value in values
            if isinstance(value, Item)
        ]
        queue += [(child, depth + 1, is_venue) for child, is_venue in reversed(inner)]


def _is_place(item: Item) -> bool:
    if (
        not item.types
        or set(item.types) <= _NOT_A_PLACE
        or set(item.types) & {"postaladdress", "person", "contactpoint"}
    ):
        return False
    return bool(item.props.keys() & {"address", "telephone", "openinghours", "openinghoursspecification"})


def _listing(item: Item, source: str, title: str) -> PageListing:
    names = item.texts("name", "legalname")
    name = next((text for text in names if fold(text) in title), next(iter(names), ""))
    texts = {"name": copyright_name(name) or name, "website": item.text("url")}
    texts |= _address(item)
    texts["phone"], printed_phone = _phone(item, texts["city"])
    nap = make_nap(texts, week=_hours(item))
    kind = item.types[0] if item.types else "thing"
    said = [key for key, value in nap.to_dict().items() if value]
    provenance = {key: f"{source}: {kind} {item.where}".strip() for key in said}
    status = " ".join(item.texts("businessstatus", "description", "name")).lower()
    printed = printed_texts(nap, texts | {"phone": printed_phone, "hours": "; ".join(item.texts("openinghours")[:50])})
    return PageListing(nap, source, provenance, any(mark in status for mark in _CLOSED), printed)


def _phone(item: Item, city: str) -> tuple[str, str]:
    """The number labelled with the city where several are; a label around the number ("Phone: … work") is left out."""
    points = [
        point for point in item.items("contactpoint", "contactpoints") if "fax" not in point.text("contacttype").lower()
    ]
    carriers = [item, *item.items("address"), *points]
    texts = [text for carrier in carriers for text in carrier.texts("telephone", "phone")]
    found = of_city([placed for text in texts for placed in phones_in(tidy(text, 200))], city)
    raw = next(iter(texts), "")
    return (found[0].e164, found[0].printed) if found else (raw, raw)


def _address(item: Item) -> dict[str, str]:
    postal = next((a for a in item.items("address") if a.props), None)
    if postal is None:
        line = item.text("address") or (item.text("streetaddress") and "")
        return address_texts(line) if line else _address_fields(item)
    texts = _address_fields(postal)
    if not any(texts.values()) and (line := postal.text("name", "address", "_text")):
        return address_texts(line)
    return texts


def _address_fields(item: Item) -> dict[str, str]:
    country = item.text("addresscountry") or next((c.text("name") for c in item.items("addresscountry")), "")
    street = ", ".join(
        dict.fromkeys(tidy(t, 200).strip(" ,") for t in item.texts("streetaddress", "postofficeboxnumber"))
    )
    texts = {
        "street": street,
        "city": item.text("addresslocality"),
        "region": item.text("addressregion"),
        "postal_code": item.text("postalcode"),
        "country": country,
    }
    return _with_city_line(texts)


def _with_city_line(texts: Mapping[str, str]) -> dict[str, str]:
    """A street or locality that carries the whole rest ("Austin, TX 78702") is taken apart."""
    if texts["city"] and not texts["region"] and not texts["postal_code"] and "," in texts["city"]:
        parsed = address_texts(f"1 Main St, {texts['city']}")
        if parsed["region"]:
            return {**texts, "city": parsed["city"], "region": parsed["region"], "postal_code": parsed["postal_code"]}
    if texts["street"] and not texts["city"] and not texts["region"]:
        parsed = address_texts(texts["street"])
        if parsed["region"] and parsed["city"]:
            return {**texts, **parsed, "country": texts["country"]}
    return dict(texts)


def address_texts(line: str) -> dict[str, str]:
    """One printed line to fields in its own spelling; the whole line is the street where it can't be taken apart."""
    text = tidy(line, 300)
    parts = address.parse(text)
    if not (parts.city and parts.region):
        return {"street": text, "city": "", "region": parts.region, "postal_code": parts.postal_code}
    at = text.upper().rfind(parts.city)
    if at <= 0:
        return {"street": text, "city": "", "region": parts.region, "postal_code": parts.postal_code}
    city = text[at : at + len(parts.city)]
    return {"street": text[:at].rstrip(" ,"), "city": city, "region": parts.region, "postal_code": parts.postal_code}


def _hours(item: Item) -> Hours | None:
    specifications = item.items("openinghoursspecification")
    if specifications:
        plain = [
            {
                "dayOfWeek": spec.texts("dayofweek"),
                "opens": spec.text("opens"),
                "closes": spec.text("closes"),
                "validFrom": spec.text("validfrom"),
                "validThrough": spec.text("validthrough"),
            }
            for spec in specifications[:100]
        ]
        if week := hours.from_specification(plain):
            return week
    return hours.merge(item.texts("openinghours")[:50])
