"""servanda add: keep files and folders as sources of a case."""

from __future__ import annotations

from servanda.cli.options import (
    CaseName,
    Data,
    FormatOption,
    OutputFormat,
    Sources,
    now,
    settings_of,
)
from servanda.cli.output import show, table

__all__ = ["add"]


def add(
    case: CaseName, sources: Sources, form: FormatOption = OutputFormat.TABLE, data: Data = None
) -> None:
    """Keep files and folders as sources of a case, byte for byte with their digests.

    Example: servanda add korea-2018 report.pdf pages/
    """
    from servanda.pipeline import add_sources, find_case, open_data_store

    with open_data_store(settings_of(data), now) as store:
        found = find_case(store, case, now())
        documents = add_sources(store, found, sources, now())
    rows = [
        {
            "id": document.id,
            "name": document.name,
            "media_type": document.media_type,
            "published": None if document.published.end is None else str(document.published.end),
            "sha256": document.sha256,
        }
        for document in documents
    ]
    columns = ("id", "published", "media_type", "sha256")
    cells = [[str(row[column] or "unknown") for column in columns] for row in rows]
    show(rows, rows, form, table(f"Added to {found.id}", columns, cells))
