"""The blocks of an HTML page's text: what its elements say of the lines that were taken from it.

The extractor gives the article as lines and keeps no tags. So the page is read once more, as runs
of text with the kind that their elements give them, and each line is found again among the runs by
its letters and digits. A line that is not found is what its form says.

Elements are read in one pass, without recursion, and every look-up is bounded: pages can be
hostile. Where an element names its text (by class, property or relation) as a byline, a date or a
caption, it is believed only if it is short: such names also stand on what holds whole articles.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from lxml import etree

from servanda.records import Block, BlockKind
from servanda.sources.documents.line_blocks import MarkedLine, blocks_of_lines, plain_lines
from servanda.sources.pages.unsaid_parts import STRUCK

__all__ = ["html_blocks"]

_LONGEST_NAMED = 200  # characters of a byline, a date line or a caption by name [limit]
_WINDOW = 20_000  # letters within which the next line is looked for [limit]
_MOST_MISSES = 1_000  # lines that are not found so, before none is looked for any more [limit]
# Letters of a line that surely stands where it is found. [judgement; not from outside]
_TELLING = 20

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_FURNITURE = frozenset({"aside", "footer", "menu", "nav"})
_SKIPPED = STRUCK | {"head", "noscript", "script", "style", "template"}
_BREAKS = frozenset({"br", "hr"})
_ITEMS = frozenset({"dd", "dt", "li"})
_LISTS = frozenset({"dl", "ol", "ul"})
_INLINE = frozenset(
    {"a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em"}
    | {"font", "i", "img", "ins", "kbd", "label", "mark", "q", "s", "samp", "small", "span"}
    | {"strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr"}
)
_NAMES = ("class", "itemprop", "rel", "property")
_NAME = re.compile(r"[a-z]+")
# What elements name their text: parts of classes, properties and relations that sites share.
_NAMED = {
    "dateline": BlockKind.DATELINE,
    "byline": BlockKind.BYLINE,
    "author": BlockKind.BYLINE,
    "timestamp": BlockKind.DATELINE,
    "pubdate": BlockKind.DATELINE,
    "date": BlockKind.DATELINE,
    "caption": BlockKind.CAPTION,
    "figcaption": BlockKind.CAPTION,
}
_LETTERS = re.compile(r"[\W_]+")
_LETTER = re.compile(r"[^\W_]")


@dataclass(frozen=True, slots=True)
class _Role:
    """What the elements around a stretch of text make of it."""

    kind: BlockKind | None = None
    level: int | None = None
    cuts: bool = False  # a dateline before a text on the same line


@dataclass(slots=True)
class _Run:
    """A stretch of text between two edges of blocks, as its letters and digits."""

    letters: str
    role: _Role
    apart: bool  # a block begins with it


@dataclass(frozen=True, slots=True)
class _Element:
    """An element that is open."""

    tag: str
    role: _Role
    named: BlockKind | None  # what its names say that its text is
    first: int  # number of the first run in it
    size: int  # characters of the page before it


def html_blocks(html: str, text: str) -> tuple[Block, ...]:
    """The blocks of the text that an extractor took from the page; empty if all are paragraphs."""
    marked = _RunsOfPage(_runs_of(html)).marked_lines(text)
    return blocks_of_lines(text, marked)


def _runs_of(html: str) -> list[_Run]:
    target = _RunCollector()
    parser = etree.HTMLParser(target=target, encoding="utf-8", huge_tree=True)
    parser.feed(html.encode("utf-8", "replace"))
    parser.close()
    return target.runs


class _RunCollector:
    """Takes a parser's events and collects runs of text with their roles."""

    def __init__(self) -> None:
        self.runs: list[_Run] = []
        self._open = [_Element("", _Role(), None, 0, 0)]
        self._pieces: list[str] = []
        self._apart = True
        self._lists = 0  # open lists
        self._skipped = 0  # open elements whose text is not shown
        self._size = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        named = BlockKind.DATELINE if tag == "time" else _named_kind(attributes)
        if tag not in _INLINE or named is not None:
            self._flush(tag)
        self._lists += tag in _LISTS
        self._skipped += tag in _SKIPPED
        role = self._role(tag)
        self._open.append(_Element(tag, role, named, len(self.runs), self._size))

    def end(self, tag: str) -> None:
        """An element ends."""
        element = self._open[-1]
        if element.tag != tag:
            return
        if tag not in _INLINE or element.named is not None:
            self._flush(tag)
        if element.named is not None and self._size - element.size <= _LONGEST_NAMED:
            self._apply_name(element)
        self._lists -= tag in _LISTS
        self._skipped -= tag in _SKIPPED
        self._open.pop()

    def data(self, text: str) -> None:
        """Characters of the page."""
        if not self._skipped:
            self._pieces.append(text)
            self._size += len(text)

    def close(self) -> None:
        """The page ends."""
        self._flush("")

    def _flush(self, tag: str) -> None:
        """End the run at an edge of this element."""
        letters = _LETTERS.sub("", "".join(self._pieces))
        self._pieces.clear()
        if letters:
            self.runs.append(_Run(letters, self._open[-1].role, self._apart))
            self._apart = False
        if tag not in _INLINE and tag not in _BREAKS:
            self._apart = True

    def _role(self, tag: str) -> _Role:
        around = self._open[-1].role
        if around.kind is BlockKind.FURNITURE:
            return around
        if tag in _FURNITURE:
            return _Role(BlockKind.FURNITURE)
        if tag in _HEADINGS:
            return _Role(BlockKind.HEADING, _HEADINGS[tag])
        if tag in _ITEMS:
            return _Role(BlockKind.ITEM, max(1, self._lists))
        if tag == "tr":
            return _Role(BlockKind.ROW)
        return _Role(BlockKind.CAPTION) if tag in ("caption", "figcaption") else around

    def _apply_name(self, element: _Element) -> None:
        cuts = element.named is BlockKind.DATELINE and element.tag != "time"
        for run in self.runs[element.first :]:
            if run.role.kind is None:
                run.role = _Role(element.named, None, cuts)


