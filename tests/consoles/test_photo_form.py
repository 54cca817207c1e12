"""The forms for photos: what is sent is kept, what is refused is told in the owner's language, order is as typed."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from werkzeug.datastructures import FileStorage

from mappop.consoles.console import UPLOADS
from mappop.consoles.photo_form import Sender, photos_of
from mappop.domain.picture import limits
from mappop.services import drafts, pictures
from tests.consoles.conftest import Visitor
from tests.sites.photos import file, photo
from tests.world import DELGADO, ROSA, World

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


def test_a_form_is_read_so_far_that_all_photos_at_their_heaviest_are_told_apart_and_hardly_farther():
    taken = limits()["taken"]
    heaviest = taken["photos"] * taken["bytes"]
    assert heaviest < taken["read"] < 1.2 * heaviest


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


@pytest.fixture
def draft(world: World) -> str:
    """A sale with three photos."""
    made = drafts.start_draft(world.deps, who=world.agent, scan_id=None, lead_id=None)
    drafts.save_record(world.deps, made, who=world.agent, record=DELGADO, owner=ROSA)
    photos, _ = photos_of(Sender(world.deps, made, world.agent.id), {}, sent(*FILES), [])
    drafts.save_photos(world.deps, made, who=world.agent, photos=photos)
    return made


def kept(world: World, draft: str) -> list[dict[str, str]]:
    with world.app.unit_of_work() as uow:
        return uow.drafts.get(draft).record["photos"]


def test_a_form_that_brings_too_much_keeps_the_captions_and_what_came_first(
    ana: Visitor, world: World, draft: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Eighty megabytes would take the test's time, so the form of this test takes less."""
    more = [file(photo(400, 300, seed)) for seed in (7, 8)]
    monkeypatch.setitem(UPLOADS, "sales.photos", len(more[0]) + 100)
    typed = rows(kept(world, draft), photos_0_alt="Our van", photos_2_alt="The shop")
    path = f"/sales/drafts/{draft}/photos"
    answer = ana.post(path, **typed, files=[(io.BytesIO(more[0]), "one.jpg"), (io.BytesIO(more[1]), "two.jpg")])
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422 and "“two.jpg” came after 80 MB" in page and "“one.jpg”" not in page
    assert 'value="Our van"' in page and 'value="The shop"' in page
    assert [row.get("alt") for row in kept(world, draft)] == ["Our van", None, "The shop", None]


def test_a_file_that_is_too_heavy_is_told_and_never_held_whole(ana: Visitor, world: World, draft: str) -> None:
    path, typed = f"/sales/drafts/{draft}/photos", rows(kept(world, draft), photos_1_alt="At work")
    heavy = b"\xff\xd8\xff" + bytes(30_000_000)
    answer = ana.post(path, **typed, files=[(io.BytesIO(heavy), "huge.jpg"), (io.BytesIO(FILES[0]), "van.jpg")])
    assert answer.status_code == 422 and "larger than 12 MB" in answer.get_data(as_text=True)
    assert [row.get("alt") for row in kept(world, draft)] == [None, "At work", None]


def test_the_limit_is_said_before_anything_is_sent(ana: Visitor, draft: str) -> None:
    page = ana.get(f"/sales/drafts/{draft}/photos").get_data(as_text=True)
    assert "80 MB at once" in page and 'data-most="80000000"' in page
