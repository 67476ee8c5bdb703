"""The distribution of a count as a histogram: how many of N are done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from servanda.dossier.charts.svg import element, percent
from servanda.dossier.print.numbers import rounded_probability
from servanda.records import CountBelief

__all__ = ["Bar", "bars", "histogram", "likeliest_count", "mini_histogram"]

VISIBLE = 0.005  # the least probability that prints as 0.01; smaller bars may be cut off [layout]
MINI_WIDTH, MINI_HEIGHT, MINI_BARS = 64.0, 24.0, 16  # px, px, most bars [layout]
WIDE_HEIGHT, WIDE_BARS = 96, 40  # px, most bars [layout]
_LABEL_HEIGHT = 18  # px under the bars for the counts [layout]
_WIDE_LABELS = 8  # that fit side by side on a narrow screen [layout]


@dataclass(frozen=True, slots=True)
class Bar:
    """The counts low..high, both included, and the probability of this range."""

    low: int
    high: int
    probability: float

    @property
    def label(self) -> str:
        """The counts as text: "10" or "10-14"."""
        return str(self.low) if self.low == self.high else f"{self.low}\N{EN DASH}{self.high}"


def bars(distribution: Sequence[float], most: int) -> tuple[Bar, ...]:
    """The distribution as at most `most` bars of equal width.

    A longer one is cut to its visible counts; if these are fewer than `most`, neighbouring
    counts fill up the bars.
    """
    if not distribution:
        return ()
    first, last = _visible_range(distribution, most)
    width = -(-(last - first + 1) // most)
    return tuple(
        Bar(low, min(low + width - 1, last), sum(distribution[low : min(low + width, last + 1)]))
        for low in range(first, last + 1, width)
    )


def _visible_range(distribution: Sequence[float], most: int) -> tuple[int, int]:
    end = len(distribution) - 1
    visible = [k for k, share in enumerate(distribution) if share >= VISIBLE]
    if end < most or not visible:  # short, or too spread out for any count to be visible
        return 0, end
    missing = max(0, most - (visible[-1] - visible[0] + 1))
    last = min(end, visible[-1] + missing // 2)
    return max(0, min(visible[0], last - most + 1)), last


def likeliest_count(count: CountBelief) -> int | None:
    """The most probable count, the lowest if several tie; None if the distribution is empty."""
    shares = count.distribution
    return max(range(len(shares)), key=shares.__getitem__) if shares else None


def mini_histogram(count: CountBelief) -> Markup:
    """The small histogram in a row of the table."""
    drawn = bars(count.distribution, MINI_BARS)
    tallest = max((bar.probability for bar in drawn), default=0.0) or 1.0
    step = MINI_WIDTH / max(1, len(drawn))
    shapes = []
    for n, bar in enumerate(drawn):
        height = max(1.0, bar.probability / tallest * MINI_HEIGHT)
        shapes.append(
            element(
                "rect",
                x=n * step,
                y=MINI_HEIGHT - height,
                width=max(0.5, step - 1),
                height=height,
                class_="bar",
            )
        )
    return element(
        "svg",
        element("title", _summary(count, drawn)),
        *shapes,
        class_="mini",
        role="img",
        viewBox=f"0 0 {MINI_WIDTH:.0f} {MINI_HEIGHT:.0f}",
        width=MINI_WIDTH,
        height=MINI_HEIGHT,
    )


def histogram(count: CountBelief, key: str) -> Markup:
    """The large histogram in an obligation's section; its width follows the page.

    key: prefix of every id in the chart
    """
    drawn = bars(count.distribution, WIDE_BARS)
    tallest = max((bar.probability for bar in drawn), default=0.0) or 1.0
    step = 100.0 / max(1, len(drawn))
    every = -(-len(drawn) // _WIDE_LABELS)
    shapes = []
    for n, bar in enumerate(drawn):
        height = max(1.0, bar.probability / tallest * WIDE_HEIGHT)
        shapes.append(
            element(
                "rect",
                element("title", f"{bar.label}: {rounded_probability(bar.probability)}"),
                x=percent(n * step),
                y=WIDE_HEIGHT - height,
                width=percent(step * 0.86),
                height=height,
                class_="bar",
            )
        )
        if n % every == 0:
            middle = percent((n + 0.43) * step)
            shapes.append(
                element("text", bar.label, x=middle, y=str(WIDE_HEIGHT + 14), class_="axis middle")
            )
    return element(
        "svg",
        element("title", f"How many of {count.of}", id=f"{key}-title"),
        element("desc", _summary(count, drawn), id=f"{key}-desc"),
        *shapes,
        class_="histogram",
        role="img",
        aria_labelledby=f"{key}-title {key}-desc",
        width="100%",
        height=str(WIDE_HEIGHT + _LABEL_HEIGHT),
    )


def _summary(count: CountBelief, drawn: Sequence[Bar]) -> str:
    shares = "; ".join(f"{bar.label}: {rounded_probability(bar.probability)}" for bar in drawn)
    return f"Probability of each count, of {count.of}: {shares or 'none given'}"
