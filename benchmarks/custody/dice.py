"""Draws of whole things, by a numpy generator."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import numpy as np

__all__ = ["Dice"]

Thing = TypeVar("Thing")


class Dice:
    """The same draws for the same seed."""

    def __init__(self, seed: int) -> None:
        self._generator = np.random.default_rng(seed)

    def below(self, number: int) -> int:
        """A whole number from 0 up to one less than this."""
        return int(self._generator.integers(number))

    def up_to(self, most: float) -> float:
        """A number from 0 to this."""
        return float(self._generator.uniform(0.0, most))

    def one_of(self, things: Sequence[Thing]) -> Thing:
        """Any of these."""
        return things[self.below(len(things))]

    def some_of(self, things: Sequence[Thing], number: int) -> list[Thing]:
        """So many of these, each once, in any order."""
        order = self._generator.permutation(len(things))[:number]
        return [things[int(place)] for place in order]
