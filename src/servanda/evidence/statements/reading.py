"""The ways in which a report can speak of a duty, and what one of them says."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from servanda.records import Claim, Polarity, Stance

__all__ = ["ClaimReading", "Says", "says_not"]


class Says(StrEnum):
    """The ways in which a report can speak of a duty."""

    EXACTLY = "exactly"  # so many are done
    AT_LEAST = "at least"
    AT_MOST = "at most"
    ALL = "all"  # the whole is done, or the level is where it should be
    SOME = "some"  # done, without a number
    UNDER_WAY = "under way"  # begun, not finished
    NOT_DONE = "not done"
    EVENT = "event"  # an event that breaks the duty
    NO_EVENT = "no event"
    VALUE = "value"  # a quantity was reached, or stood, at so much
    NOTHING = "nothing"  # says nothing about what is so


@dataclass(frozen=True, slots=True)
class ClaimReading:
    """What is said, with its number where it has one."""

    says: Says
    number: float  # of sites; of a level, in the duty's unit
    text: str  # in a few words, for people
    width: float = 0.0  # of the interval that a figure stands for, in the duty's unit
    error_share: float = 0.0  # standard deviation of a figure, as a share of it ...
    error_chance: float = 1.0  # ... and how often a figure errs by so much
    false_alarm: float | None = None  # chance that who is wrong reports this event; None: not known
    seen_twice: bool = False  # a figure of a series: one that stands out is looked at again


def says_not(claim: Claim) -> bool:
    """Whether the act is put forward as not having taken place; two negations cancel."""
    denied = claim.stance is Stance.DENIED
    negated = claim.proposition.negated or (
        claim.polarity is Polarity.NEGATIVE and not denied and not claim.proposition.negated
    )
    return negated != denied
