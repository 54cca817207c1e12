"""The support console: the cases that wait, and closing one with what was said."""

from __future__ import annotations

import re

import pytest

from mappop.domain.roles import Role
from mappop.services import texts_in
from tests.consoles.conftest import Visitor
from tests.world import World

MOBILE = "+15125550166"


@pytest.fixture
def carlo(visitor: Visitor, world: World) -> Visitor:
    who = world.person(Role.SUPPORT_AGENT, "Carlo", "carlo@mappop.example", "manila")
    assert visitor.sign_in(who.email).location == "/support/"
    return visitor


def texted(world: World, words: str, sender: str = MOBILE) -> None:
    texts_in.keep(world.deps, {"id": f"SM-{words}", "from": sender, "body": words})
    world.work()


def started(world: World):
    trial = world.sell()
    world.confirm(trial)
    world.work()
    return trial


def test_an_empty_desk_says_what_will_come(carlo: Visitor) -> None:
    assert "No case is open" in carlo.get("/support/").get_data(as_text=True)


def test_a_sentence_of_an_owner_is_a_case_that_is_closed_with_what_was_done(carlo: Visitor, world: World) -> None:
    started(world)
    texted(world, "Please call me <script>")
    page = carlo.get("/support/").get_data(as_text=True)
    assert "Delgado Plumbing texted" in page
    (task,) = [t for t in world.rows("tasks") if t.role is Role.SUPPORT_AGENT]
    path = f"/support/cases/{task.id}"
    assert "&lt;script&gt;" in carlo.get(path).get_data(as_text=True)
    empty = carlo.post(path, evidence=" ")
    assert empty.status_code == 422 and "say what you did" in empty.get_data(as_text=True)
    long = carlo.post(path, evidence="called " * 300 + "end")
    assert long.status_code == 422 and "called " * 300 + "end" in text_of(long) and "at most 2000" in text_of(long)
    carlo.post(path, evidence="Called her back; she wanted the Saturday hours.")
    assert "No case is open" in carlo.get("/support/").get_data(as_text=True)
    assert "Saturday hours" in carlo.get(path).get_data(as_text=True)


def test_a_text_from_nobody_known_is_seen(carlo: Visitor, world: World) -> None:
    texted(world, "who are you", "+19155550101")
    page = carlo.get("/support/").get_data(as_text=True)
    assert "(915) 555-0101" in page and "who are you" in page


def test_supports_cases_are_not_on_the_assistants_desk(visitor: Visitor, world: World) -> None:
    started(world)
    texted(world, "Please call me")
    jo = world.person(Role.ASSISTANT, "Jo", "jo@mappop.example", "manila")
    visitor.sign_in(jo.email)
    (task,) = [t for t in world.rows("tasks") if t.role is Role.SUPPORT_AGENT]
    assert "texted" not in visitor.get("/desk/").get_data(as_text=True)
    assert visitor.get(f"/desk/{task.id}").status_code == 404


def text_of(answer) -> str:
    return answer.get_data(as_text=True)


@pytest.mark.parametrize("asked", ["(512) 555-0134", "512 555 0166", "rosa@delgado.example", "lgado pl"])
def test_one_box_finds_a_customer_by_phone_mobile_mail_or_a_part_of_the_name(
    carlo: Visitor, world: World, asked: str
) -> None:
    trial = started(world)
    assert f"/support/customers/{trial.business_id}" in text_of(carlo.get(f"/support/?q={asked}"))


def test_what_fits_nobody_or_is_too_short_is_said(carlo: Visitor, world: World) -> None:
    started(world)
    assert "Nobody fits" in text_of(carlo.get("/support/?q=%25%25%25"))
    assert "Three letters at least" in text_of(carlo.get("/support/?q=De"))


