"""servanda export: a case's record in the formats of others."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from servanda.cli.options import CaseName, Data, now, settings_of
from servanda.cli.output import note

__all__ = ["export"]


class ExportFormat(StrEnum):
    """What a case's record is exported as."""

    WACZ = "wacz"


As = Annotated[ExportFormat, typer.Option("--as", help="wacz: the pages that were captured.")]
Out = Annotated[Path, typer.Option("-o", "--out", help="The file to write.")]


def export(case: CaseName, out: Out, form: As = ExportFormat.WACZ, data: Data = None) -> None:
    """Write the pages that were captured for a case as a web archive, for any reader of WACZ.

    Example: servanda export korea-2018 --as wacz -o korea.wacz
    """
    from servanda.atomic_write import write_output
    from servanda.pipeline import case_to_read, open_data_store, wacz_of_case

    with (
        open_data_store(settings_of(data), now) as store,
        case_to_read(store, case, now(), note) as (readable, found),
    ):
        written = wacz_of_case(readable, found, now())
    write_output(out, written)
    note(f"{out}: {len(written):,} bytes")
