"""servanda demo: the built-in case, end to end."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from servanda.cli.options import Data, OutputFormat, now, settings_of
from servanda.cli.output import note, progress_bar, say, show

__all__ = ["demo"]

CASE = "korea-2018"
AS_OF = date(2018, 12, 31)


def demo(data: Data = None) -> None:
    """Load the built-in Korea case, read its sources, assess it and write its dossier.

    Example: servanda demo --data /tmp/demo
    """
    from servanda.atomic_write import write_output
    from servanda.cli.assess import assessment_table
    from servanda.errors import NotFoundError
    from servanda.pipeline import (
        AssessmentQuestion,
        assess_case,
        built_in_case,
        last_act,
        load_case,
        load_reader,
        make_dossier,
        open_data_store,
        reads_of,
    )

    settings = settings_of(data)
    folder = built_in_case(CASE)
    if folder is None:
        raise NotFoundError(f"{CASE} is not part of this installation; install Servanda again")
    with open_data_store(settings, now) as store, progress_bar() as progress:
        case, *_ = load_case(store, folder, now())
        reader, missing = load_reader()
        if missing is not None:
            note(missing)
        found = assess_case(
            case, reads_of(store, case, reader, progress), AssessmentQuestion(AS_OF, AS_OF)
        )
        page = make_dossier(found, store, last_act(store) or now(), progress)
    out = Path(settings.data) / f"{CASE}.html"
    write_output(out, page.encode("utf-8"))
    show([], None, OutputFormat.TABLE, assessment_table(found.assessment))
    say(f"dossier: {out}")
