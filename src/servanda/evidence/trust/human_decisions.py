"""How a claim stands by what people decided about it, on a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from servanda.records import Decision, DecisionAct

__all__ = ["has_review", "is_linked_by_hand", "retraction"]

_LOOKED = frozenset({DecisionAct.ACCEPT, DecisionAct.CORRECT})


def has_review(acts: Iterable[Decision]) -> bool:
    """Whether a person has accepted, corrected or entered it."""
    return any(decision.act in _LOOKED for decision in acts)


def is_linked_by_hand(acts: Iterable[Decision], obligation: str) -> bool:
    """Whether a person has said that it is about the obligation."""
    return any(act.act is DecisionAct.LINK and act.obligation == obligation for act in acts)


def retraction(acts: Iterable[Decision], as_of: date) -> str | None:
    """Since when and why the claim counts for nothing, if it was retracted by that day.

    Of several the earliest: whoever asks as of a day gets the same answer whatever came after it.
    """
    days = [
        decision
        for decision in acts
        if decision.act is DecisionAct.RETRACT and decision.since <= as_of
    ]
    first = min(
        days, key=lambda decision: (decision.since, decision.made, decision.id), default=None
    )
    return None if first is None else f"retracted on {first.since} ({first.who}: {first.reason})"
