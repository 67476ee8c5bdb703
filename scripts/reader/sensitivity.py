"""How many labelled sentences are read as evidence in the right direction, by kind of duty.

`make reader` writes the result as the key `sensitivity` of the reader's numbers: `servanda case
check` warns of a duty whose kind is read badly.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from servanda.claims.statements.fitted import best_label
from servanda.claims.statements.judge import JudgedPair
from servanda.records import Label, ObligationKind, StatementDirection

__all__ = ["kind_of", "sensitivity_by_kind"]

_DIGITS = 3  # of a share that is kept [definition]
_EVIDENCE = frozenset({StatementDirection.FOR, StatementDirection.PART, StatementDirection.AGAINST})
_KINDS = {"refrain": ObligationKind.ABSTAIN}  # where the judge's word is another


def kind_of(pair: JudgedPair) -> ObligationKind:
    """The kind of a pair's duty, which its wording begins with."""
    word = pair.duty.partition(" | ")[0]
    return _KINDS.get(word) or ObligationKind(word)


def sensitivity_by_kind(
    pairs: Sequence[JudgedPair],
    labels: NDArray[np.int64],
    chances: NDArray[np.float64],
) -> dict[str, dict[str, Any]]:
    """For each kind the number of sentences that are evidence, and the share read as such.

    pairs: labelled ones of agreements that the judge has not seen; labels: in the order of `Label`
    chances: the calibrated probability of each label, (pair, label); a pair that is not near enough
    to be judged has all of it on `unrelated`
    """
    order = list(Label)
    counts: dict[ObligationKind, list[bool]] = {}
    for pair, label, row in zip(pairs, labels.tolist(), chances.tolist(), strict=True):
        direction = order[label].direction
        if direction in _EVIDENCE:
            right = best_label(row).direction is direction
            counts.setdefault(kind_of(pair), []).append(right)
    return {
        kind.value: {"rows": len(right), "share": round(sum(right) / len(right), _DIGITS)}
        for kind, right in sorted(counts.items())
    }
