"""Which statement answers for a labelled sentence: readers cut sentences in ways of their own.

A statement belongs to a sentence if one holds the other once white space is collapsed, or they
share at least half of the shorter one's words in order. If a statement holds the whole sentence,
only such ones count; else if one shares at least four fifths of its words, only such ones; else all
that belong: so no heading and no like sentence elsewhere answers for it. Of those that count the
most probable bearing one answers.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from servanda.records import Label, LabelledSentence, Statement

__all__ = ["Answers"]

_WORD = re.compile(r"\w+")
_WHOLE = 2.0  # what a statement that holds the whole sentence shares [definition]
_MOST = 0.8  # of the sentence's words, shared [judgement; not from outside]
_LEAST = 0.5  # of the shorter one's words, shared [judgement; not from outside]
_RUN = 3  # words in order that are no chance [judgement; not from outside]

Words = tuple[str, ...]


class Answers:
    """The statements of a reader, to be asked what it says of a sentence."""

    def __init__(self, statements: Iterable[tuple[str, Statement]]) -> None:
        """statements: each with its text"""
        self._statements: dict[tuple[str, str], list[tuple[Words, Statement]]] = {}
        for text, statement in statements:
            key = (statement.document, statement.obligation)
            self._statements.setdefault(key, []).append((_words(text), statement))

    def answer(self, row: LabelledSentence) -> Statement | None:
        """The statement that answers for a sentence and a duty, if there is any."""
        sentence = _words(row.sentence)
        beside = self._statements.get((row.document, row.obligation), ())
        shared = [(_overlap(sentence, words), statement) for words, statement in beside]
        best = max((share for share, _ in shared), default=0.0)
        least = _WHOLE if best == _WHOLE else _MOST if best >= _MOST else 0.0
        found = [statement for share, statement in shared if share > 0.0 and share >= least]
        bearing = [statement for statement in found if statement.label is not Label.UNRELATED]
        return max(bearing or found, key=_chance_of_label, default=None)


def _chance_of_label(statement: Statement) -> float:
    return statement.p[list(Label).index(statement.label)]


def _words(text: str) -> Words:
    return tuple(_WORD.findall(text.lower()))


def _overlap(sentence: Words, text: Words) -> float:
    """The share of the sentence's words that the text holds; 0 if they do not belong together."""
    if not sentence or not text:
        return 0.0
    if sentence == text or (len(sentence) >= _RUN and _holds(text, sentence)):
        return _WHOLE
    if _holds(sentence, text):
        return len(text) / len(sentence) if len(text) >= _RUN else 0.0
    wanted = _LEAST * min(len(sentence), len(text))
    if (Counter(sentence) & Counter(text)).total() < max(wanted, _RUN):
        return 0.0  # so it need not be told what is in order, which takes longer
    blocks = SequenceMatcher(None, sentence, text, autojunk=False).get_matching_blocks()
    match = sum(block.size for block in blocks if block.size >= _RUN)
    return match / len(sentence) if match >= wanted else 0.0


def _holds(whole: Sequence[str], part: Sequence[str]) -> bool:
    return f" {' '.join(part)} " in f" {' '.join(whole)} "
