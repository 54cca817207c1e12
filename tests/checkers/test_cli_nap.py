"""`mappop nap` as a person runs it: what comes out, and how it fails."""

import csv
import json

import pytest
from click.testing import CliRunner

from mappop.cli.nap import nap
from tests.checkers.test_read_markup import JSON_LD

COLUMNS = ("id", "name", "street", "city", "region", "postal", "phone")
HEAD = ",".join(f"{column}_{side}" for side in "ab" for column in COLUMNS) + ",label\n"
SAME = (
    "a1,Delgado Plumbing,1204 E 7th St,Austin,TX,78702,512-555-0134,"
    'b1,"Delgado Plumbing, LLC",1204 East 7th Street,Austin,TX,78702,,1\n'
)
OTHER = "a2,Delgado Plumbing,,,,,,b2,Bella Salon,,,,,,0\n"


def run(*args, stdin=None):
    return CliRunner().invoke(nap, [str(arg) for arg in args], input=stdin)


def rows(path):
    return list(csv.DictReader(path.open(encoding="utf-8")))


def test_match_writes_one_row_a_pair(tmp_path):
    pairs, out = tmp_path / "pairs.csv", tmp_path / "out.csv"
    pairs.write_text("\ufeff" + HEAD + SAME + OTHER, encoding="utf-8")
    done = run("match", "--pairs", pairs, "--out", out, "--json")
    assert done.exit_code == 0 and json.loads(done.stdout) == {"pairs": 2, "same": 1, "rejected": 0}
    first, second = rows(out)
    assert list(first) == ["id_a", "id_b", "same", "score", "name", "address", "phone", "why"]
    assert (first["same"], first["name"], first["address"], first["phone"]) == ("1", "variant", "variant", "missing")
    assert (second["id_b"], second["same"], second["name"]) == ("b2", "0", "mismatch") and second["why"].endswith(".")


@pytest.mark.parametrize("content", [b"name_a,name_b\n", b"\xff\xfe\x00bad"], ids=["no ids", "no text"])
def test_pairs_that_cannot_be_read_leave_the_answers_of_before(tmp_path, content):
    pairs, out = tmp_path / "pairs.csv", tmp_path / "out.csv"
    out.write_text("answers of before")
    pairs.write_bytes(content)
    assert run("match", "--pairs", pairs, "--out", out).exit_code == 2
    assert out.read_text() == "answers of before"


def test_the_file_of_pairs_is_never_written_over(tmp_path):
    pairs = tmp_path / "pairs.csv"
    pairs.write_text(HEAD + SAME, encoding="utf-8")
    done = run("match", "--pairs", pairs, "--out", pairs)
    assert (done.exit_code, pairs.read_text(encoding="utf-8")) == (2, HEAD + SAME)
    assert "is the file of pairs" in done.stderr


def test_an_answer_file_that_cannot_be_written_is_named(tmp_path):
    pairs, out = tmp_path / "pairs.csv", tmp_path / "nowhere" / "out.csv"
    pairs.write_text(HEAD + SAME, encoding="utf-8")
    done = run("match", "--pairs", pairs, "--out", out)
    assert done.exit_code == 2 and f"{out} can't be written: No such file or directory" in done.stderr


def test_match_leaves_out_rows_without_ids_and_says_so(tmp_path):
    pairs, out = tmp_path / "pairs.csv", tmp_path / "out.csv"
    pairs.write_text(HEAD + SAME + SAME.replace("a1", ""), encoding="utf-8")
    done = run("match", "--pairs", pairs, "--out", out)
    assert done.exit_code == 1 and "1 rows without id_a or id_b" in done.stderr and len(rows(out)) == 1


def test_match_reads_suites_short_lines_and_columns_in_any_order(tmp_path):
    pairs, out = tmp_path / "pairs.csv", tmp_path / "out.csv"
    pairs.write_text(
        "note,name_b,id_a,id_b,name_a,unit_a,street_a,street_b,unit_b\n"
        ",Delgado Plumbing,a1,b1,Delgado Plumbing,Ste B,12 Oak St,12 Oak St,Ste C\n"
        "\n"
        ",Delgado Plumbing,a2,b2,Delgado Plumbing\n",
        encoding="utf-8",
    )
    done = run("match", "--pairs", pairs, "--out", out)
    first, second = rows(out)
    assert done.exit_code == 0 and "address: another suite" in first["why"]
    assert (second["id_a"], second["address"], second["same"]) == ("a2", "missing", "1")


def test_match_says_the_same_of_a_pair_wherever_it_stands(tmp_path):
    pairs, once, twice = tmp_path / "pairs.csv", tmp_path / "once.csv", tmp_path / "twice.csv"
    pairs.write_text(HEAD + SAME + OTHER, encoding="utf-8")
    run("match", "--pairs", pairs, "--out", once)
    pairs.write_text(HEAD + OTHER + SAME + OTHER, encoding="utf-8")
    run("match", "--pairs", pairs, "--out", twice)
    assert rows(once) == rows(twice)[1:]


@pytest.mark.parametrize(
    "content", [b"", b"a,b\n1,2\n", b"\xff\xfe\x00binary", b"id_a,id_b,name_a,name_b\n" + b"x" * 200_000 + b",1,2,3\n"]
)
def test_match_refuses_what_is_no_pairs_file_in_one_line(tmp_path, content):
    pairs = tmp_path / "pairs.csv"
    pairs.write_bytes(content)
    done = run("match", "--pairs", pairs, "--out", tmp_path / "out.csv")
    assert done.exit_code == 2 and done.stderr.startswith("Error: ") and "Traceback" not in done.output


def test_normalise_writes_one_object_a_line():
    done = run("normalise", "address", stdin="1204 E 7th St Ste B, Austin TX 78702\n\nPO Box 3\n")
    first, blank, box = map(json.loads, done.stdout.splitlines())
    assert (
        first["raw"] == "1204 E 7th St Ste B, Austin TX 78702"
        and first["unit"] == "STE B"
        and first["city"] == "AUSTIN"
    )
    assert blank["key"] == "" and box["po_box"] == "PO BOX 3"
    phones = run("normalise", "phone", stdin="(512) 555-0134\njunk\n").stdout.splitlines()
    assert [json.loads(line)["e164"] for line in phones] == ["+15125550134", None]
    assert json.loads(run("normalise", "name", stdin="The Café, LLC\n").stdout)["key"] == "cafe"


def test_read_prints_every_field_null_where_the_page_is_silent(tmp_path):
    page = tmp_path / "page.html"
    page.write_text(JSON_LD, encoding="utf-8")
    (listing,) = json.loads(run("read", page, "--url", "https://townbook.example/biz/delgado").stdout)["listings"]
    fields = [
        "name",
        "street",
        "unit",
        "city",
        "region",
        "postal_code",
        "country",
        "phone",
        "website",
        "hours",
        "source",
    ]
    assert set(fields) <= set(listing) and listing["source"] == "json-ld"
    assert listing["hours"] is None and listing["website"] is None and listing["phone"] == "+15125550134"


def test_wrong_use_and_files_that_are_not_there_exit_2(tmp_path):
    assert run("read", tmp_path / "none.html").exit_code == 2
    assert run("match", "--pairs", tmp_path / "none.csv", "--out", tmp_path / "o.csv").exit_code == 2
    assert run("normalise", "colour").exit_code == 2
