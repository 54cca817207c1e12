"""Hugo beside us: the same records as content files, and one template that says the same facts, written for this."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from typing import Any

from benchmarks.site_records import record
from site_templates import part, themes

TEMPLATE = Path(__file__).parent / "hugo" / "page.html"
CONFIG = {
    "baseURL": "https://sites.example.com/",
    "title": "Sites",
    "disableKinds": ["home", "section", "taxonomy", "term", "RSS", "sitemap", "404"],
    "disableHugoGeneratorInject": True,
}
_KEPT = "trade address phones brand_color tagline services reviews faqs payment_methods profiles languages".split()


def lay_out(folder: Path, count: int) -> None:
    """Content, layout and settings of a Hugo site with a page a business."""
    layouts, content = folder / "layouts", folder / "content"
    (layouts / "_partials").mkdir(parents=True)
    content.mkdir()
    shutil.copyfile(TEMPLATE, layouts / "page.html")
    (layouts / "_partials" / "style.css").write_text(part("base.css") + themes()["counter"].style)
    (folder / "hugo.json").write_text(json.dumps(CONFIG))
    for n in range(count):
        data = record(n)
        (content / f"{data['id']}.md").write_text(json.dumps(_front_matter(data)) + "\n")


def command(folder: Path) -> list[str]:
    """The binary of the package that `make bench` installs, asked for nothing but the pages."""
    return [str(Path(sys.executable).parent / "hugo"), "--source", str(folder), "--quiet", "--noBuildLock"]


def pages(folder: Path) -> list[Path]:
    return list((folder / "public").glob("*/index.html"))


def _front_matter(data: dict[str, Any]) -> dict[str, Any]:
    hours = data.get("hours", {})
    spans = [(day, pair) for day, pairs in hours.items() for pair in pairs]
    kept = {key: data.get(key) for key in _KEPT}
    return {key: value for key, value in kept.items() if value} | {
        "title": data["name"],
        "about": data.get("description", ""),
        "rows": [{"day": day, "times": pairs} for day, pairs in hours.items() if pairs],
        "specifications": [
            {"@type": "OpeningHoursSpecification", "dayOfWeek": day, "opens": a, "closes": b} for day, (a, b) in spans
        ],
    }
