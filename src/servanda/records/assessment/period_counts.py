"""How the periods of a rate were kept: each by its days, and how many."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

__all__ = ["PeriodCounts", "PeriodOutcome"]

_NAMED = 3  # periods of one kind that a line of text names [layout]


@dataclass(frozen=True, slots=True)
class PeriodOutcome:
    """One period that is over."""

    first: date  # its days
    last: date
    outcome: str  # kept, broken, unknown, or not_in_force: then neither
    probability: float | None  # that it was kept; None where it was not in force

    @property
    def in_words(self) -> str:
        """Its days, one or two: "2014-05-05 to 2014-05-11"."""
        return str(self.first) if self.first == self.last else f"{self.first} to {self.last}"


@dataclass(frozen=True, slots=True)
class PeriodCounts:
    """The periods of a rate that are over, by what is known of each."""

    kept: int  # with a probability of at least 0.80
    broken: int  # of at most 0.20
    unknown: int  # between
    not_in_force: int = 0  # suspended, for one, on a day of it: neither kept nor broken
    each: tuple[PeriodOutcome, ...] = ()  # in order

    @property
    def in_words(self) -> str:
        """ "5 kept, 1 broken, 2 not known"."""
        words = f"{self.kept} kept, {self.broken} broken, {self.unknown} not known"
        return words + (f", {self.not_in_force} not in force" if self.not_in_force else "")

    @property
    def named(self) -> str:
        """Which they are, but for those kept: "broken: 2014-05-05 to 2014-05-11"; "" if none."""
        kinds = (("broken", "broken"), ("unknown", "not known"), ("not_in_force", "not in force"))
        parts = []
        for outcome, words in kinds:
            found = [one.in_words for one in self.each if one.outcome == outcome]
            more = len(found) - _NAMED
            if found:
                shown = ", ".join(found[:_NAMED]) + (f" and {more} more" if more > 0 else "")
                parts.append(f"{words}: {shown}")
        return "; ".join(parts)
