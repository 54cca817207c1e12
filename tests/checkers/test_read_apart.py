"""Strangers' pages are read in a process of its own: what a page does to its reader is that page's answer alone."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from checkers.audit import Page, audit_pages
from checkers.extract import PageState, read_with_state
from checkers.extract.apart import Readers
from checkers.extract.apart_frames import plain_reading, reading_of
from checkers.extract.apart_limits import ReadLimits
from checkers.nap import Nap

ROOT = Path(__file__).parents[2]
PLAIN = b"<title>Elm Pipes</title><h1>Elm Pipes</h1><p>12 Elm St Ste 4<br>Austin, Texas 78702<br>(512) 555-0134"
HOURS = b"""<script type="application/ld+json">{"@type":"Plumber","name":"Elm Pipes","telephone":"512-555-0134",
"address":{"streetAddress":"12 Elm St","addressLocality":"Austin"},
"openingHours":["Mo-Fr 08:00-12:00","Mo 13:00-17:00"]}
</script>"""
HEAVY = b"<p>12 Elm St<br>Austin, TX 78702" * 150_000  # seconds of work and 100 MB, within the bounds of a page
pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are looked up in /proc")


@pytest.fixture
def readers():
    """Start one with its limits; all are closed at the end."""
    made = []

    def make(**limits):
        made.append(Readers(ReadLimits(**limits)))
        return made[-1]

    yield make
    for one in made:
        one.close()


def children(pid):
    """Of one process, those that are not dead yet."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent = stat.read_text().rpartition(")")[2].split()[:2]
        except (OSError, ValueError):
            continue
        if int(parent) == pid and state != "Z":
            found.append(int(stat.parent.name))
    return found


def house_and_readers(one):
    house = one._process.pid
    return house, children(house)


def soon(holds, seconds=20):
    ends = time.monotonic() + seconds
    while not holds() and time.monotonic() < ends:
        time.sleep(0.02)
    return holds()


class TestWhatIsRead:
    @pytest.mark.parametrize(
        "page",
        [
            PLAIN,
            HOURS,
            PLAIN + b"<p>Permanently closed",
            b"<title>Just a moment</title>",
            b"<p>Nobody",
            b"",
            b"<title>\xed\xa0\x80</title>" + PLAIN,
            PLAIN * 300,
        ],
    )
    def test_is_what_would_be_read_here(self, readers, page):
        here = read_with_state(page, url="https://elm.example/", content_type="text/html; charset=utf-8")
        assert readers().read(page, url="https://elm.example/", content_type="text/html; charset=utf-8") == here

    def test_links_of_a_page_of_results_come_in_its_order(self, readers):
        page = b"<a class='x result' href='/2'>Two</a><a href='/no'>No</a><a class=result href='/1'>One</a>"
        assert readers().links(page, of_class="result") == ["/2", "/1"]

    @pytest.mark.parametrize(
        "change",
        [
            {"state": "owned"},
            {"state": ["listed"]},
            {"reason": 7},
            {"listings": "many"},
            {"listings": [{}] * 201},
            {"listings": [{"nap": {}}]},
            {"listings": [None]},
        ],
    )
    def test_an_answer_that_is_none_is_refused(self, change):
        sound = json.loads(json.dumps(plain_reading(read_with_state(HOURS))))
        assert reading_of(sound) == read_with_state(HOURS)
        with pytest.raises(ValueError):
            reading_of({**sound, **change})


class TestAPageThatTakesTooMuch:
    @pytest.mark.parametrize(
        "limits, reason",
        [
            ({"cpu": 0.2}, "a page that takes too long to read"),
            ({"wall": 0.2}, "a page that takes too long to read"),
            ({"memory": 20_000_000}, "a page that takes too much memory to read"),
        ],
    )
    def test_could_not_be_checked_and_the_next_one_is_read(self, readers, limits, reason):
        one = readers(**limits)
        reading = one.read(HEAVY)
        assert (reading.state, reading.reason) == (PageState.COULD_NOT_CHECK, reason)
        assert one.read(PLAIN) == read_with_state(PLAIN)

    def test_says_so_in_the_audit_beside_the_others(self, readers):
        pages = [Page("Townbook", "https://a.example/", HEAVY), Page("Gold Pages", "https://b.example/", PLAIN)]
        report = audit_pages(Nap("Elm Pipes", phone="+15125550134"), pages, read=readers(cpu=0.2).read)
        assert [(row.outcome, row.unread) for row in report.listings] == [
            ("could_not_check", "it answered with a page that takes too long to read"),
            ("read", ""),
        ]

    def test_time_is_counted_page_by_page(self, readers):
        one, page = readers(cpu=0.5), PLAIN * 60
        spent = time.process_time()
        read_with_state(page)
        rounds = int(1.5 / (time.process_time() - spent)) + 1
        assert {one.read(page).state for _ in range(rounds)} == {PageState.LISTED}  # together three times the limit

    def test_holds_up_no_other_thread(self, readers):
        one = readers(cpu=30, wall=30)
        one.read(PLAIN)
        slow = threading.Thread(target=one.read, args=(HEAVY,))
        slow.start()
        assert soon(lambda: len(one._idle) == 0)
        assert one.read(PLAIN).state is PageState.LISTED and slow.is_alive()
        slow.join()


