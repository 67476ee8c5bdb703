"""Whether a text names a thing: plain words compared by their stems.

Deliberately simple and in one place: an analyst can follow every match by hand. Names with variant
spellings are matched earlier, by the reader of texts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from servanda.plurals import singular

__all__ = ["best_mention", "mention_score", "stems"]

_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_EMPTY = re.compile(
    r"a|an|the|of|and|or|in|on|at|to|from|for|by|with|its|their|his|her|any|all|other|such"
    r"|this|that|these|those|as|is|are|be"
)


@lru_cache(maxsize=65536)
def stems(text: str) -> tuple[str, ...]:
    """The words of a text in order: lower case, without possessive, plural and empty words."""
    plain = text.lower().replace("’", "'").replace("'s", "").replace("s'", "s")
    words = (match.group() for match in _WORD.finditer(plain))
    return tuple(singular(word) for word in words if not _EMPTY.fullmatch(word))


def mention_score(phrase: str, words: Sequence[str]) -> float:
    """How surely the words name the phrase: 1 in one piece, 0.8 all of it scattered, 0 less.

    words: stems of the text
    """
    wanted = stems(phrase)
    if not wanted:
        return 0.0
    if not all(word in words for word in wanted):
        return 0.0
    return 1.0 if _is_one_piece(wanted, words) else 0.8


def _is_one_piece(wanted: tuple[str, ...], words: Sequence[str]) -> bool:
    """True if the wanted stems, all among the words, follow each other somewhere."""
    place = -1
    for _ in range(words.count(wanted[0])):
        place = words.index(wanted[0], place + 1)
        if tuple(words[place : place + len(wanted)]) == wanted:
            return True
    return False


def best_mention(phrases: Iterable[str], words: Sequence[str]) -> tuple[float, str]:
    """The best `mention` over several phrases, with the phrase that gave it ("" if none did)."""
    best = max(
        ((mention_score(phrase, words), phrase) for phrase in phrases),
        key=lambda pair: pair[0],
        default=(0.0, ""),
    )
    return best if best[0] > 0.0 else (0.0, "")
