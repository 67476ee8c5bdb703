"""The JSON of a sentence near a duty; docs/reference/statements-json.md explains every key."""

from __future__ import annotations

from typing import Any

from servanda.dossier.json_forms.statements import document_name
from servanda.records import Document, Statement, UnusedDocument

__all__ = ["near_json", "unused_document_json"]


def near_json(
    document: Document, text: str, nearness: float, statement: Statement | None, used: bool
) -> dict[str, Any]:
    """One sentence; statement: what was read in it; used: some evidence rests on its document."""
    return {
        "document": document_name(document),
        "published": _publication_day(document),
        "nearness": nearness,
        "label": None if statement is None else statement.label.value,
        "document_used": used,
        "text": text,
    }


def unused_document_json(unused: UnusedDocument) -> dict[str, Any]:
    """One document on which no evidence rests, with its sentence nearest to any duty."""
    nearest = unused.nearest
    return {
        "document": document_name(unused.document),
        "published": _publication_day(unused.document),
        "read": unused.read,
        "nearness": None if nearest is None else nearest.nearness,
        "obligation": None if nearest is None else nearest.obligation,
        "text": None if nearest is None else nearest.text,
    }


def _publication_day(document: Document) -> str | None:
    day = document.publication.end
    return None if day is None else day.isoformat()
