"""How far a duty has come: the share that is done, and the grade of an act or programme.

Of a duty that counts, both are read off the distribution that its number is from. An act has no
parts to count. Whether it has begun while it is not done is a sum of its own: as likely beforehand
as the campaigns of its bearer make it, and then by what origins say of its being under way,

    odds(begun) = odds beforehand * product over origins of 1 / (1 - m s (1 - e)),

m the chance that the origin is right, s the surest that any of its texts is of its telling of a
part, and e how often "under way" is said of what has not begun. How far it has come is not told:
half of what has begun is minimal, half intermediate.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from servanda.assessment.inference.duty_inference import DutyModel
from servanda.assessment.model.arrays import Array
from servanda.assessment.model.questions import Question, regime_shares, site_regimes
from servanda.assessment.site_counts.site_states import begun_hazards
from servanda.records import (
    Bearing,
    BoundDirection,
    Evidence,
    Grade,
    ObligationKind,
    ShareDone,
    state_space,
)

__all__ = ["grade_of", "share_of_work"]

# Share from which on what has begun is intermediate. [judgement; Kroc: no figure is given]
_HALF = 0.5
# How often a right origin says "under way" of what has not begun, beside what has.
# [judgement; not from outside]
_UNDER_WAY_OF_NOTHING = 0.1
_CENTRAL = (0.05, 0.95)  # 90 % [definition]


def share_of_work(question: Question, distribution: Array) -> ShareDone | None:
    """The share of what is asked that is done; None where the duty counts nothing.

    distribution: (value,) of the duty on the day asked about
    """
    shares = _shares(question)
    if shares is None:
        return None
    low, high = (_quantile(shares, distribution, part) for part in _CENTRAL)
    return ShareDone(float(shares @ distribution), low, high)


def grade_of(model: DutyModel, distribution: Array, items: Sequence[Evidence]) -> Grade | None:
    """The probability of each grade; None for duties to refrain and to stay under a level.

    items: what was read or seen of the duty
    """
    question, shares = model.question, _shares(model.question)
    if shares is not None:
        return Grade(
            *(
                float(distribution @ chosen)
                for chosen in (
                    shares == 0.0,
                    (shares > 0.0) & (shares < _HALF),
                    (shares >= _HALF) & (shares < 1.0),
                    shares == 1.0,
                )
            )
        )
    if question.obligation.kind is not ObligationKind.ACT:
        return None
    complete = float(distribution[-1])
    begun = _begun_by_reports(_begun_beforehand(question), items)
    part = 0.5 * (1.0 - complete) * begun
    return Grade((1.0 - complete) * (1.0 - begun), part, part, complete)


def _shares(question: Question) -> Array | None:
    """(value,) the share that is done at each value, at most 1; None where nothing is counted."""
    obligation, terms = question.obligation, question.terms
    asked = float(terms.count)
    if obligation.kind is ObligationKind.LEVEL:
        bound = terms.bound
        if bound is None or bound.direction is BoundDirection.AT_MOST or bound.value == 0.0:
            return None
        asked = bound.value
    elif obligation.kind is not ObligationKind.STATE or obligation.ratio is not None or not asked:
        return None
    values = np.array(state_space(obligation, terms).values)
    return np.asarray(np.minimum(1.0, values / asked))


def _quantile(values: Array, chances: Array, part: float) -> float:
    """The least value that is reached with that chance; values in rising order."""
    place = int(np.searchsorted(np.cumsum(chances), part * chances.sum()))
    return float(values[min(place, len(values) - 1)])


def _begun_beforehand(question: Question) -> float:
    """The chance that an act that is not done by the day has begun, before anything is said."""
    paces, priors = site_regimes(question).hazards, question.priors
    keeps = priors.keeps / (priors.keeps + priors.breaks)
    weights = np.array([keeps, 1.0 - keeps]) @ regime_shares(question)
    start, day = question.obligation.start, question.on
    left = [
        weight * (1.0 - pace.finish_probability(start, day))
        for weight, pace in zip(weights, paces, strict=True)
    ]
    begun = [pace.finish_probability(start, day) for pace in begun_hazards(paces)]
    return float(np.dot(left, begun) / sum(left))


def _begun_by_reports(chance: float, items: Sequence[Evidence]) -> float:
    """The chance that it has begun, by what each origin says of its being under way."""
    surest: dict[str, float] = {}
    for item in items:
        if item.bearing is Bearing.BEARS and item.tells_part:
            told = item.reliability.mean * item.score * item.tells_part
            surest[item.origin] = max(told, surest.get(item.origin, 0.0))
    not_begun = 1.0 - chance
    for told in surest.values():
        not_begun *= 1.0 - told * (1.0 - _UNDER_WAY_OF_NOTHING)
    return chance / (chance + not_begun) if chance else 0.0
