"""What a number would be if one more text on the duty had been read.

A machine finds a part of the sentences that tell of a duty; nothing of the others is in the number.
Where one has read, the record may hold one more text, by a source as reliable as the best of those
that were read, which speaks for or against as it is probable given everything. So the mean of the
numbers with it is the number itself: a doubt about where it would go, not a move of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log10

import numpy as np

from servanda.assessment.filters.report_likelihoods import Report
from servanda.assessment.model.arrays import Array

__all__ = ["MissedText", "missed_text", "with_missed_text"]

# Chance that a text on a duty was missed where a machine reads: of sentences that speak for or
# against a duty of agreements left out of the making so many are not read as the evidence they are.
# [measured; `sensitivity` in the reader's file]
_MISSED = 0.67


@dataclass(frozen=True, slots=True)
class MissedText:
    """A text that tells of a duty and was not read as evidence."""

    chance: float  # that there is one
    right: float  # how often such a text is right


def missed_text(reports: Sequence[Report]) -> MissedText | None:
    """What may have been missed; None where a person has read all that tells of the duty."""
    read = [report.reliability.mean for report in reports if report.misread is not None]
    return MissedText(_MISSED, max(read)) if read else None


def with_missed_text(numbers: Array, weights: Array, missed: MissedText) -> tuple[Array, Array]:
    """(numbers, weights) of a mixture without the text, with it speaking for, and with it against.

    numbers: (part,) decibans; weights: (part,) they sum to 1
    """
    right = missed.right
    tells = 10.0 * log10(right / (1.0 - right))
    met = 1.0 / (1.0 + 10.0 ** (-numbers / 10.0))
    speaks_for = right * met + (1.0 - right) * (1.0 - met)
    shares = (1.0 - missed.chance, missed.chance * speaks_for, missed.chance * (1.0 - speaks_for))
    return (
        np.concatenate([numbers, numbers + tells, numbers - tells]),
        np.concatenate([share * weights for share in shares]),
    )
