"""Photos, dated: sent, looked at, said yes to, on the page; fetched from an address; made once, however often tried."""

from __future__ import annotations

import io
import re
from importlib import resources
from typing import Any

from PIL import Image

from jobs.base import all_jobs
from mappop.domain.picture import content_id
from mappop.domain.trial import Trial
from mappop.public.sites_origin import make_sites_app
from mappop.services import pictures, proposals, sites, taking
from tests.sites.photos import file, photo
from tests.world import DELGADO, World

TAP = {"address": "192.0.2.7"}
VAN = file(photo(1600, 1200, seed=7), quality=90)


def begin(world: World, **record: Any) -> Trial:
    trial = world.on("2027-03-01").sell({**DELGADO, **record})
    world.confirm(trial)
    world.work()
    return trial


def get(world: World, trial: Trial, path: str = "/") -> Any:
    address = world.deps.settings.site_url(trial.business_id)
    return make_sites_app(world.app).test_client().get(path, base_url=address)


def photos_on(page: str) -> list[str]:
    return sorted(set(re.findall(r"photos/[0-9a-f]{12}/\d+x\d+\.\w+", page)))


def waiting(world: World) -> list[str]:
    return [row.job for row in world.rows("work") if "pictures" in row.job and row.state != "done"]


def add(world: World, trial: Trial, *contents: bytes) -> str:
    """The owner sends photos and looks at the change."""
    sent = [pictures.take(world.deps, trial.business_id, content, by="owner") for content in contents]
    record = max(world.rows("revisions"), key=lambda revision: revision.number).content
    shown = [{"src": row.src, "alt": f"Photo {n}"} for n, row in enumerate(sent, 1)]
    return proposals.propose(world.deps, trial.business_id, {**record, "photos": shown}, by=world.agent.id)


def approve(world: World, proposal: str) -> None:
    proposals.approve(world.deps, proposal, actor="owner", evidence=TAP)


def test_an_owner_sends_a_photo_and_the_page_shows_it_after_the_yes(world: World) -> None:
    trial = begin(world)
    assert photos_on(get(world, trial).text) == []
    change = add(world.on("2027-03-05"), trial, VAN)
    world.work()
    assert photos_on(get(world, trial).text) == []
    assert len(photos_on(proposals.preview(world.deps, change, "index.html").decode())) == 7
    approve(world, change)
    world.work()
    page = get(world, trial).text
    assert 'alt="Photo 1" width="800" height="600" fetchpriority="high"' in page
    for path in photos_on(page):
        answer = get(world, trial, f"/{path}")
        size = Image.open(io.BytesIO(answer.data)).size
        assert path.split("/")[-1].startswith(f"{size[0]}x{size[1]}.") and answer.content_type.startswith("image/")
    assert [row.revision for row in world.rows("site_versions")] == [1, 2]


def test_a_yes_before_the_photo_is_made_publishes_twice_and_the_photo_with_the_second(world: World) -> None:
    trial = begin(world)
    approve(world.on("2027-03-05"), add(world, trial, VAN))
    sites.publish(world.deps, trial.business_id)
    assert photos_on(get(world, trial).text) == []
    world.work()
    assert len(photos_on(get(world, trial).text)) == 7


def test_a_job_that_is_killed_and_run_again_gives_one_version(world: World) -> None:
    trial = begin(world)
    approve(world.on("2027-03-05"), add(world, trial, VAN, file(photo(900, 1200, seed=8))))
    world.work()
    versions, page = len(world.rows("site_versions")), get(world, trial).text
    for job in ("make", "complete"):
        for row in [row for row in world.rows("work") if row.job == f"jobs.pictures.{job}"]:
            all_jobs()[row.job].call(world.deps, **row.args)
    sites.publish(world.deps, trial.business_id)
    world.work()
    assert (len(world.rows("site_versions")), get(world, trial).text) == (versions, page)
    assert not waiting(world)


def test_the_same_file_twice_is_one_picture(world: World) -> None:
    trial = begin(world)
    first, again = (pictures.take(world.deps, trial.business_id, VAN, by="owner") for _ in range(2))
    assert first.id == again.id and first.src == f"kept:{content_id(VAN)}" and len(world.rows("pictures")) == 1


def test_an_imported_address_is_fetched_at_publish_and_an_unanswered_one_later(world: World) -> None:
    there, late = "https://old.delgado.example/van.jpg", "https://slow.delgado.example/shop.jpg"
    world.photos[there] = VAN
    trial = begin(world, photos=[{"src": there, "alt": "Our van"}, {"src": late, "alt": "Our shop"}])
    page = get(world, trial).text
    assert "Our van" in page and "Our shop" not in page and there not in page
    world.photos[late] = file(photo(1000, 800, seed=9))
    world.later(hours=1).work()
    assert "Our shop" in get(world, trial).text


def test_what_is_no_picture_at_an_address_is_left_out_for_good(world: World) -> None:
    address = "https://old.delgado.example/van.jpg"
    world.photos[address] = b"<html>not here any more</html>"
    trial = begin(world, photos=[{"src": address}])
    assert photos_on(get(world, trial).text) == []
    assert not waiting(world)


def test_originals_are_given_back_as_they_came(world: World) -> None:
    trial = begin(world)
    approve(world, add(world, trial, VAN))
    world.work()
    found = dict(taking.entries(world.deps, taking.parcel(world.deps, trial.business_id), "Read me", "en"))
    assert found["originals/01.jpg"]() == VAN and len([path for path in found if "site/photos/" in path]) == 7


def test_the_readme_names_what_is_in_the_file(world: World) -> None:
    trial = begin(world)
    approve(world, add(world, trial, VAN))
    world.work()
    found = dict(taking.entries(world.deps, taking.parcel(world.deps, trial.business_id), "Read me", "en"))
    for language in taking.README:
        readme = (resources.files("mappop.public") / f"readme.{language}.txt").read_text("utf-8")
        named = re.findall(r"^([a-z.-]+/?) {3,}\S", readme, re.MULTILINE)
        assert len(named) == 4 and all(any(path.startswith(name) for path in found) for name in named), named


def test_every_business_has_a_sharing_picture_of_its_own(world: World) -> None:
    trial = begin(world)
    page = get(world, trial).text
    content = get(world, trial, "/share.png").data
    assert 'property="og:image" content="' in page and 'og:image:alt" content="Delgado Plumbing' in page
    assert Image.open(io.BytesIO(content)).size == (1200, 630) and len(content) < 100_000
    assert [Image.open(io.BytesIO(get(world, trial, f"/icon-{n}.png").data)).width for n in (180, 512)] == [180, 512]
    assert "icon-512.png" in get(world, trial, "/manifest.webmanifest").text
