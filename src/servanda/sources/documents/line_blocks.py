"""The blocks of a text: what markup says of its lines, and where it says nothing, their form.

Lines that run on are one paragraph, as wrapped text has them. A text whose every block is a
paragraph has no blocks: they would tell no more than its lines do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from servanda.datelines import split_dateline
from servanda.records import Block, BlockKind, Span
from servanda.sources.documents.line_forms import (
    LONGEST_SHORT_LINE,
    ends_item,
    ends_lead,
    has_byline_form,
    has_caption_form,
    has_cells,
    has_date_form,
    has_heading_form,
    split_marker,
)
from servanda.wrapped_lines import runs_on, wrap_widths

__all__ = ["MarkedLine", "blocks_of_lines", "plain_blocks", "plain_lines"]

_LINE = re.compile(r"[^\n\r\u2028\u2029\f\v\x85]+")  # as sentences are cut
_DEEPEST_LIST = 12  # levels of a list that are told apart [limit]
# Joined to what is told before it where nothing new begins.
_JOINED = frozenset({BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.CAPTION})
_HEADINGS = frozenset({BlockKind.HEADLINE, BlockKind.HEADING})
_TOLD = frozenset({BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.ROW})


@dataclass(frozen=True, slots=True)
class MarkedLine:
    """One line, or the part of one that is a block, and what markup says of it."""

    start: int  # of the text, without white space at the edges
    end: int
    indent: int = 0  # characters before it on its line
    apart: bool = False  # a block begins here: after an empty line, or by markup
    kind: BlockKind | None = None  # None: its form decides
    level: int | None = None


def plain_blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a text without markup."""
    return blocks_of_lines(text, plain_lines(text))


def plain_lines(text: str) -> list[MarkedLine]:
    """The lines of a text that are not empty."""
    found: list[MarkedLine] = []
    end = 0
    for line in _LINE.finditer(text):
        words = line.group().strip()
        if words:
            indent = len(line.group()) - len(line.group().lstrip())
            start = line.start() + indent
            apart = not found or text.count("\n", end, start) > 1
            found.append(MarkedLine(start, start + len(words), indent, apart))
            end = start + len(words)
    return found


def blocks_of_lines(text: str, lines: Sequence[MarkedLine]) -> tuple[Block, ...]:
    """The blocks that the lines make, in order; empty if all are paragraphs."""
    found = tuple(_Reading(text, list(_with_markers(text, lines))).blocks())
    return () if all(block == _paragraph(block) for block in found) else found


def _with_markers(text: str, lines: Sequence[MarkedLine]) -> Iterator[MarkedLine]:
    """The lines, one that is only a bullet or a number put together with the next."""
    taken = False
    for line, below in pairwise([*lines, None]):
        if taken or line is None:
            taken = False
        elif _is_marker(text, line) and below is not None and not _is_marker(text, below):
            taken = below.kind is None
            yield replace(line, end=below.end) if taken else line
        else:
            yield line


def _is_marker(text: str, line: MarkedLine) -> bool:
    if line.kind is not None:
        return False
    form, _, begins = split_marker(f"{text[line.start : line.end]} X")
    return form not in ("", "section") and begins > line.end - line.start


def _widths(text: str, lines: Sequence[MarkedLine]) -> dict[int, int]:
    """The width at which the paragraph of each line is wrapped, by where the line ends."""
    written: list[str] = []
    numbers = {}
    for line in lines:
        words = text[line.start : line.end]
        if line.apart or line.kind is not None or split_marker(words)[0] not in ("", "section"):
            written.append("")
        numbers[line.end] = len(written)
        written.append(words)
    widths = wrap_widths(written)
    return {end: widths[number] for end, number in numbers.items()}


def _paragraph(block: Block) -> Block:
    return Block(BlockKind.PARAGRAPH, block.span, None, None)


@dataclass(frozen=True, slots=True)
class _Draft:
    """A block of which more lines may come."""

    block: Block
    form: str  # of its marker
    indent: int
    line: tuple[int, int]  # its last line
    by_form: bool  # no markup says what it is

    @property
    def kind(self) -> BlockKind:
        return self.block.kind


