"""How far a duty has come, in words."""

from __future__ import annotations

from collections.abc import Iterator

from servanda.dossier.print.numbers import rounded_probability
from servanda.records import Judgement

__all__ = ["degrees_in_words"]


def degrees_in_words(judgement: Judgement) -> Iterator[tuple[str, str]]:
    """What there is of ("share done", "0.72 (0.55-0.90)") and ("grade", "not begun 0.10, ...")."""
    share, grade = judgement.share, judgement.grade
    if share is not None:
        low, high = rounded_probability(share.low), rounded_probability(share.high)
        yield "share done", f"{rounded_probability(share.expected)} ({low}-{high})"
    if grade is not None:
        parts = (
            ("not begun", grade.not_begun),
            ("minimal", grade.minimal),
            ("intermediate", grade.intermediate),
            ("complete", grade.complete),
        )
        yield "grade", ", ".join(f"{name} {rounded_probability(chance)}" for name, chance in parts)
