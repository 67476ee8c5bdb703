"""servanda claims: who says what, in any text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from servanda.cli.options import (
    Data,
    FormatOption,
    OutputFormat,
    ReaderOption,
    Sources,
    now,
    settings_of,
)
from servanda.cli.output import note, show, table
from servanda.records.choices import ReaderChoice

if TYPE_CHECKING:
    from servanda.records import Claim, Document

__all__ = ["claims"]

CaseOption = Annotated[
    str | None,
    typer.Option("--case", help="Match people, places and obligations of this case."),
]


def claims(
    sources: Sources,
    case: CaseOption = None,
    reader: ReaderOption = ReaderChoice.BEST,
    form: FormatOption = OutputFormat.TABLE,
    data: Data = None,
) -> None:
    """Read attributed claims out of any text: who, how surely, what, about which place and day.

    Nothing is kept. Example: servanda claims page.html --format json
    """
    from servanda.dossier import claims_json
    from servanda.pipeline import (
        case_to_read,
        language_note,
        load_reader,
        open_data_store,
        read_texts,
        unread_note,
    )
    from servanda.sources import read_sources

    documents = [kept.document for kept in read_sources(sources, now())]
    found = None
    if case is not None:
        with (
            open_data_store(settings_of(data), now) as kept,
            case_to_read(kept, case, now(), note) as (_, named),
        ):
            found = named
    chosen, missing = load_reader(reader, settings_of(data), note)
    if missing is not None:
        note(missing)
    reads = list(read_texts(documents, chosen, found))
    for differs in filter(None, map(language_note, documents)):
        note(differs)
    for unread in filter(None, map(unread_note, reads)):
        note(unread)
    rows = [claims_json(read.document, read.claims) for read in reads]
    cells = [_cells(read.document, claim) for read in reads for claim in read.claims]
    columns = ("document", "holder", "stance", "cue", "content")
    show(rows, rows, form, table("Claims", columns, cells))


def _cells(document: Document, claim: Claim) -> tuple[str, ...]:
    text = document.text
    cue, content = (
        " … ".join(text[span.start : span.end] for span in spans)
        for spans in (claim.cue, claim.content)
    )
    holder = claim.holder or ("unknown" if claim.attributed else "(the article)")
    return document.id, holder, claim.stance.value.replace("_", " "), cue, content