def _named_kind(attributes: Mapping[str, str]) -> BlockKind | None:
    """What the names of an element say that its text is."""
    names = (part for key in _NAMES for part in _NAME.findall(attributes.get(key, "").lower()))
    return next((_NAMED[part] for part in names if part in _NAMED), None)


class _RunsOfPage:
    """The runs of a page, in which lines are found again."""

    def __init__(self, runs: list[_Run]) -> None:
        self._runs = runs
        self._starts: list[int] = []
        self._places: dict[str, list[int]] = defaultdict(list)  # where runs of such letters start
        size = 0
        for run in runs:
            self._starts.append(size)
            self._places[run.letters].append(size)
            size += len(run.letters)
        self._letters = "".join(run.letters for run in runs)
        self._at = 0  # up to where lines have been found
        self._misses = 0

    def marked_lines(self, text: str) -> list[MarkedLine]:
        """The lines of the text, each with what its runs say."""
        return [part for line in plain_lines(text) for part in self._mark(text, line)]

    def _mark(self, text: str, line: MarkedLine) -> Iterator[MarkedLine]:
        words = text[line.start : line.end]
        letters = _LETTERS.sub("", words)
        place = self._find(letters) if letters else None
        if place is None:
            yield line
            return
        first = bisect_right(self._starts, place) - 1
        last = bisect_left(self._starts, place + len(letters))
        runs = self._runs[first:last]
        after = self._after_dateline(runs)
        if after:
            cut = _after_letters(words, self._starts[first + after] - place)
            end = line.start + len(words[:cut].rstrip())
            yield MarkedLine(line.start, end, line.indent, True, BlockKind.DATELINE)
            line = replace(line, start=line.start + cut)
            runs = runs[after:]
        role = _role_of_line(runs)
        if role.kind is BlockKind.ROW and words[0] != "|":
            role = _Role()
        apart = role.kind is not None and (runs[0].apart or self._starts[first] != place)
        yield replace(line, apart=after > 0 or apart, kind=role.kind, level=role.level)

    def _after_dateline(self, runs: list[_Run]) -> int:
        """How many runs at the head of a line are a dateline before its text."""
        heads = 0
        while heads < len(runs) and runs[heads].role.cuts:
            heads += 1
        return heads if heads < len(runs) else 0

    def _find(self, letters: str) -> int | None:
        """Where a line's letters stand among the runs: next after the last, else anywhere."""
        places = self._places.get(letters, [])
        number = bisect_left(places, self._at)
        near = self._at + _WINDOW
        if number < len(places) and (len(letters) >= _TELLING or places[number] < near):
            place: int | None = places[number]
        else:
            place = self._find_inside(letters)
        if place is None:
            return places[0] if places else None
        self._at = place + len(letters)
        return place

    def _find_inside(self, letters: str) -> int | None:
        """Where the letters stand as several runs together, or as part of one."""
        if self._misses >= _MOST_MISSES:
            return None
        place = self._letters.find(letters, self._at, self._at + _WINDOW + len(letters))
        if place < 0:
            self._misses += 1
            return None
        number = bisect_left(self._starts, place)
        begins_run = number < len(self._starts) and self._starts[number] == place
        return place if begins_run or len(letters) >= _TELLING else None


def _role_of_line(runs: list[_Run]) -> _Role:
    """What a line is: what its elements say, and its names only if they are on all of it."""
    plain = [run.role for run in runs if run.role.kind not in _NAMED.values()]
    return plain[0] if plain else runs[0].role


def _after_letters(words: str, count: int) -> int:
    """Where a line goes on after its first letters, with the marks that close them."""
    for number, letter in enumerate(_LETTER.finditer(words), start=1):
        if number > count:
            return len(words[: letter.start()].rstrip("\"'“‘(["))
    return len(words)
