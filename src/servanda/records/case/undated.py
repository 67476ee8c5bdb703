"""Documents of which nobody has said when they were published."""

from __future__ import annotations

from collections.abc import Iterable

from servanda.plurals import count_phrase
from servanda.records.case.source import Document

__all__ = ["undated_in_words"]

NAMED = 3  # documents that the line names before it says how many more there are [layout]


def undated_in_words(documents: Iterable[Document]) -> str | None:
    """The line that counts documents without a date and names the first; None where all have one.

    Files that were kept and not read are no documents here.

    Such a document counts from the day on which it was kept: as of an earlier day it is not there.
    """
    every = [document for document in documents if document.unread_reason is None]
    undated = [document.id for document in every if document.is_undated]
    if not undated:
        return None
    verb, counts = ("has", "counts") if len(undated) == 1 else ("have", "count")
    more = f" and {len(undated) - NAMED} more" if len(undated) > NAMED else ""
    return (
        f"{len(undated)} of {count_phrase(len(every), 'document')} {verb} no date and {counts} "
        f"only from the day they were kept: {', '.join(undated[:NAMED])}{more}"
    )
