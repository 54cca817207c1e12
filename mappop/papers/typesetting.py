"""A paper is a Typst template and its words in both languages; what stands in it comes in as data, never as markup."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

STANDARD = "ua-1"  # PDF/UA: headings, tables and language are marked for screen readers


def typeset(paper: str, content: Mapping[str, Any], *, language: str, at: datetime) -> bytes:
    """A PDF of `<paper>.typ`; the same content, language and time give the same bytes.

    `content` holds texts, numbers, lists and tables of them. Raises KeyError for a language without words.
    """
    data = json.dumps({"language": language, "words": _words(paper)[language], **content})
    given = {"input": _here(f"{paper}.typ"), "sys_inputs": {"data": data}, "format": "pdf", "timestamp": at}
    try:
        pdf = _compiler().compile(**given, pdf_standards=STANDARD)
    except RuntimeError as fault:
        # The standard allows no letter that the font lacks, such as an emoji in a name; a box for it beats no paper.
        if "could not be displayed" not in str(fault):
            raise
        pdf = _compiler().compile(**given)
    return bytes(pdf)


@cache
def _compiler() -> Any:
    """Made when the first paper is asked for: the library takes 80 MB of address space and most processes need none."""
    import typst

    fonts = str(resources.files("fontpkg_noto_sans").joinpath("files"))
    return typst.Compiler(root=_here(""), font_paths=[fonts], ignore_system_fonts=True)


def _here(name: str) -> str:
    return str(Path(__file__).parent / name)


@cache
def _words(paper: str) -> Mapping[str, Any]:
    return tomllib.loads(Path(_here(f"{paper}.toml")).read_text())
