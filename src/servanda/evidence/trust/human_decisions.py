"""How a claim stands by what people decided about it, on a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from servanda.records import Decision, DecisionAct

__all__ = ["has_review", "retraction"]

_LOOKED = frozenset({DecisionAct.ACCEPT, DecisionAct.CORRECT})


def has_review(acts: Iterable[Decision]) -> bool:
    """Whether a person has accepted, corrected or entered it."""
    return any(one.act in _LOOKED for one in acts)


def retraction(acts: Iterable[Decision], as_of: date) -> str | None:
    """Since when and why the claim counts for nothing, if it was retracted by that day.

    Of several the earliest: whoever asks as of a day gets the same answer whatever came after it.
    """
    days = [one for one in acts if one.act is DecisionAct.RETRACT and one.since <= as_of]
    first = min(days, key=lambda one: (one.since, one.made, one.id), default=None)
    return None if first is None else f"retracted on {first.since} ({first.who}: {first.reason})"
