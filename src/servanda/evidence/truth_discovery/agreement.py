"""How far workers agree with each other: all that reports alone tell about how good they are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from servanda.evidence.truth_discovery.label_reports import Array

__all__ = ["Agreement", "agreement"]


@dataclass(frozen=True, slots=True)
class Agreement:
    """How often two reports of one item agree, and what follows if errors are independent."""

    observed: float  # chance that two reports of one item agree, 0..1
    by_chance: float  # the same of two reports of different items, 0..1
    labels: int

    @property
    def kappa(self) -> float:
        """Agreement beyond chance, 0..1, as Fleiss (1971), Psychol. Bull. 76(5), 378-382."""
        if self.by_chance >= 1.0:
            return 1.0
        return max(0.0, (self.observed - self.by_chance) / (1.0 - self.by_chance))

    @property
    def accuracy(self) -> float:
        """The chance of a right report at which symmetric workers would agree so often, 0..1.

        The root above one half of a^2 + (1 - a)^2 / (labels - 1) = observed.
        """
        guess = 1.0 / self.labels
        return guess + float(np.sqrt(max(0.0, self.observed - guess) * (1.0 - guess)))


def agreement(counts: Array, accuracy: float, weight: float) -> Agreement:
    """The agreement in (item, label) counts of reports, pulled toward that of a known accuracy.

    accuracy: of symmetric workers, 0..1: what is assumed where few items have two reports
    weight: in reports
    """
    labels = counts.shape[1]
    if labels == 1:
        return Agreement(1.0, 1.0, 1)
    assumed = accuracy**2 + (1.0 - accuracy) ** 2 / (labels - 1)
    size = counts.sum(axis=1)
    several = counts[size > 1]
    others = size[size > 1] - 1.0
    agreed = float(((several * (several - 1.0)).sum(axis=1) / others).sum())
    observed = (agreed + weight * assumed) / (several.sum() + weight)
    used = (counts.sum(axis=0) + weight / labels) / (counts.sum() + weight)
    return Agreement(float(observed), float((used**2).sum()), labels)
