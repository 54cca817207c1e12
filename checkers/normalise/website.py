"""Web addresses: scheme, `www.`, default documents, tracking parameters and the last slash are form, not fact."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from checkers.normalise.text import tidy

URL_MAX = 2_000
_TRACKING = re.compile(
    r"^(?:utm_\w+|gclid|gclsrc|gad_\w+|gbraid|wbraid|srsltid|fbclid|msclkid|dclid|yclid|ttclid|twclid|li_fat_id"
    r"|mc_[ce]id|_ga|_gl|_hs\w+|hsctatracking|igshid|igsh|y_source|cm_mmc|trk|sc_cid"
    r"|ref|fref|hc_ref|ref_?src|ref_url|mibextid|__tn__)$",
    re.IGNORECASE,
)
# One host, many businesses: there the path says whose page it is.
SHARED_HOSTS = frozenset(
    "facebook.com instagram.com linktr.ee yelp.com linkedin.com x.com twitter.com tiktok.com youtube.com"
    " sites.google.com etsy.com doordash.com ubereats.com grubhub.com opentable.com booksy.com vagaro.com mapquest.com"
    " nextdoor.com".split()
)
# Their page names have no case; a video's or a form's id elsewhere has.
_CASELESS_HOSTS = frozenset("facebook.com instagram.com linkedin.com x.com twitter.com tiktok.com yelp.com".split())
_MOVED_HOSTS = {"twitter.com": "x.com", "fb.com": "facebook.com", "instagr.am": "instagram.com"}
_HOST = re.compile(r"[^\s.]+(?:\.[^\s.]+)+").fullmatch
_DEFAULT_DOCUMENT = re.compile(r"/(?:index|default|home)\.(?:html?|php|aspx?|cfm|jsp)$", re.IGNORECASE)


def key(raw: str) -> str:
    """`host/path?query` without form; empty where the text is no web address."""
    text = tidy(raw, URL_MAX).removeprefix("//")
    if not text:
        return ""
    try:
        parts = urlsplit(text if re.match(r"^[a-z][a-z0-9+.-]*://", text, re.IGNORECASE) else f"//{text}")
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return ""
    if parts.scheme.lower() not in ("", "http", "https") or not _HOST(host):
        return ""
    bare, path = _bare(host), _path(parts.path)
    return bare + _port(port) + (path.lower() if bare in _CASELESS_HOSTS else path) + _query(parts.query)


def host(raw: str) -> str:
    """The host alone, without `www.`; empty where the text is no web address."""
    return re.split(r"[/?:]", key(raw), maxsplit=1)[0]


def _bare(host: str) -> str:
    """Without `www.`, and without the `m.` of a page for telephones; one name for hosts that send on to another."""
    host = host.removeprefix("www.")
    host = host[2:] if host.startswith("m.") and host.count(".") > 1 else host
    return _MOVED_HOSTS.get(host, host)


def _port(port: int | None) -> str:
    return "" if port in (None, 80, 443) else f":{port}"


def _path(path: str) -> str:
    return _DEFAULT_DOCUMENT.sub("", unquote(path)).rstrip("/")


def _query(query: str) -> str:
    kept = sorted((k, v) for k, v in parse_qsl(query[:URL_MAX], keep_blank_values=True) if not _TRACKING.match(k))
    return f"?{urlencode(kept)}" if kept else ""
