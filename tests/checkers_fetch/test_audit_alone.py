"""`nap audit --urls` on a machine where no service is set up: public pages may be read, ours need not be there."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from mappop.cli.audit import audit

RECORD = {
    "name": "Joe's Bakery",
    "trade": "cafe",
    "address": {"street": "12 Oak St", "city": "Austin", "region": "TX"},
    "phones": [{"number": "512-555-0134"}],
}


@pytest.fixture
def told(tmp_path, monkeypatch):
    """What an audit of one private address says, by these settings alone."""
    (tmp_path / "joe.json").write_text(json.dumps(RECORD))
    (tmp_path / "urls").write_text("http://127.0.0.1/joe\n")
    monkeypatch.chdir(tmp_path)

    def run(**given):
        environ = {"MAPPOP_HOME": str(tmp_path / "home"), "MAPPOP_SANDBOX_HOSTS": None, **given}
        return CliRunner(env=environ).invoke(audit, ["joe.json", "--urls", "urls"])

    return run


def test_the_live_network_asks_for_no_key_no_mail_and_no_address_of_ours(told, tmp_path):
    done = told(MAPPOP_NETWORK="live")
    assert (done.exit_code, "leads into a private network" in done.output) == (0, True)
    assert not (tmp_path / "home").exists()


def test_the_sandbox_is_the_default_and_reaches_its_own_hosts_alone(told):
    done = told(MAPPOP_NETWORK=None)
    assert (done.exit_code, "may not be reached from the sandbox" in done.output) == (0, True)


def test_a_live_network_with_the_sandboxs_doors_open_is_refused(told):
    done = told(MAPPOP_NETWORK="live", MAPPOP_SANDBOX_HOSTS="127.0.0.1:80")
    assert (done.exit_code, "remove it when MAPPOP_NETWORK is live" in done.output) == (2, True)
