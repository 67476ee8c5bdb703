"""What people decided, in the order of the custody log, whatever their clocks said."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TypeVar

from servanda.records import Decision, StatementDecision
from servanda.store import Store

__all__ = ["decisions_of"]

Kind = TypeVar("Kind", Decision, StatementDecision)

# By how much a decision is later than the one that the log has before it, where its clock says that
# it is not. [judgement; the finest step of a time]
_LATER = timedelta(microseconds=1)


def decisions_of(store: Store, kind: type[Kind], case_id: str) -> tuple[Kind, ...]:
    """The decisions of one kind in a case, oldest first in the log, on claims and statements alike.

    One whose clock ran behind the decision that the log has before it is taken as made just after
    that one: what is decided later counts. Raises NotFoundError for an unknown case.
    """
    both: list[tuple[int, Decision | StatementDecision]] = [
        *store.load_in_log_order(Decision, case_id),
        *store.load_in_log_order(StatementDecision, case_id),
    ]
    latest, found = None, []
    for _, decision in sorted(both, key=lambda placed: placed[0]):
        if latest is not None and decision.made <= latest:
            decision = replace(decision, made=latest + _LATER)
        latest = decision.made
        if isinstance(decision, kind):
            found.append(decision)
    return tuple(found)
