"""servanda reader: how well a reader of statements reads, and what its word is worth."""

from __future__ import annotations

import typer

from servanda.cli.reader.check import check
from servanda.cli.reader.forget import forget

__all__ = ["reader_commands"]

reader_commands = typer.Typer(
    no_args_is_help=True,
    help="How well a reader of statements reads sentences that you have labelled.",
)
reader_commands.command()(check)
reader_commands.command()(forget)
