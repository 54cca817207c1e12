"""The forms for photos: what is sent is kept, what is refused is told in the owner's language, order is as typed."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from werkzeug.datastructures import FileStorage

from mappop.consoles.photo_form import Sender, photos_of
from mappop.services import pictures
from tests.sites.photos import file, photo
from tests.world import World

FILES = [file(photo(400, 300, seed)) for seed in range(3)]


@pytest.fixture
def sender(database_url: str, tmp_path: Path):
    world = World(database_url, tmp_path / "home")
    yield Sender(world.deps, "joe", "owner", "es")
    world.close()


def sent(*contents: bytes) -> list[FileStorage]:
    return [FileStorage(io.BytesIO(content), f"van{n}.jpg") for n, content in enumerate(contents, 1)]


def rows(photos, **typed):
    fields = {f"photos.{n}.{key}": value for n, row in enumerate(photos) for key, value in row.items()}
    return fields | {name.replace("_", "."): value for name, value in typed.items()}


def test_good_files_are_kept_beside_a_bad_one_that_is_told(sender):
    photos, errors = photos_of(sender, {}, sent(FILES[0], b"<svg/>", FILES[1], FILES[0]), [])
    assert len(photos) == 2 and all(row["src"].startswith("kept:") for row in photos)
    (error,) = errors
    assert error.field == "files" and error.reason.startswith("“van2.jpg” es un dibujo") and error.remedy


@pytest.mark.parametrize(("moved", "order"), [({"photos_2_place": "1"}, "201"), ({"photos_0_place": "3"}, "120")])
def test_a_photo_goes_where_it_was_sent(sender, moved, order):
    before, _ = photos_of(sender, {}, sent(*FILES), [])
    after, _ = photos_of(sender, rows(before, **moved), [], before)
    assert after == [before[int(n)] for n in order]


def test_captions_are_kept_and_removed_photos_go(sender):
    before, _ = photos_of(sender, {}, sent(*FILES), [])
    after, _ = photos_of(sender, rows(before, photos_0_alt=" Our\n van ", photos_1_gone="1"), [], before)
    assert after == [{**before[0], "alt": "Our van"}, before[2]]


def test_another_business_shows_no_photo_of_this_one(sender):
    photos, _ = photos_of(sender, {}, sent(FILES[0]), [])
    stranger = Sender(sender.deps, "jim", "owner")
    assert photos_of(stranger, rows(photos), [], []) == ([], [])
    with pytest.raises(Exception, match="no such photo"):
        pictures.small(sender.deps, "jim", photos[0]["src"].removeprefix("kept:"))


def test_more_than_thirty_are_refused(sender):
    known = [{"src": f"https://joe.example/{n}.jpg"} for n in range(30)]
    photos, errors = photos_of(sender, rows(known), sent(FILES[0]), known)
    assert photos == known and "30 fotos" in errors[0].reason
