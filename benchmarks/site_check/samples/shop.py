"""How a sample record is put together: place, hours, services of the trade, voices of customers."""

from __future__ import annotations

from typing import Any

from mappop.domain.business_id import make_id
from site_templates import trades

Record = dict[str, Any]
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
REVIEWS = {
    "en": (
        ("Dana P.", 5, "Came when they said they would, and left the place cleaner than they found it.", "Google"),
        ("Marcus T.", 4.5, "Fair price, explained before anything was done.", "Yelp"),
        ("Lily N.", 5, "My mother goes nowhere else now.", "Facebook"),
        ("Owen R.", 4, "Busy on Saturdays; a weekday morning is calm.", ""),
        ("Tess K.", 5, "", "Google"),
    ),
    "es": (
        ("Rosa M.", 5, "Me explicaron todo con calma y el precio fue el que dijeron.", "Google"),
        ("Julián A.", 4.5, "Muy puntuales. Los recomiendo a mis vecinos.", "Facebook"),
        ("Elena V.", 5, "Trato amable desde la primera llamada.", ""),
    ),
}
DATES = {"en": ("May 2026", "August 2026", "last fall"), "es": ("mayo de 2026", "agosto de 2026", "")}
QUESTIONS = {
    "en": (("Do I need an appointment?", "Call ahead if you can; we make room when it is urgent."),
           ("Is there parking?", "Yes, behind the building, free for an hour.")),
    "es": (("¿Necesito cita?", "Llame antes, si puede; cuando es urgente le hacemos un lugar."),),
}  # fmt: skip


def week(text: str) -> dict[str, list[list[str]]]:
    """`week("mon-fri 08:00-17:00; sat 09:00-12:00; sun closed")`; several times of a day stand after a +."""
    hours: dict[str, list[list[str]]] = {}
    for part in text.split("; "):
        days, times = part.split(" ")
        first, _, last = days.partition("-")
        open_ = [] if times == "closed" else [time.split("-") for time in times.split("+")]
        for day in DAYS[DAYS.index(first) : DAYS.index(last or first) + 1]:
            hours[day] = open_
    return hours


def shop(
    name: str, trade: str, place: str, phone: str, color: str, hours: str, tagline: str, about: str, **more: Any
) -> Record:
    """`place` is street|city|state|ZIP. Services are the trade's own in the record's first language."""
    street, city, region, postal_code = place.split("|")
    language = more.get("languages", ["en"])[0]
    turn = len(name)
    address = {"street": street, "city": city, "region": region, "postal_code": postal_code}
    record: Record = {
        "id": make_id(name, city, set()),
        "name": name,
        "trade": trade,
        "address": {key: value for key, value in address.items() if value},
        "phones": [{"number": phone}] if phone else [],
        "brand_color": color,
        "tagline": tagline,
        "description": about,
        "services": services(trade, language, turn),
        "reviews": [voice(language, turn + n) for n in range(turn % 4)],
        "faqs": [{"q": q, "a": a} for q, a in QUESTIONS[language][: turn % 3]],
        "payment_methods": ["cash", "card", "check"][: 1 + turn % 3],
        "hours": week(hours) if hours else {},
    }
    return record | more


def services(trade: str, language: str, turn: int) -> list[dict[str, str]]:
    """Every second one with a price, every third with a word about it."""
    from_ = "from" if language == "en" else "desde"
    more = ("Most are done the same day.", "Casi siempre el mismo día.")[language == "es"]
    return [
        {"name": name}
        | ({"price": f"{from_} ${(n + 3) * (turn + 4)}"} if n % 2 == 0 else {})
        | ({"description": more} if n % 3 == 0 else {})
        for n, name in enumerate(trades()[trade].copy[language].default_services)
    ]


def voice(language: str, turn: int) -> dict[str, Any]:
    author, rating, text, source = REVIEWS[language][turn % len(REVIEWS[language])]
    return {"author": author, "rating": rating, "text": text, "source": source, "date": DATES[language][turn % 3]}
