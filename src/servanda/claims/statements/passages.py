"""A document as sentences, each with what it stands under and the sentence before it.

A heading or a lead line gives what stands under it its meaning: "not yet carried out:" above a list
says it of every item. Where the document has blocks they say what is a heading, a list or a
caption, and what is no sentence of the text at all: datelines, bylines, furniture. Where it has
none, its lines say what is a heading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from servanda.claims.text.segments import Segment, segments
from servanda.claims.text.sentences import sentences_in
from servanda.records import Block, BlockKind, Span
from servanda.wrapped_lines import is_cut_off

__all__ = ["Passage", "is_heading", "passages"]

# A longer line is no heading: the body of a report wraps at more. [judgement; not from outside]
_LONGEST_HEADING = 80
_CLOSED = re.compile(r"""[.!?:;,…]["'”’)\]]*$|["”]$""")
_CELLS = re.compile(r"\||\t")
_ITEM = re.compile(r"[-*•]\s|\(?[a-z0-9ivx]{1,4}[.)]\s")
_WORD = re.compile(r"[^\W\d_]{3}")
# Headings and lead lines beyond the nearest that a passage is read under: a section of a part of a
# report is three deep. [judgement; not from outside]
_MOST_ABOVE = 3
_LOWEST = 7  # level of a heading whose level is not known: below all of HTML [definition]
_OF_ALL = 99  # level of the headline: the first heading takes its place [definition]
_NO_SENTENCES = frozenset({BlockKind.DATELINE, BlockKind.BYLINE, BlockKind.FURNITURE})


@dataclass(frozen=True, slots=True)
class Passage:
    """One sentence, heading, list item or table row, with what it stands under."""

    span: Span  # of the document
    text: str  # white space collapsed
    heading: int | None  # the passage that is the nearest heading above, by its number
    before: int | None  # the passage before it; of a list item the line that introduces the list
    above: tuple[int, ...] = ()  # headings and lead lines above the heading, outermost first
    is_title: bool = False  # a heading of what follows, which rarely states anything itself


def passages(text: str, blocks: Sequence[Block] = ()) -> tuple[Passage, ...]:
    """Every sentence of a document, in order.

    blocks: the document's; none where it has none
    """
    found = _Structured(text, blocks).passages() if blocks else _by_lines(text)
    return tuple(
        replace(passage, is_title=False)
        if passage.is_title and after is not None and _goes_on(passage.text, after.text)
        else passage
        for passage, after in pairwise([*found, None])
        if passage is not None
    )


def _goes_on(line: str, after: str) -> bool:
    """True if a line is a sentence cut off, as scans and pages with links in them have it."""
    return after[:1].islower() or is_cut_off(line)


def _by_lines(text: str) -> tuple[Passage, ...]:
    found: list[Passage] = []
    heading: int | None = None
    for segment in segments(text):
        titles = is_heading(segment.text)
        for span, words in _sentences_of(segment, segment.start):
            before = len(found) - 1 if found else None  # the first line is the headline: it states
            found.append(Passage(span, words, heading, before, (), titles and before is not None))
        if titles:
            heading = len(found) - 1
    return tuple(found)


def _sentences_of(segment: Segment, start: int, since: int = 0) -> Iterator[tuple[Span, str]]:
    """The sentences of a piece, or what of them is not before `since`, if there is a word in it.

    start: of the piece, in the document
    """
    for sentence in sentences_in(segment.text):
        first = max(sentence.start, since - start)
        words = " ".join(segment.text[first : sentence.end].split())
        if _WORD.search(words):
            yield Span(start + first, start + sentence.end), words


class _Structured:
    """The passages of a text with blocks, and what the next one stands under."""

    def __init__(self, text: str, blocks: Sequence[Block]) -> None:
        self._text = text
        self._blocks = blocks
        self._found: list[Passage] = []
        self._before: int | None = None  # the last sentence of the running text
        self._headings: list[tuple[int, int]] = []  # level and passage, outermost first
        self._leads: list[tuple[int, int]] = []  # depth and passage of the lines above a list

    def passages(self) -> tuple[Passage, ...]:
        start: int | None = None  # of a dateline that the next block may follow on its line
        for block, following in pairwise([*self._blocks, None]):
            if block is None or block.kind in _NO_SENTENCES:
                start = block.span.start if block is not None else None
                continue
            if start is None or "\n" in self._text[start : block.span.start]:
                start = block.span.start
            self._read(block, following, start)
            start = None
        return tuple(self._found)

    def _read(self, block: Block, following: Block | None, start: int) -> None:
        """Add the sentences of a block, and keep those that others stand under.

        start: of its first line, on which a dateline may stand: how long a line is tells if the
        next one goes on with it
        """
        self._leave_lists(block)
        if block.kind is BlockKind.HEADING and block.level is not None:
            self._leave_sections(block.level)
        number = len(self._found)
        for segment in segments(self._text[start : block.span.end]):
            for span, words in _sentences_of(segment, start + segment.start, block.span.start):
                self._add(block, span, words, is_first=len(self._found) == number)
        if len(self._found) == number:
            return
        last = len(self._found) - 1
        if block.kind is BlockKind.HEADLINE:
            self._headings = [(_OF_ALL, last)]
        elif block.kind is BlockKind.HEADING:
            level = block.level or _LOWEST
            self._leave_sections(level)
            self._headings.append((level, last))
        elif self._introduces(block, following):
            self._leads.append((_depth(block), last))

    def _add(self, block: Block, span: Span, words: str, *, is_first: bool) -> None:
        leads = self._leads if _depth(block) else []
        above = [number for _, number in (*self._headings, *leads)]
        before = self._before
        if is_first and block.kind is BlockKind.ITEM and leads:
            before = above.pop()
        elif block.kind is BlockKind.CAPTION:
            before = None if is_first else len(self._found) - 1
        heading = above.pop() if above else None
        under = tuple(above[-_MOST_ABOVE:])
        titles = block.kind is BlockKind.HEADING
        self._found.append(Passage(span, words, heading, before, under, titles))
        if block.kind is not BlockKind.CAPTION:
            self._before = len(self._found) - 1

    def _leave_lists(self, block: Block) -> None:
        """Forget the lead lines that a block does not stand under."""
        if block.kind is not BlockKind.CAPTION:
            self._leads = [lead for lead in self._leads if lead[0] < _depth(block)]

    def _leave_sections(self, level: int) -> None:
        """Forget the headings that one of this level ends, and the headline."""
        self._headings = [heading for heading in self._headings if heading[0] < level]

    def _introduces(self, block: Block, following: Block | None) -> bool:
        """True if a block gives what follows its meaning: a line with a colon, an item with others.

        Each item of a list has the lead line for context, not the item before it.
        """
        if following is None or _depth(following) <= _depth(block):
            return False
        ending = self._text[block.span.start : block.span.end].rstrip("\"'”’)] ")
        return block.kind is BlockKind.ITEM or ending.endswith(":")


def _depth(block: Block) -> int:
    """How deep a block is in a list; a table is like one."""
    if block.kind is BlockKind.ITEM:
        return max(1, block.level or 1)
    return 1 if block.kind is BlockKind.ROW else 0


def is_heading(line: str) -> bool:
    """True if a line by itself is a heading: short, unclosed, and neither an item nor a row."""
    return (
        len(line) < _LONGEST_HEADING
        and _WORD.search(line) is not None
        and not (_CLOSED.search(line) or _CELLS.search(line) or _ITEM.match(line))
    )
