"""servanda claim correct: replace what was read of a claim."""

from __future__ import annotations

from typing import TYPE_CHECKING

from servanda.cli.claim.corrections import correction_of, event_of
from servanda.cli.claim.decisions import keep_decision
from servanda.cli.claim.options import (
    ClaimId,
    Completed,
    Count,
    EventFrom,
    EventTo,
    Holder,
    Negated,
    Reason,
    StanceOption,
    Unit,
    Verb,
)
from servanda.cli.options import CaseName, Data
from servanda.errors import SettingsError
from servanda.records import Case, Correction, DecisionAct

if TYPE_CHECKING:
    from servanda.pipeline import ClaimWithDecisions

__all__ = ["correct"]


def correct(
    case: CaseName,
    claim: ClaimId,
    holder: Holder = None,
    stance: StanceOption = None,
    count: Count = None,
    unit: Unit = None,
    event_from: EventFrom = None,
    event_to: EventTo = None,
    verb: Verb = None,
    negated: Negated = None,
    completed: Completed = None,
    reason: Reason = "",
    data: Data = None,
) -> None:
    """Say what a claim says instead of what was read; what is not named stays as it was.

    Example: servanda claim correct korea-2018 n14#c3 --stance denied --count 10
    """
    event = event_of(event_from, event_to)
    values = (holder, stance, count, unit, event, verb, negated, completed)
    if all(value is None for value in values):
        raise SettingsError("nothing to correct; name a value: --holder, --stance, --count ...")
    if unit is not None and count is None:
        raise SettingsError("--unit without --count; say how many of them")
    plain = Correction(stance=stance, verb=verb, negated=negated, completed=completed)

    def make_correction(reviewed: ClaimWithDecisions, found: Case) -> Correction:
        return correction_of(reviewed, found, plain, holder, count, unit, event)

    keep_decision(case, claim, data, DecisionAct.CORRECT, reason=reason, correct=make_correction)
