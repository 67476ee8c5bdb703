"""The JSON of a question "what if": docs/reference/what-if-json.md."""

from __future__ import annotations

from typing import Any

from servanda.records import Assessment, Judgement, WhatIfChanges

__all__ = ["WHAT_IF_SCHEMA", "what_if_json"]

WHAT_IF_SCHEMA = "servanda/what-if/1"


def what_if_json(
    before: Assessment, after: Assessment, changes: WhatIfChanges, everything: bool = False
) -> dict[str, Any]:
    """Each row before and after; those that stay the same only with `everything`."""
    rows = [
        {"id": one.id, "before": _number(one), "after": _number(other)}
        for one, other in zip(before.judgements, after.judgements, strict=True)
    ]
    return {
        "schema": WHAT_IF_SCHEMA,
        "case": before.case,
        "as_of": before.as_of.isoformat(),
        "on": before.on.isoformat(),
        "changes": {
            "distrust": list(changes.distrust),
            "exclude": list(changes.exclude),
            "priors": dict(changes.priors),
        },
        "obligations": [row for row in rows if everything or row["before"] != row["after"]],
    }


def _number(one: Judgement) -> dict[str, Any]:
    interval = one.interval
    return {
        "status": one.status.value,
        "probability_met": None if one.probability_met is None else float(one.probability_met),
        "interval": None if interval is None else [float(interval.low), float(interval.high)],
    }
