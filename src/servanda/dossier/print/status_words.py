"""What each status is called on a page, and the sentence that answers the whole case."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from servanda.dossier.print.dates import long_day
from servanda.records import Assessment, Status

__all__ = ["MANNERS", "NO_NUMBER", "Manner", "answer"]


@dataclass(frozen=True, slots=True)
class Manner:
    """How one status is written and drawn."""

    word: str
    style: str  # CSS class
    one: str  # as counted in the answer: "1 ..."
    many: str
    meaning: str


# In the order in which the answer counts them.
MANNERS = {
    Status.MET: Manner("kept", "kept", "kept", "kept", "probability met at least 0.80"),
    Status.NOT_MET: Manner(
        "not kept", "not-kept", "not kept", "not kept", "probability met at most 0.20"
    ),
    Status.PENDING: Manner(
        "pending", "pending", "pending", "pending", "still has time; the number says done by then"
    ),
    Status.UNDETERMINED: Manner(
        "cannot be told",
        "undetermined",
        "cannot be told",
        "cannot be told",
        "between 0.20 and 0.80",
    ),
    Status.NOT_DUE: Manner("not due", "not-due", "not due", "not due", "its condition is not met"),
    Status.UNSCORABLE: Manner(
        "has no test",
        "unscorable",
        "has no test",
        "have no test",
        "the text sets no test that could be failed",
    ),
    Status.NOT_COVERED: Manner(
        "not covered",
        "not-covered",
        "is not covered",
        "are not covered",
        "no obligation in force covers it",
    ),
}

NO_NUMBER = frozenset({Status.NOT_DUE, Status.NOT_COVERED, Status.UNSCORABLE})


def answer(assessment: Assessment) -> str:
    """One sentence: "As of 31 December 2018: 6 kept, 1 not kept, 1 is not covered."

    Where the day asked about is another one, the sentence names both.
    """
    found = Counter(judgement.status for judgement in assessment.judgements)
    counts = [
        f"{found[status]} {manner.one if found[status] == 1 else manner.many}"
        for status, manner in MANNERS.items()
        if found[status]
    ]
    days = f"As of {long_day(assessment.as_of)}"
    if assessment.on != assessment.as_of:
        days += f", on {long_day(assessment.on)}"
    return f"{days}: {', '.join(counts) or 'nothing is assessed yet'}."
