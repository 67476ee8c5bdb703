"""The words for each status on a page, and the one-sentence answer on a whole case."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from servanda.dossier.print.dates import long_day
from servanda.records import Assessment, Status

__all__ = ["NO_NUMBER", "STATUS_WORDS", "StatusWords", "answer"]


@dataclass(frozen=True, slots=True)
class StatusWords:
    """How one status is written and drawn."""

    word: str
    style: str  # CSS class
    singular: str  # as counted in the answer: "1 ..."
    plural: str
    meaning: str


# In the order in which the answer counts them.
STATUS_WORDS = {
    Status.MET: StatusWords("kept", "kept", "kept", "kept", "probability met at least 0.80"),
    Status.MET_LATE: StatusWords(
        "kept late", "kept-late", "kept late", "kept late", "done, but after its deadline"
    ),
    Status.NOT_MET: StatusWords(
        "not kept", "not-kept", "not kept", "not kept", "probability met at most 0.20"
    ),
    Status.PENDING: StatusWords(
        "pending", "pending", "pending", "pending", "still has time; the number says done by then"
    ),
    Status.UNDETERMINED: StatusWords(
        "cannot be told",
        "undetermined",
        "cannot be told",
        "cannot be told",
        "between 0.20 and 0.80",
    ),
    Status.NOT_VERIFIABLE: StatusWords(
        "not in a position to tell",
        "not-verifiable",
        "not in a position to tell",
        "not in a position to tell",
        "a breach would hardly have shown",
    ),
    Status.NO_EVIDENCE: StatusWords(
        "nothing heard",
        "no-evidence",
        "nothing heard",
        "nothing heard",
        "nothing read or looked at bears on it",
    ),
    Status.NOT_DUE: StatusWords(
        "not due", "not-due", "not due", "not due", "its condition is not met"
    ),
    Status.NOT_IN_FORCE: StatusWords(
        "not in force",
        "not-in-force",
        "not in force",
        "not in force",
        "ended, suspended, or not yet in force on that day",
    ),
    Status.UNSCORABLE: StatusWords(
        "has no test",
        "unscorable",
        "has no test",
        "have no test",
        "the text sets no test that could be failed",
    ),
    Status.NOT_COVERED: StatusWords(
        "not covered",
        "not-covered",
        "is not covered",
        "are not covered",
        "no obligation in force covers it",
    ),
}

NO_NUMBER = frozenset(
    {
        Status.NOT_VERIFIABLE,
        Status.NO_EVIDENCE,
        Status.NOT_DUE,
        Status.NOT_IN_FORCE,
        Status.NOT_COVERED,
        Status.UNSCORABLE,
    }
)


def answer(assessment: Assessment) -> str:
    """One sentence: "As of 31 December 2018: 6 kept, 1 not kept, 1 is not covered."

    If the day asked about is not the as-of day, the sentence names both.
    """
    found = Counter(judgement.status for judgement in assessment.judgements)
    counts = [
        f"{found[status]} {manner.singular if found[status] == 1 else manner.plural}"
        for status, manner in STATUS_WORDS.items()
        if found[status]
    ]
    days = f"As of {long_day(assessment.as_of)}"
    if assessment.on != assessment.as_of:
        days += f", on {long_day(assessment.on)}"
    return f"{days}: {', '.join(counts) or 'nothing is assessed yet'}."
