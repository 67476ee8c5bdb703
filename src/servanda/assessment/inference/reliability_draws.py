"""Samples of what is uncertain about sources and priors, the same on every machine.

Every uncertain quantity has its own stratified sample, seeded by its own name, so that a source
that is distrusted or an item that arrives does not shuffle the others.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from scipy.special import betaincinv

from servanda.assessment.model.arrays import Array
from servanda.records import sha256

__all__ = ["BetaSampler"]


@dataclass(frozen=True, slots=True)
class BetaSampler:
    """Draws samples of Beta quantities: how many, and from which seed."""

    count: int
    seed: int
    _cache: dict[tuple[str, float, float], Array] = field(
        default_factory=dict, compare=False, repr=False
    )

    def beta(self, name: str, first: float, second: float) -> Array:
        """(draw,) values, 0..1, of the Beta(first, second) quantity with this name."""
        key = (name, first, second)
        if key not in self._cache:
            quantiles = betaincinv(first, second, self._uniform(name))
            self._cache[key] = np.clip(np.asarray(quantiles, dtype=np.float64), 1e-6, 1 - 1e-6)
        return self._cache[key]

    def _uniform(self, name: str) -> Array:
        """One value in each of `count` equal strata, in an order that depends on the name."""
        rng = np.random.default_rng([self.seed, int(sha256(name.encode("utf-8"))[:12], 16)])
        strata = rng.permutation(self.count)
        return np.asarray((strata + rng.random(self.count)) / self.count)
