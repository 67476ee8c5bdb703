"""How a number comes about from what was assumed and from what each cause adds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

__all__ = ["Account", "AccountLine", "Contribution", "LineKind"]


class LineKind(StrEnum):
    """What a line of an account stands for."""

    ORIGIN = "origin"  # all that one origin says
    SILENCE = "silence"  # a watcher that would have reported an event, and did not
    COUPLING = "coupling"  # what others say of duties that share the bearer's intent


@dataclass(frozen=True, slots=True)
class AccountLine:
    """The part of one cause in the log odds of met: its Shapley value."""

    kind: LineKind
    origin: str | None  # None of COUPLING
    decibans: float  # > 0 speaks for met
    standard_error: float  # of the decibans; 0 where the part is exact
    coupled_decibans: float  # of the decibans: by what it says of coupled duties
    evidence: tuple[str, ...]  # ids of its items


@dataclass(frozen=True, slots=True)
class Account:
    """The log odds of met in parts that add up."""

    prior_decibans: float  # if nothing had been said or seen
    lines: tuple[AccountLine, ...]  # largest first
    decibans: float  # the whole: of the probability that is stated


@dataclass(frozen=True, slots=True)
class Contribution:
    """One item's share of its cause's part in the log odds of met."""

    evidence: str
    document: str | None
    origin: str
    published: date
    decibans: float  # > 0 speaks for met
