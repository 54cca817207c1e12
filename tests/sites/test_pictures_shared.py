"""The picture that previews elsewhere show: the name whole, in letters that are there, in less than 100 kB."""

from __future__ import annotations

import io
from datetime import date

import pytest
from PIL import Image

from mappop.domain.business import Business
from mappop.sites.builder import trade_of
from mappop.sites.lettering import BOLD, drawable, fitted
from mappop.sites.sharing_picture import icon, sharing_picture
from mappop.sites.strokes import lines
from mappop.sites.stylesheet import site_palette
from mappop.sites.view_model import content
from site_templates import themes, trades

from .records import record


def shared(theme="yard", **fields):
    business = Business.from_dict(record(id="joe", **fields))
    trade = trade_of(business)
    page = content(business, trade, "en", date(2026, 11, 25))
    colours = site_palette(business, themes()[theme])
    return sharing_picture(page, colours, trade.motif, "joe"), icon(page, colours, 180)


@pytest.mark.parametrize("theme", themes())
@pytest.mark.parametrize("name", ["Joe", "Phở Hòa 🍜", "مطعم القدس", "Aa" * 150, "Many words " * 27, "🍜🍜"])
def test_every_name_makes_one_of_the_right_size(theme, name):
    picture, monogram = shared(theme, name=name)
    assert Image.open(io.BytesIO(picture)).size == (1200, 630) and len(picture) < 100_000
    assert Image.open(io.BytesIO(monogram)).size == (180, 180)


def test_the_same_business_makes_the_same_bytes():
    assert shared() == shared() != shared(name="Jim")


def test_signs_without_a_letter_are_left_out_and_half_a_name_is_none():
    assert drawable("Phở Hòa 🍜 Noodles") == "Phở Hòa Noodles"
    assert drawable("Peña & Sons’ Ñandú") == "Peña & Sons’ Ñandú"
    assert drawable("مطعم القدس Grill") == drawable("東京 Sushi") == ""


def test_words_are_wrapped_whole_and_shrunk_until_they_fit():
    name = "The Honorable Society of Extraordinarily Long Names and Their Plumbing Services"
    size, rows = fitted(name, width=820, height=300, sizes=(92, 60, 32), weight=BOLD)
    assert size < 92 and " ".join(rows) == name
    assert "".join(fitted("A" * 200, width=820, height=300, sizes=(92, 60, 32), weight=BOLD)[1]) == "A" * 200
    assert fitted("word " * 200, width=820, height=120, sizes=(32,), weight=BOLD)[1][-1].endswith("…")


@pytest.mark.parametrize("trade", trades())
def test_every_motif_can_be_drawn(trade):
    for tile in trades()[trade].motif.tiles:
        for line in lines(tile):
            assert all(-12 <= x <= 36 and -12 <= y <= 36 for x, y in line), tile


def test_half_a_circle_goes_round_its_middle():
    (arc,) = lines("M0 12a12 12 0 0 1 24 0")
    assert all(abs((x - 12) ** 2 + (y - 12) ** 2 - 144) < 0.01 for x, y in arc) and min(y for _, y in arc) < 0.1
