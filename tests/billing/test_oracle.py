"""The oracle is small, stands alone, and is right where a person can work it out by hand."""

from __future__ import annotations

import ast
import io
import sys
import tokenize
from datetime import date
from fractions import Fraction
from pathlib import Path

from tests.billing import oracle
from tests.billing.oracle import Books, Deal, Terms, months_later, taxed

SOURCE = Path(oracle.__file__).read_text("utf-8")
SILENT = (tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER)


def code_lines(source: str) -> int:
    """Lines with something on them besides comments and docstrings; each line of a statement counts."""
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    lines = {n for one in tokens if one.type not in SILENT for n in range(one.start[0], one.end[0] + 1)}
    words = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Expr)]
    said = [node for node in words if isinstance(node.value, ast.Constant)]
    return len(lines.difference(*(range(node.lineno, (node.end_lineno or 0) + 1) for node in said)))


def test_lines_are_counted() -> None:
    source = '"""Two\nlines."""\n\n# one\nA = (\n    1,  # a\n)\n\ndef b():\n    """Said."""\n    return 1\n'
    assert code_lines(source) == 5


def test_it_has_fewer_than_two_hundred_lines() -> None:
    assert 100 < code_lines(SOURCE) < 200


def test_it_leans_on_the_standard_library_alone() -> None:
    found = [node for node in ast.walk(ast.parse(SOURCE)) if isinstance(node, (ast.Import, ast.ImportFrom))]
    named = {alias.name for node in found if isinstance(node, ast.Import) for alias in node.names}
    named |= {node.module or "" for node in found if isinstance(node, ast.ImportFrom) if not node.level}
    assert all(not node.level for node in found if isinstance(node, ast.ImportFrom))
    assert len(named) > 5 and {name.partition(".")[0] for name in named} <= sys.stdlib_module_names


def test_months_are_counted_from_the_first_day() -> None:
    ends = [months_later(date(2027, 10, 31), months, 31) for months in (1, 2, 3, 4, 5, 16)]
    assert [f"{end:%m-%d}" for end in ends] == ["11-30", "12-31", "01-31", "02-29", "03-31", "02-28"]


def test_the_cents_of_a_tax_go_to_the_lines_that_lack_the_most() -> None:
    """8.25 % of 39.95, 25.00 and -6.50 are 3.295875, 2.0625 and -0.53625; of the sum 4.822125."""
    assert taxed([3995, 2500, -650], Fraction("0.0825")) == [(3995, 330), (2500, 206), (-650, -54)]


def test_a_change_and_back_comes_to_nothing() -> None:
    """In a month of thirty days, a day of it gone: of 39.95 are 38.62 left, of 79.95 are 77.28."""
    terms = Terms()
    assert sum(map(sum, terms.bill(date(2027, 4, 1), date(2027, 4, 1), is_change=False))) == 3995
    terms.wants(date(2027, 4, 2), {"plan": "local_plus"}, at_once=True)
    there = terms.bill(date(2027, 4, 2), date(2027, 4, 2), is_change=True)
    assert [cents for cents, _ in there if cents] == [-3862, 7728, 4900]
    terms.wants(date(2027, 4, 2), {"plan": "local"}, at_once=True)
    back = terms.bill(date(2027, 4, 2), date(2027, 4, 2), is_change=True)
    assert sum(map(sum, there + back)) == 4900 and terms.runs.asked == Deal().asked


def test_what_was_paid_too_much_pays_what_is_open() -> None:
    books = Books()
    for number, asked in enumerate((3995, 2000, -500), start=1):
        books.book(number, invoice=asked)
    assert [books.says("receivable", n) for n in (1, 2, 3)] == [3495, 2000, 0]
    books.book(1, check=3495)
    books.book(1, credit_note=3000)
    assert [books.says("receivable", n) for n in (1, 2)] == [0, 0] and books.says("credit") == -1000
