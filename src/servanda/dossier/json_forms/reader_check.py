"""The JSON of a check of a reader; docs/reference/reader-check-json.md explains every key."""

from __future__ import annotations

from typing import Any

from servanda.records import ReaderCheck, json_value

__all__ = ["reader_check_json"]

_DIGITS = 6  # of a share: what a machine's own way of adding may change is behind [limit]


def reader_check_json(reader: str, case: str, check: ReaderCheck) -> dict[str, Any]:
    """A check of a reader on sentences of a case."""
    found: dict[str, Any] = json_value(check)
    numbers = {
        key: round(value, _DIGITS) if isinstance(value, float) else value
        for key, value in found.items()
    }
    by_kind = {
        kind: {
            "for": round(shares["favourable"], _DIGITS),
            "part": round(shares["part"], _DIGITS),
            "against": round(shares["against"], _DIGITS),
        }
        for kind, shares in found["by_kind"].items()
    }
    return {
        "schema": "servanda/reader-check/1",
        "reader": reader,
        "case": case,
        **numbers,
        "by_kind": by_kind,
    }
