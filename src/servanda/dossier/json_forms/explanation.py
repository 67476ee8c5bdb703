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
)

__all__ = ["EXPLANATION_SCHEMA", "NEXT_SCHEMA", "explanation_json", "look_json", "next_json"]

EXPLANATION_SCHEMA = "servanda/explanation/1"
NEXT_SCHEMA = "servanda/next/1"


def explanation_json(told: Explanation) -> dict[str, Any]:
    """The explanation as `explain --format json` prints it. Numbers are not rounded."""
    items = {item.evidence: _item(item) for item in told.items}
    return {
        "schema": EXPLANATION_SCHEMA,
        "case": told.case,
        "as_of": told.as_of.isoformat(),
        "on": told.on.isoformat(),
        "clause": told.clause,
        "obligation": judgement_json(told.judgement),
        "items": list(items.values()),
        "contradictions": [
            [items.get(one, {"evidence": one}) for one in pair]
            for pair in told.judgement.contradictions
        ],
        "moved": None if told.moved is None else _movement(told.moved),
        "sensitivity": [_sensitivity(one) for one in told.sensitivity],
        "next": None if told.information_gain is None else _information_gain(told.information_gain),
    }


def next_json(
    case: str,
    as_of: date,
    on: date,
    outlooks: Sequence[InformationGain],
    looks: Sequence[CollectionOption],
) -> dict[str, Any]:
    """What to look at, as `next --format json` prints it; looks: most telling first."""
    return {
        "schema": NEXT_SCHEMA,
        "case": case,
        "as_of": as_of.isoformat(),
        "on": on.isoformat(),
        "looks": [look_json(one) for one in looks],
        "obligations": [
            {key: value for key, value in _information_gain(one).items() if key != "looks"}
            for one in outlooks
        ],
    }


def look_json(look: CollectionOption) -> dict[str, Any]:
    """One look or answer with its outcomes."""
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
                "says": one.says,
                "chance": float(one.chance),
                "probability_met": float(one.probability_met),
            }
            for one in look.outcomes
        ],
        "why": look.why,
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


def _movement(moved: Movement) -> dict[str, Any]:
    return {
        "since": moved.since.isoformat(),
        "before": moved.before,
        "after": moved.after,
        "decibans": sum(step.decibans for step in moved.steps),
        "steps": [_step(step) for step in moved.steps],
    }


def _step(step: MovementStep) -> dict[str, Any]:
    return {"by": step.by.value, "evidence": step.evidence, "decibans": float(step.decibans)}


def _sensitivity(one: Sensitivity) -> dict[str, Any]:
    return {
        "prior": one.prior,
        "value": one.value,
        "range": [one.low, one.high],
        "probability_met": [one.at_low, one.at_high],
    }


def _information_gain(outlook: InformationGain) -> dict[str, Any]:
    return {
        "obligation": outlook.obligation,
        "probability_met": outlook.probability_met,
        "reach": [float(outlook.reach.low), float(outlook.reach.high)],
        "settles": outlook.settles,
        "why": outlook.why,
        "looks": [look_json(one) for one in outlook.looks],
    }
