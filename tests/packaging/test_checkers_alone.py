"""The checkers install and run by themselves: nothing of Map Pop is there, and all that they import is declared."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
import sysconfig
import tomllib
import venv
from pathlib import Path

import pytest

from tests.architecture.documents import ROOT
from tests.architecture.tracked import tracked

LIBRARY = ROOT / "checkers"
PROJECT = tomllib.loads((LIBRARY / "pyproject.toml").read_text("utf-8"))
WHOLE = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
DISTRIBUTIONS = {
    "dns": "dnspython",
    "markupsafe": "jinja2",
}  # where a module is called otherwise, or comes with another
BUILD = "from setuptools import build_meta; build_meta.build_wheel('../made')"
EXAMPLE = "import doctest, sys; sys.exit(doctest.testfile(sys.argv[1], module_relative=False)[0])"


def test_all_packages_and_their_data_are_declared():
    sources = [path.relative_to("checkers") for path in tracked() if path.parts[0] == "checkers"]
    folders = {".".join(("checkers", *path.parent.parts)) for path in sources}
    assert set(PROJECT["tool"]["setuptools"]["packages"]) == folders
    data = PROJECT["tool"]["setuptools"]["package-data"]
    held = {f"{package}/{name}" for package, names in data.items() for name in names}
    others = [path for path in sources if path.suffix != ".py" and path.name != "pyproject.toml"]
    assert held == {f"{'.'.join(('checkers', *path.parent.parts))}/{path.name}" for path in others}


def test_all_that_is_imported_is_declared_as_the_whole_declares_it():
    imported = {root for file in LIBRARY.rglob("*.py") for root in _roots(ast.parse(file.read_text("utf-8")))}
    needed = {DISTRIBUTIONS.get(root, root) for root in imported - sys.stdlib_module_names - {"checkers"}}
    many = PROJECT["project"]["optional-dependencies"]["many"]
    declared = [*PROJECT["project"]["dependencies"], *many]
    assert {re.split(r"\W", text)[0] for text in declared} == needed
    assert set(PROJECT["project"]["dependencies"]) <= set(WHOLE["project"]["dependencies"])
    assert many == WHOLE["project"]["optional-dependencies"]["many"]
    assert PROJECT["project"]["version"] == WHOLE["project"]["version"]


def _roots(tree: ast.AST) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.partition(".")[0])
    return found


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of an environment into which the checkers were installed, with what they need and no Map Pop."""
    folder = tmp_path_factory.mktemp("alone")
    for path in tracked():
        if path.parts[0] == "checkers":
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / path, folder / path)
    built = subprocess.run([sys.executable, "-c", BUILD], cwd=folder / "checkers", capture_output=True, text=True)
    assert built.returncode == 0, built.stderr[-3000:]
    (wheel,) = (folder / "made").glob("*.whl")
    venv.create(folder / "own", symlinks=True)
    program = folder / "own" / "bin" / "python"
    install = [sys.executable, "-m", "pip", "--python", str(program), "install", "-q", "--no-deps", "--no-index"]
    subprocess.run([*install, str(wheel)], check=True, capture_output=True, text=True)
    ours = Path(sysconfig.get_path("purelib", vars={"base": str(folder / "own")}))
    (ours / "needed.pth").write_text(sysconfig.get_path("purelib") + "\n")  # whose own .pth files are not read
    assert not list((folder / "checkers").glob("*.egg-info")) and not (folder / "checkers" / "build").exists()
    return program


def test_the_example_of_its_document_runs_where_map_pop_is_not(python: Path):
    page = ROOT / "docs" / "checkers.md"
    run = {"cwd": python.parent, "env": {}, "capture_output": True, "text": True, "check": False}
    alone = "import importlib.util as u, checkers; print(u.find_spec('mappop'), checkers.__file__)"
    where = subprocess.run([python, "-c", alone], **run).stdout
    assert where.startswith("None") and str(python.parents[1]) in where
    done = subprocess.run([python, "-c", EXAMPLE, page], **run)
    assert done.returncode == 0, done.stdout
