"""Hugo beside us: the same records as content files, and pages as complete as ours from templates written for this.

Kinder to Hugo than to us: one theme for all; palettes, drawings and minified styles are made beforehand;
nothing is validated, bounded or checked; no QR code, which it makes as PNG only.
"""

from __future__ import annotations

import base64
import json
import shutil
import sys
from pathlib import Path
from typing import Any

from benchmarks.site_records import record
from mappop.sites.drawings import motif_svg
from mappop.sites.palette import palette
from mappop.sites.stylesheet import minified, paper_of, script
from mappop.sites.view_model import now_words
from mappop.sites.zone import turns
from site_templates import part, themes, trades, words

TEMPLATES = Path(__file__).parent / "hugo"
TRADES = Path(__file__).parents[1] / "site_templates" / "trades"
THEME = "counter"
FILES = ("index.html", "contact.vcf", "favicon.svg", "manifest.webmanifest", "robots.txt", "sitemap.xml")
_PLAIN = {"isPlainText": True, "notAlternative": True}
_FORMATS = {
    "vcard": {"mediaType": "text/vcard", "baseName": "contact", **_PLAIN},
    "icon": {"mediaType": "image/svg+xml", "baseName": "favicon", **_PLAIN},
    "manifest": {"mediaType": "application/manifest+json", "baseName": "manifest", **_PLAIN},
    "robots": {"mediaType": "text/plain", "baseName": "robots", **_PLAIN},
    "places": {"mediaType": "application/xml", "baseName": "sitemap", **_PLAIN},
}
_CONFIG = {
    "baseURL": "https://sites.example.com/",
    "title": "Sites",
    "disableKinds": ["home", "section", "taxonomy", "term", "RSS", "sitemap", "404"],
    "disableHugoGeneratorInject": True,
    "mediaTypes": {
        "text/vcard": {"suffixes": ["vcf"]},
        "application/manifest+json": {"suffixes": ["webmanifest"]},
    },
    "outputFormats": _FORMATS,
}
_NOT_KEPT = {"id", "name", "description", "photos"}


def lay_out(folder: Path, count: int) -> None:
    """Content, layouts, data and settings of a Hugo site with a page a business."""
    layouts, content, data = folder / "layouts", folder / "content", folder / "data"
    shutil.copytree(TEMPLATES, layouts)
    (layouts / "partials").rename(layouts / "_partials")
    shutil.copytree(TRADES, data / "trades")
    told = {
        "words": words(),
        "base64": _in_base64(),
        "fixed": {
            "style": minified(part("base.css") + themes()[THEME].style),
            "script": script(),
            "now_words": {language: now_words(language) for language in words()},
            "turns": json.dumps(turns("America/Chicago")),
        },
    }
    for name, said in told.items():
        (data / f"{name}.json").write_text(json.dumps(said))
    for name, outputs in (("pages", ["html"]), ("sites", ["html", *_FORMATS])):
        (folder / f"{name}.json").write_text(json.dumps(_CONFIG | {"outputs": {"page": outputs}}))
    content.mkdir()
    for n in range(count):
        business = record(n)
        (content / f"{business['id']}.md").write_text(json.dumps(_front_matter(business)) + "\n")


def command(folder: Path, out: Path, settings: str) -> list[str]:
    """The binary of the package that `make bench` installs; `settings`: pages alone, or whole sites."""
    program = str(Path(sys.executable).parent / "hugo")
    options = ["--config", str(folder / f"{settings}.json"), "--destination", str(out), "--quiet", "--noBuildLock"]
    return [program, "--source", str(folder), *options]


def _front_matter(business: dict[str, Any]) -> dict[str, Any]:
    colours = palette(business["brand_color"].lower(), paper_of(THEME))
    columns, rows = themes()[THEME].motif
    return {key: value for key, value in business.items() if value and key not in _NOT_KEPT} | {
        "title": business["name"],
        "about": business.get("description", ""),
        "palette": colours.css(),
        "deep": colours.light["deep"],
        "paper": colours.dark["paper"],
        "paper_by_day": colours.light["paper"],
        "brand": colours.light["brand"],
        "on": colours.light["on"],
        "drawing": motif_svg(trades()[business["trade"]].motif, business["id"] + business["name"], columns, rows),
    }


def _in_base64() -> dict[str, str]:
    """Two letters for each three hexadecimal digits: Hugo has no other way from its digest to a policy's."""
    return {f"{n:03x}": base64.b64encode((n << 12).to_bytes(3, "big")).decode()[:2] for n in range(4096)}
