"""The law of contrast: whatever colour an owner likes, every text of the page can be read."""

from hypothesis import given, settings
from hypothesis import strategies as st

from mappop.sites.palette import PAIRS, contrast, palette
from mappop.sites.stylesheet import paper_of
from site_templates import themes

COLOURS = st.integers(0, 0xFFFFFF).map(lambda n: f"#{n:06x}")


@settings(max_examples=400, deadline=None)
@given(COLOURS, st.sampled_from(sorted(themes())))
def test_every_pair_of_text_and_ground_is_at_its_contrast_by_day_and_by_night(brand, theme):
    made = palette(brand, paper_of(theme))
    for side in (made.light, made.dark):
        for text, ground, least in PAIRS:
            assert contrast(side[text], side[ground]) >= least, (brand, theme, text, ground)


@settings(max_examples=100, deadline=None)
@given(COLOURS)
def test_the_fill_is_seen_against_the_paper(brand):
    made = palette(brand, paper_of("workshop"))
    assert contrast(made.light["brand"], made.light["paper"]) >= 1.25
    assert contrast(made.dark["brand"], made.dark["paper"]) >= 3


def test_the_owners_very_colour_fills_the_buttons_by_day():
    for brand in ("#e4572e", "#2f6690", "#ffd400", "#0b6e4f"):
        assert palette(brand, paper_of("workshop")).light["brand"] == brand


def test_known_contrasts():
    assert round(contrast("#000000", "#ffffff"), 1) == 21.0
    assert round(contrast("#767676", "#ffffff"), 2) == 4.54
