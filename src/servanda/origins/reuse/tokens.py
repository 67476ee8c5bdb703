"""Words of sentences as numbers: one pass of a compiled expression, the rest once a distinct word.

A word is folded (case, accents, possessive), spelt one way ("centre", "per cent", "twelve") and
stemmed roughly. Stems are numbered in the order of the alphabet, so that nothing depends on which
document came first.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from servanda.origins.reuse.spellings import (
    FUNCTION_WORDS,
    INITIALS,
    ONE_SPELLING,
    number_of_words,
)

__all__ = ["TokenKind", "Tokens", "fold", "stem", "tokenise"]

# A line end parts sentences. Scripts without blanks give a token a letter.
_CJK = r"\u2e80-\u2fdf\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_TOKEN = re.compile(
    r"[A-Za-z]{2,}+(?:['’-][A-Za-z]++)*+(?![^\W\d_])"  # plain words first: most are
    r"|\n"
    rf"|[{_CJK}]"
    r"|(?:[^\W\d_]\.){2,}"
    r"|\d+(?:[.,:]\d+)*"
    rf"|[^\W\d_{_CJK}]+(?:['’-][^\W\d_]+)*"
    r"|[\"“”«»%]"
)
_POSSESSIVE = re.compile(r"'s?$")
_NO_MARKS = str.maketrans("", "", ".-")
_DOUBLED = frozenset("bdgklmnprt")
_VOWELS = frozenset("aeiouy")
CHUNK = 20_000  # sentences whose tokens are in memory as texts [limit]
SHORTEST_STEM = 3  # letters that an ending leaves [judgement; not from outside]


class TokenKind(IntEnum):
    """What a token is to the comparison."""

    FUNCTION = 0
    WORD = 1
    NAME = 2  # begins with a capital
    NUMBER = 3
    QUOTE = 4  # a quotation mark
    END = 5  # of a sentence


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of many sentences in a row, without quotation marks and sentence ends."""

    stems: tuple[str, ...]  # distinct, sorted
    stem: NDArray[np.int32]  # (token,) index into stems
    kind: NDArray[np.int8]  # (token,) TokenKind
    is_quoted: NDArray[np.bool_]  # (token,)
    start: NDArray[np.int64]  # (sentence + 1,) first token of each sentence

    def between(self, first: int, end: int) -> Tokens:
        """The tokens of the sentences from `first` to the one before `end`."""
        low, high = self.start[first], self.start[end]
        return Tokens(
            self.stems,
            self.stem[low:high],
            self.kind[low:high],
            self.is_quoted[low:high],
            self.start[first : end + 1] - low,
        )


def tokenise(sentences: Sequence[str], known_small: frozenset[str]) -> Tokens:
    """The tokens of sentences.

    known_small: stems known in small letters; a capital at the head of a sentence makes no name
    of them
    """
    numbers, form = _forms(sentences)
    looked = [_look(word) for word in numbers]
    stems = sorted({found for _, found in looked})
    place = {found: number for number, found in enumerate(stems)}
    kind = np.array([int(kind) for kind, _ in looked] or [0], np.int8)[form]
    small = np.array([found in known_small for _, found in looked] or [False])[form]
    stem_of = np.array([place[found] for _, found in looked] or [0], np.int32)[form]
    is_end = kind == TokenKind.END
    sentence = np.cumsum(is_end, dtype=np.int32) - is_end
    kept = kind < TokenKind.QUOTE
    is_first = _is_first(kept, sentence)
    kind[is_first & small & (kind == TokenKind.NAME)] = TokenKind.WORD
    quoted = _in_quotes(kind == TokenKind.QUOTE, sentence, len(sentences))
    start = np.searchsorted(sentence[kept], np.arange(len(sentences) + 1, dtype=np.int32))
    return Tokens(tuple(stems), stem_of[kept], kind[kept], quoted[kept], start.astype(np.int64))


class _Numbering(dict[str, int]):
    """Words numbered as they are met."""

    def __missing__(self, word: str) -> int:
        self[word] = number = len(self)
        return number


def _forms(sentences: Sequence[str]) -> tuple[_Numbering, NDArray[np.int32]]:
    """The distinct tokens as written, and the number of each in turn; a chunk at a time."""
    numbers = _Numbering()
    forms = [np.zeros(0, np.int32)]
    for start in range(0, len(sentences), CHUNK):
        part = sentences[start : start + CHUNK]
        raw = _TOKEN.findall("\n".join(map(_one_line, part)) + "\n")
        forms.append(np.fromiter(map(numbers.__getitem__, raw), np.int32, len(raw)))
    return numbers, np.concatenate(forms)


