"""servanda claim import: enter the claims of a table."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from servanda.cli.options import CaseName, Data, now, settings_of
from servanda.cli.output import note, say

__all__ = ["import_table"]


def import_table(
    case: CaseName,
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="A .csv or .xlsx file with a header.", readable=False),
    ],
    data: Data = None,
) -> None:
    """Enter every claim of a table, or none and say everything that is wrong. Prints their ids.

    Example: servanda claim import korea-2018 claims.csv
    """
    from servanda.pipeline import case_to_change, import_claims, open_data_store

    with open_data_store(settings_of(data), now) as store:
        found = case_to_change(store, case, now(), note)
        claims = import_claims(store, found, file, now())
    for claim in claims:
        say(claim.id)
