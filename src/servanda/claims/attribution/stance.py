"""What a cue does with its content: said, denied, not confirmed, declined, promised ...

Read from the cue's lemma, its auxiliaries, its negation and its complement. "Has not confirmed"
and "declined to confirm" say nothing about the content, and are never merged with a denial.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypedDict

from servanda.claims.lexicon.cues import SILENT_VERBS, Cue
from servanda.claims.lexicon.word_lists import words
from servanda.records import Modality, Polarity, Stance

__all__ = ["CueUse", "StanceReading", "stance_of"]

_CONFIRM = frozenset({"confirm", "verify", "corroborate"})
_DOUBT = words(
    "believe think expect know see",
)


@dataclass(frozen=True, slots=True)
class CueUse:
    """How a cue is used in its sentence."""

    negated: bool = False
    modal: str | None = None  # "would", "could", ...
    governor: str | None = None  # the verb it depends on: *declined* to confirm
    question: bool = False  # whether, if


class StanceReading(TypedDict):
    """The three values that a draft takes from its cue."""

    stance: Stance
    polarity: Polarity
    modality: Modality


def stance_of(cue: Cue, manner: CueUse) -> StanceReading:
    """Stance, polarity and modality by cue and manner."""
    stance = _stance(cue, manner)
    return StanceReading(
        stance=stance, polarity=_polarity(cue, stance, manner), modality=_modality(stance, manner)
    )


def _stance(cue: Cue, manner: CueUse) -> Stance:
    if cue.stance is Stance.DECLINED:
        return Stance.DECLINED
    if manner.governor in {"decline", "refuse"} and cue.lemma in SILENT_VERBS:
        return Stance.DECLINED
    if manner.negated and cue.lemma in _CONFIRM:
        return Stance.NOT_CONFIRMED
    if manner.negated and manner.modal in {"would", "will", "wo"} and cue.lemma in SILENT_VERBS:
        return Stance.DECLINED
    if manner.negated and cue.stance is Stance.DENIED:
        return Stance.NOT_CONFIRMED
    if manner.negated and cue.lemma in {"say", "disclose", "reveal", "specify"}:
        return Stance.NOT_CONFIRMED
    if manner.negated and cue.stance in {Stance.AGREED, Stance.PROMISED}:
        return Stance.DENIED
    return cue.stance


def _polarity(cue: Cue, stance: Stance, manner: CueUse) -> Polarity:
    if stance is Stance.DECLINED:
        return Polarity.NEUTRAL
    if stance in {Stance.DENIED, Stance.NOT_CONFIRMED}:
        return Polarity.NEGATIVE
    return Polarity.NEGATIVE if manner.negated else Polarity.POSITIVE


def _modality(stance: Stance, manner: CueUse) -> Modality:
    if stance is Stance.DECLINED or manner.question:
        return Modality.OPEN
    if stance in {Stance.PROMISED, Stance.THREATENED, Stance.AGREED}:
        return Modality.FUTURE
    if stance is Stance.BELIEVED:
        return Modality.PROBABLE
    return Modality.CERTAIN
