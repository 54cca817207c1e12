"""The W3C's checker (vnu) over every page, by address: errors and warnings alike."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from typing import Any

from benchmarks.site_check.built import Page
from benchmarks.site_check.findings import Finding
from benchmarks.site_check.tools import CHECKER, Tools

SHARE = 240  # addresses of one run: the command line has an end


def checked(pages: Sequence[Page], origin: str, tools: Tools) -> list[Finding]:
    names = {origin + page.path: page.name for page in pages}
    addresses = list(names)
    return [
        Finding("markup", names.get(said.get("url", ""), "?"), f"{said['type']}: {said['message']}"[:300])
        for first in range(0, len(addresses), SHARE)
        for said in _messages(addresses[first : first + SHARE], tools)
    ]


def _messages(addresses: Sequence[str], tools: Tools) -> list[dict[str, Any]]:
    """It refuses loopback unless told that the host may be asked."""
    run = subprocess.run(
        [tools.java, "-Xss4m", "-Dnu.validator.servlet.allow-forbidden-hosts=true", "-jar", str(CHECKER),
         "--format", "json", *addresses],
        capture_output=True, text=True, timeout=600,
    )  # fmt: skip
    messages: list[dict[str, Any]] = json.loads(run.stderr)["messages"]
    return messages
