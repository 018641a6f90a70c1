"""docs/take-home.md says of each command what it says itself, and shows none that fails."""

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import typer

from casebook import cli
from casebook.takeaway.forms import ENDS

DOCS = (Path(__file__).parents[1] / "docs" / "take-home.md").read_text("utf-8")
COMMANDS: Any = typer.main.get_command(cli.app)
SHOWN = re.findall(r"^    casebook (.+?)(?:  +#.*)?$", DOCS, re.M)
NAMES = [
    (group, name) for group in ("basket", "saved") for name in COMMANDS.commands[group].commands
]


def table(group: str, name: str) -> str:
    """A command's help as the page has it."""
    command = COMMANDS.commands[group].commands[name]
    lines = [
        f"`casebook {group} {name}`: {' '.join(command.help.split())}",
        "",
        "| | |",
        "|---|---|",
    ]
    for one in command.params:
        if one.name != "help":
            names = [*one.opts, *one.secondary_opts]
            if one.param_type_name == "argument":
                names = [one.name.upper()]
            lines.append(f"| {', '.join(f'`{each}`' for each in names)} | {one.help} |")
    return "\n".join(lines)


def test_the_commands_are_these() -> None:
    assert [name for group, name in NAMES if group == "basket"] == [
        "add", "list", "note", "remove", "export"
    ]  # fmt: skip
    assert [name for group, name in NAMES if group == "saved"] == ["add", "list", "run", "remove"]


@pytest.mark.parametrize(("group", "name"), NAMES)
def test_every_option_is_told_in_the_words_of_the_command(group: str, name: str) -> None:
    for one in COMMANDS.commands[group].commands[name].params:
        assert one.name == "help" or one.help
    assert table(group, name) in DOCS


def test_every_format_is_told() -> None:
    for form, end in ENDS.items():
        assert f"| `{form}` | `{end}` |" in DOCS


def test_what_is_shown_can_be_typed() -> None:
    assert len(SHOWN) == 12
    for line in SHOWN:
        words = shlex.split(line)
        command = COMMANDS.commands[words.pop(0)]
        if hasattr(command, "commands"):
            command = command.commands[words.pop(0)]
        with command.make_context(str(command.name), words) as context:
            assert context.params or not words
