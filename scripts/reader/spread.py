"""How far the offsets that decisions teach lie from nought, from one agreement to the next.

On each agreement left out of the tuning, read whole by numbers fitted on the others, every sentence
and duty that is judged is a lesson. The spreads are those under which all lessons together are most
probable, offsets integrated out: so many lessons tell how far offsets really lie apart, and not how
far few lessons scatter. `make reader` writes them as the key `spread` of the reader's numbers.

Tierney and Kadane (1986), JASA 81, 82-86: such an integral by the height of its top and the
curvature there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from scripts.reader.fit import fit_calibration
from scripts.reader.whole_documents import JudgedWhole, fit_bears
from servanda.claims import Lesson, OffsetSpread, fit_offsets
from servanda.claims.statements.fitted import (
    FittedNumbers,
    Register,
    label_probabilities,
)
from servanda.claims.statements.offsets import (
    bearing_log_odds,
    moved_chances,
)
from servanda.records import Label

__all__ = ["fit_spread", "log_evidence", "measured_spread"]

# A spread outside of these is not believed on so few agreements: nothing would be learnt, or one
# answer would turn a case. [judgement; here]
SMALLEST, LARGEST = 0.1, 2.0
_START = 0.5  # of each spread, from where the search sets out [limit]
_DIGITS = 3  # of a spread that is kept [definition]

Matrix = NDArray[np.float64]
Vector = NDArray[np.float64]


def measured_spread(judged: Sequence[JudgedWhole], fitted: FittedNumbers) -> dict[str, float]:
    """The spreads over the agreements left out, as the reader's file has them."""
    found = fit_spread([tuple(_lessons(whole, judged, fitted)) for whole in judged])
    return {name: round(value, _DIGITS) for name, value in asdict(found).items()}


def _lessons(
    whole: JudgedWhole, judged: Sequence[JudgedWhole], fitted: FittedNumbers
) -> Iterator[Lesson]:
    """Every judged pair of one agreement as it is read by numbers fitted on the others."""
    others = [other for other in judged if other is not whole] or [whole]
    directions = fit_calibration(
        np.concatenate([other.judged for other in others]),
        np.concatenate([other.pairs.labels[other.near] for other in others]),
    )
    apart = replace(
        fitted, bears=tuple(fit_bears(others).tolist()), calibration={Register.REPORT: directions}
    )
    chances = label_probabilities(whole.judged, whole.bearing(apart), apart, Register.REPORT)
    labels = whole.pairs.labels[whole.near].tolist()
    order = list(Label)
    for number, row, label in zip(whole.near.tolist(), chances.tolist(), labels, strict=True):
        yield Lesson(tuple(row), str(number % whole.duties), order[label])


def fit_spread(agreements: Sequence[Sequence[Lesson]]) -> OffsetSpread:
    """The spreads under which the lessons of all agreements are most probable."""

    def loss(logs: Vector) -> float:
        spread = OffsetSpread(*np.exp(logs).tolist())
        return -sum(log_evidence(lessons, spread) for lessons in agreements)

    bounds = [(float(np.log(SMALLEST)), float(np.log(LARGEST)))] * 2
    start = np.full(2, np.log(_START))
    found = minimize(
        loss, start, method="Nelder-Mead", bounds=bounds, options={"xatol": 0.01, "fatol": 0.01}
    ).x
    return OffsetSpread(*np.exp(found).tolist())


def log_evidence(lessons: Sequence[Lesson], spread: OffsetSpread) -> float:
    """The log probability of an agreement's labels, given what was read, whatever its offsets."""
    offsets = fit_offsets(lessons, spread)
    duties = [lesson.duty for lesson in lessons]
    chances = moved_chances(np.array([lesson.p for lesson in lessons]), duties, offsets)
    bears = np.array([lesson.label is not Label.UNRELATED for lesson in lessons])
    columns = {duty: column for column, duty in enumerate(offsets.by_duty)}
    own = np.array(list(offsets.by_duty.values()))
    by_duty = np.array([columns[duty] for duty in duties])
    top = np.append(own, offsets.relevance)
    return _of_relevance(bearing_log_odds(chances), bears, by_duty, top, spread)


def _of_relevance(
    odds: Vector,
    bears: NDArray[np.bool_],
    by_duty: NDArray[np.int64],
    top: Vector,
    spread: OffsetSpread,
) -> float:
    """What a duty's offset bends is its own and the common one: an arrow of a matrix."""
    height = float(-np.logaddexp(0.0, np.where(bears, -odds, odds)).sum())
    chance = 1.0 / (1.0 + np.exp(-odds))
    bend = np.bincount(by_duty, chance * (1.0 - chance), minlength=len(top) - 1)
    own = bend + spread.duty**-2.0
    common = spread.relevance**-2.0 + bend.sum() - (bend**2 / own).sum()
    widths = np.append(np.full(len(bend), spread.duty), spread.relevance)
    bent = float(np.log(own).sum() + np.log(common))
    return height - _prior(top, widths) - 0.5 * bent


def _prior(top: Vector, widths: Vector) -> float:
    """Minus the log of the prior's height there, but for the power of 2 pi that cancels."""
    return float(0.5 * ((top / widths) ** 2).sum() + np.log(widths).sum())
