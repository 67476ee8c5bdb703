"""servanda claim list: every claim of a case, and how it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from servanda.cli.options import CaseName, Data, FormatOption, OutputFormat, now, settings_of
from servanda.cli.output import note, progress_bar, show, table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from servanda.records import Claim

__all__ = ["list_claims"]


def list_claims(case: CaseName, form: FormatOption = OutputFormat.TABLE, data: Data = None) -> None:
    """List every claim of a case with its id, what it bears on, and how it stands.

    Example: servanda claim list korea-2018 --format jsonl
    """
    from servanda.claims import review_state, words_at
    from servanda.pipeline import claims_with_decisions, find_case, load_reader, open_data_store

    with open_data_store(settings_of(data), now) as store, progress_bar() as progress:
        found = find_case(store, case, now())
        reader, missing = load_reader()
        if missing is not None:
            note(missing)
        claims = claims_with_decisions(store, found, reader, progress)
    rows = [
        {
            "id": one.claim.id,
            "holder": one.claim.holder,
            "stance": one.claim.stance.value,
            "quote": words_at(one.document.text, one.claim.content),
            "links": [link.obligation for link in one.claim.proposition.links if one.stands],
            "state": review_state(one.acts),
            "reader": one.claim.reader,
        }
        for one in claims
    ]
    columns = ("id", "holder", "stance", "quote", "links", "state")
    cells = [_cells(one.claim, row, columns) for one, row in zip(claims, rows, strict=True)]
    show(rows, rows, form, table(f"Claims of {found.id}", columns, cells))


def _cells(claim: Claim, row: Mapping[str, object], columns: tuple[str, ...]) -> list[str]:
    shown = {
        **row,
        "holder": claim.holder or ("unknown" if claim.attributed else "(the article)"),
        "stance": claim.stance.value.replace("_", " "),
        "links": ", ".join(link.obligation for link in claim.proposition.links),
    }
    return [" ".join(str(shown[column]).split()) for column in columns]
