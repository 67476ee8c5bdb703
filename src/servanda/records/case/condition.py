"""What must be so for a duty to be due, and since when it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from servanda.records.times import DateRange

__all__ = ["Condition", "ConditionChange", "ConditionMode"]


class ConditionMode(StrEnum):
    """How a condition governs a duty."""

    IF = "if"  # not due until it is fulfilled
    WHILE = "while"  # due as long as it holds; holds until said otherwise


@dataclass(frozen=True, slots=True)
class ConditionChange:
    """A dated fact: from this day the condition is, or is no longer, fulfilled."""

    fulfilled: bool
    since: date
    published: DateRange
    note: str


@dataclass(frozen=True, slots=True)
class Condition:
    """What must be so for a duty to be due."""

    text: str
    mode: ConditionMode
    changes: tuple[ConditionChange, ...]
