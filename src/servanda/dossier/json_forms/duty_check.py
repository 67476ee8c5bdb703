"""The JSON of a duty's check; docs/reference/case-check-json.md explains every key."""

from __future__ import annotations

from datetime import date
from typing import Any

from servanda.records import DutyCheck, Obligation

__all__ = ["duty_check_json"]


def _reckoning(duty: Obligation) -> dict[str, str]:
    """How its days are reckoned from events, in words, by the keys of the days."""
    rules = {"start": duty.start_after, "deadline": duty.deadline_after}
    return {key: rule.in_words(date.max) for key, rule in rules.items() if rule is not None}


def duty_check_json(check: DutyCheck) -> dict[str, Any]:
    """How readable one duty is."""
    sensitivity = check.sensitivity
    return {
        "obligation": check.obligation.id,
        "kind": check.obligation.kind.value,
        "clause": check.obligation.clause,
        "reckoned": _reckoning(check.obligation),
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
