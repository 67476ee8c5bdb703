"""Words that a line end or a soft hyphen divides, made whole without moving anything else.

The letters close up and blanks follow them, so that a text keeps its length: what ends with such a
word ends too early by the blanks, and is widened afterwards.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable

from servanda.records import Span

__all__ = ["mend_words", "span_widener"]

# Marks without a width that stand inside words.
_UNSEEN = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_LINE_END = r"[ \t]*\r?\n[ \t]*"
_BREAK = rf"[{_UNSEEN}]+(?:{_LINE_END})?|[-\u2010]{_LINE_END}"
# From the beginning of a word alone: else every letter of a long one begins a search of its rest.
_BROKEN = re.compile(rf"(?<![^\W\d_])[^\W\d_]+(?:(?:{_BREAK})[^\W\d_]+)+")
_PARTS = re.compile(rf"({_BREAK})")
# Words before which a hyphen at a line end is their own: "two-storey". [grammar]
_KEEP_HYPHEN = frozenset(
    ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "half", "self", "well")
)


def mend_words(text: str) -> str:
    """The text with divided words as one, and blanks after them; same length."""
    if "-" not in text and "\u2010" not in text and not any(mark in text for mark in _UNSEEN):
        return text
    return _BROKEN.sub(lambda found: _whole(found.group()).ljust(len(found.group())), text)


def span_widener(text: str) -> Callable[[Span], Span]:
    """What widens a span of the mended text that ends with a divided word to the end of it."""
    words = [found.span() for found in _BROKEN.finditer(text)]
    starts = [start for start, _ in words]

    def widen(span: Span) -> Span:
        number = bisect_right(starts, span.end - 1) - 1
        if number < 0 or span.end >= words[number][1]:
            return span
        return Span(span.start, words[number][1])

    return widen


def _whole(broken: str) -> str:
    """The word of all parts; a hyphen stays before a capital and after a word that has its own."""
    parts = _PARTS.split(broken)
    whole = parts[0]
    for mark, part in zip(parts[1::2], parts[2::2], strict=True):
        divides = mark[0] not in "-\u2010"
        keeps = not divides and (part[0].isupper() or whole.lower() in _KEEP_HYPHEN)
        whole += f"-{part}" if keeps else part
    return whole
