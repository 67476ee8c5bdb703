"""Whether a line of a text goes on with the sentence of the line before it.

Wrapped text ends its lines where they are full; scans, and pages with links in them, end them
anywhere. A sentence that is cut is read as two that say something else. Narrow columns (leaflets,
bulletins, PDFs) end their lines where the next word would not have had room.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

__all__ = ["is_cut_off", "runs_on", "wrap_widths"]

_CLOSED = re.compile(r"""[.!?:;…]["'”’)\]]*$|["”]$""")
# A line so long without a final mark runs on into the next. [judgement; not from outside]
_WRAPPED = range(60, 121)
_BEGINS_WORD = re.compile(r"[(\[]?[^\W_]")
_BETWEEN_WORDS = re.compile(r" [\n\r]")
# Words after which a sentence or a title goes on. [grammar]
_OPEN_ENDS = """
a an the of at by for from in into on to with without under over between and or nor but as than that
which who whose while if because since is are was were be been being has have had will would shall
should may might must can could its their his her our this these
"""
_ENDS_NOTHING = frozenset(_OPEN_ENDS.split())


_DIVIDED = re.compile(r"[^\W\d_][-\u2010\u00ad]$")
# Narrower lines are those of lists and tables, not of running text. [judgement; not from outside]
_NARROWEST = 24
_FEWEST_LINES = 3  # of a wrapped paragraph that show its width [judgement; not from outside]
# Of the line ends inside sentences, this share must be where the next word had no room.
# [judgement; not from outside]
_FULL_SHARE = 0.7


def runs_on(line: str, gap: str, following: str, width: int = 0) -> bool:
    """True if a line, without white space at its edges, is not yet the end of its sentence.

    gap: the white space after it; a single blank before the line end is one between two words that
    what took the text from its page has kept
    following: the line below it, alike; width: of `wrap_widths`
    """
    if _CLOSED.search(line):
        return False
    if following[:1].islower() or is_cut_off(line):
        return True
    if _DIVIDED.search(line) and following[:1].isalpha():
        return True
    is_full = (
        len(line) in _WRAPPED
        or _BETWEEN_WORDS.match(gap) is not None
        or _has_no_room(line, following, width)
    )
    return is_full and _BEGINS_WORD.match(following) is not None


def wrap_widths(lines: Sequence[str]) -> list[int]:
    """The width, in characters, at which each line's paragraph is wrapped; 0 where it is not.

    lines: without white space at their edges; an empty one ends a paragraph. A paragraph is
    wrapped if its lines end where the next word would have gone over the longest of them, one of
    them plainly inside a sentence, and if a sentence ends in it: lists of names do neither.
    """
    widths: list[int] = []
    paragraph: list[str] = []
    for line in [*lines, ""]:
        if line:
            paragraph.append(line)
            continue
        widths += [_wrap_width(paragraph)] * len(paragraph) + [0]
        paragraph = []
    return widths[:-1]


def _wrap_width(paragraph: Sequence[str]) -> int:
    width = max(map(len, paragraph), default=0)
    if len(paragraph) < _FEWEST_LINES or width < _NARROWEST:
        return 0
    open_ends = [pair for pair in pairwise(paragraph) if not _CLOSED.search(pair[0])]
    inside = any(below[:1].islower() or is_cut_off(line) for line, below in open_ends)
    if not inside or not any(_CLOSED.search(line) for line in paragraph):
        return 0
    full = sum(_has_no_room(line, below, width) for line, below in open_ends)
    return width if full >= _FULL_SHARE * len(open_ends) else 0


def _has_no_room(line: str, following: str, width: int) -> bool:
    """True if the first word of the next line would have made this one wider than that."""
    word = following.split(maxsplit=1)
    return bool(width and word) and len(line) + 1 + len(word[0]) > width


def is_cut_off(line: str) -> bool:
    """True if a line ends in a word after which its sentence goes on."""
    words = line.rsplit(maxsplit=1)
    return bool(words) and words[-1].lower() in _ENDS_NOTHING
