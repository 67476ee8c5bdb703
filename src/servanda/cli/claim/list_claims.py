"""servanda claim list: every claim of a case, and its state of review."""

from __future__ import annotations

from typing import TYPE_CHECKING

from servanda.cli.options import CaseName, Data, FormatOption, OutputFormat, now, settings_of
from servanda.cli.output import note, progress_bar, show, table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from servanda.records import Claim

__all__ = ["list_claims"]


def list_claims(case: CaseName, form: FormatOption = OutputFormat.TABLE, data: Data = None) -> None:
    """List every claim of a case with its id, its obligations, and its state of review.

    Example: servanda claim list korea-2018 --format jsonl
    """
    from servanda.claims import review_state, words_at
    from servanda.pipeline import case_to_read, claims_with_decisions, load_reader, open_data_store

    with (
        open_data_store(settings_of(data), now) as kept,
        progress_bar() as progress,
        case_to_read(kept, case, now(), note) as (store, found),
    ):
        reader, missing = load_reader()
        if missing is not None:
            note(missing)
        claims = claims_with_decisions(store, found, reader, progress)
    rows = [
        {
            "id": reviewed.claim.id,
            "holder": reviewed.claim.holder,
            "stance": reviewed.claim.stance.value,
            "quote": words_at(reviewed.document.text, reviewed.claim.content),
            "links": _obligations(reviewed.claim) if reviewed.stands else [],
            "state": review_state(reviewed.acts),
            "reader": reviewed.claim.reader,
        }
        for reviewed in claims
    ]
    columns = ("id", "holder", "stance", "quote", "links", "state")
    cells = [
        _cells(reviewed.claim, row, columns) for reviewed, row in zip(claims, rows, strict=True)
    ]
    show(rows, rows, form, table(f"Claims of {found.id}", columns, cells))


def _obligations(claim: Claim) -> list[str]:
    return [link.obligation for link in claim.proposition.links]


def _cells(claim: Claim, row: Mapping[str, object], columns: tuple[str, ...]) -> list[str]:
    shown = {
        **row,
        "holder": claim.holder or ("unknown" if claim.attributed else "(the article)"),
        "stance": claim.stance.value.replace("_", " "),
        "links": ", ".join(_obligations(claim)),
    }
    return [" ".join(str(shown[column]).split()) for column in columns]
