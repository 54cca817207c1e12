"""Address lines that mislead a hasty reader, and the parts that Publication 28 sees in them."""

import csv
from pathlib import Path

import pytest

from checkers.normalise import address

with Path(__file__).with_name("address_hard.csv").open(encoding="utf-8", newline="") as file:
    ROWS = list(csv.DictReader(file, delimiter="|"))


def _parts(line: str) -> dict[str, str]:
    found = address.parse(line)
    return {
        "number": found.number,
        "pre": found.predirectional,
        "street": found.street,
        "suffix": found.suffix,
        "post": found.postdirectional,
        "unit": found.unit,
        "other": found.po_box or found.intersection or found.urbanization,
        "city": found.city,
        "region": found.region,
        "zip": found.postal_code,
    }


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["line"])
def test_a_hard_line_falls_into_the_right_parts(row):
    line = row["line"].replace("\\n", "\n")
    assert _parts(line) == {part: row[part] for part in row if part != "line"}
