"""A small timeline for a row of the table: band and line only."""

from __future__ import annotations

from datetime import date

from markupsafe import Markup

from servanda.dossier.charts.probability_band import (
    KEPT_FROM,
    NOT_KEPT_TO,
    Place,
    Stretch,
    band,
    line,
    stretches,
)
from servanda.dossier.charts.svg import Point, element, number
from servanda.dossier.charts.time_axis import Clocks, Window, window
from servanda.dossier.print.status_words import STATUS_WORDS
from servanda.records import Timeline

__all__ = ["sparkline"]

WIDTH, HEIGHT = 150.0, 30.0  # px [layout]


def sparkline(timeline: Timeline, clocks: Clocks, title: str) -> Markup:
    """The chart of one row; title: a description for screen readers."""
    span = window(timeline, clocks)
    runs = stretches(timeline.moments)

    def place(day: date, probability: float) -> Point:
        return 2 + span.percent(day) / 100 * (WIDTH - 6), 2 + (1 - probability) * (HEIGHT - 4)

    return element(
        "svg",
        element("title", title),
        *_grid(span, clocks.due, place),
        *(part for run in runs for part in _run(run, place)),
        *_end_dot(runs, place),
        class_="spark",
        role="img",
        viewBox=f"0 0 {number(WIDTH)} {number(HEIGHT)}",
        width=WIDTH,
        height=HEIGHT,
    )


def _grid(span: Window, due: date | None, place: Place) -> list[Markup]:
    levels = [number(place(span.first, level)[1]) for level in (KEPT_FROM, NOT_KEPT_TO)]
    drawn = [element("path", d=f"M0 {y}H{number(WIDTH)}", class_="grid") for y in levels]
    if due is not None and due in span:
        x = number(place(due, 0)[0])
        drawn.append(element("path", d=f"M{x} 0V{number(HEIGHT)}", class_="due-line"))
    return drawn


def _run(run: Stretch, place: Place) -> list[Markup]:
    style = STATUS_WORDS[run.status].style
    drawn = element("path", d=line(run.moments, place), class_=f"line {style}")
    edges = band(run.moments, place)
    if edges is None:
        return [drawn]
    return [element("path", d=edges, class_=f"band {style}"), drawn]


def _end_dot(runs: list[Stretch], place: Place) -> list[Markup]:
    if not runs:
        return []
    last = runs[-1].moments[-1]
    x, y = place(last.day, last.probability_met or 0.0)
    style = STATUS_WORDS[runs[-1].status].style
    return [element("circle", cx=x, cy=y, r="2.5", class_=f"dot {style}")]