class TestAReaderThatDies:
    def test_between_two_pages_is_replaced(self, readers):
        one = readers()
        one.read(PLAIN)
        house, (reader,) = house_and_readers(one)
        os.kill(reader, signal.SIGKILL)
        assert soon(lambda: not children(house))
        assert one.read(HOURS) == read_with_state(HOURS)

    def test_with_its_whole_process_is_replaced(self, readers):
        one = readers()
        one.read(PLAIN)
        house, (reader,) = house_and_readers(one)
        os.kill(house, signal.SIGKILL)
        os.kill(reader, signal.SIGKILL)
        assert one.read(HOURS) == read_with_state(HOURS)
        assert one._process.pid != house

    def test_over_a_page_costs_that_page_alone(self, readers):
        one = readers()
        one.read(PLAIN)
        house, (reader,) = house_and_readers(one)
        with ThreadPoolExecutor(1) as threads:
            heavy = threads.submit(one.read, HEAVY)
            assert soon(lambda: not one._idle)
            time.sleep(0.1)
            os.kill(reader, signal.SIGSEGV)  # as a fault in the parser's own language would
            assert heavy.result().reason == "a page that our reader broke on"
        assert one.read(PLAIN) == read_with_state(PLAIN)

    def test_is_replaced_when_a_page_has_made_it_fat(self, readers):
        one = readers(memory=256_000_000, cpu=60, wall=60)
        one.read(PLAIN)
        sizes = []
        for page in (HEAVY[:2_000_000], PLAIN):
            one.read(page)
            sizes += [int(Path(f"/proc/{pid}/statm").read_text().split()[0]) for pid in house_and_readers(one)[1]]
        assert all(size * os.sysconf("SC_PAGE_SIZE") < 200_000_000 for size in sizes)


def test_many_threads_each_get_their_own_answer(readers):
    one = readers()
    pages = [PLAIN.replace(b"12 Elm", f"{n} Elm".encode()) for n in range(1, 60)]
    with ThreadPoolExecutor(8) as threads:
        read = list(threads.map(one.read, pages))
    assert [reading.listings[0].nap.street for reading in read] == [f"{n} Elm St" for n in range(1, 60)]
    assert len(house_and_readers(one)[1]) <= 4


def test_it_has_nothing_of_our_environment_and_ends_when_it_is_closed(readers, monkeypatch):
    monkeypatch.setenv("MAPPOP_SECRET_KEY", "canary")
    one = readers()
    one.read(PLAIN)
    house, (reader,) = house_and_readers(one)
    assert b"canary" not in Path(f"/proc/{reader}/environ").read_bytes() + Path(f"/proc/{house}/environ").read_bytes()
    files = [os.readlink(file) for file in Path(f"/proc/{reader}/fd").iterdir()]
    assert sorted(name.partition(":")[0] for name in files) == ["/dev/null", "/dev/null", "socket"]
    one.close()
    assert soon(lambda: not Path(f"/proc/{reader}").exists() and not Path(f"/proc/{house}").exists())


FORKS = f"""
import os, sys
sys.path.insert(0, {str(ROOT)!r})
from checkers.extract import read_with_state
from checkers.extract.apart import _readers, read_apart
pages = [b"<h1>Elm Pipes</h1><p>%d Elm St<br>Austin, TX 78702" % n for n in range(1, 40)]
read_apart(pages[0])
house = _readers._process.pid
forks = []
for _ in range(3):
    pid = os.fork()
    if not pid:
        right = all(read_apart(page) == read_with_state(page) for page in pages)
        os._exit(0 if right and _readers._process is None else 1)
    forks.append(pid)
right = all(read_apart(page) == read_with_state(page) for page in pages)
ended = [os.waitpid(pid, 0)[1] for pid in forks]
print(right, ended, read_apart(pages[0]).state.value, _readers._process.pid == house)
"""

KILLED = f"""
import sys, threading, time
sys.path.insert(0, {str(ROOT)!r})
from checkers.extract.apart import _readers, read_apart
read_apart(b"<h1>Elm Pipes</h1><p>12 Elm St<br>Austin, TX 78702")
threading.Thread(target=read_apart, args=(b"<p>12 Elm St<br>Austin, TX 78702" * 150_000,), daemon=True).start()
read_apart(b"<h1>Elm Pipes</h1><p>12 Elm St<br>Austin, TX 78702")
print(_readers._process.pid, flush=True)
time.sleep(60)
"""


def test_forks_after_the_first_page_share_the_process_and_mix_up_no_answers():
    done = subprocess.run([sys.executable, "-c", FORKS], capture_output=True, text=True, timeout=120, check=True)
    assert done.stdout.split("\n")[0] == "True [0, 0, 0] listed True"


@pytest.mark.faults
def test_nothing_is_left_of_it_when_who_asked_is_killed():
    asker = subprocess.Popen([sys.executable, "-c", KILLED], stdout=subprocess.PIPE, text=True)
    house = int(asker.stdout.readline())
    readers = children(house)
    assert readers
    asker.kill()
    asker.wait()
    asker.stdout.close()
    assert soon(lambda: not any(Path(f"/proc/{pid}").exists() for pid in (house, *readers)), seconds=3)


def test_only_commands_over_files_at_hand_parse_pages_in_their_own_process():
    """What comes from outside is read by `apart`."""
    allowed = {"mappop/cli/nap_read.py", "mappop/cli/audit.py"}
    words = ("read_with_state", "read_page", "open_document", "classed_links")
    found = set()
    for folder in ("checkers", "mappop", "jobs", "provisioners"):
        for file in (ROOT / folder).rglob("*.py"):
            lines = file.read_text().splitlines()
            if any(line.startswith("from checkers.extract") and any(word in line for word in words) for line in lines):
                found.add(file.relative_to(ROOT).as_posix())
    assert {name for name in found if not name.startswith("checkers/extract/")} <= allowed
