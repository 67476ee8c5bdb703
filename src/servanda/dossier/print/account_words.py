"""The account of a number in words: who speaks for a duty being met, and who against."""

from __future__ import annotations

from collections.abc import Mapping

from servanda.plurals import count_phrase
from servanda.records import Account, LineKind

__all__ = ["LINE_WORDS", "account_in_words"]

LINE_WORDS: Mapping[LineKind, str] = {
    LineKind.ORIGIN: "what it says",
    LineKind.SILENCE: "its silence",
    LineKind.COUPLING: "others on duties of the same intent",
}
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
# Decibans below which an origin is not said to speak for or against. [layout]
_HARDLY = 0.05


def account_in_words(account: Account) -> str:
    """Who agrees, in one sentence: "Three origins that agree: all speak for it."."""
    heard = [line for line in account.lines if line.origin is not None]
    towards = sum(line.decibans >= _HARDLY for line in heard)
    against = sum(line.decibans <= -_HARDLY for line in heard)
    if not towards and not against:
        return "No origin moves it either way."
    if towards and against:
        return f"{_count(towards)} for it, {_count(against).lower()} against."
    side = "for" if towards else "against"
    count = towards + against
    if count == 1:
        return f"One origin, which speaks {side} it."
    return f"{_count(count)} that agree: all speak {side} it."


def _count(number: int) -> str:
    phrase = count_phrase(number, "origin")
    if number < len(_NUMBERS):
        phrase = phrase.replace(str(number), _NUMBERS[number].capitalize(), 1)
    return phrase
