"""`docs/files.md`: its examples are taken by the commands, and its table names every field of a business."""

from __future__ import annotations

import io
import json
import re
from dataclasses import fields

from mappop.cli.nap import match_rows
from mappop.domain.business import Address, Business, Faq, Geo, Phone, Photo, Review, Service
from tests.architecture.documents import ROOT

PAGE = (ROOT / "docs" / "files.md").read_text("utf-8")


def example(kind: str) -> str:
    return re.search(rf"^```{kind}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)[1]


def test_the_record_of_the_example_is_a_business():
    delgado = Business.from_dict({**json.loads(example("json")), "id": "delgado-plumbing-austin"})
    assert (delgado.address.unit, delgado.phones[1].kind, delgado.languages) == ("Ste B", "mobile", ("en", "es"))


def test_the_pair_of_the_example_is_one_business():
    answers = io.StringIO()
    assert match_rows(io.StringIO(example("csv")), answers) == {"pairs": 1, "same": 1, "rejected": 0}
    for column in answers.getvalue().splitlines()[0].split(","):
        assert f"`{column}`" in PAGE


def test_every_field_of_a_record_is_in_the_table():
    table = "\n".join(line for line in PAGE.splitlines() if line.startswith("| `"))
    shapes = (Business, Address, Geo, Phone, Service, Faq, Photo, Review)
    assert [field.name for shape in shapes for field in fields(shape) if f"`{field.name}`" not in table] == []
