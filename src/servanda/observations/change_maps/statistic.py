"""What the methods of change have in common: a fit, read off window by window."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from servanda.records import StackWindow

__all__ = ["ChangeStatistic", "Map"]

Map = NDArray[np.float32]  # (row, column), NaN where nothing can be said


class ChangeStatistic(Protocol):
    """A method, fitted to scenes that are read one window at a time."""

    def bands(self, windows: Iterable[StackWindow]) -> Iterator[Mapping[str, Map]]:
        """Of each window `statistic`, and of a series the bands that say when; lazily, in order.

        Raises NoStatisticError, at the end, where no window had a statistic.
        """
        ...

    def parts(self, window: StackWindow) -> Map:
        """(part, row, column) the signed parts that the statistic of a window is made of."""
        ...

    @property
    def details(self) -> dict[str, Any]:
        """What the method found out on its way, for JSON."""
        ...