def _one_line(sentence: str) -> str:
    return sentence.replace("\n", " ") if "\n" in sentence else sentence


def _is_first(kept: NDArray[np.bool_], sentence: NDArray[np.int32]) -> NDArray[np.bool_]:
    """True at the first kept token of each sentence."""
    first = np.zeros(len(kept), np.bool_)
    where = np.flatnonzero(kept)
    first[where[np.r_[True, np.diff(sentence[where]) > 0]] if len(where) else where] = True
    return first


def _in_quotes(
    mark: NDArray[np.bool_], sentence: NDArray[np.int32], sentences: int
) -> NDArray[np.bool_]:
    """True between an odd quotation mark of a sentence and the next one."""
    before = np.cumsum(mark, dtype=np.int32)
    counts = np.bincount(sentence[mark], minlength=sentences)
    at_start = np.concatenate(([0], np.cumsum(counts))).astype(np.int32)[sentence]
    return np.asarray((before - at_start) % 2 == 1)


@lru_cache(maxsize=200_000)
def _look(word: str) -> tuple[TokenKind, str]:
    """Kind and stem of a token as written."""
    if word == "\n":
        return TokenKind.END, ""
    if word in '"“”«»':
        return TokenKind.QUOTE, ""
    if word[0].isdigit():
        return TokenKind.NUMBER, word.replace(",", "")
    initials = word.replace(".", "")
    if initials in INITIALS:
        return TokenKind.NAME, INITIALS[initials]
    folded = fold(word)
    number = number_of_words(folded)
    if number is not None:
        return TokenKind.NUMBER, number
    if folded in FUNCTION_WORDS:
        return TokenKind.FUNCTION, folded
    kind = TokenKind.NAME if word[0].isupper() else TokenKind.WORD
    return kind, stem(ONE_SPELLING.get(folded, folded))


def fold(word: str) -> str:
    """A word in small letters, without accents, points, hyphens and the possessive."""
    if not word.isascii():
        plain = unicodedata.normalize("NFKD", word.replace("’", "'"))
        word = "".join(letter for letter in plain if not unicodedata.combining(letter))
    small = word.casefold()
    if small.isalpha():
        return small
    return _POSSESSIVE.sub("", small.translate(_NO_MARKS)) or small


def stem(word: str) -> str:
    """A word without its commonest endings, the same for its forms and for British spelling."""
    if len(word) <= SHORTEST_STEM or not word.isascii():
        return word
    for ending, instead in _ENDINGS.get(word[-1], ()):
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM - 1:
            root = word[: -len(ending)]
            if not _VOWELS.isdisjoint(root):
                return _without_doubling(root + instead)
    return _without_doubling(word)


def _without_doubling(root: str) -> str:
    root = root.removesuffix("e") if len(root) > SHORTEST_STEM else root
    is_doubled = len(root) > SHORTEST_STEM and root[-1] == root[-2] and root[-1] in _DOUBLED
    return root[:-1] if is_doubled else root


# Endings in the order in which they are tried, and what stands for them.
_IN_ORDER: Sequence[tuple[str, str]] = (
    ("isations", "iz"), ("isation", "iz"), ("izations", "iz"), ("ization", "iz"),
    ("ising", "iz"), ("ised", "iz"), ("ises", "iz"), ("ise", "iz"),
    ("izing", "iz"), ("ized", "iz"), ("izes", "iz"), ("ize", "iz"),
    ("iness", "y"), ("ness", ""), ("ments", ""), ("ment", ""),
    ("ations", "at"), ("ation", "at"), ("ating", "at"), ("ated", "at"), ("ates", "at"),
    ("ours", "or"), ("our", "or"), ("ies", "y"), ("ied", "y"), ("ily", "y"),
    ("sses", "ss"), ("ches", "ch"), ("shes", "sh"), ("xes", "x"),
    ("ings", ""), ("ing", ""), ("edly", ""), ("ed", ""), ("ers", "er"),
    ("ally", "al"), ("ly", ""), ("ss", "ss"), ("us", "us"), ("is", "is"), ("s", ""),
)  # fmt: skip
_ENDINGS = {
    last: tuple(pair for pair in _IN_ORDER if pair[0][-1] == last)
    for last in sorted({ending[-1] for ending, _ in _IN_ORDER})
}
