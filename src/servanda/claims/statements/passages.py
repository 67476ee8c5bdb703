"""A document as sentences, each with the heading above it and the sentence before it.

A heading or a lead line gives what stands under it its meaning: "not yet carried out:" above a list
says it of every item.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from servanda.claims.text.segments import segments
from servanda.claims.text.sentences import sentences_in
from servanda.records import Span

__all__ = ["Passage", "is_heading", "passages"]

# A longer line is no heading: the body of a report wraps at more. [judgement; not from outside]
_LONGEST_HEADING = 80
_CLOSED = re.compile(r"""[.!?:;,…]["'”’)\]]*$|["”]$""")
_CELLS = re.compile(r"\||\t")
_ITEM = re.compile(r"[-*•]\s|\(?[a-z0-9ivx]{1,4}[.)]\s")
_WORD = re.compile(r"[^\W\d_]{3}")


@dataclass(frozen=True, slots=True)
class Passage:
    """One sentence, heading, list item or table row, with what it stands under."""

    span: Span  # of the document
    text: str  # white space collapsed
    heading: int | None  # the passage that is the nearest heading above, by its number
    before: int | None  # the passage before it


def passages(text: str) -> tuple[Passage, ...]:
    """Every sentence of a document, in order."""
    found: list[Passage] = []
    heading: int | None = None
    for segment in segments(text):
        for sentence in sentences_in(segment.text):
            words = " ".join(segment.text[sentence.start : sentence.end].split())
            if not _WORD.search(words):
                continue
            span = Span(segment.start + sentence.start, segment.start + sentence.end)
            found.append(Passage(span, words, heading, len(found) - 1 if found else None))
        if is_heading(segment.text):
            heading = len(found) - 1
    return tuple(found)


def is_heading(line: str) -> bool:
    """True if a line by itself is a heading: short, unclosed, and neither an item nor a row."""
    return (
        len(line) < _LONGEST_HEADING
        and _WORD.search(line) is not None
        and not (_CLOSED.search(line) or _CELLS.search(line) or _ITEM.match(line))
    )
