"""servanda near: sentences of the record nearest in meaning to a duty; documents used nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from servanda.cli.options import (
    AsOf,
    CaseName,
    Data,
    FormatOption,
    OutputFormat,
    day_of,
    now,
    settings_of,
    today,
)
from servanda.cli.output import note, progress_bar, show, table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from servanda.records import Case
    from servanda.records.progress import Progress
    from servanda.store import Store

__all__ = ["near"]

ObligationId = Annotated[
    str | None,
    typer.Argument(
        metavar="[OBLIGATION]", help="The duty's id; without it, the documents used nowhere."
    ),
]
Most = Annotated[
    int | None,
    typer.Option("--most", min=1, help="How many to show; default 20 sentences, every document."),
]
SENTENCES = 20  # shown for a duty [judgement; --most]


def near(
    case: CaseName,
    obligation: ObligationId = None,
    most: Most = None,
    as_of: AsOf = None,
    form: FormatOption = OutputFormat.TABLE,
    data: Data = None,
) -> None:
    """Show the sentences nearest in meaning to a duty, read or not, nearest first.

    Without a duty, show the documents that were read and on which no evidence rests, each with its
    sentence nearest to any duty.

    Example: servanda near korea-2018 c-gp-dprk-surface --most 10

    Example: servanda near korea-2018 --as-of 2018-12-31
    """
    from servanda.pipeline import case_to_read, open_data_store

    day = day_of(as_of, today(), "--as-of")
    with (
        open_data_store(settings_of(data), now) as kept,
        progress_bar() as progress,
        case_to_read(kept, case, now(), note) as (store, found),
    ):
        if obligation is None:
            _show_unused(store, found, most, day, form, progress)
        else:
            _show_nearest(store, found, obligation, most or SENTENCES, day, form, progress)


def _show_nearest(
    store: Store,
    case: Case,
    obligation: str,
    most: int,
    day: date,
    form: OutputFormat,
    progress: Progress,
) -> None:
    from servanda.dossier import near_json
    from servanda.pipeline import duty_of, load_case_reader, sentences_near

    duty = duty_of(case, obligation)
    reader, missing = load_case_reader()
    if missing is not None:
        note(missing)
    nearest = sentences_near(store, case, reader, duty.id, most, day, progress)
    rows = [
        near_json(row.document, row.text, row.nearness, row.statement, row.used) for row in nearest
    ]
    columns = ("document", "published", "nearness", "label", "text")
    show(rows, rows, form, table(f"Nearest to {duty.id}", columns, _cells(rows, columns)))


def _show_unused(
    store: Store, case: Case, most: int | None, day: date, form: OutputFormat, progress: Progress
) -> None:
    from servanda.dossier import document_use_json, unused_document_json
    from servanda.pipeline import load_reader, reads_of, unused_documents_of

    reader, missing = load_reader()
    if missing is not None:
        note(missing)
    reads = reads_of(store, case, reader, progress)
    unused = unused_documents_of(case, reads, day, progress)
    if unused.note is not None:
        note(unused.note)
    rows = [unused_document_json(document) for document in unused.documents[:most]]
    whole = {
        "case": case.id,
        "as_of": day.isoformat(),
        "documents": document_use_json(unused.use),
        "unused": rows,
    }
    why = "not read: another language, or a file that broke its parser"
    unread = {"text": f"{why}; enter its claims with servanda claim add"}
    columns = ("document", "published", "nearness", "obligation", "text")
    cells = _cells([row if row["read"] else row | unread for row in rows], columns)
    title = f"{case.id}, as of {day}: {unused.use.in_words}"
    show(rows, whole, form, table(title, columns, cells))


def _cells(rows: Sequence[dict[str, Any]], columns: Sequence[str]) -> list[list[str]]:
    return [["" if row[key] is None else str(row[key]) for key in columns] for row in rows]
