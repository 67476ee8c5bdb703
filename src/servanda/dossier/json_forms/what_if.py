"""The JSON of a "what if" question: docs/reference/what-if-json.md."""

from __future__ import annotations

from typing import Any

from servanda.records import Assessment, Judgement, WhatIfChanges

__all__ = ["WHAT_IF_SCHEMA", "what_if_json"]

WHAT_IF_SCHEMA = "servanda/what-if/1"


def what_if_json(
    before: Assessment, after: Assessment, changes: WhatIfChanges, everything: bool = False
) -> dict[str, Any]:
    """Each row before and after the changes; unchanged rows only with `everything`."""
    rows = [
        {"id": old.id, "before": _number(old), "after": _number(new)}
        for old, new in zip(before.judgements, after.judgements, strict=True)
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


def _number(judgement: Judgement) -> dict[str, Any]:
    probability, interval = judgement.probability_met, judgement.interval
    return {
        "status": judgement.status.value,
        "probability_met": None if probability is None else float(probability),
        "interval": None if interval is None else [float(interval.low), float(interval.high)],
    }
