"""How many periods of a rate were kept."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["PeriodCounts"]


@dataclass(frozen=True, slots=True)
class PeriodCounts:
    """The periods of a rate that are over, by what is known of each."""

    kept: int  # with a probability of at least 0.80
    broken: int  # of at most 0.20
    unknown: int  # between

    @property
    def in_words(self) -> str:
        """ "5 kept, 1 broken, 2 not known"."""
        return f"{self.kept} kept, {self.broken} broken, {self.unknown} not known"