class _Reading:
    """The lines of one text on their way to blocks."""

    def __init__(self, text: str, lines: Sequence[MarkedLine]) -> None:
        self._text = text
        self._lines = lines
        self._widths = _widths(text, lines)  # at which each line is wrapped, by its end
        self._last: _Draft | None = None
        self._told = False  # True once something but headings has come
        self._opens = True  # the next paragraph is the first under its heading
        self._headed = False  # True once a heading has come
        self._list: list[tuple[int, str]] = []  # indent and form of the markers, outermost first

    def blocks(self) -> Iterator[Block]:
        for number, line in enumerate(self._lines):
            if self._continues(line):
                assert self._last is not None
                block = replace(self._last.block, span=Span(self._last.block.span.start, line.end))
                self._last = replace(self._last, block=block, line=(line.start, line.end))
                continue
            if self._last is not None:
                yield self._last.block
            yield from self._begin(number, line)
        if self._last is not None:
            yield self._last.block

    def _words(self, line: MarkedLine) -> str:
        return self._text[line.start : line.end]

    def _continues(self, line: MarkedLine) -> bool:
        """True if the line belongs to the block before it."""
        last = self._last
        if last is None or line.kind not in (None, last.kind) or not self._may_join(line):
            return False
        if last.kind not in _JOINED and not (last.by_form and last.kind in _HEADINGS):
            return False
        before = self._text[slice(*last.line)]
        if last.kind is BlockKind.ITEM:
            if line.indent > last.indent or ends_item(before):
                return line.indent > last.indent
        elif has_cells(self._words(line)):
            return False
        gap, width = self._text[last.line[1] : line.start], self._widths.get(last.line[1], 0)
        return runs_on(before, gap, self._words(line), width)

    def _may_join(self, line: MarkedLine) -> bool:
        """True if nothing says that the line begins a block."""
        return not line.apart and split_marker(self._words(line))[0] in ("", "section")

    def _begin(self, number: int, line: MarkedLine) -> Iterator[Block]:
        """Make the line the block that is open; what stands whole before it is given."""
        words = self._words(line)
        form, numbering, _ = split_marker(words)
        kind = line.kind or self._kind_by_form(number, words, form, numbering)
        if kind is BlockKind.HEADING and self._is_of_all(line, form):
            kind = BlockKind.HEADLINE
        start = line.start
        if kind is BlockKind.PARAGRAPH and self._opens and not form:
            after = split_dateline(words, first=not self._told)
            if after:
                start = line.start + after
                dateline = Span(line.start, line.start + len(words[:after].rstrip()))
                yield Block(BlockKind.DATELINE, dateline, None, None)
        level = line.level
        if kind is BlockKind.ITEM:
            level = self._list_level(line, form, numbering)
        elif kind is BlockKind.HEADING and level is None:
            level = _level_of(form, numbering)
        shown = numbering if form not in ("", "bullet") and kind in _NUMBERED else None
        if form == "section" and kind is not BlockKind.HEADING:
            shown = None  # "A. Smith said": a name
        block = Block(kind, Span(start, line.end), level, shown)
        self._last = _Draft(block, form, line.indent, (line.start, line.end), line.kind is None)
        self._note(kind)

    def _note(self, kind: BlockKind) -> None:
        if kind in _TOLD:
            self._told, self._opens = True, False
        elif kind in _HEADINGS:
            self._opens = self._headed = True
        if kind is not BlockKind.ITEM:
            self._list = []

    def _is_of_all(self, line: MarkedLine, form: str) -> bool:
        """True if a heading is the headline: the first, of the highest level, without a number."""
        return not (self._told or self._headed or form) and line.level in (None, 1)

    def _kind_by_form(self, number: int, words: str, form: str, numbering: str) -> BlockKind:
        if has_caption_form(words):
            return BlockKind.CAPTION
        if has_byline_form(words) and (not self._told or words[:1] == "("):
            return BlockKind.BYLINE
        if not self._told and has_date_form(words):
            return BlockKind.DATELINE
        if has_cells(words) and (words[0] == "|" or self._beside_cells(number)):
            return BlockKind.ROW
        if form in ("bullet", "lettered"):
            return BlockKind.ITEM
        if form == "numbered":
            return self._kind_by_number(number, words, numbering)
        if self._is_heading(number):
            return BlockKind.HEADING
        return BlockKind.ITEM if self._in_plain_list(words) else BlockKind.PARAGRAPH

    def _beside_cells(self, number: int) -> bool:
        beside = (number - 1, number + 1)
        lines = (self._lines[at] for at in beside if 0 <= at < len(self._lines))
        return any(has_cells(self._words(line)) for line in lines)

    def _is_heading(self, number: int) -> bool:
        """True if a line, with those that go on with it, is short and unclosed as headings are."""
        start, last = self._lines[number].start, number
        while self._lines[last].end - start < LONGEST_SHORT_LINE and self._goes_on_after(last):
            last += 1
        return has_heading_form(self._text[start : self._lines[last].end])

    def _goes_on_after(self, number: int) -> bool:
        """True if the line below goes on with this one."""
        if number + 1 == len(self._lines):
            return False
        line, below = self._lines[number], self._lines[number + 1]
        words = self._words(below)
        if has_cells(words) or not self._may_join(below):
            return False
        gap, width = self._text[line.end : below.start], self._widths.get(line.end, 0)
        return runs_on(self._words(line), gap, words, width)

    def _kind_by_number(self, number: int, words: str, numbering: str) -> BlockKind:
        """A heading, an item of a list, or a paragraph of a report that numbers them."""
        last = self._last
        follows = last is not None and _follows(last.block.numbering, numbering)
        if follows and last is not None and last.kind is BlockKind.ITEM:
            return BlockKind.ITEM
        if self._is_heading(number):
            return BlockKind.ITEM if self._next_follows(number, numbering) else BlockKind.HEADING
        led = last is not None and not follows and ends_lead(self._text[slice(*last.line)])
        unclosed = ends_item(words) or words[split_marker(words)[2]].islower()
        return BlockKind.ITEM if led or unclosed else BlockKind.PARAGRAPH

    def _next_follows(self, number: int, numbering: str) -> bool:
        """True if the very next line bears the next number."""
        if number + 1 == len(self._lines):
            return False
        return _follows(numbering, split_marker(self._words(self._lines[number + 1]))[1])

    def _in_plain_list(self, words: str) -> bool:
        """True for a line without a marker in a list whose items end in semicolons."""
        last = self._last
        if last is None:
            return False
        before = self._text[slice(*last.line)]
        if last.kind is BlockKind.ITEM and not last.form:
            return ends_item(before)
        return ends_lead(before) and ends_item(words)

    def _list_level(self, line: MarkedLine, form: str, numbering: str) -> int:
        """How deep an item is: what markup says, else by the indents and forms of the markers."""
        if line.level is not None:
            return min(line.level, _DEEPEST_LIST)
        marker = (line.indent, _sequence(form, numbering, self._last))
        if marker in self._list:
            self._list = self._list[: self._list.index(marker) + 1]
        else:
            self._list = [other for other in self._list if other[0] <= line.indent]
            self._list = [*self._list[: _DEEPEST_LIST - 1], marker]
        return len(self._list)


