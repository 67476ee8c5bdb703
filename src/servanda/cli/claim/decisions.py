"""Keeping a person's decision about a claim."""

from __future__ import annotations

from typing import TYPE_CHECKING

from servanda.cli.options import now, settings_of
from servanda.cli.output import note
from servanda.records import Case, Correction, DecisionAct

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path

    from servanda.pipeline import ClaimWithDecisions

__all__ = ["keep_decision"]

_DONE = {
    DecisionAct.LINK: "linked to {obligation}",
    DecisionAct.UNLINK: "no longer linked to {obligation}",
    DecisionAct.CORRECT: "corrected",
    DecisionAct.RETRACT: "retracted on {since}",
}


def keep_decision(
    case: str,
    claim_id: str,
    data: Path | None,
    act: DecisionAct,
    *,
    reason: str,
    since: date | None = None,
    obligation: str | None = None,
    correct: Callable[[ClaimWithDecisions, Case], Correction] | None = None,
) -> None:
    """Keep one decision about one claim; correct: makes the correction from the claim."""
    from servanda.claims import decision_on
    from servanda.pipeline import case_to_change, duty_of, find_claim, load_reader, open_data_store

    with open_data_store(settings_of(data), now) as store:
        moment = now()
        found = case_to_change(store, case, moment, note)
        if obligation is not None:
            duty_of(found, obligation)
        reviewed = find_claim(store, found, load_reader()[0], claim_id)
        correction = None if correct is None else correct(reviewed, found)
        decision = decision_on(
            reviewed.claim, reviewed.document, act, store.who, moment,
            reason=reason, since=since, obligation=obligation, correction=correction,
        )  # fmt: skip
        store.append([decision], found.id)
    note(f"{claim_id}: {_DONE[act].format(obligation=obligation, since=decision.since)}")
