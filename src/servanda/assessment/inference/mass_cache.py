"""Sums that were made before: the one thing of this room that changes while it is used."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field

from servanda.assessment.model.arrays import Array

__all__ = ["JointMass", "MassCache"]


@dataclass(frozen=True, slots=True)
class JointMass:
    """A sum over all that may have happened."""

    mass: Array  # (way, intent, value)
    error: float  # how far a probability formed from it may be off; 0 where the sum is exact


@dataclass(slots=True)
class MassCache:
    """Sums by all that they depend on.

    Leaving an item out of one duty leaves those coupled to it as they were, and an interval asks
    for the same sums as the number: whoever asks for several hands the same cache on.
    """

    _sums: dict[Hashable, JointMass] = field(default_factory=dict)

    def lookup(self, key: Hashable, compute: Callable[[], JointMass]) -> JointMass:
        """The sum under this key, made if it is asked for the first time."""
        if key not in self._sums:
            self._sums[key] = compute()
        return self._sums[key]
