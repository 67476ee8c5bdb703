"""Whether a line of a text goes on with the sentence of the line before it.

Wrapped text ends its lines where they are full; scans, and pages with links in them, end them
anywhere. A sentence that is cut is read as two that say something else.
"""

from __future__ import annotations

import re

__all__ = ["is_cut_off", "runs_on"]

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


def runs_on(line: str, gap: str, following: str) -> bool:
    """True if a line, without white space at its edges, is not yet the end of its sentence.

    gap: the white space after it; a single blank before the line end is one between two words that
    what took the text from its page has kept
    following: the line below it, alike
    """
    if _CLOSED.search(line):
        return False
    if following[:1].islower() or is_cut_off(line):
        return True
    is_full = len(line) in _WRAPPED or _BETWEEN_WORDS.match(gap) is not None
    return is_full and _BEGINS_WORD.match(following) is not None


def is_cut_off(line: str) -> bool:
    """True if a line ends in a word after which its sentence goes on."""
    words = line.rsplit(maxsplit=1)
    return bool(words) and words[-1].lower() in _ENDS_NOTHING
