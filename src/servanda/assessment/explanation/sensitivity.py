"""How far each assumption alone could shift a number."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Any

from servanda.assessment.inference.point_posteriors import point_posteriors
from servanda.assessment.model.prior_scaling import scale_prior
from servanda.assessment.model.priors import DEFAULT_PRIORS, Priors
from servanda.assessment.model.watched_priors import WatchedPriors
from servanda.records import CaseEvidence, Sensitivity

__all__ = ["sensitivity"]

# A smaller change is rounding: the duty does not use the assumption. [judgement; not from outside]
_MOVES = 1e-9


def sensitivity(
    known: CaseEvidence, row: str, priors: Priors = DEFAULT_PRIORS
) -> tuple[Sensitivity, ...]:
    """The number with each assumption alone halved and doubled; largest span first.

    Assumptions that do not move the number are left out, those that it never reads without
    reckoning. Of a chance the odds are halved and
    doubled, so that it stays a chance. Whole numbers are steps in which a sum is taken, not
    assumptions about the world, and stay as they are.
    """
    watched = WatchedPriors.of(priors)
    base = _probability(known, row, watched)
    found = []
    for name, value, low, high in _ranges(priors):
        if name not in watched.asked:
            continue
        at_low, at_high = (
            _probability(known, row, _with_prior(priors, name, changed)) for changed in (low, high)
        )
        if max(abs(at_low - base), abs(at_high - base)) > _MOVES:
            found.append(Sensitivity(name, value, low, high, at_low, at_high))
    return tuple(sorted(found, key=lambda row: (-abs(row.at_high - row.at_low), row.prior)))


def _probability(known: CaseEvidence, row: str, priors: Priors) -> float:
    return point_posteriors(known, priors, wanted={row})[row].probability


def _with_prior(priors: Priors, name: str, value: float) -> Priors:
    changed: dict[str, Any] = {name: value}
    return replace(priors, **changed)


def _ranges(priors: Priors) -> Iterator[tuple[str, float, float, float]]:
    for field in fields(priors):
        value = getattr(priors, field.name)
        if isinstance(value, float):
            low, high = (scale_prior(field.name, value, factor) for factor in (0.5, 2.0))
            yield field.name, value, low, high