def test_a_customers_page_says_what_comes_next_and_what_happened(carlo: Visitor, world: World) -> None:
    trial = started(world)
    page = text_of(carlo.get(f"/support/customers/{trial.business_id}"))
    for said in ("Delgado Plumbing", "The reminder of the first charge, $39.95", "Wed 24 Mar", "Wed 31 Mar",
                 "They have not said how they pay", "Said yes: the free month began", "By the link in a message",
                 "rosa@delgado.example", "Who is calling?"):  # fmt: skip
        assert said in page, said
    money = text_of(carlo.get(f"/support/customers/{trial.business_id}?about=money"))
    assert "Said yes" in money and "The site went live" not in money
    assert carlo.get("/support/customers/nobody").status_code == 404


def test_nothing_is_canceled_for_somebody_who_was_not_noted(carlo: Visitor, world: World) -> None:
    trial = started(world)
    path = f"/support/customers/{trial.business_id}/cancel"
    answer = carlo.post(path, heard="please cancel")
    assert answer.status_code == 422 and "Note first who is calling" in text_of(answer)
    assert 'value="please cancel"' in text_of(answer) and world.trial(trial.id).canceled_at is None


def test_canceling_on_the_phone_notes_who_called_how_that_was_made_sure_and_is_confirmed_in_writing(
    carlo: Visitor, world: World
) -> None:
    trial = started(world)
    page = f"/support/customers/{trial.business_id}"
    assert carlo.post(f"{page}/caller", on=page, name="Rosa Delgado").status_code == 422
    carlo.post(f"{page}/caller", on=page, name="Rosa Delgado", way="called_back")
    assert "You speak with Rosa Delgado" in text_of(carlo.get(page))
    carlo.post(f"{page}/cancel", heard="Please cancel, we are closing.")
    world.work()
    row = world.trial(trial.id)
    assert row.cancellation["caller"] == "Rosa Delgado" and row.cancellation["verified"] == "called_back"
    assert row.cancellation["way"] == "phone" and world.mail.carried[-1].kind == "canceled"
    told = text_of(carlo.get(page))
    assert "By phone, Rosa Delgado" in told and "Cancel for them" not in told


def test_a_note_holds_for_one_conversation_of_one_person(carlo: Visitor, world: World) -> None:
    trial = started(world)
    page = f"/support/customers/{trial.business_id}"
    carlo.post(f"{page}/caller", on=page, name="Rosa Delgado", way="called_back")
    world.later(minutes=31)
    assert "Who is calling?" in text_of(carlo.get(page))
    assert carlo.post(f"{page}/cancel", heard="cancel").status_code == 422


def test_a_wish_by_text_is_finished_or_taken_back_on_the_phone(carlo: Visitor, world: World) -> None:
    trial = started(world)
    texted(world, "CANCEL")
    world.work()
    page = f"/support/customers/{trial.business_id}"
    assert "They asked to cancel" in text_of(carlo.get(page))
    carlo.post(f"{page}/caller", on=page, name="Rosa Delgado", way="called_back")
    carlo.post(f"{page}/stay", heard="No, keep it")
    assert world.rows("subscriptions")[0].cancel_asked_at is None
    assert "Wants to stay after all" in text_of(carlo.get(page))


def test_what_was_typed_when_the_sign_in_ended_is_shown_without_what_the_page_wrote(world: World, visitor) -> None:
    """And the way back leads over the sign-in to the form, not to a page where all of it is gone."""
    visitor.sign_in(world.person(Role.SUPPORT_AGENT, "Carlo", "carlo@mappop.example", "manila").email)
    form = f"/support/customers/{world.confirm(world.sell()).business_id}/corrections"
    shown = visitor.get(form).get_data(as_text=True)
    fields = {name: re.search(rf'name="{name}" value="([^"]+)"', shown)[1] for name in ("csrf_token", "key")}
    world.later(hours=13)
    sent_from = {"Sec-Fetch-Site": "same-origin", "Referer": f"http://localhost{form}"}
    answer = visitor.client.post(form, data={**fields, "note": "Their site was down all Saturday."}, headers=sent_from)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 400 and "This was not sent" in page and "Their site was down all Saturday." in page
    assert fields["key"] not in page and "reload" not in page
    assert f'href="/sign-in?next={form}"' in page
