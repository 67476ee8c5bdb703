"""Corrections of claims, pinned to the text of the document."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from servanda.errors import SettingsError

if TYPE_CHECKING:
    from servanda.pipeline import ClaimWithDecisions
    from servanda.records import Case, Claim, Correction, DateRange

__all__ = ["correction_of", "event_of"]


def correction_of(
    reviewed: ClaimWithDecisions,
    case: Case,
    correction: Correction,
    holder: str | None,
    count: float | None,
    unit: str | None,
    event: DateRange | None,
) -> Correction:
    """The correction with its holder looked up and its number and days pinned to the text."""
    from servanda.claims import days_by_hand, find_holder, quantity_by_hand
    from servanda.pipeline import names_of

    claim, document = reviewed.claim, reviewed.document
    if holder is not None:
        name, actor, kind = find_holder(holder, names_of(case))
        correction = replace(correction, holder=name, holder_id=actor, holder_kind=kind)
    if count is not None:
        unit = unit or _unit_of(claim, case)
        number = quantity_by_hand(count, unit, document.text, claim.content[0], claim.quantities)
        correction = replace(correction, quantity=number)
    if event is not None:
        mention = days_by_hand(event, document.text, claim.content[0])
        correction = replace(correction, event_time=mention)
    return correction


def _unit_of(claim: Claim, case: Case) -> str | None:
    """The unit of the obligation that the claim bears on most."""
    links = claim.proposition.links
    if not links:
        return None
    duties = [duty for duty in case.obligations if duty.id == links[0].obligation]
    return (duties[0].unit or duties[0].object) if duties else None


def event_of(first: str | None, last: str | None) -> DateRange | None:
    """The days of an event. Raises SettingsError with what to write instead."""
    from servanda.sources import event_range

    try:
        return event_range(first or None, last or None)
    except ValueError as error:
        raise SettingsError(
            f"--event-from, --event-to: {error}"
            + ("" if ";" in str(error) else "; write the earlier day first")
        ) from error
