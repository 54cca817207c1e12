"""Photos as files: what is taken, what is refused and why, and what is made of them."""

from __future__ import annotations

import hashlib
import io
import struct
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, features

from mappop.domain.picture import PictureRefused, limits, refusals
from mappop.sites.picture_child import in_a_child
from mappop.sites.picture_making import renditions, small_picture
from mappop.sites.picture_opening import measured, upright

from .photos import SECRET, file, photo, with_metadata

KINDS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "AVIF": "avif", "GIF": "gif"}


def png_that_claims(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(99))) + chunk(b"IEND", b"")


@pytest.mark.parametrize("kind", KINDS)
def test_a_photo_is_known_by_its_content(kind):
    if kind == "AVIF" and not features.check("avif"):
        pytest.skip("this Pillow has no AVIF, as `mappop doctor` tells")
    seen = measured(file(kind=kind))
    assert (seen.kind, seen.width, seen.height) == (KINDS[kind], 400, 300)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"%PDF-1.7", "kind"),
        (b"<?xml version='1.0'?><svg onload='alert(1)'/>", "svg"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic", "heic"),
        (b"\xff\xd8\xff" + bytes(12_000_000), "heavy"),
        (file(photo(199, 300)), "small"),
        (file()[:-2000], "broken"),
        (file(kind="PNG")[:5000], "broken"),
        (png_that_claims(50_000, 50_000), "vast"),
        (png_that_claims(7_100, 7_100), "vast"),
        (png_that_claims(400, 300), "broken"),
    ],
)
def test_anything_else_is_refused_with_reason_and_remedy(content, code):
    with pytest.raises(PictureRefused) as refused:
        small_picture(content)
    assert refused.value.code == code
    told = [refused.value.told("files", "van.jpg", language) for language in ("en", "es")]
    assert all(error.field == "files" and "van.jpg" in error.reason and error.remedy for error in told)


def test_a_bomb_is_refused_by_its_header_alone():
    """A body of 99 bytes can't be decoded: asked for its pixels it would be broken, and not vast."""
    with pytest.raises(PictureRefused) as refused:
        upright(png_that_claims(20_000, 19_000), 1280)
    assert refused.value.code == "vast"


def test_both_languages_say_every_reason():
    assert refusals("en").keys() == refusals("es").keys()


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_stands_upright_and_is_measured_so(orientation):
    sideways = orientation > 4
    content = with_metadata(orientation)
    seen = measured(content)
    assert (seen.width, seen.height) == ((300, 400) if sideways else (400, 300))
    assert upright(content, 1280).size == (seen.width, seen.height)


def test_nothing_of_the_metadata_is_in_what_is_made():
    made = {**renditions(with_metadata()), "small.jpg": small_picture(with_metadata())}
    for name, content in made.items():
        assert SECRET not in content and b"Exif" not in content, name
        if not name.endswith(".json"):
            assert not Image.open(io.BytesIO(content)).getexif()


def test_another_colour_space_becomes_srgb():
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    plain = upright(file(photo(400, 300), icc_profile=lab), 1280)
    assert plain.mode == "RGB" and "icc_profile" not in plain.info
    inks = upright(file(photo(400, 300).convert("CMYK")), 1280)
    assert inks.mode == "RGB"


def test_what_shows_through_is_white_and_what_moves_stands_still():
    clear = Image.new("RGBA", (300, 300), (0, 0, 0, 0))
    assert upright(file(clear, "PNG"), 1280).getpixel((5, 5)) == (255, 255, 255)
    frames = [Image.new("RGB", (300, 300), colour) for colour in ("red", "blue")]
    moving = file(frames[0], "GIF", save_all=True, append_images=frames[1:])
    assert upright(moving, 1280).getpixel((5, 5)) == (255, 0, 0)


def test_greys_of_sixteen_bits_are_no_white_sheet():
    scan = Image.frombytes("I;16", (400, 300), b"".join(struct.pack("<H", x * 65535 // 399) for x in range(400)) * 300)
    seen = upright(file(scan, "PNG"), 400)
    assert [seen.getpixel((x, 150)) for x in (0, 200, 399)] == [(0, 0, 0), (127, 127, 127), (255, 255, 255)]


def test_every_width_is_within_its_budget_and_the_size_is_in_the_name():
    noise = hashlib.shake_128(b"noise").digest(1600 * 1200 * 3)
    for image in (photo(1600, 1200), Image.frombytes("RGB", (1600, 1200), noise)):
        made = renditions(file(image, quality=95))
        for name, content in made.items():
            if name.endswith(".json"):
                continue
            size, ending = name.split(".")
            width, height = map(int, size.split("x"))
            assert Image.open(io.BytesIO(content)).size == (width, height)
            budgets = limits()["made"]["fallback" if ending == "jpg" else "widths"]
            assert len(content) <= budgets[str(width)], name


def test_a_small_photo_is_not_blown_up():
    assert {name.split(".")[0] for name in renditions(file(photo(400, 300))) if "x" in name} == {"400x300"}


def test_the_same_photo_makes_the_same_bytes_in_any_process():
    content = file(photo(900, 700))
    assert renditions(content) == in_a_child("renditions", content)


def test_a_child_says_why_it_refused():
    with pytest.raises(PictureRefused) as refused:
        in_a_child("small", file()[:-3000])
    assert refused.value.code == "broken"


WHOLE = [file(kind=kind) for kind in KINDS if kind != "AVIF"]


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(WHOLE), st.data())
def test_a_damaged_file_is_refused_or_is_a_photo_within_the_bounds(content, data):
    spoilt = bytearray(content[: data.draw(st.integers(0, len(content)))])
    for _ in range(data.draw(st.integers(0, 6))):
        if spoilt:
            spoilt[data.draw(st.integers(0, len(spoilt) - 1))] = data.draw(st.integers(0, 255))
    try:
        image = upright(bytes(spoilt), 1280)
    except PictureRefused:
        return
    assert image.width * image.height <= limits()["taken"]["pixels"] and image.mode == "RGB"
