"""The interface of the methods of change: a fitted statistic, computed window by window."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from servanda.records import StackWindow

__all__ = ["ChangeStatistic", "Map"]

Map = NDArray[np.float32]  # (row, column), NaN where nothing can be said


class ChangeStatistic(Protocol):
    """A method of change, fitted to scenes that are read window by window."""

    def bands(self, windows: Iterable[StackWindow]) -> Iterator[Mapping[str, Map]]:
        """The bands of each window, lazily and in order: `statistic`, and dates for a series.

        Raises NoStatisticError at the end if no window had a statistic.
        """
        ...

    def parts(self, window: StackWindow) -> Map:
        """(part, row, column) the signed parts that the statistic of a window is computed from."""
        ...

    @property
    def details(self) -> dict[str, Any]:
        """Figures of the fit, for JSON."""
        ...
