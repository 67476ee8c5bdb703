"""Random numbers of a simulated layer: one generator for each thing drawn, all from one seed."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

import numpy as np

__all__ = ["RandomDraws"]


@dataclass(frozen=True, slots=True)
class RandomDraws:
    """Independent generators: what else is drawn does not change their numbers."""

    seed: int

    def generator(self, what: str, *numbers: int) -> np.random.Generator:
        """The generator of one thing: the clouds of a day, the track of an object."""
        return np.random.default_rng([self.seed, zlib.crc32(what.encode()), *numbers])
