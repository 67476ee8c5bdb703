"""How a simulated world may differ from what the assessment assumes of it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.random import Generator

from servanda.assessment.model.priors import DEFAULT_PRIORS, Priors

__all__ = ["AS_ASSUMED", "World", "bent"]


@dataclass(frozen=True, slots=True)
class World:
    """How the simulated world differs from what the assessment assumes."""

    priors: Priors = DEFAULT_PRIORS
    trust: float = 0.0  # standard deviation of an origin's true log odds about its letter's
    fickle: float = 0.0  # chance that a wrong origin does not keep to its story
    rash: float = 0.0  # chance that a wrong origin does not mind whether its day is plausible
    copies: float = 0.0  # chance that an origin only repeats another, unknown to us
    misread: float = 0.0  # chance that a claim is read as another of its menu


AS_ASSUMED = World()


def bent(rng: Generator) -> World:
    """A world in which nothing is quite as assumed; every range is a judgement, and stated here."""
    assumed = DEFAULT_PRIORS
    keeps = float(rng.uniform(0.35, 0.65))

    def about(rate: float, factor: float) -> float:
        return rate * float(np.exp(rng.uniform(-np.log(factor), np.log(factor))))

    priors = replace(
        assumed,
        keeps=4.0 * keeps,
        breaks=4.0 * (1.0 - keeps),
        late=float(rng.uniform(0.1, 0.5)),
        done_by_end=float(rng.uniform(0.85, 0.995)),
        pace=float(rng.uniform(1.5, 6.0)),
        done_anyway=float(rng.uniform(0.02, 0.2)),
        partly=float(rng.uniform(0.0, 0.3)),
        partly_anyway=float(rng.uniform(0.2, 0.8)),
        open_half_life_days=about(assumed.open_half_life_days, 2.0),
        undone_per_year=about(assumed.undone_per_year, 3.0),
        undone_anyway_per_year=about(assumed.undone_anyway_per_year, 3.0),
        events_per_year=about(assumed.events_per_year, 3.0),
        events_anyway_per_year=about(assumed.events_anyway_per_year, 3.0),
        under_anyway=float(rng.uniform(0.1, 0.4)),
        level_drift_per_year=about(assumed.level_drift_per_year, 2.0),
    )
    return World(
        priors,
        trust=float(rng.uniform(0.0, 1.0)),
        fickle=float(rng.uniform(0.0, 0.5)),
        rash=float(rng.uniform(0.0, 0.5)),
        copies=float(rng.uniform(0.0, 0.2)),
        misread=float(rng.uniform(0.0, 0.05)),
    )
