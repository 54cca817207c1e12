"""What `mappop up` started ends with it, however impatient the one who stops it is."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from mappop.bell import pause

# A child that takes a second to end, and one above it that is told to stop as `mappop up` is.
ABOVE = """
import signal
import sys
from pathlib import Path
from mappop.cli.children import Children

signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background jobs begin without

SLOW = "trap 'sleep 1; exit 0' TERM; echo ready; while :; do sleep 0.05; done"
with Children(Path(sys.argv[1])) as children:
    try:
        for name in ("web", "worker-now-0"):
            child = children.start(name, ["bash", "-c", SLOW], {}, reads_output=True)
            child.stdout.readline()
            print(child.pid, flush=True)
        children.watch()
    except KeyboardInterrupt:
        print("stopping", flush=True)
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C twice", "a stop behind Ctrl-C"])
def test_a_second_signal_leaves_nothing_running(tmp_path: Path, number: signal.Signals) -> None:
    above = subprocess.Popen(
        [sys.executable, "-c", ABOVE, str(tmp_path)], stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    assert above.stdout is not None
    pids = [int(above.stdout.readline()) for _ in range(2)]
    try:
        above.send_signal(signal.SIGINT)
        assert above.stdout.readline() == "stopping\n"
        pause(0.3)
        above.send_signal(number)
        assert above.wait(timeout=30) == 0
        assert [pid for pid in pids if _is_there(pid)] == []
    finally:
        for pid in filter(_is_there, pids):
            os.killpg(pid, signal.SIGKILL)


def _is_there(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
