"""The words of ICD 203 for probabilities, with their ranges.

Office of the Director of National Intelligence, Intelligence Community Directive 203,
Analytic Standards (2015), section D.6.e.(2)(a). Below 1 % and above 99 % the directive has no
word; the nearest one is used and the number stands beside it.
"""

from __future__ import annotations

from enum import StrEnum

__all__ = ["ProbabilityWord", "word_for", "word_range"]


class ProbabilityWord(StrEnum):
    """The seven words, from least to most likely."""

    ALMOST_NO_CHANCE = "almost no chance"
    VERY_UNLIKELY = "very unlikely"
    UNLIKELY = "unlikely"
    ROUGHLY_EVEN = "roughly even chance"
    LIKELY = "likely"
    VERY_LIKELY = "very likely"
    ALMOST_CERTAIN = "almost certain"


_PERCENT = {
    ProbabilityWord.ALMOST_NO_CHANCE: (1, 5),
    ProbabilityWord.VERY_UNLIKELY: (5, 20),
    ProbabilityWord.UNLIKELY: (20, 45),
    ProbabilityWord.ROUGHLY_EVEN: (45, 55),
    ProbabilityWord.LIKELY: (55, 80),
    ProbabilityWord.VERY_LIKELY: (80, 95),
    ProbabilityWord.ALMOST_CERTAIN: (95, 99),
}


def word_for(probability: float) -> ProbabilityWord:
    """The word for a probability, 0..1; a boundary value belongs to the higher range.

    Raises ValueError outside 0..1.
    """
    if not 0.0 <= probability <= 1.0:
        raise ValueError(f"{probability} is not a probability; give a number from 0 to 1")
    for word, (_, upper) in _PERCENT.items():
        if probability < upper / 100:
            return word
    return ProbabilityWord.ALMOST_CERTAIN


def word_range(word: ProbabilityWord) -> tuple[int, int]:
    """The range of a word, in per cent."""
    return _PERCENT[word]
