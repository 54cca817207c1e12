"""A process of its own for strangers' pictures, bounded in memory and time: what breaks a decoder breaks no more.

`python -m mappop.sites.picture_child small|copied|renditions`: the file comes in on stdin; files go out on stdout
behind a line of JSON with their names and lengths, or a refusal's code.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import mappop
from mappop.domain.picture import PictureRefused, limits

_REFUSED = 3


def in_a_child(what: str, content: bytes) -> dict[str, bytes]:
    """Raises PictureRefused, as well for a file that took all the memory or time there is for it."""
    command = [sys.executable, "-P", "-m", __name__, what]
    house = str(Path(mappop.__file__).parent.parent)
    environ = {"PYTHONPATH": house, "PATH": os.environ.get("PATH", ""), "OMP_NUM_THREADS": "1"}
    try:
        done = subprocess.run(
            command, input=content, capture_output=True, env=environ, timeout=2 * limits()["decoding"]["seconds"],
            check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as fault:
        raise PictureRefused("broken") from fault
    if done.returncode == _REFUSED:
        raise PictureRefused(done.stdout.decode())
    if done.returncode:
        raise PictureRefused("broken")
    return _unpacked(done.stdout)


def _unpacked(packed: bytes) -> dict[str, bytes]:
    head, _, rest = packed.partition(b"\n")
    files, at = {}, 0
    for name, length in json.loads(head).items():
        files[name] = rest[at : at + length]
        at += length
    return files


def _made(making: ModuleType, what: str, content: bytes) -> dict[str, bytes]:
    if what == "small":
        return {"small.jpg": making.small_picture(content)}
    if what == "copied":
        return {"copied.jpg": making.copied_photo(content)}
    made: dict[str, bytes] = making.renditions(content)
    return made


def _main() -> int:
    told = limits()["decoding"]
    resource.setrlimit(resource.RLIMIT_AS, (told["memory"], told["memory"]))
    resource.setrlimit(resource.RLIMIT_CPU, (told["seconds"], told["seconds"]))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    from mappop.sites import picture_making  # within the bounds

    content = sys.stdin.buffer.read()
    try:
        made = _made(picture_making, sys.argv[1], content)
    except PictureRefused as refused:
        sys.stdout.write(refused.code)
        return _REFUSED
    head = json.dumps({name: len(file) for name, file in made.items()})
    sys.stdout.buffer.write(head.encode() + b"\n" + b"".join(made.values()))
    return 0


if __name__ == "__main__":
    sys.exit(_main())
