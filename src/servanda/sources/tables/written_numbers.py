"""Numbers as tables of any country write them: 1,027.5 is 1.027,5; alone, 1.027 may be either."""

from __future__ import annotations

import re

__all__ = ["is_ambiguous", "read_amount"]

# One mark and three digits after it: thousands where one writes, decimals where another does.
# A nought before the mark is no thousands.
_EITHER = re.compile(r"[1-9]\d{0,2}[.,]\d{3}", re.ASCII)
_PLAIN = re.compile(r"\d+(?:[.,]\d+)?(?:[eE][+-]?\d{1,2})?", re.ASCII)
# Groups of three, all with one mark, and decimals after another one. Blanks: also those that do
# not break.
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:([.,' \u2019\u00a0\u202f])\d{3})(?:\1\d{3})*(?:([.,])\d+)?")


def is_ambiguous(text: str) -> bool:
    """True for "1.027" and "1,027": a thousand and more, or a little over one."""
    return _EITHER.fullmatch(text) is not None


def read_amount(text: str) -> float:
    """The number, at least 0; raises ValueError with what is wrong; what to write instead."""
    if is_ambiguous(text):
        whole, decimals = re.split("[.,]", text)
        raise ValueError(
            f"may be a thousand or a fraction; write {whole}{decimals} or {whole}.{decimals}0"
        )
    grouped = _GROUPED.fullmatch(text)
    if grouped is not None and grouped[1] != grouped[2]:
        return float(_without_groups(text, grouped[1]))
    if _PLAIN.fullmatch(text) is None:
        raise ValueError("is no number; write a number in digits: 11")
    return float(text.replace(",", "."))


def _without_groups(text: str, mark: str) -> str:
    return text.replace(mark, "").replace(",", ".")
