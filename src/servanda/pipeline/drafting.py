"""The draft of a case from a text."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from servanda.claims import (
    CaseDraft,
    DependencyReader,
    Reader,
    default_names,
    draft_case,
    is_agreement,
)
from servanda.errors import SourceError
from servanda.pipeline.reading import CaseReader
from servanda.sources import read_sources

__all__ = ["draft_of"]


def draft_of(path: Path, reader: Reader, now: datetime) -> tuple[CaseDraft, dict[str, bytes]]:
    """A case drafted from one text, and the text's file by its place in the case's folder.

    An agreement's own text lies in instruments/, as it is no evidence; a report of one in sources/.
    Raises SourceError if the text cannot be read, or nobody in it promises anything.
    """
    kept = tuple(read_sources([path], now))
    if len(kept) != 1:
        raise SourceError(
            str(path), f"holds {len(kept)} texts", "give the one that tells of the agreement"
        )
    (text,), names = kept, default_names()
    claims = reader.claims if isinstance(reader, CaseReader) else reader
    parse = claims.parse if isinstance(claims, DependencyReader) else None
    draft = draft_case(text.document, reader.read(text.document, names), names, parse)
    if not draft.obligations:
        raise SourceError(
            str(path),
            "has no sentence in which somebody agrees or promises to do something",
            "give the text of an agreement or a report of it, or write the case by hand "
            "(docs/how-to/write-a-case.md)",
        )
    place = "instruments" if is_agreement(text.document.text, text.document.title) else "sources"
    return draft, {f"{place}/{text.document.name}": text.original}
