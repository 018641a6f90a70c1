"""Passwords, asked for at a terminal."""

import sys
from pathlib import Path

import typer

from casebook.output import printable


def possible() -> bool:
    """Whether somebody is there to ask."""
    return sys.stdin.isatty()


def ask(file: Path) -> str:
    """What is typed, unseen, as the password of a file; "" to leave it out."""
    told = f"Password of {printable(file)}, or Enter to leave it out"
    try:
        typed: str = typer.prompt(told, default="", hide_input=True, show_default=False, err=True)
    except typer.Abort:
        raise KeyboardInterrupt from None
    return typed
