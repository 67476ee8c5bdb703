"""Every command's arguments and options, for the reference page of the command line."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Any

import typer

from servanda.cli import app

__all__ = ["PAGE", "commands", "page_with_options"]

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "command-line.md"
MARK = "<!-- below: made by `make docs` from the commands themselves -->\n"


def commands() -> Iterator[tuple[tuple[str, ...], Any]]:
    """The words of every command, such as ("case", "check"), and the command."""
    yield from _leaves((), typer.main.get_command(app))


def page_with_options() -> str:
    """The page of the command line, its second half made anew."""
    prose, mark, _ = PAGE.read_text(encoding="utf-8").partition(MARK)
    if not mark:
        raise ValueError(f"{PAGE.name} has lost its line {MARK!r}")
    sections = [_section(words, command) for words, command in commands()]
    return prose + MARK + "\n" + "\n".join(sections)


def _leaves(words: tuple[str, ...], command: Any) -> Iterator[tuple[tuple[str, ...], Any]]:
    if not hasattr(command, "commands"):
        yield words, command
        return
    for name, inner in command.commands.items():
        yield from _leaves((*words, name), inner)


def _section(words: tuple[str, ...], command: Any) -> str:
    rows = "".join(
        f"| {_spelling(parameter)} | {_meaning(parameter)} |\n" for parameter in command.params
    )
    table = f"\n| | |\n|---|---|\n{rows}" if rows else ""
    return f"### `servanda {' '.join(words)}`\n{table}"


def _spelling(parameter: Any) -> str:
    """How a parameter is written: `CASE`, `--as-of DAY`, `--negated` or `--not-negated`."""
    if parameter.param_type_name == "argument":
        return f"`{parameter.metavar or parameter.name.upper()}`"
    value = "" if parameter.is_flag else f" {_value(parameter)}"
    spellings = [f"`{name}{value}`" for name in (*parameter.opts, *parameter.secondary_opts)]
    return ", ".join(spellings)


def _value(parameter: Any) -> str:
    """What stands for an option's value: its choices, where it has some."""
    kind = parameter.type_descriptor.annotation
    if isinstance(kind, type) and issubclass(kind, Enum):
        return r"\|".join(str(member.value) for member in kind)
    name: str = parameter.metavar or parameter.opts[-1].lstrip("-").upper()
    return name


def _meaning(parameter: Any) -> str:
    """Its help and its default, where that tells something."""
    text = " ".join((parameter.help or "").split()).replace("|", r"\|")
    default = getattr(parameter.default, "value", parameter.default)
    if parameter.required:
        return f"{text} Required."
    if default in (None, False, (), "") or "default" in text:
        return text
    return f"{text} Default {default}."
