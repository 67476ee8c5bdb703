"""The waterfall of effects: one bar a cause, each starting where the last one ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from markupsafe import Markup

from servanda.dossier.charts.svg import element, percent
from servanda.dossier.print.numbers import rounded_decibans

__all__ = ["WaterfallStep", "bar", "steps"]

HEIGHT = 14  # px [layout]


@dataclass(frozen=True, slots=True)
class WaterfallStep:
    """One bar, in per cent of the chart's width."""

    decibans: float
    start: float
    end: float
    zero: float  # the position of no effect


def steps(decibans: Sequence[float]) -> tuple[WaterfallStep, ...]:
    """The bars for the effects, on one common scale."""
    ends = list(accumulate(decibans, initial=0.0))
    low, high = min(ends), max(ends)
    width = high - low

    def place(value: float) -> float:
        return 50.0 if width == 0 else min(max(100 * (value - low) / width, 0.0), 100.0)

    return tuple(
        WaterfallStep(effect, place(start), place(end), place(0.0))
        for effect, start, end in zip(decibans, ends[:-1], ends[1:], strict=True)
    )


def bar(step: WaterfallStep) -> Markup:
    """One bar, drawn to the right for effects towards met, to the left for the opposite."""
    left, right = sorted((step.start, step.end))
    zero, end = percent(step.zero), percent(step.end)
    side = "for" if step.decibans > 0 else "against"
    return element(
        "svg",
        element("title", f"{rounded_decibans(step.decibans)} decibans"),
        element("line", x1=zero, x2=zero, y1="0", y2=str(HEIGHT), class_="zero"),
        element(
            "rect",
            x=percent(left),
            y="2",
            width=percent(right - left),
            height=str(HEIGHT - 4),
            class_=f"step {side}",
        ),
        element("line", x1=end, x2=end, y1="2", y2=str(HEIGHT), class_="step-end"),
        class_="fall",
        role="img",
        width="100%",
        height=str(HEIGHT),
    )
