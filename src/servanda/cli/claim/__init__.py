"""servanda claim: enter, link, correct and retract claims by hand."""

from __future__ import annotations

import typer

from servanda.cli.claim.add import add
from servanda.cli.claim.correct import correct
from servanda.cli.claim.import_table import import_table
from servanda.cli.claim.link import link, unlink
from servanda.cli.claim.list_claims import list_claims
from servanda.cli.claim.retract import retract

__all__ = ["claim_commands"]

claim_commands = typer.Typer(
    no_args_is_help=True,
    help="Enter claims by hand, and link, correct or retract any. Every act is in the custody log.",
)
claim_commands.command()(add)
claim_commands.command("import")(import_table)
claim_commands.command()(link)
claim_commands.command()(unlink)
claim_commands.command()(correct)
claim_commands.command()(retract)
claim_commands.command("list")(list_claims)
