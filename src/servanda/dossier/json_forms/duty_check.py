"""The JSON of a duty's check; docs/reference/case-check-json.md explains every key."""

from __future__ import annotations

from typing import Any

from servanda.records import DutyCheck

__all__ = ["duty_check_json"]


def duty_check_json(check: DutyCheck) -> dict[str, Any]:
    """How readable one duty is."""
    sensitivity = check.sensitivity
    return {
        "obligation": check.obligation.id,
        "kind": check.obligation.kind.value,
        "clause": check.obligation.clause,
        "kept_if": list(check.kept_if),
        "broken_if": list(check.broken_if),
        "drafted": list(check.drafted),
        "examples": [
            {"label": example.label.value, "text": example.text, "clause": example.clause}
            for example in check.examples
        ],
        "sensitivity": None
        if sensitivity is None
        else {"rows": sensitivity.rows, "share": sensitivity.share},
        "warnings": [
            {"what": warning.what, "advice": warning.advice} for warning in check.warnings
        ],
    }
