"""What a file is by its first bytes; a name or a declared type proves nothing."""

from __future__ import annotations

from mappop.domain.picture import PictureRefused, limits

_KINDS = ((b"\xff\xd8\xff", "jpg"), (b"\x89PNG\r\n\x1a\n", "png"), (b"GIF87a", "gif"), (b"GIF89a", "gif"))
_HEIC = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})


def picture_kind(content: bytes) -> str:
    """The file ending that the first bytes prove, or empty."""
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "webp"
    if content[4:8] == b"ftyp" and b"avi" in (content[8:11], content[16:19]):  # AVIF often calls itself mif1 first
        return "avif"
    return next((kind for magic, kind in _KINDS if content.startswith(magic)), "")


def kind_or_refusal(content: bytes) -> str:
    """Raises PictureRefused for what is no photo, or more of one than is taken."""
    if not content:
        raise PictureRefused("empty")
    if len(content) > limits()["taken"]["bytes"]:
        raise PictureRefused("heavy")
    if kind := picture_kind(content):
        return kind
    if content[4:8] == b"ftyp" and content[8:12] in _HEIC:
        raise PictureRefused("heic")
    raise PictureRefused("svg" if b"<svg" in content[:2000].lower() else "kind")
