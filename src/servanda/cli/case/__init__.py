"""servanda case: the schema of a case folder, checking, loading, listing, passing on."""

from __future__ import annotations

import typer

from servanda.cli.case.check import check
from servanda.cli.case.copy import export_copy, import_copy
from servanda.cli.case.draft import draft
from servanda.cli.case.list_cases import list_cases
from servanda.cli.case.load import load
from servanda.cli.case.schema import schema

__all__ = ["case_commands"]

case_commands = typer.Typer(
    no_args_is_help=True, help="A case is a folder with case.yaml, sites.geojson and sources/."
)
case_commands.command()(schema)
case_commands.command()(check)
case_commands.command()(load)
case_commands.command()(draft)
case_commands.command("list")(list_cases)
case_commands.command("export")(export_copy)
case_commands.command("import")(import_copy)
