"""What people type as a site's address: its other language without the slash, and pages that are not there."""

from __future__ import annotations

from typing import Any

import pytest

from mappop.public.sites_origin import make_sites_app
from tests.world import DELGADO, World


@pytest.fixture
def get(world: World) -> Any:
    trial = world.on("2027-03-01").sell({**DELGADO, "languages": ["en", "es"]})
    world.confirm(trial)
    world.work()
    browser, address = make_sites_app(world.app).test_client(), world.deps.settings.site_url(trial.business_id)
    return lambda path: browser.get(path, base_url=address)


@pytest.mark.parametrize(("typed", "to"), [("/es", "/es/"), ("/es?look=x", "/es/?look=x")])
def test_the_other_language_is_found_without_its_slash(get: Any, typed: str, to: str) -> None:
    answer = get(typed)
    assert (answer.status_code, answer.headers["Location"]) == (301, to)
    assert 'lang="es"' in get(to).text


@pytest.mark.parametrize("path", ["/fr", "/es/menu", "/index.html/", "/..", "/%2e%2e", "/photos"])
def test_what_is_not_there_is_said_in_both_languages(get: Any, path: str) -> None:
    answer = get(path)
    assert answer.status_code == 404 and answer.mimetype == "text/plain"
    assert answer.text == "There is no such page here.\nAquí no hay tal página.\n"
