"""Response headers that every site is served with; the policy itself stands in each page."""

from __future__ import annotations

from collections.abc import Mapping


def headers(framed_by: str = "'none'") -> Mapping[str, str]:
    """`framed_by` is the origin whose pages may show a preview of the site."""
    return {
        "Content-Security-Policy": f"frame-ancestors {framed_by}",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "strict-origin-when-cross-origin",
    }


def headers_file() -> bytes:
    """The `_headers` file that static hosts read."""
    return ("/*\n" + "".join(f"  {name}: {value}\n" for name, value in headers().items())).encode()
