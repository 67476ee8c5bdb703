"""What the layout of a PDF tells: lines at page edges, headings by their size, mixed columns."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

__all__ = ["PdfLine", "body_size", "has_mixed_columns", "is_heading_size", "without_edges"]

_EDGE_LINES = 3  # lines at the top and at the foot of a page that may be no text [limit]
_DIGITS = re.compile(r"\d+")
# "- 12 -", "Page 3 of 40", "iv": the number of a page, on a line of its own.
_PAGE_NUMBER = re.compile(
    r"[\W_]*(?:(?:page|p\.)\s*)?(?:\d{1,4}|[ivxl]{1,6})(?:\s*(?:of|/)\s*\d{1,4})?[\W_]*", re.I
)
# A line stands at the edges of at least this share of the pages, if it is no text.
# [judgement; not from outside]
_PAGES_SHARE = 0.5
# Of the size of most letters: larger letters are a heading's. [judgement; not from outside]
_HEADING_SIZE = 1.15
_COLUMN_LINES = (
    4  # lines of each column, and changes between them, that show two [judgement; by eye]
)
_GUTTER = 100.0  # points between the left edges of two columns, at least [judgement; A4, by eye]


@dataclass(frozen=True, slots=True)
class PdfLine:
    """One line of a page: its words, the size of its letters, and where it begins, in points."""

    words: str
    size: float = 0.0  # 0: not known
    left: float = 0.0
    apart: bool = False  # an empty line stands above it


def without_edges(pages: Sequence[Sequence[PdfLine]]) -> list[list[PdfLine]]:
    """The pages without what repeats at their edges: running heads, footers, page numbers.

    Which digits they have does not count in comparing. One page alone keeps all its lines.
    """
    filled = [page for page in pages if page]
    seen = Counter(form for page in filled for form in {_form(line) for line in _edges(page)})
    fewest = max(2, _PAGES_SHARE * len(filled))
    repeated = {form for form, number in seen.items() if number >= fewest}
    return [_page_without(page, repeated) for page in pages]


def _edges(page: Sequence[PdfLine]) -> list[PdfLine]:
    return [*page[:_EDGE_LINES], *page[_EDGE_LINES:][-_EDGE_LINES:]]


def _form(line: PdfLine) -> str:
    """What lines that differ by the number of their page have in common."""
    if _PAGE_NUMBER.fullmatch(line.words):
        return "0"
    return " ".join(_DIGITS.sub("0", line.words.casefold()).split())


def _page_without(page: Sequence[PdfLine], repeated: set[str]) -> list[PdfLine]:
    """The page without such lines; those below one that stays are text."""
    edge = set()
    for numbers in (range(len(page)), range(len(page) - 1, -1, -1)):
        for number in numbers[:_EDGE_LINES]:
            if _form(page[number]) not in repeated:
                break
            edge.add(number)
    return [line for number, line in enumerate(page) if number not in edge]


def body_size(lines: Sequence[PdfLine]) -> float:
    """The size that most letters have; 0 where none is known."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.words)
    return max(sizes, key=lambda size: (sizes[size], size), default=0.0)


def is_heading_size(line: PdfLine, body: float) -> bool:
    """True if the letters of a line are plainly larger than those of the text."""
    return body > 0 and line.size >= _HEADING_SIZE * body


def has_mixed_columns(page: Sequence[PdfLine]) -> bool:
    """True if the lines of a page go to and fro between two columns side by side."""
    lefts = Counter(round(line.left / 10) * 10 for line in page)
    columns = [left for left, number in lefts.most_common(2) if number >= _COLUMN_LINES]
    if len(columns) < 2 or abs(columns[0] - columns[1]) < _GUTTER:
        return False
    order = [left for line in page if (left := round(line.left / 10) * 10) in columns]
    changes = sum(left != following for left, following in pairwise(order))
    return changes >= 2 * _COLUMN_LINES - 1 and 2 * changes > len(order)
