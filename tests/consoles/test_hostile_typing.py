"""What nobody means to type: it comes back with words, is kept harmless, and never brings a page down."""

from __future__ import annotations

import re

import pytest

from mappop.services import drafts
from tests.consoles.conftest import Visitor
from tests.world import World

GOOD = {
    "name": "Delgado Plumbing", "phones.main": "(512) 555-0134", "address.street": "1204 E 7th St",
    "address.city": "Austin", "address.region": "TX", "address.postal_code": "78702", "owner.name": "Rosa",
}  # fmt: skip


@pytest.fixture
def draft(world: World) -> str:
    return drafts.start_draft(world.deps, who=world.agent, scan_id=None, lead_id=None)


@pytest.mark.parametrize("zone", ["Mars/Olympus", "../../etc/passwd", "x" * 10_000, "a\0b"])
def test_a_time_zone_that_is_none_is_said_and_the_draft_can_still_be_opened(
    ana: Visitor, draft: str, zone: str
) -> None:
    path = f"/sales/drafts/{draft}/record"
    answer = ana.post(path, **GOOD, timezone=zone)
    assert answer.status_code == 422 and "no time zone" in answer.get_data(as_text=True)
    assert ana.get(path).status_code == 200


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("website", "javascript:alert(1)", "no web address"),
        ("website", "see their Facebook", "no web address"),
        ("email", "rosa at example.com", "no e-mail address"),
        ("owner.name", "R" * 201, "at most 200"),
        ("owner.email", "rosa@example.com\r\nBcc: all@example.com", "no e-mail address"),
    ],
)
def test_what_could_not_be_used_is_refused_beside_its_field(
    ana: Visitor, draft: str, field: str, typed: str, said: str
) -> None:
    answer = ana.post(f"/sales/drafts/{draft}/record", **{**GOOD, field: typed})
    assert answer.status_code == 422
    assert f'id="e-{field}"' in answer.get_data(as_text=True) and said in answer.get_data(as_text=True)


@pytest.mark.parametrize("typed", ["lapaloma.example", "https://lapaloma.example/menu?x=1", ""])
def test_a_website_is_taken_as_people_say_it(ana: Visitor, draft: str, typed: str) -> None:
    assert ana.post(f"/sales/drafts/{draft}/record", **GOOD, website=typed).status_code == 302


def test_control_characters_and_turned_text_are_not_kept(ana: Visitor, world: World, draft: str) -> None:
    name = "Del\0gado\x1b[31m\r\nPlumb\u202eing שלום 🔧"
    assert ana.post(f"/sales/drafts/{draft}/record", **{**GOOD, "name": name}).status_code == 302
    assert drafts.preview(world.deps, draft).business.name == "Delgado[31m Plumbing שלום 🔧"


def test_what_the_consent_keeps_has_its_limits(ana: Visitor, draft: str) -> None:
    ana.post(f"/sales/drafts/{draft}/record", **GOOD)
    typed = {"agreed_by": "R" * 201, "role": "o" * 81, "recording": "9" * 201}
    page = ana.post(f"/sales/drafts/{draft}/agree", **typed)
    assert page.status_code == 422
    for field in typed:
        assert f'id="e-{field}"' in page.get_data(as_text=True), field


def test_a_name_as_long_as_a_record_allows_has_a_subject_that_mail_can_show(
    ana: Visitor, world: World, draft: str
) -> None:
    name = "Überlang" * 37
    ana.post(f"/sales/drafts/{draft}/record", **{**GOOD, "name": name, "owner.email": "rosa@example.com"})
    typed = {
        "agreed_by": "Rosa",
        "role": "Owner",
        "authority": "yes",
        "recording": "R-1",
        "owner.email": "rosa@example.com",
    }
    page = ana.get(f"/sales/drafts/{draft}/agree").get_data(as_text=True)
    ticks = {f"clause.{clause}": "yes" for clause in re.findall(r'name="clause\.(\w+)"', page)}
    assert ana.post(f"/sales/drafts/{draft}/agree", **typed, **ticks).status_code == 302
    assert [len(m.subject) for m in world.rows("messages")] == [150]
