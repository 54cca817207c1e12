"""The documents say what the code does: tables, paths, commands, links."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from jobs.base import all_jobs
from mappop.bootstrap import App
from mappop.cli.main import cli
from mappop.domain.outbox import LANES
from mappop.settings import SETTINGS, load
from mappop.web import make_app
from provisioners.discovery import connectors
from tests.architecture.documents import ROOT, made_documents, renewed

DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
PACKAGES = ("mappop", "provisioners", "checkers", "jobs", "site_templates")
MADE_BY_COMMAND = "run `python -m tests.architecture.documents`"


@pytest.mark.parametrize("path", made_documents(), ids=lambda path: path.name)
def test_tables_are_in_step_with_the_code(path: Path) -> None:
    assert renewed(path.read_text("utf-8")) == path.read_text("utf-8"), MADE_BY_COMMAND


def test_both_documents_that_hold_tables_are_found() -> None:
    assert [path.name for path in made_documents()] == ["operations.md", "publishers.md"]


def test_every_setting_that_the_code_names_is_declared_and_none_is_idle() -> None:
    """One that is not declared is in no document and unknown to `doctor`."""
    declared = {setting.name for setting in SETTINGS}
    declared |= {setting.name for connector in connectors().values() for setting in connector.settings}
    named = {name for package in PACKAGES for file in (ROOT / package).rglob("*.py") for name in _settings_in(file)}
    assert named == declared


def _settings_in(file: Path) -> set[str]:
    """Names in the code; the sandbox is another program, with an environment of its own."""
    if "sandbox" in file.parts:
        return set()
    texts = (node.value for node in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(node, ast.Constant))
    return {text for text in texts if isinstance(text, str) and re.fullmatch(r"MAPPOP_[A-Z_]*[A-Z]", text)}


def test_a_connector_is_named_as_its_file_and_its_settings_after_it() -> None:
    for folder in ("maps", "directories", "social", "aggregators"):
        for file in (ROOT / "provisioners" / folder).glob("[a-z]*.py"):
            connector = connectors()[file.stem]
            assert connector.name == file.stem
            for setting in connector.settings:
                assert setting.name.startswith(f"MAPPOP_{file.stem.upper()}_"), setting.name


def test_every_path_for_machines_is_in_the_api_document(tmp_path: Path) -> None:
    told = (ROOT / "docs" / "api.md").read_text("utf-8")
    app = App(load({"MAPPOP_HOME": str(tmp_path)}))
    rules = {rule.rule for rule in make_app(app).url_map.iter_rules()}
    of_machines = {rule for rule in rules if re.match(r"/(api|hooks|healthz|readyz|metrics)", rule)}
    assert len(of_machines) >= 7
    assert {rule for rule in of_machines if rule not in told} == set()


def test_the_commands_that_documents_name_exist_and_all_that_exist_are_named() -> None:
    known = set(_commands(cli, "mappop"))
    named = {
        " ".join(found.split())
        for path in DOCUMENTS
        for found in re.findall(r"(?:^|`|bin/)(mappop(?: [a-z]+){1,2})\b", path.read_text("utf-8"), re.M)
    }
    tops = {" ".join(command.split()[:2]) for command in named}
    assert {command for command in known if command.count(" ") == 1} <= tops
    for command in named:
        words = command.split()
        assert command in known or " ".join(words[:2]) in known, command


def _commands(command: click.Command, path: str) -> Iterator[str]:
    yield path
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            child = command.get_command(context, name)
            assert child is not None, f"{path} {name}"
            yield from _commands(child, f"{path} {name}")


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_to_files(path: Path) -> None:
    targets = re.findall(r"\]\(([^)#]+?)\)", path.read_text("utf-8"))
    missing = [t for t in targets if "://" not in t and not (path.parent / t).exists()]
    assert missing == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_named_tests_and_modules_exist(path: Path) -> None:
    named = re.findall(
        r"`((?:tests|docs|checkers|provisioners|site_templates|mappop|jobs)/[\w/.]+)`", path.read_text("utf-8")
    )
    missing = [name for name in named if not (ROOT / name).exists() and not (ROOT / f"{name}.py").exists()]
    assert missing == []


def test_decisions_are_numbered_one_after_the_other_and_dated() -> None:
    decisions = sorted((ROOT / "docs" / "adr").glob("*.md"))
    assert [int(path.name[:4]) for path in decisions] == list(range(1, len(decisions) + 1))
    for path in decisions:
        text = path.read_text("utf-8")
        assert re.match(rf"# {path.name[:4]}: .+\n\n20\d\d-\d\d-\d\d · ", text), path.name
        assert all(f"## {part}\n" in text for part in ("Situation", "Decision", "Consequences")), path.name


def test_pictures_are_light() -> None:
    heavy = {p.name: p.stat().st_size for p in (ROOT / "docs" / "pictures").iterdir() if p.stat().st_size > 150_000}
    assert heavy == {}


def test_the_plan_of_the_house_names_every_room() -> None:
    plan = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    rooms = {f"{package}/" for package in PACKAGES}
    rooms |= {f"{room.parent.name}/" for room in (ROOT / "mappop").glob("*/__init__.py")}
    rooms |= {f"{room.parent.name}/" for room in (ROOT / "mappop" / "consoles").glob("*/__init__.py")}
    rooms |= {room.name for room in (ROOT / "mappop").glob("[a-z]*.py")}
    assert {room for room in rooms if room not in plan} == set()


def test_the_table_of_lanes_names_every_job_in_its_lane() -> None:
    plan = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    rows = dict(re.findall(r"^\| (\w+) \| [^|]+ \| (`[^|]+) \|$", plan, re.M))
    told = {lane: set(re.findall(r"`(\w+\.\w+)`", jobs)) for lane, jobs in rows.items()}
    declared: dict[str, set[str]] = {lane: set() for lane in LANES}
    for name, job in all_jobs().items():
        declared[job.lane].add(name.removeprefix("jobs."))
    assert told == declared


def test_every_folder_of_tests_is_named_for_contributors() -> None:
    told = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    folders = {path.parent.name for path in (ROOT / "tests").glob("*/test_*.py")}
    assert {name for name in folders if f"`{name}`" not in told} == set()


def test_every_make_target_is_named_for_contributors() -> None:
    targets = re.findall(r"^([a-z]+):.*## ", (ROOT / "Makefile").read_text("utf-8"), re.M)
    told = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    assert [target for target in targets if f"make {target}" not in told and target != "help"] == []
