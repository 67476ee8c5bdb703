"""The JSON of an explanation and of what to look at next: docs/reference/explanation-json.md."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from servanda.dossier.json_forms.assessment import judgement_json
from servanda.records import (
    CollectionOption,
    ExplainedItem,
    Explanation,
    InformationGain,
    Movement,
    MovementStep,
    Sensitivity,
    SetAsideItem,
)

__all__ = ["EXPLANATION_SCHEMA", "NEXT_SCHEMA", "explanation_json", "look_json", "next_json"]

EXPLANATION_SCHEMA = "servanda/explanation/1"
NEXT_SCHEMA = "servanda/next/1"


def explanation_json(explanation: Explanation) -> dict[str, Any]:
    """The explanation as `explain --format json` prints it. Numbers are not rounded."""
    movement, gain = explanation.moved, explanation.information_gain
    items = {item.evidence: _item(item) for item in explanation.items}
    return {
        "schema": EXPLANATION_SCHEMA,
        "case": explanation.case,
        "as_of": explanation.as_of.isoformat(),
        "on": explanation.on.isoformat(),
        "clause": explanation.clause,
        "obligation": judgement_json(explanation.judgement),
        "items": list(items.values()),
        "contradictions": [
            [items.get(evidence, {"evidence": evidence}) for evidence in pair]
            for pair in explanation.judgement.contradictions
        ],
        "moved": None if movement is None else _movement(movement),
        "sensitivity": [_sensitivity(shift) for shift in explanation.sensitivity],
        "next": None if gain is None else _information_gain(gain),
        "set_aside": [_set_aside(item) for item in explanation.set_aside],
        "silence": list(explanation.silence),
    }


def next_json(
    case: str,
    as_of: date,
    on: date,
    gains: Sequence[InformationGain],
    looks: Sequence[CollectionOption],
) -> dict[str, Any]:
    """What to look at, as `next --format json` prints it; looks: most informative first."""
    return {
        "schema": NEXT_SCHEMA,
        "case": case,
        "as_of": as_of.isoformat(),
        "on": on.isoformat(),
        "looks": [look_json(look) for look in looks],
        "obligations": [
            {key: value for key, value in _information_gain(gain).items() if key != "looks"}
            for gain in gains
        ],
    }


def look_json(look: CollectionOption) -> dict[str, Any]:
    """One look or statement with its possible outcomes."""
    return {
        "obligation": look.obligation,
        "day": look.day.isoformat(),
        "sites": list(look.sites),
        "kind": look.kind.value,
        "by": look.by,
        "name": look.name,
        "available": look.available,
        "bits": float(look.bits),
        "outcomes": [
            {
                "says": outcome.says,
                "chance": float(outcome.chance),
                "probability_met": float(outcome.probability_met),
            }
            for outcome in look.outcomes
        ],
        "why": look.why,
        "has_part": look.has_part,
    }


def _set_aside(item: SetAsideItem) -> dict[str, Any]:
    return {
        "evidence": item.evidence,
        "document": item.document,
        "published": item.published.isoformat(),
        "origin": item.origin,
        "says": item.says,
        "bearing": item.bearing.value,
        "why": item.why,
    }


def _item(item: ExplainedItem) -> dict[str, Any]:
    return {
        "evidence": item.evidence,
        "document": item.document,
        "title": item.title,
        "published": item.published.isoformat(),
        "origin": item.origin,
        "says": item.says,
        "quote": item.quote,
        "decibans": float(item.decibans),
    }


def _movement(movement: Movement) -> dict[str, Any]:
    return {
        "since": movement.since.isoformat(),
        "before": movement.before,
        "after": movement.after,
        "decibans": sum(step.decibans for step in movement.steps),
        "steps": [_step(step) for step in movement.steps],
    }


def _step(step: MovementStep) -> dict[str, Any]:
    return {"by": step.by.value, "evidence": step.evidence, "decibans": float(step.decibans)}


def _sensitivity(shift: Sensitivity) -> dict[str, Any]:
    return {
        "prior": shift.prior,
        "value": shift.value,
        "range": [shift.low, shift.high],
        "probability_met": [shift.at_low, shift.at_high],
    }


def _information_gain(gain: InformationGain) -> dict[str, Any]:
    return {
        "obligation": gain.obligation,
        "probability_met": gain.probability_met,
        "reach": [float(gain.reach.low), float(gain.reach.high)],
        "settles": gain.settles,
        "why": gain.why,
        "looks": [look_json(look) for look in gain.looks],
    }
