"""What a clause says of the things to be counted, and what is known beside a sentence's words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from servanda.claims.lexicon.word_lists import words
from servanda.claims.meaning.encoder import EncodedText
from servanda.claims.slots.numbers import stated_numbers
from servanda.records import Obligation, ObligationKind, Span

__all__ = ["CountSetting", "CountedDuty", "actor_stems", "stems"]

_WORD = re.compile(r"[^\W\d_]{3,}")
_GRAMMAR = words(
    "the and for not nor but with from that this these those which who whom whose than then its",
    "their his her our your they them him she you has have had was were are been being will would",
    "shall should must may might can could any all each every both either neither such other more",
    "most less least fewer into onto over under upon after before since until during between among",
    "out off per when where while whether within without there here also only own same some said",
)
_STEM = 5  # letters by which forms of one word are taken as one [judgement; as in closeness]
_RATE = re.compile(
    r"\b(?:an?|each|every|per|any)\s(?:calendar\s)?(?:hour|day|week|month|quarter|year)"
    r"|\b(?:daily|weekly|monthly|yearly)\b",
    re.I,
)
_SHARE = re.compile(r"per\s?cent|%", re.I)


@dataclass(frozen=True, slots=True)
class CountedDuty:
    """What a clause says of the things to be counted."""

    kind: ObligationKind
    asked: float | None
    stems: frozenset[str]  # of the clause
    counted: frozenset[str]  # of the words after the number that is asked, and of the unit
    places: tuple[Span, ...]  # of those words in the clause
    others: frozenset[float]  # the other numbers of the clause
    is_rate: bool  # so many a week
    is_share: bool  # so many in a hundred

    @staticmethod
    def of(duty: Obligation) -> CountedDuty:
        """What the clause of a duty says."""
        numbers = stated_numbers(duty.clause)
        own = [number for number in numbers if number.value == duty.count]
        return CountedDuty(
            kind=duty.kind,
            asked=duty.count,
            stems=stems(duty.clause),
            counted=stems(" ".join([duty.unit or "", *(number.unit for number in own)])),
            places=tuple(Span(n.span.end, n.span.end + len(n.unit) + 1) for n in own),
            others=frozenset(number.value for number in numbers if number not in own),
            is_rate=_RATE.search(duty.clause) is not None,
            is_share=_SHARE.search(duty.clause) is not None,
        )


@dataclass(frozen=True, slots=True)
class CountSetting:
    """What is known about a sentence besides its words; all of it may be left out."""

    header: str = ""  # the first row of the table that it is a row of
    bearers: tuple[str, ...] = ()  # names of who has the duty
    others: tuple[str, ...] = ()  # names of the other actors
    sentence: EncodedText | None = None
    clause: EncodedText | None = None


def stems(text: str, kept: frozenset[str] = frozenset()) -> frozenset[str]:
    """The beginnings of the words of a text, those of grammar left out unless they are kept."""
    low = (word.lower() for word in _WORD.findall(text))
    return frozenset(w[:_STEM] for w in low if w not in _GRAMMAR or w[:_STEM] in kept)


def actor_stems(setting: CountSetting) -> tuple[frozenset[str], frozenset[str]]:
    """The beginnings of the bearers' names, and of the others' that no bearer shares."""
    own, others = (
        frozenset(
            word[:_STEM].lower()
            for name in names
            for word in _WORD.findall(name)
            if word[0].isupper()
        )
        for names in (setting.bearers, setting.others)
    )
    return own - others, others - own
