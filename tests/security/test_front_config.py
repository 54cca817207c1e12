"""The front server's configuration, as printed: which names are in it, and which wait for their certificate."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mappop import bootstrap
from mappop.cli.main import cli
from tests.scenarios.test_own_domains import NAME, WWW, ask, begin, look, prove, serve
from tests.world import World

CONSOLE = "127.0.0.1"


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


def blocks(printed: str) -> dict[str, str]:
    """Each server of nginx by its names."""
    found = [block for block in printed.split("\nserver {")[1:] if "server_name " in block]
    return {block.partition("server_name ")[2].partition(";")[0]: block for block in found}


def test_sites_are_packed_on_their_way_and_consoles_are_not(world: World, run, tmp_path: Path) -> None:
    """What comes with the first round trip does so packed; what holds a form's secret is not packed beside it."""
    serve(world)
    for name in (NAME, CONSOLE):
        (tmp_path / name).mkdir()
        (tmp_path / name / "fullchain.pem").touch()
    consoles, *sites = run("--for", "caddy").output.split("\treverse_proxy ")[:-1]
    assert "encode" not in consoles and [part.count("encode gzip") for part in sites] == [1, 1]
    servers = blocks(run("--for", "nginx", "--certificates", str(tmp_path)).output)
    packed = {names: "gzip on;" in block for names, block in servers.items()}
    assert "gzip off;" in servers[CONSOLE], "whatever the server says for all"
    assert packed == {CONSOLE: False, "*.localhost": True, f"{WWW} {NAME}": True}


def test_a_domain_may_be_as_long_as_names_are(world: World, run) -> None:
    """By itself nginx refuses to start with one of more than forty letters or so (1.22.1)."""
    assert "server_names_hash_bucket_size 512;" in run("--for", "nginx").output


def test_the_consoles_too_wait_for_their_certificate(world: World, run, tmp_path: Path) -> None:
    """A server's first start has none, and the challenge for it is answered by the very nginx that must start."""
    options = ("--for", "nginx", "--certificates", str(tmp_path))
    before = run(*options).output
    assert CONSOLE not in blocks(before) and f"--cert-name {CONSOLE} -d {CONSOLE}\n" in before
    (tmp_path / CONSOLE).mkdir()
    (tmp_path / CONSOLE / "fullchain.pem").touch()
    after = run(*options).output
    assert CONSOLE in blocks(after) and "#certificate" not in after


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
    assert f"server_name {WWW} {NAME};" in after and f"--cert-name {NAME} " not in after


def test_a_domain_that_does_not_lead_to_us_yet_is_not_in_it(world: World, run) -> None:
    prove(world, ask(world, begin(world)))
    look(world)
    assert NAME not in run("--for", "nginx").output


@pytest.mark.parametrize("email", ["x", "a@b.example; rm -rf /", "a@b.example\n}"])
def test_an_address_that_is_none_is_refused(run, email: str) -> None:
    assert run("--for", "caddy", "--email", email).exit_code == 2
