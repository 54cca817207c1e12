"""The same ids in each run of a machine: what is sorted by them comes in the same order."""

from __future__ import annotations

import random  # noqa: TID251  seeded

import pytest

from mappop import ids
from tests.conftest import IS_LONG


@pytest.fixture
def same_ids(monkeypatch: pytest.MonkeyPatch) -> None:
    if not IS_LONG:
        monkeypatch.setattr(ids.secrets, "token_bytes", random.Random(1).randbytes)
        monkeypatch.setattr(ids, "_left", 0)  # the next one draws its place too
