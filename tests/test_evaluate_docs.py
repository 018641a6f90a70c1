"""docs/evaluate.md says of each command what the command itself says, and shows none that fails."""

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import typer

from casebook import cli

DOCS = (Path(__file__).parents[1] / "docs" / "evaluate.md").read_text("utf-8")
COMMANDS: Any = typer.main.get_command(cli.app)
SHOWN = re.findall(r"^    casebook (.+?)(?:  +#.*)?$", DOCS, re.M)


@pytest.mark.parametrize("name", ["evaluate", "diagnose", "judge", "judgements"])
def test_every_option_is_told_in_the_words_of_the_command(name: str) -> None:
    command = COMMANDS.commands[name]
    wanted = [f"`casebook {name}`: {' '.join(command.help.split())}", "", "| | |", "|---|---|"]
    for one in command.params:
        if one.name != "help":
            names = [*one.opts, *one.secondary_opts]
            if one.param_type_name == "argument":
                names = [one.name.upper()]
            wanted.append(f"| {', '.join(f'`{each}`' for each in names)} | {one.help} |")
    assert "\n".join(wanted) in DOCS


def test_what_is_shown_can_be_typed() -> None:
    assert len(SHOWN) == 11
    for line in SHOWN:
        name, *arguments = shlex.split(line)
        command = COMMANDS.commands[name]
        with command.make_context(name, arguments) as context:
            assert context.params
