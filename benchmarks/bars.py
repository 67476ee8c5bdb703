"""A table of figures beside their bars, as every benchmark prints it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

__all__ = ["Figure", "Parts", "print_figures", "run_parts"]


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured quantity, the bar it has to reach, and whether it does."""

    measure: str
    bar: str
    measured: str
    holds: bool


Parts = Mapping[str, tuple[str, Callable[[], Iterable[Figure]]]]  # title and figures, by name


def run_parts(parts: Parts, about: str | None) -> int:
    """Print the parts named on the command line, or all; 1 if a bar is not reached."""
    wanted = argparse.ArgumentParser(description=about)
    wanted.add_argument("parts", nargs="*", choices=[*parts, []], help="all of them, if none")
    chosen = wanted.parse_args().parts or list(parts)
    held = [print_figures(title, figures()) for title, figures in map(parts.__getitem__, chosen)]
    return 0 if all(held) else 1


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
