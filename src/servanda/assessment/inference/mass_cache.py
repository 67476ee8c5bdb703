"""A cache of sums: the only thing in `assessment` that changes while it is used."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field

from servanda.assessment.model.arrays import Array

__all__ = ["JointMass", "MassCache"]


@dataclass(frozen=True, slots=True)
class JointMass:
    """A mass summed over everything that may have happened, with its error."""

    mass: Array  # (way, intent, value)
    error: float  # how far a probability formed from it may be off; 0 if the sum is exact


@dataclass(slots=True)
class MassCache:
    """Sums by everything that they depend on.

    Leaving an item out of a duty does not change the duties coupled to it, and an interval needs
    the same sums as the number: so pass one cache to all of them.
    """

    _sums: dict[Hashable, JointMass] = field(default_factory=dict)

    def lookup(self, key: Hashable, compute: Callable[[], JointMass]) -> JointMass:
        """The sum under this key; computed on first use."""
        if key not in self._sums:
            self._sums[key] = compute()
        return self._sums[key]

    def keep(self, keys: Sequence[Hashable], compute: Callable[[], Sequence[JointMass]]) -> None:
        """The sums under these keys, computed together unless all are kept."""
        if not all(key in self._sums for key in keys):
            self._sums.update(zip(keys, compute(), strict=True))
