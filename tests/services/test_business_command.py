"""`mappop business import` and `export` as they are typed."""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from mappop import bootstrap
from mappop.cli.main import cli, run
from tests.services.import_rows import as_csv, given_rows

COLUMNS = "id,name,trade,address.city,address.region,phones.0.number\n"
GOOD = COLUMNS + "joe,Joe,plumber,Austin,TX,512-555-0134\n"
MIXED = GOOD + "ann,=cmd(),salon,Austin,=1+1,512-555-0135\n"


@pytest.fixture(autouse=True)
def new_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MAPPOP_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("MAPPOP_DATABASE_URL", raising=False)
    monkeypatch.setattr(bootstrap, "_apps", {})  # each test is a process of its own, with a home of its own


def mappop(*words: str) -> Result:
    result = CliRunner().invoke(cli, ["business", *words])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def kept() -> list[dict[str, Any]]:
    return [json.loads(line) for line in mappop("export").stdout.splitlines()]


def test_a_good_file_goes_in_and_a_second_time_nothing_changes() -> None:
    Path("shops.csv").write_text(GOOD)
    first, second = mappop("import", "shops.csv"), mappop("import", "shops.csv")
    assert (first.exit_code, first.stdout) == (0, "1 rows: 1 added, 0 revised, 0 unchanged, 0 rejected.\n")
    assert (second.exit_code, second.stdout) == (0, "1 rows: 0 added, 0 revised, 1 unchanged, 0 rejected.\n")
    assert not Path("shops.rejected.csv").exists()


def test_wrong_rows_are_listed_with_line_field_and_reason_until_they_are_mended() -> None:
    Path("shops.csv").write_text(MIXED)
    result = mappop("import", "shops.csv", "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout) == {
        "rows": 2,
        "added": 1,
        "revised": 0,
        "proposed": 0,
        "unchanged": 0,
        "rejected": 1,
        "rejected_file": "shops.rejected.csv",
        "ignored_columns": [],
    }
    with open("shops.rejected.csv", newline="") as file:
        [row] = csv.DictReader(file)
    assert row["line"] == "3" and row["field"] == "address.region" and "is no US state" in row["reason"]

    Path("shops.csv").write_text(MIXED.replace("=1+1", "TX"))
    assert mappop("import", "shops.csv").exit_code == 0
    assert not Path("shops.rejected.csv").exists()


def test_a_hostile_field_name_is_no_formula_in_the_list_of_rejected() -> None:
    record = {"name": "Joe", "trade": "cafe", "address": {"city": "A", "region": "TX"}, "phones": [], "=HYPERLINK()": 1}
    Path("shops.jsonl").write_text(json.dumps(record) + "\n")
    assert mappop("import", "shops.jsonl").exit_code == 1
    assert "\n1,'=HYPERLINK(),is not a field of a business" in Path("shops.rejected.csv").read_text().replace("\r", "")


def test_columns_that_are_not_taken_are_named() -> None:
    Path("shops.csv").write_text(GOOD.replace("id,", "Labels,", 1))
    assert "Columns not taken: Labels." in mappop("import", "shops.csv").stderr


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_an_export_imports_back_and_changes_nothing(form: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    Path("shops.csv").write_text(as_csv(given_rows(60)), newline="")
    mappop("import", "shops.csv")
    before = kept()
    assert mappop("export", f"all.{form}", "--json").stdout == f'{{"businesses": 54, "file": "all.{form}"}}\n'
    assert json.loads(mappop("import", f"all.{form}", "--json").stdout)["unchanged"] == len(before) == 54

    monkeypatch.setenv("MAPPOP_HOME", str(tmp_path / "elsewhere"))
    monkeypatch.setattr(bootstrap, "_apps", {})
    assert json.loads(mappop("import", f"all.{form}", "--json").stdout)["added"] == 54
    assert kept() == before


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("shops.csv", "", "shops.csv can't be read. It is empty."),
        ("shops.csv", "colour\nred\n", "names no column that we know"),
        ("shops.xlsx", "", "must end in .csv or .jsonl"),
    ],
)
def test_a_file_that_can_not_be_read_ends_with_2_and_one_line(
    name: str, content: str, words: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    Path(name).write_text(content)
    monkeypatch.setattr(sys, "argv", ["mappop", "business", "import", name])
    with pytest.raises(SystemExit) as ended:
        run()
    assert ended.value.code == 2 and words in capsys.readouterr().err
    assert not [left for left in Path().iterdir() if left.name not in (name, "home")]


def test_a_database_of_an_older_shape_is_told_with_the_remedy(tmp_path: Path) -> None:
    Path("shops.csv").write_text(GOOD)
    mappop("import", "shops.csv")
    app = bootstrap.from_environment()
    with app.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM alembic_version")
    result = mappop("import", "shops.csv")
    assert result.exit_code == 3 and "mappop db upgrade" in result.stderr
