"""servanda near: sentences of the record nearest in meaning to a duty, read or not."""

from __future__ import annotations

from typing import Annotated

import typer

from servanda.cli.options import CaseName, Data, FormatOption, OutputFormat, now, settings_of
from servanda.cli.output import note, progress_bar, show, table

__all__ = ["near"]

ObligationId = Annotated[str, typer.Argument(metavar="OBLIGATION", help="The duty's id.")]
Most = Annotated[int, typer.Option("--most", min=1, help="How many sentences to show.")]


def near(
    case: CaseName,
    obligation: ObligationId,
    most: Most = 20,
    form: FormatOption = OutputFormat.TABLE,
    data: Data = None,
) -> None:
    """Show the sentences nearest in meaning to a duty, read or not, nearest first.

    Example: servanda near korea-2018 gp-dprk --most 10
    """
    from servanda.dossier import near_json
    from servanda.pipeline import (
        duty_of,
        find_case,
        load_case_reader,
        open_data_store,
        sentences_near,
    )

    with open_data_store(settings_of(data), now) as store, progress_bar() as progress:
        found = find_case(store, case, now())
        duty = duty_of(found, obligation)
        reader, missing = load_case_reader()
        if missing is not None:
            note(missing)
        nearest = sentences_near(store, found, reader, duty.id, most, progress)
    rows = [
        near_json(row.document, row.text, row.nearness, row.statement, row.used) for row in nearest
    ]
    columns = ("document", "published", "nearness", "label", "text")
    cells = [["" if row[key] is None else str(row[key]) for key in columns] for row in rows]
    show(rows, rows, form, table(f"Nearest to {duty.id}", columns, cells))
