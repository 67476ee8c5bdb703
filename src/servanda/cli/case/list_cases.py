"""servanda case list: the cases that are loaded."""

from __future__ import annotations

from servanda.cli.options import Data, FormatOption, OutputFormat, now, settings_of
from servanda.cli.output import note, show, table

__all__ = ["list_cases"]


def list_cases(form: FormatOption = OutputFormat.TABLE, data: Data = None) -> None:
    """List the cases that are loaded.

    Example: servanda case list --format json
    """
    from servanda.pipeline import open_data_store

    with open_data_store(settings_of(data), now) as store:
        rows = [
            {
                "id": case.id,
                "title": case.title,
                "obligations": len(case.obligations),
                "matters": len(case.matters),
                "sites": len(case.sites),
                "documents": len(store.documents(case.id)),
            }
            for case in store.cases()
        ]
    if not rows:
        note("no case is loaded; load one with: servanda case load FOLDER")
    columns = ("id", "title", "obligations", "matters", "sites", "documents")
    cells = [[str(row[column]) for column in columns] for row in rows]
    show(rows, rows, form, table("Cases", columns, cells))
