"""How readable a duty is: what would show it kept or broken, and what stands in the way."""

from __future__ import annotations

from dataclasses import dataclass

from servanda.records.case.case import Obligation, ObligationKind
from servanda.records.evidence.statement import Label

__all__ = [
    "DutyCheck",
    "DutyWarning",
    "ExampleDuty",
    "ExampleSentence",
    "ReadingSensitivity",
]


@dataclass(frozen=True, slots=True)
class ExampleDuty:
    """A duty of our own corpus with labelled sentences, at most one of each direction."""

    kind: ObligationKind
    bearers: tuple[str, ...]  # names
    others: tuple[str, ...]  # names of the other parties
    clause: str
    sentences: tuple[tuple[Label, str], ...]


@dataclass(frozen=True, slots=True)
class ExampleSentence:
    """A sentence of our own corpus that the reader takes as evidence on its duty."""

    label: Label
    text: str
    clause: str  # of the duty that it was written about


@dataclass(frozen=True, slots=True)
class DutyWarning:
    """Why a duty may get little evidence, or none, and what to do."""

    what: str
    advice: str


@dataclass(frozen=True, slots=True)
class ReadingSensitivity:
    """How many labelled sentences that speak for or against duties of a kind were read right."""

    rows: int  # sentences, of agreements that the reader has not seen
    share: float  # 0..1: those that it took as evidence in the right direction


@dataclass(frozen=True, slots=True)
class DutyCheck:
    """How readable one duty of a case is."""

    obligation: Obligation
    kept_if: tuple[str, ...]  # the case's own, else drafted from the clause
    broken_if: tuple[str, ...]
    drafted: tuple[str, ...]  # which of the two were drafted, by their keys
    examples: tuple[ExampleSentence, ...]
    sensitivity: ReadingSensitivity | None  # None: not measured for duties of this kind
    warnings: tuple[DutyWarning, ...]
