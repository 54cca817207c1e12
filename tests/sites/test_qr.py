"""QR codes: module by module what segno makes of the same address."""

import re

import segno
from hypothesis import given
from hypothesis import strategies as st

from mappop.sites.qr import MASK, QUIET, qr_svg

LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789-._~/?&=%é"


def drawn(svg: str) -> list[list[int]]:
    """The pen's way, walked again over an empty grid."""
    side = int(re.search(r'viewBox="0 0 (\d+)', svg)[1])
    grid = [[0] * side for _ in range(side)]
    x = y = 0
    for absolute, row, run, gap in re.findall(r"M(\d+) (\d+)\.5|h(\d+)|m(\d+) 0", svg):
        if absolute:
            x, y = int(absolute), int(row)
        grid[y][x : x + int(run or 0)] = [1] * int(run or 0)
        x += int(run or gap or 0)
    return grid


def expected(url: str) -> list[list[int]]:
    code = segno.make(url.encode(), mode="byte", error="m", mask=MASK, micro=False, boost_error=False)
    return [list(row) for row in code.matrix_iter(border=QUIET)]


@given(st.text(LETTERS, min_size=1, max_size=106).map(lambda path: f"https://{path}"))
def test_every_address_is_drawn_as_segno_draws_it(url):
    assert drawn(qr_svg(url).decode()) == expected(url)


def test_every_length_from_one_letter_to_the_longest_that_a_record_can_have():
    for length in [*range(1, 130), 300, 1000]:
        url = ("https://juniper-hair.example/" * 40)[:length]
        assert drawn(qr_svg(url).decode()) == expected(url), length
