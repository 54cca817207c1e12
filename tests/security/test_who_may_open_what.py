"""Every route with every role: a route that declares no policy fails here, and is refused in service."""

from __future__ import annotations

import pytest
from flask import Flask

from mappop.consoles.console import POLICIES, PUBLIC
from mappop.domain.roles import Role
from tests.consoles.conftest import Visitor
from tests.world import World

ARGUMENTS = {
    "lead_id": "lead_x", "scan_id": "scan_x", "draft_id": "draft_x", "trial_id": "trial_x", "listing_id": "listing_x",
    "task_id": "task_x", "business_id": "biz_x", "line_id": "bank_x", "case_id": "case_x", "invoice_id": "inv_x",
    "work_id": 1, "dispute_id": "disp_x", "correction_id": "corr_x", "centre_id": "nowhere", "month": "2027-03",
    "form": "pdf", "plan_key": "local", "interval": "year", "add_on": "desk_hour", "quantity": 1,
    "clause": "who", "token": "forged", "filename": "app.css", "name": "htmx.min.js",
}  # fmt: skip


def routes(app: Flask) -> list[tuple[str, str, str]]:
    """Endpoint, path with arguments filled in, and a method."""
    found = []
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            path = app.url_for(rule.endpoint, **{name: ARGUMENTS[name] for name in rule.arguments})
            found.append((rule.endpoint, path, "GET" if "GET" in rule.methods else "POST"))
    return found


def test_every_route_declares_who_may_open_it(flask_app: Flask) -> None:
    undeclared = {rule.endpoint for rule in flask_app.url_map.iter_rules()} - POLICIES.keys()
    assert undeclared == set()


def test_a_stranger_is_sent_to_sign_in_from_everything_that_is_not_public(flask_app: Flask) -> None:
    flask_app.config["WTF_CSRF_ENABLED"] = False
    for endpoint, path, method in routes(flask_app):
        answer = flask_app.test_client().open(path, method=method)
        if POLICIES[endpoint] == PUBLIC:
            assert answer.status_code != 500, path
        else:
            assert answer.status_code == 302 and "/sign-in" in answer.location, f"{endpoint}: {answer.status}"


@pytest.mark.parametrize("role", list(Role))
def test_a_role_opens_its_own_routes_and_no_others(flask_app: Flask, world: World, role: Role) -> None:
    who = world.person(role, "Somebody", f"{role.value}@mappop.example", "manila")
    browser = Visitor(flask_app.test_client())
    assert browser.sign_in(who.email).status_code == 302
    flask_app.config["WTF_CSRF_ENABLED"] = False
    for endpoint, path, method in routes(flask_app):
        if endpoint == "public.sign_out" or endpoint.startswith("hooks."):  # hooks admit by signature, not by role
            continue
        status = browser.client.open(path, method=method).status_code
        may_open = POLICIES[endpoint] == PUBLIC or role in POLICIES[endpoint]
        assert (status != 403) if may_open else (status == 403), f"{endpoint}: {status}"
        assert status != 500, path


def test_another_centres_sale_lead_and_scan_do_not_exist_for_an_agent(flask_app: Flask, world: World) -> None:
    trial = world.sell(scan_id=world.scan())
    leo = world.person(Role.SALES_AGENT, "Leo", "leo@cebu.example", "cebu")
    browser = Visitor(flask_app.test_client())
    browser.sign_in(leo.email)
    scan = world.rows("scans")[0]
    draft = world.rows("drafts")[0]
    for path in (f"/sales/sales/{trial.id}", f"/sales/scans/{scan.id}", f"/sales/drafts/{draft.id}/record"):
        assert browser.get(path).status_code == 404
    again = browser.post(f"/sales/sales/{trial.id}/send-again", on="/sales/lookup")
    assert again.status_code == 404 and len([m for m in world.rows("messages")]) == 2


def test_a_form_without_its_token_changes_nothing(flask_app: Flask, world: World) -> None:
    client = flask_app.test_client()
    answer = client.post("/sign-in", data={"email": world.agent.email, "password": "a-long-word"})
    assert answer.status_code == 400 and "another sign-in" in answer.get_data(as_text=True)
    assert client.get("/sales/").status_code == 302


def test_ten_wrong_passwords_lock_the_address_even_for_the_right_one_and_time_opens_it(
    visitor: Visitor, world: World
) -> None:
    for _ in range(10):
        assert visitor.sign_in(world.agent.email, "wrong").status_code == 401
    locked = visitor.sign_in(world.agent.email)
    assert locked.status_code == 401 and "Too many wrong tries" in locked.get_data(as_text=True)
    world.later(minutes=16)
    assert visitor.sign_in(world.agent.email).status_code == 302


def test_a_wrong_password_and_an_unknown_address_read_the_same(visitor: Visitor, world: World) -> None:
    pages = [visitor.sign_in(email, "wrong").get_data(as_text=True) for email in (world.agent.email, "no@one.example")]
    assert "belong together" in pages[0] and "belong together" in pages[1]


def test_signing_out_ends_the_session_on_the_server_too(visitor: Visitor, world: World) -> None:
    visitor.sign_in(world.agent.email)
    cookie = visitor.client.get_cookie("mappop")
    visitor.post("/sign-out", on="/sales/")
    visitor.client.set_cookie("mappop", cookie.value)
    assert visitor.get("/sales/").status_code == 302


@pytest.mark.parametrize("target", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_signing_in_never_sends_people_elsewhere(visitor: Visitor, world: World, target: str) -> None:
    answer = visitor.post("/sign-in", email=world.agent.email, password="a-long-word", next=target)
    assert answer.location == "/sales/"


def test_every_page_has_a_strict_policy_and_no_inline_script(flask_app: Flask, world: World) -> None:
    browser = Visitor(flask_app.test_client())
    browser.sign_in(world.agent.email)
    for path in ("/sales/", "/sales/lookup?q=(512)+555-0134", "/sales/mine", "/nowhere"):
        answer = browser.get(path)
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy
        page = answer.get_data(as_text=True)
        assert "<script>" not in page and " style=" not in page and " onclick=" not in page


@pytest.mark.parametrize(("method", "status"), [("DELETE", 405), ("PUT", 405), ("BREW", 501)])
@pytest.mark.parametrize("path", ["/sign-in", "/api/v1/publishers"])
def test_a_method_that_is_not_for_an_address_is_told_so(flask_app: Flask, path: str, method: str, status: int) -> None:
    flask_app.config["WTF_CSRF_ENABLED"] = False
    answer = flask_app.test_client().open(path, method=method)
    assert answer.status_code == status
    assert ("GET" in answer.headers.get("Allow", "")) is (status == 405)
