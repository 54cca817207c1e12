"""A built page without what needs a server behind it: no form, no counts; it works from a folder and on any host."""

from __future__ import annotations

import re
from html import escape

from mappop.sites.headers import headers_file
from mappop.sites.links import safe_url

__all__ = ["form", "headers_file", "moved", "page"]

_PINGS = re.compile(r' ping="[^"]*"')
_BEACON = re.compile(r'<img\b[^>]*\bsrc="[^"]*/_/visit[^"]*"[^>]*>\s*')
_FORM = re.compile(r'<form\b[^>]*\baction="[^"]*/_/contact"[^>]*>.*?</form>', re.S)
_LINKS = re.compile(r'<a href="(?:tel|mailto):[^"]*">[^<]*</a>')
_BARE = re.compile(r"<section[^>]*>\s*<h2>(?:<span>)?[^<]*(?:</span>)?</h2>\s*</section>\s*")
# A folder has no index of its own: the way to the other language names the file.
_FOLDERS = re.compile(r'href="((?:\.\./)?(?:en/|es/)|\.\./)"')


def page(content: bytes) -> bytes:
    """What the owner wrote is escaped in the page, so none of it can look like markup of ours."""
    html = _BEACON.sub("", _PINGS.sub("", content.decode()))
    html = _FORM.sub(lambda found: _ways(found[0]), html)
    return _FOLDERS.sub(r'href="\1index.html"', _BARE.sub("", html)).encode()


def form(content: bytes) -> bytes:
    """The form by itself, to be put back where something takes what it sends; empty where there is none."""
    found = _FORM.search(_PINGS.sub("", content.decode()))
    return re.sub(r'action="[^"]*"', 'action="RECEIVER"', found[0], count=1).encode() if found else b""


def _ways(form: str) -> str:
    """The phone and the mail that stand below the form, in its place."""
    links = _LINKS.findall(form)
    return f"<p>{' · '.join(links)}</p>" if links else ""


def moved(name: str, website: str, language: str) -> bytes:
    """Sends whoever comes to an address that has ended on to the business's own website; empty without a safe one."""
    to, said = escape(safe_url(website)), escape(name)
    line = {"en": "{} is now at", "es": "{} ahora está en"}[language].format(said)
    if not to:
        return b""
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';base-uri 'none'\">"
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        '<meta name="color-scheme" content="light dark">'
        f'<meta http-equiv="refresh" content="0;url={to}"><link rel="canonical" href="{to}">'
        f"<title>{said}</title></head><body><main><h1>{said}</h1>"
        f'<p>{line} <a href="{to}">{to}</a></p></main></body></html>'
    ).encode()
