"""servanda dossier: one HTML file that opens offline."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from servanda.cli.assessed_case import load_observations
from servanda.cli.options import (
    AsOf,
    CaseName,
    Data,
    On,
    Simulated,
    day_of,
    now,
    settings_of,
    time_of,
    today,
)
from servanda.cli.output import note, progress_bar

__all__ = ["dossier"]

MadeAt = Annotated[
    str | None,
    typer.Option(
        "--made-at",
        metavar="TIME",
        help="The time printed as that of making; default: that of the last act on the record.",
    ),
]
Out = Annotated[
    Path,
    typer.Option(
        "-o", "--out", help="The file to write: .html, or .zip with the kept files.", readable=False
    ),
]


def dossier(
    case: CaseName,
    out: Out,
    as_of: AsOf = None,
    on: On = None,
    simulated: Simulated = False,
    made_at: MadeAt = None,
    data: Data = None,
) -> None:
    """Write the assessment of a case with everything that led to it as one HTML file.

    `servanda verify FILE` checks it anywhere. Made twice from the same record it is the same file,
    byte for byte. As a ZIP it holds the kept files, too.

    Example: servanda dossier korea-2018 --as-of 2018-12-31 -o korea.html
    """
    from servanda.atomic_write import write_output
    from servanda.pipeline import (
        AssessmentQuestion,
        assess_case,
        case_to_read,
        last_act,
        load_reader,
        make_dossier,
        open_data_store,
        reads_of,
        write_dossier_archive,
    )

    known_by = day_of(as_of, today(), "--as-of")
    question = AssessmentQuestion(known_by, day_of(on, known_by, "--on"))
    with (
        open_data_store(settings_of(data), now) as kept,
        progress_bar() as progress,
        case_to_read(kept, case, now(), note) as (store, found_case),
    ):
        reader, missing = load_reader()
        if missing is not None:
            note(missing)
        reads = reads_of(store, found_case, reader, progress)
        sights = load_observations(store, found_case.id, simulated=simulated)
        found = assess_case(found_case, reads, question, sights)
        made = time_of(made_at, "--made-at") or last_act(store) or now()
        page = make_dossier(found, store, made, progress)
        if out.suffix.lower() == ".zip":
            write_dossier_archive(out, page, found, store)
        else:
            write_output(out, page.encode("utf-8"))
    note(f"dossier: {out}")
