"""What people say of statements: one sentence and one duty at a time, in dated acts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from servanda.records.evidence.statement import Statement
from servanda.records.span import Span

__all__ = ["StatementAct", "StatementDecision", "WhyAsked"]


class StatementAct(StrEnum):
    """What a person says of what was read in a sentence, or does with an earlier decision."""

    RIGHT = "right"  # label, number and days are as read
    OTHER_LABEL = "other_label"
    OTHER_DUTY = "other_duty"  # it speaks of another duty
    OTHER_NUMBERS = "other_numbers"  # the label is right; the number or the days are others
    UNRELATED = "unrelated"
    UNDO = "undo"  # an earlier decision does not hold


class WhyAsked(StrEnum):
    """Why a sentence and a duty were put to a person."""

    TELLING = "telling"  # the answer was expected to move a number most
    DRAWN = "drawn"  # by lot, whatever it would move
    MISSED = "missed"  # it was near the duty, and nothing was read in it


@dataclass(frozen=True, slots=True)
class StatementDecision:
    """One dated act of a person on one sentence and one duty; only followed by later ones."""

    id: str
    document: str
    span: Span  # where the sentence stood
    quote: str  # the sentence, white space collapsed: the decision never passes to other words
    obligation: str  # the duty that was asked about
    act: StatementAct
    who: str
    made: datetime  # aware, UTC
    read: Statement | None  # what stood before, with the chances it had; None: it was not judged
    says: tuple[Statement, ...]  # what holds instead, each certain; empty of undo
    why_asked: WhyAsked
    lot: float  # 0..1, drawn for this sentence and duty: see `random_sample`
    undoes: str | None  # of undo: the other decision's id
