"""The front server's configuration, as printed: which names are in it, and which wait for their certificate."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mappop import bootstrap
from mappop.cli.main import cli
from tests.scenarios.test_own_domains import NAME, WWW, ask, begin, look, prove, serve
from tests.world import World


@pytest.fixture
def run(world: World, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(bootstrap, "from_environment", lambda: world.app)  # the command's own App is of the environment

    def config(*options: str) -> Result:
        return CliRunner().invoke(cli, ["site", "front-config", *options])

    return config


def test_caddy_asks_us_and_names_no_owners_domain(world: World, run) -> None:
    serve(world)
    printed = run("--for", "caddy", "--port", "9000", "--email", "ops@mappop.example").output
    assert (
        "ask http://127.0.0.1:9000/front/may-have-certificate" in printed and "reverse_proxy 127.0.0.1:9001" in printed
    )
    assert "email ops@mappop.example" in printed and NAME not in printed


def test_nginx_serves_a_domain_from_its_certificate_on(world: World, run, tmp_path: Path) -> None:
    serve(world)
    options = ("--for", "nginx", "--certificates", str(tmp_path))
    before = run(*options).output
    assert f"server_name {WWW}" not in before
    assert "#certificate certbot certonly --webroot -w /var/lib/mappop/acme" in before
    assert f"--cert-name {NAME} -d {WWW} -d {NAME}" in before
    (tmp_path / NAME).mkdir()
    (tmp_path / NAME / "fullchain.pem").touch()
    after = run(*options).output
    assert f"server_name {WWW} {NAME};" in after and "#certificate" not in after


def test_a_domain_that_does_not_lead_to_us_yet_is_not_in_it(world: World, run) -> None:
    prove(world, ask(world, begin(world)))
    look(world)
    assert NAME not in run("--for", "nginx").output


@pytest.mark.parametrize("email", ["x", "a@b.example; rm -rf /", "a@b.example\n}"])
def test_an_address_that_is_none_is_refused(run, email: str) -> None:
    assert run("--for", "caddy", "--email", email).exit_code == 2
