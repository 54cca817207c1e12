"""The page's title and description: about this business, within the lengths that search pages show."""

from __future__ import annotations

from mappop.sites.opening import Words
from mappop.sites.text import shorten
from mappop.sites.view_model import Content

TITLE = (10, 60)
DESCRIPTION = (50, 160)


def title(page: Content, said: Words) -> str:
    what = said["in_place"].format(label=page.label, place=page.place)
    candidates = (f"{page.name} · {what}", f"{page.name} · {page.place}")
    fitting = next((text for text in candidates if len(text) <= TITLE[1]), shorten(page.name, TITLE[1]))
    return fitting if len(fitting) >= TITLE[0] else shorten(candidates[0], TITLE[1])


def description(page: Content, said: Words) -> str:
    """The owner's own words where they are long enough, else what the page holds."""
    own = " ".join(filter(None, (page.headline, *page.about[:1])))
    if len(own) >= DESCRIPTION[0]:
        return shorten(own, DESCRIPTION[1])
    held = (
        (page.call, said["phone_kinds"]["main"]),
        (page.hours, said["hours"]),
        (page.directions, said["directions"]),
        (page.services, page.copy.services_title),
    )
    lead = said["description"].format(name=shorten(page.name, 60), label=page.label, place=shorten(page.place, 50))
    parts = ", ".join(word.lower() if n else word for n, word in enumerate(w for has, w in held if has))
    return shorten(" ".join(filter(None, (lead, own, parts and parts + "."))), DESCRIPTION[1])
