"""`mappop site build`: a file of records in, a folder a business out."""

import json

import pytest
from click.testing import CliRunner
from PIL import Image

from mappop.cli.site import site
from site_templates import themes

from .photos import SECRET, file, with_metadata
from .records import HOSTILE, record, sample

PNG = file(kind="PNG")


@pytest.fixture
def build(tmp_path):
    """Runs the command on some lines; answers its exit code, its last line and the folder of sites."""

    def run(*lines, options=()):
        source, out = tmp_path / "records.jsonl", tmp_path / "out"
        rows = (line if isinstance(line, str) else json.dumps(line) for line in lines)
        source.write_bytes("".join(row + "\n" for row in rows).encode())
        result = CliRunner().invoke(site, ["build", "--from", str(source), "--out", str(out), *options])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result, out

    return run


def summary(result):
    return json.loads(result.stdout.splitlines()[-1])


def rejected(out):
    return [json.loads(row) for row in (out / "rejected.jsonl").read_text("utf-8").splitlines()]


def test_every_record_gets_a_folder_and_the_last_line_counts_them(build):
    result, out = build(*(sample(theme) for theme in themes()), options=["--base-url", "https://{id}.sites.example"])
    assert result.exit_code == 0
    told = summary(result)
    assert (told["sites"], told["failed"]) == (len(themes()), 0) and told["bytes"] > 0 and told["seconds"] >= 0
    page = (out / "sample-practice" / "index.html").read_text("utf-8")
    assert '<link rel="canonical" href="https://sample-practice.sites.example/">' in page
    assert "frame-ancestors 'none'" in (out / "_headers").read_text()
    assert not (out / "rejected.jsonl").exists()


def test_bad_records_are_reported_by_line_and_the_rest_is_built(build):
    result, out = build(
        sample("counter"), "{broken", '"text"', record(id="no phones", phones="none"), "", record(id="ok"), "[" * 5000
    )
    assert result.exit_code == 1
    assert (summary(result)["sites"], summary(result)["failed"]) == (2, 4)
    assert [row["line"] for row in rejected(out)] == [2, 3, 4, 7]
    assert {error["field"] for error in rejected(out)[2]["errors"]} == {"id", "phones"}
    assert (out / "ok" / "index.html").exists()


def test_a_good_run_clears_the_report_of_a_bad_one(build):
    build("{broken")
    result, out = build(sample("counter"))
    assert result.exit_code == 0 and not (out / "rejected.jsonl").exists()


def test_missing_ids_are_made_and_never_clash(build):
    joe = record(name="Joe's Bakery")
    del joe["id"]
    result, out = build(joe, joe, record(id="joes-bakery-austin"))
    assert result.exit_code == 0
    folders = {folder.name for folder in out.iterdir() if folder.is_dir()}
    assert folders == {"joes-bakery-austin", "joes-bakery-austin-2", "joes-bakery-austin-3"}


def test_an_id_that_came_before_is_refused_the_second_time(build):
    result, out = build(record(id="joe", name="First"), record(id="joe", name="Second"))
    assert result.exit_code == 1
    assert rejected(out)[0]["line"] == 2 and rejected(out)[0]["errors"][0]["field"] == "id"
    assert "First" in (out / "joe" / "index.html").read_text("utf-8")


def test_photos_come_from_the_records_folder_alone(build, tmp_path):
    (tmp_path / "shop.png").write_bytes(PNG)
    (tmp_path / "drawing.svg").write_text("<svg onload='alert(1)'/>")
    (tmp_path.parent / "private.png").write_bytes(PNG + b"private")
    (tmp_path / "way.png").symlink_to(tmp_path.parent / "private.png")
    sources = [
        "shop.png",
        "drawing.svg",
        "../private.png",
        "way.png",
        "https://x.example/a.png",
        "/etc/passwd",
        "no.png",
    ]
    result, out = build(record(id="joe", photos=[{"src": src, "alt": "Our shop"} for src in sources]))
    assert result.exit_code == 0
    (photo,) = (out / "joe" / "photos").iterdir()
    assert Image.open(photo).size == (400, 300)
    assert 'alt="Our shop"' in (out / "joe" / "index.html").read_text("utf-8")
    assert summary(result)["notes"] == 6
    assert "photos.1 “drawing.svg” is a drawing (SVG)" in result.stderr and "photos.6 “no.png” is not" in result.stderr


def test_a_photo_stands_upright_and_says_nothing_of_where_it_was_taken(build, tmp_path):
    (tmp_path / "van.jpg").write_bytes(with_metadata(orientation=6) + b"behind the end: " + SECRET)
    _, out = build(record(id="joe", photos=[{"src": "van.jpg"}]))
    (photo,) = (out / "joe" / "photos").iterdir()
    content = photo.read_bytes()
    assert SECRET not in content and b"Exif" not in content and Image.open(photo).size == (300, 400)
    assert 'width="300" height="400"' in (out / "joe" / "index.html").read_text("utf-8")


def test_workers_make_the_same_bytes(build, tmp_path):
    lines = [sample("workshop") | {"id": f"b{n}", "name": f"Plumbing {n}"} for n in range(40)]
    one, out = build(*lines)
    alone = {path: path.read_bytes() for path in out.rglob("*.html")}
    two, out = build(*lines, options=["--workers", "2"])
    assert summary(one)["bytes"] == summary(two)["bytes"]
    assert alone == {path: path.read_bytes() for path in out.rglob("*.html")}


def test_a_hostile_record_is_built_like_any_other(build):
    result, out = build(HOSTILE)
    assert result.exit_code == 0, rejected(out)
    assert summary(result)["sites"] == 1


@pytest.mark.parametrize(
    "options", [["--base-url", "ftp://x"], ["--base-url", 'https://x"y'], ["--theme", "nothing"], ["--workers", "0"]]
)
def test_wrong_use_is_exit_2_and_says_why(build, options):
    result, _ = build(sample("counter"), options=options)
    assert result.exit_code == 2 and options[0] in result.stderr


def test_a_file_that_is_not_there_is_exit_2(tmp_path):
    result = CliRunner().invoke(site, ["build", "--from", str(tmp_path / "no.jsonl"), "--out", str(tmp_path / "out")])
    assert result.exit_code == 2 and "no.jsonl" in result.stderr
