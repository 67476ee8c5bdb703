"""Duties and sentences in words that do not depend on who the parties are.

The bearer of a duty is called by one name and every other actor of the case by another, in the
clause and in the sentences set against it, so that what is learnt on one agreement is about who
does what to whom and not about the names of its parties.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from servanda.claims.content.actor_mentions import Directory, Mention
from servanda.claims.statements.demonyms import with_demonyms
from servanda.claims.statements.passages import Passage
from servanda.claims.statements.verbatim import OwnWords, own_words
from servanda.records import Actor, Names, Obligation, ObligationKind

__all__ = ["DutyWording", "PassageWording", "WordedDocument", "duty_wordings"]

BEARER = "Alpha"
_OTHERS = (
    "Beta", "Gamma", "Delta", "Epsilon", "Zeta", "Theta", "Kappa", "Lambda", "Sigma", "Omega",
    "Omicron", "Upsilon",
)  # fmt: skip
_KINDS = {
    ObligationKind.STATE: "state",
    ObligationKind.ACT: "act",
    ObligationKind.LEVEL: "level",
    ObligationKind.ABSTAIN: "refrain",
}
_NUMBER = r"\d[\d.]*(?:\([a-z\d]+\))*"
_ARTICLE_NUMBERS = re.compile(
    rf"(?:articles?|art\.)?\s*{_NUMBER}(?:\s*(?:,|-|–|and)\s*{_NUMBER})*\s*:\s+", re.I
)
# What names all who have a duty: of one that each has for itself it stands for the bearer.
_EACH_SIDE = re.compile(
    r"\b(?:(?:each|every|both|all|either)(?: one)?(?: of)?(?: the)?|the|of the)\s+"
    r"(?:(?:two|three|four|high|contracting|state)\s+)*"
    r"(?:part(?:y|ies)|sides?|signator(?:y|ies)|governments?|states?)\b(?: shall each\b)?",
    re.I,
)
_CONTEXT = 80  # characters of a heading that are read [definition]


@dataclass(frozen=True, slots=True)
class DutyWording:
    """One duty as its clause says it, ready to be set against sentences."""

    id: str
    clause: str  # as written, without the numbers of its articles
    neutral: str  # kind, bearer and clause, actors renamed
    bearers: frozenset[str]  # actor ids, their parts included
    own: OwnWords  # what would be its own words in a text


@dataclass(frozen=True, slots=True)
class PassageWording:
    """One passage as one duty's bearer makes it read."""

    context: str  # the headings and the sentence before
    sentence: str


def duty_wordings(obligations: Sequence[Obligation], names: Names) -> tuple[DutyWording, ...]:
    """Each obligation in such words, in the order given."""
    return tuple(_duty_wording(duty, names) for duty in obligations)


def _duty_wording(duty: Obligation, names: Names) -> DutyWording:
    clause = _ARTICLE_NUMBERS.sub("", " ".join(duty.clause.split()), count=1)
    bearers = _with_parts(duty.bearers, Directory.of(names, clause).actors)
    renamed, *shown = (
        _renamed_text(text, bearers, names, each_side=bool(duty.co_bearers))
        for text in (clause, *duty.kept_if, *duty.broken_if)
    )
    kept, broken = shown[: len(duty.kept_if)], shown[len(duty.kept_if) :]
    neutral = f"{_KINDS[duty.kind]} | {BEARER} | {renamed}"
    own = own_words(duty.kind, renamed, kept, broken)
    return DutyWording(duty.id, clause, neutral, bearers, own)


def _renamed_text(text: str, bearers: frozenset[str], names: Names, *, each_side: bool) -> str:
    """A text of the case with its actors renamed; each_side: several bear the duty."""
    directory = Directory.of(with_demonyms(names, text), text)
    renamed = _rename(text, 0, directory.mentions, _letters(bearers, names))
    return _EACH_SIDE.sub(BEARER, renamed, count=1) if each_side else renamed


class WordedDocument:
    """A document's passages with the actors that they name."""

    def __init__(self, text: str, cut: Sequence[Passage], names: Names) -> None:
        """text: the document's; cut: its passages"""
        self._names = names
        self._directory = Directory.of(with_demonyms(names, text), text)
        self.passages = tuple(cut)
        self._mentions = [
            self._directory.within(passage.span.start, passage.span.end)
            for passage in self.passages
        ]
        self._letters: dict[frozenset[str], Mapping[str, str]] = {}
        self._renamed: dict[tuple[int, frozenset[str]], str] = {}

    def context(self, number: int) -> str:
        """The headings and the sentence before a passage, in the document's own words."""
        return _context_of(self.passages[number], lambda at: self.passages[at].text)

    def actors(self, number: int) -> frozenset[str]:
        """The ids of the actors that a passage names."""
        return frozenset(mention.actor.id for mention in self._mentions[number])

    def wording(self, number: int, duty: DutyWording) -> PassageWording:
        """A passage and its context, actors renamed as for that duty."""
        context = _context_of(self.passages[number], lambda at: self._neutral(at, duty))
        return PassageWording(context, self._neutral(number, duty))

    def _neutral(self, number: int, duty: DutyWording) -> str:
        key = (number, duty.bearers)
        if key not in self._renamed:
            if duty.bearers not in self._letters:
                self._letters[duty.bearers] = _letters(duty.bearers, self._names)
            span = self.passages[number].span
            words = self._directory.text[span.start : span.end]
            renamed = _rename(
                words, span.start, self._mentions[number], self._letters[duty.bearers]
            )
            self._renamed[key] = " ".join(renamed.split())
        return self._renamed[key]


def _context_of(passage: Passage, words: Callable[[int], str]) -> str:
    """What a passage stands under, outermost first, and what is before it.

    words: of a passage, by its number
    """
    headings = [*passage.above, *(() if passage.heading is None else (passage.heading,))]
    before = "" if passage.before is None else words(passage.before)
    return " : ".join([*(words(at)[:_CONTEXT] for at in headings), before])


def _with_parts(bearers: Sequence[str], actors: Sequence[Actor]) -> frozenset[str]:
    """The bearers and every actor that is part of one, however far down."""
    found = set(bearers)
    while more := {actor.id for actor in actors if actor.part_of in found} - found:
        found |= more
    return frozenset(found)


def _letters(bearers: frozenset[str], names: Names) -> Mapping[str, str]:
    """What every actor of the case is called; those outside of it keep their names."""
    others = [actor.id for actor in names.actors if actor.id not in bearers]
    letters = {actor: _OTHERS[number % len(_OTHERS)] for number, actor in enumerate(others)}
    return letters | dict.fromkeys(bearers, BEARER)


def _rename(text: str, start: int, mentions: Sequence[Mention], letters: Mapping[str, str]) -> str:
    """The text, which starts at that character, with the actors that it names renamed."""
    pieces: list[str] = []
    at = 0
    for mention in sorted(mentions, key=lambda found: found.start):
        letter = letters.get(mention.actor.id)
        first, last = mention.start - start, mention.end - start
        if letter is None or first < at:
            continue
        before = text[at:first]
        pieces += [before.removesuffix("the ").removesuffix("The "), letter]
        at = last
    return "".join([*pieces, text[at:]])
