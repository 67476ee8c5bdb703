"""Sentences that say a duty's own words: its clause in the perfect, or what the case gives.

A case may say which sentences would show a duty kept or broken (`kept_if`, `broken_if`). Where a
document has one of them word for word, or the clause itself as something done or not done, nothing
is left to judge. Dates, articles and forms of "have" and "be" do not count as words here, and a
verb is one word in all of its forms; any other word more or less is another sentence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from servanda.claims.content.time_expressions import Calendar, time_mentions
from servanda.claims.lexicon.cues import inflected
from servanda.claims.lexicon.verb_forms import irregular_base, participle, past, third_person
from servanda.claims.lexicon.word_lists import words
from servanda.plurals import singular
from servanda.records import UNKNOWN_TIME, Label, ObligationKind

__all__ = ["OwnWords", "own_words", "with_own_words"]

# Chance of what a duty's own words say, word for word in a text: what is left is for a text that
# quotes or denies them around its sentence. [judgement; not from outside]
_SURE = 0.98

_FILLERS = words(
    "a an the has have had having been be is are was were being any so far now also all its their"
)
_NEGATIONS = words("no not never none nothing neither nor hasn't haven't hadn't")
_DUTIFUL = re.compile(
    r"\b(?:shall|will|must|should|(?:is|are|undertakes?|agrees?|commits?)\s+to)\b", re.IGNORECASE
)
_WORD = re.compile(r"[^\W_]+(?:['’.,-][^\W_]+)*")
_TELLS = re.compile(r"\b(?:has|have|had|hasn't|haven't|hadn't|was|were|did)\b", re.IGNORECASE)
_SPAN_OF_DAYS = re.compile(
    r"\bwithin\s+[\w-]+\s+(?:days?|weeks?|months?|years?)(?:\s+(?:of|after|from)\s+[\w' -]+)?",
    re.IGNORECASE,
)
_LEADS = re.compile(
    r"\b(?:by|on|in|before|until|since|after|from|during|no later than)(?:\s+the)?\s*$", re.I
)


@dataclass(frozen=True, slots=True)
class _Said:
    """A sentence as its words, and whether they deny it."""

    words: tuple[str, ...]
    denied: bool


@dataclass(frozen=True, slots=True)
class OwnWords:
    """What a duty's own sentences are, actors renamed."""

    kind: ObligationKind
    clause: _Said
    kept: tuple[_Said, ...]
    broken: tuple[_Said, ...]

    def label_of(self, sentence: str) -> Label | None:
        """What a sentence says if it is one of them; None of any other."""
        said = _words_of(sentence)
        shown = (*((own, True) for own in self.kept), *((own, False) for own in self.broken))
        for own, kept in (*shown, (self.clause, True)):
            if not _alike(said.words, own.words) or not _tells_fact(sentence, said):
                continue
            if said.denied == own.denied:
                return self._label(kept=kept)
            if own is self.clause:
                return self._label(kept=False)
        return None

    def _label(self, *, kept: bool) -> Label:
        if self.kind is ObligationKind.ABSTAIN:
            return Label.RESPECTED if kept else Label.VIOLATED
        return Label.DONE if kept else Label.NOT_DONE


def own_words(
    kind: ObligationKind, clause: str, kept: Sequence[str], broken: Sequence[str]
) -> OwnWords:
    """The sentences of a duty, its clause and those of the case, actors renamed as in texts."""
    asked = _words_of(_DUTIFUL.sub(" ", clause))
    return OwnWords(kind, asked, tuple(map(_words_of, kept)), tuple(map(_words_of, broken)))


def with_own_words(chances: Sequence[float], label: Label | None) -> list[float]:
    """The chance of each label where a sentence is word for word one that says this one."""
    if label is None:
        return list(chances)
    return [
        (1.0 - _SURE) * chance + _SURE * (other is label)
        for other, chance in zip(Label, chances, strict=True)
    ]


def _words_of(sentence: str) -> _Said:
    found = [word.lower().replace("’", "'") for word in _WORD.findall(_without_days(sentence))]
    denied = sum(word in _NEGATIONS for word in found) % 2 == 1
    kept = tuple(word for word in found if word not in _FILLERS and word not in _NEGATIONS)
    return _Said(kept, denied)


def _without_days(sentence: str) -> str:
    """A sentence without its dates and what leads them."""
    pieces, at = [], 0
    for mention in time_mentions(sentence, 0, len(sentence), Calendar(UNKNOWN_TIME)):
        pieces.append(_LEADS.sub("", sentence[at : mention.span.start]))
        at = mention.span.end
    return _SPAN_OF_DAYS.sub("", "".join([*pieces, sentence[at:]]))


def _tells_fact(sentence: str, said: _Said) -> bool:
    """Whether a sentence tells of what is so, and does not restate what is asked."""
    return _TELLS.search(sentence) is not None or any(map(_is_past, said.words))


def _is_past(word: str) -> bool:
    base = irregular_base(word)
    return word.endswith("ed") or (base is not None and base != word)


def _alike(words: Sequence[str], own: Sequence[str]) -> bool:
    return (
        bool(own)
        and len(words) == len(own)
        and all(
            word == other or _forms(word, other) for word, other in zip(words, own, strict=True)
        )
    )


def _forms(word: str, own: str) -> bool:
    """Whether two words are forms of one verb or noun."""
    if not (word.isalpha() and own.isalpha()):
        return False
    base = _base(own)
    forms = {base, third_person(base), past(base), participle(base), *inflected(base)}
    return word in forms or singular(word) == singular(own)


def _base(word: str) -> str:
    """The base of a verb: "fly" of "flies", and of "flew"."""
    return irregular_base(word) or (word if word.endswith("ss") else singular(word))
