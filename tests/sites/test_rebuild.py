"""`mappop site build` again: what would come out the same is left alone, everything else is made anew."""

import fcntl
import gzip
import json
import os
import signal
import sqlite3
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import brotli
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mappop.domain.business import Business
from mappop.sites.batch import Batch
from mappop.sites.builder import build_pages
from mappop.sites.built_index import NAME
from mappop.sites.lasting import lasting
from mappop.sites.workers import opened, results

from .records import record, sample

PROGRAM = Path(sys.executable).parent / "mappop"
CHRISTMAS = [{"date": "2026-12-24", "open": [["08:00", "12:00"]]}, {"date": "2026-12-25", "open": []}]


class Place:
    """A record file and the folder of sites that is made of it."""

    def __init__(self, folder: Path) -> None:
        self.source, self.out = folder / "records.jsonl", folder / "out"

    def write(self, *records):
        self.source.write_text("".join(json.dumps(one) + "\n" for one in records))
        return self

    def command(self, *options, out=None):
        return [PROGRAM, "site", "build", "--from", self.source, "--out", out or self.out, "--json", *options]

    def build(self, *options, out=None, **environment):
        done = subprocess.run(
            self.command(*options, out=out), capture_output=True, text=True, env=os.environ | environment, check=False
        )
        return json.loads(done.stdout) if done.returncode < 2 else (done.returncode, done.stderr)

    def made_anew(self, *options):
        told = self.build(*options)
        return told["sites"] - told["unchanged"]

    def wait_for_the_lock(self):
        """Until the last worker of a killed build has seen, within half a second, that it is alone."""
        with (self.out / ".built.lock").open("wb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)

    def on(self, day):
        """Ids of the sites that a build on this day makes."""
        batch = Batch(
            self.out, self.source.parent, "https://{id}.example/", datetime.fromisoformat(f"{day}T18:00+00:00")
        )
        self.out.mkdir(exist_ok=True)
        with opened(self.out) as index:
            return [built.id for built in results(batch, self.source, index, workers=1) if built.row]


def tree(out):
    """Every file that is served, by its path."""
    files = (path for path in sorted(out.rglob("*")) if path.is_file() and not path.name.startswith(".built"))
    return {str(path.relative_to(out)): path.read_bytes() for path in files}


@pytest.fixture
def place(tmp_path):
    return Place(tmp_path).write(*(record(id=f"b{n}", name=f"Business {n}") for n in range(3)))


def test_nothing_new_leaves_every_file_alone(place):
    place.build()
    before = {path: path.stat().st_ctime_ns for path in place.out.rglob("b*/*")}
    assert place.build()["unchanged"] == 3
    assert {path: path.stat().st_ctime_ns for path in place.out.rglob("b*/*")} == before


def test_one_record_edited_is_one_site_made(place):
    place.build()
    place.write(
        record(id="b0", name="Business 0"), record(id="b1", name="New Name"), record(id="b2", name="Business 2")
    )
    assert place.made_anew() == 1
    assert "New Name" in (place.out / "b1/index.html").read_text()


@pytest.mark.parametrize(
    "options", [["--theme", "studio"], ["--base-url", "https://{id}.other.example"], ["--compress"]]
)
def test_other_options_make_all_anew_and_then_none(place, options):
    place.build()
    assert place.made_anew(*options) == 3
    assert place.made_anew(*options) == 0


def test_what_other_code_made_is_made_anew(place):
    place.build()
    with sqlite3.connect(place.out / NAME) as index:
        index.execute("UPDATE sites SET made_from = x'00' WHERE id < 'b2'")
    assert place.made_anew() == 2


def damage_unseen(page):
    """Other bytes of the same length, at the same time of change."""
    at = page.stat()
    page.write_bytes(page.read_bytes().replace(b"Business", b"Busyness"))
    os.utime(page, ns=(at.st_atime_ns, at.st_mtime_ns))


@pytest.mark.parametrize("damage", [Path.unlink, damage_unseen, lambda page: page.write_bytes(b"")])
def test_a_damaged_or_deleted_file_is_made_again(place, damage):
    place.build()
    whole = tree(place.out)
    damage(place.out / "b1/index.html")
    assert place.made_anew() == 1 and tree(place.out) == whole


def test_an_index_that_is_no_index_costs_a_build_and_touches_no_site(place):
    place.build()
    before = {path: path.stat().st_ctime_ns for path in place.out.rglob("b*/*")}
    (place.out / NAME).write_bytes(b"not a database " * 1000)
    assert place.made_anew() == 3
    assert {path: path.stat().st_ctime_ns for path in place.out.rglob("b*/*")} == before


def test_a_site_without_a_record_stays_and_is_counted(place):
    place.build()
    place.write(record(id="b0", name="Business 0"))
    assert place.build()["not_in_file"] == 2
    assert (place.out / "b2/index.html").exists()


def test_a_language_given_up_takes_its_page_along(place):
    place.write(record(id="b0", languages=["en", "es"])).build("--compress")
    assert (place.out / "b0/es/index.html").exists() and (place.out / "b0/index.html.br").exists()
    (place.out / "b0/google1234.html").write_text("proof of ownership")
    place.write(record(id="b0", languages=["en"])).build()
    left = {path.name for path in (place.out / "b0").rglob("*") if path.is_file()}
    assert "google1234.html" in left and not any(name.endswith((".gz", ".br")) for name in left)
    assert not (place.out / "b0/es/index.html").exists()


def test_copies_unpack_to_the_very_file_and_are_the_same_every_time(place):
    place.write(sample("counter")).build("--compress")
    page = place.out / "sample-counter/index.html"
    assert gzip.decompress(page.with_name("index.html.gz").read_bytes()) == page.read_bytes()
    assert brotli.decompress(page.with_name("index.html.br").read_bytes()) == page.read_bytes()
    assert not page.with_name("robots.txt.gz").exists()
    first = tree(place.out)
    place.build("--compress", out=place.out.with_name("again"))
    assert tree(place.out.with_name("again")) == first


def test_dated_hours_are_taken_off_the_day_after_and_nothing_else_is_touched(place):
    place.write(record(id="a", hours_exceptions=CHRISTMAS), record(id="b"))
    assert place.on("2026-11-25") == ["a", "b"]
    assert place.on("2026-12-24") == []
    assert place.on("2026-12-25") == ["a"]
    assert place.on("2026-12-26") == ["a"]
    assert place.on("2029-01-01") == []
    assert place.on("2026-12-24") == ["a"], "the clock was set back"


DAYS = st.dates(date(2026, 11, 1), date(2027, 3, 1))


@settings(max_examples=60, deadline=None)
@given(st.lists(DAYS, max_size=12, unique=True), DAYS)
def test_a_page_is_the_same_on_every_day_that_it_is_said_to_last_and_another_after(exceptions, day):
    business = Business.from_dict(
        record(
            hours={"mon": [["08:00", "17:00"]]},
            hours_exceptions=[{"date": on.isoformat(), "open": []} for on in exceptions],
        )
    )

    def page(on):
        now = datetime(on.year, on.month, on.day, 18, tzinfo=UTC)
        return build_pages(business, theme="practice", base_url="https://{id}.example", now=now), lasting(business, now)

    made, lasts = page(day)
    last = min(lasts.until, date(2027, 4, 1)) if lasts else date(2027, 4, 1)
    assert all(
        page(day + timedelta(days=n))[0] == made for n in {0, 1, 20, (last - day).days - 1} if day + timedelta(n) < last
    )
    if lasts and lasts.until < date(2027, 1, 1):
        assert page(lasts.until)[0] != made


def test_a_photo_that_changed_makes_its_site_anew(place):
    photo = place.source.with_name("shop.png")
    place.write(record(id="a", photos=[{"src": "shop.png"}]), record(id="b"))
    place.build()
    photo.write_bytes(b"no picture")
    assert place.made_anew() == 1
    assert place.made_anew() == 0


def test_the_same_bytes_whatever_the_workers_and_the_order_of_hashes(place):
    place.write(*(sample("workshop") | {"id": f"b{n}", "name": f"Plumbing {n}"} for n in range(70)))
    place.build("--compress", PYTHONHASHSEED="0")
    first = tree(place.out)
    for seed, workers in (("1", "2"), ("7", "3")):
        out = place.out.with_name(f"out{seed}")
        place.build("--compress", "--workers", workers, out=out, PYTHONHASHSEED=seed)
        assert tree(out) == first


def test_two_builds_in_one_folder_do_not_mix(place):
    place.out.mkdir()
    with opened(place.out):
        code, said = place.build()
    assert code == 3 and "another build is working" in said


@pytest.mark.faults
@pytest.mark.parametrize("sites_there", [0, 1, 40, 200])
def test_a_kill_at_any_instant_leaves_whole_files_and_the_next_build_ends_right(place, sites_there):
    place.write(*(sample("workshop") | {"id": f"b{n}", "name": f"Plumbing {n}"} for n in range(300)))
    place.build(out=place.out.with_name("undisturbed"))
    build = subprocess.Popen(place.command("--workers", "2"), stdout=subprocess.DEVNULL)
    while len(list(place.out.glob("b*"))) < sites_there or not place.out.exists():
        assert build.poll() is None
    build.send_signal(signal.SIGKILL)
    build.wait()
    place.wait_for_the_lock()
    whole = tree(place.out.with_name("undisturbed"))
    shown = {path: text for path, text in tree(place.out).items() if not path.startswith(".")}
    assert all(whole[path] == text for path, text in shown.items())
    told = place.build()
    assert told["sites"] == 300 and tree(place.out) == whole
