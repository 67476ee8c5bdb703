"""The JSON of a statement; every key is explained in docs/reference/statements-json.md."""

from __future__ import annotations

from typing import Any

from servanda.records import Claim, DateRange, Document, Label, StatedCount, Statement

__all__ = ["document_name", "statement_json"]


def statement_json(
    document: Document, statement: Statement, claim: Claim | None, decibans: float
) -> dict[str, Any]:
    """One statement; claim: whose holder says it; decibans: of the statement alone."""
    span = statement.span
    return {
        "document": document_name(document),
        "span": [span.start, span.end],
        "text": " ".join(document.text[span.start : span.end].split()),
        "obligation": statement.obligation,
        "label": statement.label.value,
        "p": {label.value: chance for label, chance in zip(Label, statement.p, strict=True)},
        "count": None if statement.count is None else _count(statement.count),
        "event": None if statement.event is None else _range(statement.event),
        "as_of": _range(statement.as_of),
        "holder": None if claim is None else claim.holder,
        "acts_by": list(statement.acts_by),
        "decibans": decibans,
        "reviewed": statement.reviewed,
    }


def document_name(document: Document) -> str:
    """What people call a document: its file, or the id of its line in a list."""
    return document.id if document.name.endswith(".jsonl") else document.name


def _count(count: StatedCount) -> dict[str, Any]:
    return {
        "value": count.value,
        "of": count.of,
        "comparison": count.comparison.value,
        "counts": count.counts.value,
    }


def _range(when: DateRange) -> dict[str, Any]:
    return {
        "from": None if when.start is None else when.start.isoformat(),
        "to": None if when.end is None else when.end.isoformat(),
    }
