"""A table of figures beside their bars, as every benchmark prints it."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["Figure", "print_figures"]


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured quantity, the bar it has to reach, and whether it does."""

    measure: str
    bar: str
    measured: str
    holds: bool


def print_figures(title: str, figures: Iterable[Figure]) -> bool:
    """Print each figure as soon as it is known; True if every bar is reached."""
    _say(f"\n{title}\n\n| measure | bar | measured | |\n|---|---|---|---|")
    held = True
    for one in figures:
        verdict = "reached" if one.holds else "NOT REACHED"
        _say(f"| {one.measure} | {one.bar} | {one.measured} | {verdict} |")
        held = held and one.holds
    return held


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
