"""Every piece of work that a service asks for has a job, with a lane, that takes what it is given."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

import jobs
from jobs.base import Job, all_jobs
from mappop.domain.outbox import LANES
from tests.architecture.documents import ROOT

Function = ast.FunctionDef | ast.AsyncFunctionDef
DEPS = object()


@dataclass(frozen=True)
class Asked:
    """One `enqueue` in a service: the job's name, and the names of the arguments that go with it."""

    where: str
    job: str
    arguments: tuple[str, ...]


def asked_by_services() -> list[Asked]:
    files = sorted((ROOT / "mappop" / "services").glob("*.py"))
    return [asked for file in files for asked in _asked_in(file)]


def _asked_in(file: Path) -> Iterator[Asked]:
    for function in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(function, Function):
            for call in ast.walk(function):
                if isinstance(call, ast.Call) and getattr(call.func, "attr", "") == "enqueue":
                    where, (job, given) = f"{file.name}:{call.lineno}", call.args[:2]
                    names = _jobs_in(_written(job, function))
                    assert names, f"{where} names its job in another way"
                    for name in names:
                        yield Asked(where, name, _keys(_written(given, function)))


def _written(given: ast.expr, function: Function) -> ast.expr:
    """What stands in the call, or what was written to that name in the same function."""
    if not isinstance(given, ast.Name):
        return given
    return [n for n in ast.walk(function) if isinstance(n, ast.Assign) and _names(n) == [given.id]][-1].value


def _jobs_in(expression: ast.expr) -> list[str]:
    texts = (node.value for node in ast.walk(expression) if isinstance(node, ast.Constant))
    return [text for text in texts if isinstance(text, str) and text.startswith("jobs.")]


def _keys(given: ast.expr) -> tuple[str, ...]:
    assert isinstance(given, ast.Dict), ast.unparse(given)
    return tuple(key.value for key in given.keys if isinstance(key, ast.Constant))


def _names(assignment: ast.Assign) -> list[str]:
    return [target.id for target in assignment.targets if isinstance(target, ast.Name)]


def called_by(job: Job) -> object:
    """The service that a job's body calls; its one statement."""
    (function,) = ast.parse(inspect.getsource(job.call)).body
    assert isinstance(function, ast.FunctionDef)
    (statement,) = [s for s in function.body if not (isinstance(s, ast.Expr) and isinstance(s.value, ast.Constant))]
    assert isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call), f"{job.name} does more than call"
    module, name = ast.unparse(statement.value.func).split(".")
    return getattr(job.call.__globals__[module], name)


JOBS = dict(all_jobs())
ASKED = asked_by_services()


@pytest.mark.parametrize("asked", ASKED, ids=lambda asked: asked.where)
def test_what_a_service_asks_for_is_declared_and_takes_these_arguments(asked: Asked) -> None:
    job = JOBS[asked.job]
    for callee in (job.call, called_by(job)):
        inspect.signature(callee).bind(DEPS, **dict.fromkeys(asked.arguments))  # type: ignore[arg-type]  # a function


@pytest.mark.parametrize("job", JOBS.values(), ids=lambda job: job.name)
def test_a_job_has_a_lane_and_calls_one_service(job: Job) -> None:
    assert job.lane in LANES
    assert called_by(job).__module__.startswith("mappop.services.")
    assert all(seconds > 0 for seconds in job.attempts) and list(job.attempts) == sorted(job.attempts)


def test_every_job_is_asked_for_by_a_service_or_by_the_clock_or_left_by_an_upgrade() -> None:
    upgrades = [path.read_text("utf-8") for path in (ROOT / "mappop/db/migrations/versions").glob("*.py")]
    left = {name for text in upgrades for name in re.findall(r'"(jobs\.\w+\.\w+)"', text)}
    asked, timed = {asked.job for asked in ASKED}, {name for name, job in JOBS.items() if job.every}
    assert asked | timed | left == JOBS.keys() and not asked & timed


@pytest.mark.parametrize("job", [job for job in JOBS.values() if job.every], ids=lambda job: job.name)
def test_what_comes_round_by_itself_has_a_period_and_needs_nothing(job: Job) -> None:
    assert job.every is not None and timedelta(minutes=1) <= job.every <= timedelta(days=31)
    inspect.signature(job.call).bind(DEPS)


def test_every_module_of_jobs_is_found_without_being_named() -> None:
    modules = {path.stem for path in Path(jobs.__path__[0]).glob("[a-z]*.py")}
    assert {job.split(".")[1] for job in JOBS} <= modules and len(JOBS) >= 9
