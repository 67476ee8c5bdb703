"""A sum of small tables that gives log-odds: the fitted judge of pairs of sentences.

A table asks a few questions "is this feature above this value?" and has a number for each pattern
of answers (an oblivious tree). Tables are summed, and the sum is the log-odds of a copy. Small
enough to be read, and looked up for hundreds of thousands of pairs a second.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["AnswerTable", "BoostedTables"]


@dataclass(frozen=True, slots=True)
class AnswerTable:
    """Questions, and log-odds for each pattern of answers; the first question is the lowest bit."""

    questions: tuple[tuple[str, float], ...]  # feature, the value it is above
    log_odds: tuple[float, ...]  # 2 ** len(questions)


@dataclass(frozen=True, slots=True)
class BoostedTables:
    """Tables to be summed, and what the sum begins with."""

    start: float  # log-odds
    tables: tuple[AnswerTable, ...]

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> BoostedTables:
        """The tables of a file: "start", and "tables" with "above" and "log_odds"."""
        return cls(
            float(value["start"]),
            tuple(
                AnswerTable(
                    tuple((name, float(bound)) for name, bound in table["above"]),
                    tuple(map(float, table["log_odds"])),
                )
                for table in value["tables"]
            ),
        )

    def log_odds(self, names: Sequence[str], values: NDArray[np.float32]) -> NDArray[np.float64]:
        """Log-odds of each row; names: of the columns of values."""
        column = {name: np.ascontiguousarray(values[:, at]) for at, name in enumerate(names)}
        total = np.full(len(values), self.start)
        for table in self.tables:
            pattern = np.zeros(len(values), np.uint8)
            for bit, (name, bound) in enumerate(table.questions):
                pattern |= (column[name] > np.float32(bound)).view(np.uint8) << np.uint8(bit)
            total += np.array(table.log_odds)[pattern]
        return total
