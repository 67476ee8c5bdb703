"""A text cut at its line ends into pieces that can be parsed on their own.

A headline has no full stop; parsed with what follows it becomes part of the first sentence. Lines
of one wrapped paragraph are put together again, and words divided at line ends or by soft hyphens.
Every piece has as many characters as the stretch of text it stands for, so that offsets carry over.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from servanda.claims.text.broken_words import mend_words
from servanda.wrapped_lines import runs_on, wrap_widths

__all__ = ["Segment", "normalise_typography", "segments"]

LONGEST = 4000  # code points: a piece without line ends is cut at white space before this [limit]

_LINE = re.compile(r"[^\n\r\u2028\u2029\f\v\x85]+")
_MARKER = re.compile(r"(?:#{1,6}|[-*+•>]|\d{1,2}[.)])\s+")
# Tags and the commonest entities that an extractor left in the text.
_HTML = re.compile(
    r"</?[a-zA-Z][^<>\n\r]{0,300}>|<!--[^<>\n\r]{0,300}-->|&(?:nbsp|#160|quot|#34|amp);"
)
_ENTITIES = {"&quot;": '"', "&#34;": '"', "&amp;": "&"}
_ALIKE = str.maketrans(
    {
        **dict.fromkeys("“”„‟″«»", '"'),
        **dict.fromkeys("‘’‚‛′", "'"),
        **dict.fromkeys("\u00a0\u2002\u2003\u2009\u200a\u202f\t", " "),
        **dict.fromkeys("\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\ufeff", " "),
        **dict.fromkeys("\u2060\u2066\u2067\u2068\u2069\u061c\u00ad", " "),
        **dict.fromkeys(map(chr, range(0xD800, 0xE000)), "\ufffd"),  # halves of characters
        **dict.fromkeys("‐‑", "-"),
        **dict.fromkeys("\n\r\u2028\u2029\f\v\x85", " "),
    }
)


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the text, `text` with look-alike characters replaced one for one."""

    start: int
    text: str

    @property
    def end(self) -> int:
        """Where it ends in the document."""
        return self.start + len(self.text)


@lru_cache(maxsize=16)  # one document's text is asked for at every claim
def normalise_typography(text: str) -> str:
    """The text with typographic marks and odd white space as their plain cousins; same length."""
    if "<" in text or "&" in text:
        text = _HTML.sub(_blank, text)
    return mend_words(text).translate(_ALIKE)


def _blank(found: re.Match[str]) -> str:
    """As many characters without the tag: a mark stays at the end where the next word begins."""
    return _ENTITIES.get(found.group(), "").rjust(len(found.group()))


def segments(text: str) -> tuple[Segment, ...]:
    """The pieces of a text in order, without white space and list marks at their edges."""
    found = (_strip_edges(text, line.start(), line.end()) for line in _LINE.finditer(text))
    lines = [(start, end) for start, end in found if start < end]
    pieces: list[tuple[int, int]] = []
    width = 0  # of the line before
    for (start, end), own_width in zip(lines, _widths(text, lines), strict=True):
        if pieces and _runs_on(text, pieces[-1], (start, end), width):
            pieces[-1] = (pieces[-1][0], end)
        else:
            pieces.append((_skip_marker(text, start, end), end))
        width = own_width
    return tuple(
        Segment(start, normalise_typography(text[start:end]))
        for first, last in pieces
        for start, end in _split_long(text, first, last)
    )


def _widths(text: str, lines: list[tuple[int, int]]) -> list[int]:
    """The width at which each line is wrapped; paragraphs end at empty lines and at list marks."""
    written: list[str] = []
    numbers = []
    before = 0
    for start, end in lines:
        if text.count("\n", before, start) > 1 or _MARKER.match(text, start):
            written.append("")
        numbers.append(len(written))
        written.append(text[start:end])
        before = end
    widths = wrap_widths(written)
    return [widths[number] for number in numbers]


def _strip_edges(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - (len(piece) - len(piece.rstrip()))


def _skip_marker(text: str, start: int, end: int) -> int:
    marker = _MARKER.match(text, start, end)
    return marker.end() if marker and marker.end() < end else start


def _runs_on(text: str, before: tuple[int, int], line: tuple[int, int], width: int) -> bool:
    """Whether a line goes on with the sentence of the piece before it, wrapped at that width."""
    start, end = line
    gap = text[before[1] : start]
    if gap.count("\n") > 1 or _MARKER.match(text, start):
        return False
    last_line = text[max(before[0], text.rfind("\n", 0, before[1]) + 1) : before[1]]
    return runs_on(last_line, gap, text[start:end], width)


def _split_long(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The stretch cut so that no piece is longer than the parser should be given."""
    pieces = []
    while end - start > LONGEST:
        cut = max(
            text.rfind(". ", start + LONGEST // 2, start + LONGEST) + 1,
            text.rfind(" ", start + LONGEST // 2, start + LONGEST),
        )
        cut = cut if cut > start else start + LONGEST
        pieces.append(_strip_edges(text, start, cut))
        start = cut
    pieces.append(_strip_edges(text, start, end))
    return [piece for piece in pieces if piece[0] < piece[1]]
