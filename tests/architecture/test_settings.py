"""Secrets stay secret, and production does not start by carelessness."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from mappop import bootstrap
from mappop.cli.doctor import doctor
from mappop.domain.business import Address
from mappop.domain.processor import NotTaken
from mappop.settings import SETTINGS, SettingsError, load
from provisioners.discovery import connectors
from tests.architecture.documents import ROOT
from tests.architecture.tracked import tracked

CANARY = "k3pt-t0-0urselves"
SECRETS = [s.name for s in SETTINGS if s.is_secret] + [
    s.name for connector in connectors().values() for s in connector.settings if s.is_secret
]
LIVE = {
    "MAPPOP_NETWORK": "live",
    "MAPPOP_SECRET_KEY": CANARY,
    "MAPPOP_BASE_URL": "https://mappop.example",
    "MAPPOP_SITES_URL": "https://{id}.sites.example",
    "MAPPOP_MAIL_URL": "smtp://mail.example:587",
}


def test_no_secret_is_in_what_a_log_would_print(tmp_path: Path) -> None:
    settings = load({"MAPPOP_HOME": str(tmp_path), **dict.fromkeys(SECRETS, CANARY)})
    assert len(SECRETS) >= 6 and CANARY not in repr(settings) and CANARY not in repr(bootstrap.App(settings))
    assert settings.secret_key == CANARY


def test_doctor_says_that_a_secret_is_set_and_not_what_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in SECRETS:
        monkeypatch.setenv(name, CANARY)
    monkeypatch.setenv("MAPPOP_HOME", str(tmp_path))
    monkeypatch.setattr(bootstrap, "_apps", {})  # a process keeps its App; this one is of these settings
    told = CliRunner().invoke(doctor, []).output
    assert "MAPPOP_SECRET_KEY: set" in told and CANARY not in told


def test_the_key_that_is_made_is_kept_for_its_owner_alone(tmp_path: Path) -> None:
    first = load({"MAPPOP_HOME": str(tmp_path)}).secret_key
    assert len(first) >= 32 and load({"MAPPOP_HOME": str(tmp_path)}).secret_key == first
    assert (tmp_path / "keys" / "secret").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("name", sorted(LIVE.keys() - {"MAPPOP_NETWORK"}))
def test_production_refuses_to_start_on_a_gap_and_names_it(name: str, tmp_path: Path) -> None:
    given = {key: value for key, value in LIVE.items() if key != name} | {"MAPPOP_HOME": str(tmp_path)}
    with pytest.raises(SettingsError, match=name):
        load(given)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MAPPOP_SANDBOX_HOSTS", "127.0.0.1:8002"),
        ("MAPPOP_BASE_URL", "http://mappop.example"),
        ("MAPPOP_SITES_URL", "http://{id}.sites.example"),
    ],
)
def test_production_refuses_open_doors_and_plain_http(name: str, value: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=name):
        load({**LIVE, "MAPPOP_HOME": str(tmp_path), name: value})


def test_nothing_leaves_the_machine_unless_somebody_says_live(tmp_path: Path) -> None:
    app = bootstrap.App(load({"MAPPOP_HOME": str(tmp_path)}))
    assert app.settings.is_sandbox and app.settings.allowed_hosts == frozenset()
    assert not bootstrap.App(load({**LIVE, "MAPPOP_HOME": str(tmp_path)})).settings.is_sandbox


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ({**LIVE, "MAPPOP_STRIPE_SECRET_KEY": "sk_" + "test_1"}, "MAPPOP_STRIPE_SECRET_KEY is a test key"),
        ({"MAPPOP_STRIPE_SECRET_KEY": "rk_" + "live_1"}, "MAPPOP_STRIPE_SECRET_KEY moves real money"),
        ({"MAPPOP_STRIPE_SECRET_KEY": "sk_" + "test_1"}, "MAPPOP_STRIPE_WEBHOOK_SECRET is missing"),
        (
            {**LIVE, "MAPPOP_STRIPE_SECRET_KEY": "sk_" + "live_1", "MAPPOP_STRIPE_API_BASE": "https://pay.example"},
            "MAPPOP_STRIPE_API_BASE",
        ),
    ],
)
def test_real_money_and_pretended_money_do_not_meet(given: dict[str, str], name: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=name):
        load({**given, "MAPPOP_HOME": str(tmp_path)})


def test_a_sandbox_asks_no_processor_out_of_its_reach(tmp_path: Path) -> None:
    given = {"MAPPOP_HOME": str(tmp_path), "MAPPOP_STRIPE_SECRET_KEY": "sk_" + "test_1",
             "MAPPOP_STRIPE_WEBHOOK_SECRET": CANARY}  # fmt: skip
    assert bootstrap.App(load(given)).processor.name == "offline"
    given |= {"MAPPOP_STRIPE_API_BASE": "http://127.0.0.1:9", "MAPPOP_SANDBOX_HOSTS": "127.0.0.1:9"}
    assert bootstrap.App(load(given)).processor.name == "stripe"


@pytest.mark.parametrize(("engine", "name"), [("avalara", "say stripe"), ("stripe", "STRIPE_SECRET_KEY is miss")])
def test_a_tax_engine_without_its_key_is_refused(engine: str, name: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=name):
        load({"MAPPOP_HOME": str(tmp_path), "MAPPOP_TAX_ENGINE": engine})


def test_a_tax_engine_out_of_reach_tells_no_rate_and_the_doctor_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    given = {"MAPPOP_HOME": str(tmp_path), "MAPPOP_STRIPE_SECRET_KEY": "sk_" + "test_1",
             "MAPPOP_STRIPE_WEBHOOK_SECRET": CANARY}  # fmt: skip
    assert bootstrap.App(load(given)).tax_engine is None
    app = bootstrap.App(load({**given, "MAPPOP_TAX_ENGINE": "stripe"}))
    assert app.tax_engine is not None
    with pytest.raises(NotTaken, match="out of reach"):
        app.tax_engine.tax_rate(Address("Austin", "TX"))
    monkeypatch.setattr(bootstrap, "_apps", {os.getpid(): app})
    assert "WRONG  taxes: Stripe Tax is out of reach: no charge is made" in CliRunner().invoke(doctor).output


def test_a_misspelt_network_is_told_in_words(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="say sandbox or live"):
        load({"MAPPOP_HOME": str(tmp_path), "MAPPOP_NETWORK": "production"})


def test_no_env_file_is_tracked_and_git_leaves_it_alone() -> None:
    assert Path(".env") not in tracked()
    assert ".env" in (ROOT / ".gitignore").read_text("utf-8").splitlines()
