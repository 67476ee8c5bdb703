"""servanda case export and import: one case as a file for another machine."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from servanda.cli.options import Data, now, settings_of
from servanda.cli.output import note, say

__all__ = ["export_copy", "import_copy"]

CopyFile = Annotated[Path, typer.Argument(metavar="FILE", help="The file of the copy.")]
CaseId = Annotated[str, typer.Argument(metavar="CASE", help="The id of a case that is kept.")]


Force = Annotated[bool, typer.Option("--force", help="Replace a file that is there already.")]


def export_copy(case: CaseId, file: CopyFile, force: Force = False, data: Data = None) -> None:
    """Write one case with its sources, claims, decisions and observations into one file.

    Pictures and imagery that only this case uses come along. A file that is there is not replaced
    without --force.

    Example: servanda case export korea-2018 korea.zip
    """
    from servanda.store import export_case, open_to_look

    with open_to_look(settings_of(data), now) as store:
        told = export_case(store, case, file, may_replace=force)
    note(f"{file}: {told['records']} records and {told['files']} files of {case}")
    if told["left"]:
        note(
            f"{told['left']} files of imagery serve other cases too and stay here; "
            "`servanda observe` makes them again"
        )


def import_copy(file: CopyFile, data: Data = None) -> None:
    """Take in a case that another machine has exported; what was withdrawn there stays so.

    Example: servanda case import korea.zip
    """
    from servanda.pipeline import open_data_store
    from servanda.store import import_case

    with open_data_store(settings_of(data), now) as store:
        case_id, is_new = import_case(store, file)
    say(case_id)
    note("kept" if is_new else "all of it was kept already")
