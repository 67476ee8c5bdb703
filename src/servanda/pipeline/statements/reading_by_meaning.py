"""Which duties are read by what their clause means, and which by the words of their act."""

from __future__ import annotations

from servanda.claims import names_act
from servanda.evidence import acts_of, event_acts
from servanda.records import BoundDirection, Case, Obligation, ObligationKind

__all__ = ["duties_by_meaning"]


def duties_by_meaning(case: Case) -> tuple[str, ...]:
    """The ids of the duties that sentences are set against as a whole.

    Those of which the case gives the clause alone; and those whose act, as the case names it, is
    one that the reader of claims has no word for, so that no claim could ever be linked to them.
    """
    return tuple(
        duty.id for duty in case.obligations if duty.is_clause_alone or not _is_readable(duty)
    )


def _is_readable(duty: Obligation) -> bool:
    """Whether claims can be linked to a duty by the words of its act, or by its unit."""
    if duty.kind is ObligationKind.ABSTAIN:
        return bool(event_acts(duty))
    bound = duty.bound
    if bound is not None and bound.direction is BoundDirection.AT_MOST:
        return True
    return bool(acts_of(duty)) and names_act(duty.verb)
