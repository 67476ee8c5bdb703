"""What people do with claims: enter them, and decide about them in dated acts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from servanda.records.case.case import ActorKind
from servanda.records.evidence.claim import Quantity, Stance, TimeMention, VerbClass
from servanda.records.times import DateRange

__all__ = ["BY_HAND", "ClaimEntry", "Correction", "Decision", "DecisionAct"]

BY_HAND = "by hand"  # the reader of a claim that a person entered


class DecisionAct(StrEnum):
    """What a person does with one claim, or with an earlier decision."""

    ACCEPT = "accept"  # it says what the text says; a claim entered by hand begins with this
    REJECT = "reject"  # the text does not say this, and never did
    CORRECT = "correct"  # it says this instead
    RETRACT = "retract"  # its speaker or publisher has taken it back
    LINK = "link"  # it bears on this obligation
    UNLINK = "unlink"  # it does not
    UNDO = "undo"  # an earlier decision does not hold


@dataclass(frozen=True, slots=True)
class Correction:
    """New values for fields of a claim; None leaves a field as it was read."""

    holder: str | None = None  # canonical name
    holder_id: str | None = None  # actor id, where the new holder is a known actor
    holder_kind: ActorKind | None = None
    stance: Stance | None = None
    quantity: Quantity | None = None  # takes the place of every number read
    event_time: TimeMention | None = None
    verb: VerbClass | None = None
    negated: bool | None = None
    completed: bool | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """One dated act of a person on one claim; never changed, only followed by later ones."""

    id: str
    document: str
    claim: str
    quote: str  # the claim's content: the decision never passes to another claim with this number
    act: DecisionAct
    who: str
    made: datetime  # aware, UTC
    since: date  # the day it became public; a retraction counts as of this day
    reason: str
    obligation: str | None  # of link and unlink
    correction: Correction | None  # of correct
    undoes: str | None  # of undo: the other decision's id


@dataclass(frozen=True, slots=True)
class ClaimEntry:
    """A claim as a person enters it: words of one document, and what they mean."""

    document: str
    quote: str  # the content, exactly as the document has it
    nth: int | None  # which of several places with these words, from 1
    holder: str | None  # None: the article says so itself
    source: str | None  # words of the document that name the holder
    stance: Stance
    obligation: str | None
    count: float | None
    unit: str | None  # what is counted; None: the obligation's unit, or what the words say
    event: DateRange | None
    verb: VerbClass | None  # None: as the words say, here and in the next two
    negated: bool | None
    completed: bool | None
