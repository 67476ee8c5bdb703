"""The timeline of one obligation: its probability over time, called the ribbon.

Days run from left to right, probability from 0 at the bottom to 1 at the top. The ribbon has no
view box: positions along it are per cent of its width, so that letters and marks keep their size
on a narrow screen. Only the band and the line, in an inner view box of 1000 by 100, stretch.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from markupsafe import Markup

from servanda.dossier.charts.lanes import (
    AmendmentMark,
    ItemMark,
    Lanes,
    draw_amendments,
    draw_items,
)
from servanda.dossier.charts.probability_band import (
    KEPT_FROM,
    NOT_KEPT_TO,
    Stretch,
    band,
    line,
    stretches,
)
from servanda.dossier.charts.svg import Point, element, number, percent
from servanda.dossier.charts.time_axis import Clocks, Window, labels, window
from servanda.dossier.print.dates import short_day
from servanda.dossier.print.numbers import rounded_probability
from servanda.dossier.print.status_words import STATUS_WORDS
from servanda.records import Status, Timeline

__all__ = ["ribbon"]

# Sizes in px; of the inner view box in its own units. [layout]
INNER_WIDTH, INNER_HEIGHT = 1000.0, 100.0
PLOT_TOP, PLOT_HEIGHT = 22, 120
TAB_WIDTH, TAB_HEIGHT = 112, 18

LANES = Lanes(amended=PLOT_TOP + PLOT_HEIGHT, happened=158, public=180)
AXIS_Y = LANES.public + 20
HEIGHT = AXIS_Y + 26


def ribbon(
    timeline: Timeline,
    clocks: Clocks,
    happenings: Sequence[ItemMark],
    changes: Sequence[AmendmentMark],
    key: str,
) -> Markup:
    """The chart of one obligation: line and band, both clocks, items and amendments.

    key: prefix of every id in the chart, so that no two charts of a page share an id
    """
    span = window(timeline, clocks)
    runs = stretches(timeline.moments)
    return element(
        "svg",
        element("title", "Probability met over time", id=f"{key}-title"),
        element("desc", _description(runs, clocks), id=f"{key}-desc"),
        *_frame(span),
        *_due_line(span, clocks.due),
        *(
            part
            for n, stretch in enumerate(runs)
            for part in _draw_stretch(stretch, span, f"{key}-{n}")
        ),
        *_end_dot(runs, span),
        *draw_items(happenings, span, LANES),
        *draw_amendments(changes, span, LANES),
        *_on_clock(span, clocks.on),
        *_as_of_clock(span, clocks.as_of),
        class_="ribbon",
        role="img",
        aria_labelledby=f"{key}-title {key}-desc",
        width="100%",
        height=str(HEIGHT),
    )


def _description(runs: Sequence[Stretch], clocks: Clocks) -> str:
    clock = f"As of {short_day(clocks.as_of)}, on {short_day(clocks.on)}."
    if not runs:
        return f"No day has a number. {clock}"
    steps = "; ".join(
        f"from {short_day(stretch.moments[0].day)} {STATUS_WORDS[stretch.status].word}, "
        f"{rounded_probability(stretch.moments[0].probability_met or 0.0)}"
        for stretch in runs
    )
    last = runs[-1].moments[-1]
    end = f"{rounded_probability(last.probability_met or 0.0)} on {short_day(last.day)}"
    return f"{steps}; in the end {end}. {clock}"


def _plot_y(probability: float) -> float:
    return PLOT_TOP + (1 - probability) * PLOT_HEIGHT


def _frame(span: Window) -> list[Markup]:
    drawn = []
    for level, label in ((1.0, "1"), (KEPT_FROM, "kept .80"), (NOT_KEPT_TO, ".20"), (0.0, "0")):
        y = _plot_y(level)
        drawn.append(element("line", x1="0", x2="100%", y1=y, y2=y, class_="grid"))
        drawn.append(element("text", label, x="-6", y=y + 4, class_="axis end"))
    for y, label in ((LANES.happened, "happened"), (LANES.public, "public")):
        drawn.append(element("line", x1="0", x2="100%", y1=str(y), y2=str(y), class_="lane"))
        drawn.append(element("text", label, x="-6", y=str(y + 4), class_="axis end"))
    for day, label in labels(span):
        x = percent(span.percent(day))
        drawn.append(
            element(
                "line", x1=x, x2=x, y1=str(LANES.public), y2=str(LANES.public + 5), class_="tick"
            )
        )
        drawn.append(element("text", label, x=x, y=str(AXIS_Y), class_="axis start"))
    return drawn


def _due_line(span: Window, due: date | None) -> list[Markup]:
    if due is None or due not in span:
        return []
    x = span.percent(due)
    anchor, dx = ("end", "-4") if x > 50 else ("start", "4")
    bottom = str(PLOT_TOP + PLOT_HEIGHT)
    return [
        element(
            "line",
            x1=percent(x),
            x2=percent(x),
            y1=str(PLOT_TOP),
            y2=bottom,
            class_="due-line",
        ),
        element(
            "text",
            f"due {short_day(due)}",
            x=percent(x),
            dx=dx,
            y=str(PLOT_TOP + PLOT_HEIGHT - 5),
            class_=f"axis halo {anchor}",
        ),
    ]


def _draw_stretch(stretch: Stretch, span: Window, key: str) -> list[Markup]:
    def place(day: date, probability: float) -> Point:
        return span.percent(day) / 100 * INNER_WIDTH, (1 - probability) * INNER_HEIGHT

    style = STATUS_WORDS[stretch.status].style
    edges = band(stretch.moments, place)
    hatched = stretch.status is Status.UNDETERMINED and edges is not None
    inner = [element("path", d=line(stretch.moments, place), class_=f"line {style}")]
    if edges is not None:
        edge = "band-edge" if hatched else "band"
        inner.insert(0, element("path", d=edges, class_=f"{edge} {style}"))
    stretched = element(
        "svg",
        *inner,
        x="0",
        y=str(PLOT_TOP),
        width="100%",
        height=str(PLOT_HEIGHT),
        viewBox=f"0 0 {number(INNER_WIDTH)} {number(INNER_HEIGHT)}",
        preserveAspectRatio="none",
        class_="inner",
    )
    return [*_hatched_band(stretch, span, key), stretched] if hatched else [stretched]


def _hatched_band(stretch: Stretch, span: Window, key: str) -> list[Markup]:
    """A hatched rectangle clipped to the band, so that the hatching itself does not stretch."""

    def place(day: date, probability: float) -> Point:
        return span.percent(day) * 10, (1 - probability) * 1000

    edges = band(stretch.moments, place) or ""
    shape = element("path", d=edges, transform="scale(0.001)")
    clip = element("clipPath", shape, id=f"{key}-clip", clipPathUnits="objectBoundingBox")
    cut = element(
        "rect",
        x="0",
        y=str(PLOT_TOP),
        width="100%",
        height=str(PLOT_HEIGHT),
        clip_path=f"url(#{key}-clip)",
        class_="hatched",
    )
    return [clip, cut]


def _end_dot(runs: Sequence[Stretch], span: Window) -> list[Markup]:
    if not runs:
        return []
    last = runs[-1].moments[-1]
    return [
        element(
            "circle",
            cx=percent(span.percent(last.day)),
            cy=_plot_y(last.probability_met or 0.0),
            r="4",
            class_=f"dot {STATUS_WORDS[runs[-1].status].style}",
        )
    ]


def _as_of_clock(span: Window, day: date) -> list[Markup]:
    return _clock(span.percent(day), f"as of {short_day(day)}", 0, "as-of", (2, AXIS_Y - 14))


def _on_clock(span: Window, day: date) -> list[Markup]:
    top = HEIGHT - TAB_HEIGHT
    return _clock(span.percent(day), f"on {short_day(day)}", top, "on", (PLOT_TOP, top + 2))


def _clock(x: float, label: str, tab_top: int, style: str, line: tuple[int, int]) -> list[Markup]:
    """A vertical line with a labelled tab: at the top for *as of*, at the bottom for *on*."""
    place = percent(x)
    left = x > 50  # the tab points into the chart
    tab = element(
        "rect",
        x=str(-TAB_WIDTH if left else 0),
        y="0",
        width=str(TAB_WIDTH),
        height=str(TAB_HEIGHT),
    )
    words = element("text", label, x=str((-1 if left else 1) * TAB_WIDTH // 2), y="13")
    return [
        element(
            "line", x1=place, x2=place, y1=str(line[0]), y2=str(line[1]), class_=f"clock {style}"
        ),
        element("svg", tab, words, x=place, y=str(tab_top), class_=f"tab {style}"),
    ]