_NUMBERED = frozenset({BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.ITEM})
_ROMAN = re.compile(r"\(?[ivx]+[.)]")


def _sequence(form: str, numbering: str, last: _Draft | None) -> str:
    """The sequence that a marker belongs to: "(ii)" goes on after "(i)" and not after "(b)"."""
    if form != "lettered" or not _ROMAN.fullmatch(numbering):
        return form
    before = (last and last.block.numbering) or ""
    letter = numbering.strip("().")
    is_letter = len(letter) == 1 and before.strip("().") == chr(ord(letter) - 1)
    return "lettered" if is_letter else "roman"


def _level_of(form: str, numbering: str) -> int | None:
    """The level of a heading by its number: 1 for "2." and "II.", 2 for "2.1"."""
    if form == "numbered":
        return 1 + numbering.rstrip(".)").count(".")
    return 1 if form == "section" and re.fullmatch(r"[IVXLC]+[.)]", numbering) else None


def _follows(before: str | None, numbering: str) -> bool:
    """True if one number comes right after the other: "2.1" and "2.2"."""
    first, second = ((part or "").rstrip(".)").split(".") for part in (before, numbering))
    if len(first) != len(second) or first[:-1] != second[:-1]:
        return False
    digits = first[-1].isdecimal() and second[-1].isdecimal()
    return digits and int(second[-1]) == int(first[-1]) + 1
