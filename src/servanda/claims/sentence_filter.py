"""Which sentences can hold a claim or an act, seen without a parse: only those are parsed.

The others stand in the piece as one meaningless word each, of the same length, so that offsets
carry over. A sentence is left out only where it has no cue, no quotation mark, no act and none of
the case's names: then no reading of it could give a claim.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from servanda.claims.content.actor_mentions import Directory
from servanda.claims.content.places import places_in
from servanda.claims.lexicon.act_words import act_words
from servanda.claims.lexicon.cues import ADJECTIVES, CUES, NOUNS, inflected
from servanda.claims.lexicon.word_lists import one_of
from servanda.claims.text.sentences import sentences_in
from servanda.records import Names

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

__all__ = ["SentenceFilter", "mask_and_tokenise", "sentence_filter"]

SentenceFilter = Callable[[str, int, int], bool]  # text of a piece, first and last character

_CUE_WORDS = re.compile(
    r"\b"
    + one_of(
        *(" ".join(inflected(lemma)) for lemma in CUES if " " not in lemma),
        *(f"{noun} {noun}s" for noun in NOUNS),
        " ".join(ADJECTIVES),
        "according pled swore sworn understood",
    )
    + r"\b",
    re.I,
)
_WORD = re.compile(r"[^\W\d_]{2}")
_MARK = re.compile(r"\"|''")
_STAND_IN = "x"


def sentence_filter(names: Names) -> SentenceFilter:
    """Whether a sentence can hold something that matters to a case of these names."""
    own = {actor.id for actor in names.actors}

    def mentions_case(sentence: str) -> bool:
        if not (own or names.sites):
            return False
        mentions = Directory.of(names, sentence).mentions if own else ()
        return any(mention.actor.id in own for mention in mentions) or any(
            place.site for place in places_in(sentence, 0, len(sentence), names.sites)
        )

    def can_hold_claim(text: str, start: int, end: int) -> bool:
        sentence = text[start:end]
        if not _WORD.search(sentence):
            return False
        return bool(
            _CUE_WORDS.search(sentence)
            or _MARK.search(sentence)
            or act_words(sentence)
            or mentions_case(sentence)
        )

    return can_hold_claim


def mask_and_tokenise(nlp: Language, text: str, tells: SentenceFilter) -> Doc | None:
    """A piece with its telling sentences as tokens and the others as one word; None for nothing."""
    stretches = _stretches(text, tells)
    if not any(told for _, _, told in stretches):
        return None
    if all(told for _, _, told in stretches):
        return nlp.make_doc(text)
    from spacy.tokens import Doc

    words: list[str] = []
    spaces: list[bool] = []
    starts: list[
        bool | int | None
    ] = []  # a sentence begins where a stretch does; else the parser says
    for start, end, told in stretches:
        if told:
            part = nlp.make_doc(text[start:end])
            words += [token.text for token in part]
            spaces += [bool(token.whitespace_) for token in part]
        else:
            body = text[start:end].rstrip()
            if len(body) > 1:
                words.append(_STAND_IN * (len(body) - 1))
                spaces.append(False)
            words.append(body[-1])
            spaces.append(end - start > len(body))
            gap = end - start - len(body) - 1
            if gap > 0:
                words.append(" " * gap)
                spaces.append(False)
        starts += [True, *[None] * (len(words) - len(starts) - 1)]
    return Doc(nlp.vocab, words=words, spaces=spaces, sent_starts=starts)


def _stretches(text: str, tells: SentenceFilter) -> list[tuple[int, int, bool]]:
    """The sentences of a piece with the white space after them; alike neighbours are one."""
    result: list[tuple[int, int, bool]] = []
    start = 0
    starts = [sentence.start for sentence in sentences_in(text)]
    for end in [*starts[1:], len(text)]:
        told = tells(text, start, end)
        if result and result[-1][2] == told:
            result[-1] = (result[-1][0], end, told)
        else:
            result.append((start, end, told))
        start = end
    return result
