"""What `--help` says: every command in one whole line of its group's list, every option in a sentence."""

from __future__ import annotations

from collections.abc import Iterator

import click
import pytest
from click.testing import CliRunner

from mappop.cli.main import cli


def commands(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    yield path, group
    for name in group.list_commands(click.Context(group)):
        command = group.get_command(click.Context(group), name)
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))
        elif command:
            yield (*path, name), command


EVERY = dict(commands(cli))


@pytest.mark.parametrize("path", [path for path, each in EVERY.items() if isinstance(each, click.Group)], ids=" ".join)
def test_no_line_of_a_groups_list_is_cut_off(path):
    told = CliRunner().invoke(cli, [*path, "--help"]).output
    assert "Commands:" in told and "..." not in told.partition("Commands:")[2]


@pytest.mark.parametrize("path", EVERY, ids=" ".join)
def test_each_option_is_explained_in_a_sentence(path):
    options = {param.opts[0]: param.help for param in EVERY[path].params if isinstance(param, click.Option)}
    assert [name for name, says in options.items() if not (says and says[0].isupper() and says.endswith("."))] == []
