"""A stranger's file, opened: bounded before it is decoded, upright, in sRGB, and without a word of metadata."""

from __future__ import annotations

import io
import struct
import warnings
from typing import Any

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from mappop.domain.picture import PictureRefused, TakenPicture, limits
from mappop.sites.picture_kind import kind_or_refusal

_FORMATS = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP", "avif": "AVIF", "gif": "GIF"}
_ORIENTATION = 0x0112
_SIDEWAYS = frozenset({5, 6, 7, 8})
# What Pillow's readers raise on bytes that lie; MemoryError where the bound of this process is met.
DAMAGE = (
    OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, EOFError, OverflowError, ZeroDivisionError,
    AttributeError, RuntimeError, MemoryError, struct.error, Image.DecompressionBombError,
)  # fmt: skip
_SRGB = ImageCms.createProfile("sRGB")


def measured(content: bytes) -> TakenPicture:
    """By the header alone, nothing is decoded. Raises PictureRefused."""
    kind = kind_or_refusal(content)
    with _opened(content, kind) as image:
        width, height = image.size
        sideways = _orientation(image) in _SIDEWAYS
    _refuse_size(width, height)
    return TakenPicture(kind, *((height, width) if sideways else (width, height)))


def upright(content: bytes, most: int) -> Image.Image:
    """The first frame as it is seen, RGB on white, at least `most` wide where the photo is. Raises PictureRefused."""
    seen = measured(content)
    try:
        with _opened(content, seen.kind) as image:
            if seen.kind == "jpg":
                image.draft(None, (most, most))  # a JPEG decodes at half or a quarter for a fraction of the work
            image.load()
            turned = ImageOps.exif_transpose(image)
            return _flat(_in_srgb(turned))
    except DAMAGE as fault:
        raise PictureRefused("broken") from fault


def _opened(content: bytes, kind: str) -> Image.Image:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # our own cap is asked right after, on the size alone
        try:
            return Image.open(io.BytesIO(content), formats=[_FORMATS[kind]])
        except UnidentifiedImageError as fault:
            raise PictureRefused("broken") from fault
        except Image.DecompressionBombError as fault:
            raise PictureRefused("vast") from fault
        except DAMAGE as fault:
            raise PictureRefused("broken") from fault


def _refuse_size(width: int, height: int) -> None:
    taken = limits()["taken"]
    if width * height > taken["pixels"] or max(width, height) > taken["side"]:
        raise PictureRefused("vast")
    if min(width, height) < taken["least"]:
        raise PictureRefused("small")


def _orientation(image: Image.Image) -> int:
    try:
        found = image.getexif().get(_ORIENTATION, 1)
    except DAMAGE:
        return 1
    return found if isinstance(found, int) else 1


def _in_srgb(image: Image.Image) -> Image.Image:
    """Colours as meant; a profile that can't be read is as good as none."""
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in ("RGB", "CMYK", "L"):
        return image
    try:
        given = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return _converted(image, given)
    except (*DAMAGE, ImageCms.PyCMSError):
        return image


def _converted(image: Image.Image, given: Any) -> Image.Image:
    return ImageCms.profileToProfile(image, given, _SRGB, outputMode="RGB") or image


def _of_bytes(image: Image.Image) -> Image.Image:
    """Greys of sixteen bits in eight: asked for RGB, Pillow makes white of all above 255 (2026-11-27)."""
    if not image.mode.startswith("I"):
        return image
    return image.convert("I").point(lambda grey: grey * (1 / 257)).convert("L")


def _flat(image: Image.Image) -> Image.Image:
    """A new picture that carries nothing but pixels; what shows through is white."""
    if image.mode in ("RGBA", "LA", "PA", "P") or "transparency" in image.info:
        layer = image.convert("RGBA")
        ground = Image.new("RGB", layer.size, "white")
        ground.paste(layer, mask=layer.getchannel("A"))
        return ground
    plain = Image.new("RGB", image.size)
    plain.paste(_of_bytes(image).convert("RGB"))
    return plain
