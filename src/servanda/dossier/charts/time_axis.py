"""The time axis of a chart: the days it spans and their labels."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from servanda.dossier.print.dates import MONTHS, short_day
from servanda.records import Timeline

__all__ = ["Clocks", "Window", "labels", "window"]

MOST_LABELS = 5  # that fit side by side on a screen of 360 pixels [layout]
# Months from label to label; the first step that gives few enough labels is taken. [layout]
STEPS = (1, 2, 3, 6, 12, 24, 60, 120, 600, 1200, 12000, 24000)


@dataclass(frozen=True, slots=True)
class Clocks:
    """The as-of day, the day asked about, and the deadline of the duty."""

    as_of: date
    on: date
    due: date | None


@dataclass(frozen=True, slots=True)
class Window:
    """The days that a chart spans, first and last included."""

    first: date
    last: date

    def percent(self, day: date) -> float:
        """The position of a day along the chart, 0..100; days outside are on the nearer edge."""
        days = (day - self.first).days
        return min(max(100.0 * days / max(1, (self.last - self.first).days), 0.0), 100.0)

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


def window(timeline: Timeline, clocks: Clocks) -> Window:
    """The range of the timeline's moments, the as-of day and the day asked about."""
    days = [moment.day for moment in timeline.moments] + [clocks.as_of, clocks.on]
    return Window(min(days), max(days))


def labels(span: Window) -> list[tuple[date, str]]:
    """The labelled days, first days of every nth month, with their text."""
    first = _months(span.first) + (span.first.day > 1)
    count = _months(span.last) - first + 1
    step = next((n for n in STEPS if count <= n * MOST_LABELS), STEPS[-1])
    start = first + -first % step
    found = [date(n // 12, n % 12 + 1, 1) for n in range(start, _months(span.last) + 1, step)]
    if not found:
        return [(span.first, short_day(span.first))]
    return [
        (day, str(day.year) if step >= 12 else _month_label(day, first=day == found[0]))
        for day in found
    ]


def _months(day: date) -> int:
    """Months since January of the year 0."""
    return day.year * 12 + day.month - 1


def _month_label(day: date, first: bool) -> str:
    name = MONTHS[day.month - 1][:3]
    return f"{name} {day.year}" if first or day.month == 1 else name
