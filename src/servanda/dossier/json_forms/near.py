"""The JSON of a sentence near a duty; docs/reference/statements-json.md explains every key."""

from __future__ import annotations

from typing import Any

from servanda.dossier.json_forms.statements import document_name
from servanda.records import Document, Statement

__all__ = ["near_json"]


def near_json(
    document: Document, text: str, nearness: float, statement: Statement | None, used: bool
) -> dict[str, Any]:
    """One sentence; statement: what was read in it; used: its document says something of a duty."""
    published = document.publication.end
    return {
        "document": document_name(document),
        "published": None if published is None else published.isoformat(),
        "nearness": nearness,
        "label": None if statement is None else statement.label.value,
        "document_used": used,
        "text": text,
    }
