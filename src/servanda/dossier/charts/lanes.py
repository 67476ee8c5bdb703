"""The lanes of a timeline: marks for items on the day they happened and became public."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from servanda.dossier.charts.svg import element, percent
from servanda.dossier.charts.time_axis import Window
from servanda.dossier.print.dates import short_day
from servanda.records import DateRange

__all__ = ["AmendmentMark", "ItemMark", "Lanes", "draw_amendments", "draw_items"]


@dataclass(frozen=True, slots=True)
class ItemMark:
    """One item: the days on which it happened and may have become public."""

    happened: DateRange
    public: DateRange
    says: str
    shape: str  # "claim", "observation", "retraction"
    simulated: bool


@dataclass(frozen=True, slots=True)
class AmendmentMark:
    """One amendment with the day it took effect."""

    effective: date
    note: str


@dataclass(frozen=True, slots=True)
class Lanes:
    """The height of each lane in pixels from the top of the chart."""

    amended: int
    happened: int
    public: int


_SHAPES = {
    "claim": "M-3.5 0a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0 -7 0Z",
    "observation": "M-3.5 -3.5H3.5V3.5H-3.5Z",
    "retraction": "M-3.5 -3.5L3.5 3.5M-3.5 3.5L3.5 -3.5",
    "amendment": "M0 -5L5 0L0 5L-5 0Z",
    "earlier": "M4 -4L0 0L4 4",
    "later": "M-4 -4L0 0L-4 4",
}


def _mark(shape: str, x: float, y: int, title: str) -> Markup:
    """A shape of fixed size; an inner svg, since only that can be placed in per cent."""
    drawn = element("path", element("title", title), d=_SHAPES[shape])
    return element("svg", drawn, x=percent(x), y=str(y), class_=f"mark {shape}")


def draw_items(happenings: Sequence[ItemMark], span: Window, lanes: Lanes) -> list[Markup]:
    """The marks of the items; items with equal days and shape share one mark that names them."""
    groups: dict[tuple[DateRange, DateRange, str, bool], list[str]] = {}
    for item in happenings:
        group = (item.happened, item.public, item.shape, item.simulated)
        groups.setdefault(group, []).append(item.says)
    drawn: list[Markup] = []
    for (happened, public, shape, simulated), says in groups.items():
        title = "; ".join(dict.fromkeys(says)) + (" (SIMULATED)" if simulated else "")
        drawn += _publication_stem(happened, public, span, lanes)
        drawn += _event_marks(happened, shape, title, span, lanes)
    return drawn


def _publication_stem(
    happened: DateRange, public: DateRange, span: Window, lanes: Lanes
) -> list[Markup]:
    if public.end is None:
        return []
    foot = span.percent(public.end)
    tick = _line("stem", foot, lanes.public - 4, foot, lanes.public + 4)
    day = happened.end or happened.start
    if day is None:
        return [tick]
    return [_line("stem", span.percent(day), lanes.happened, foot, lanes.public), tick]


def _event_marks(
    happened: DateRange, shape: str, title: str, span: Window, lanes: Lanes
) -> list[Markup]:
    first, last = happened.start or happened.end, happened.end or happened.start
    if first is None or last is None:
        return []
    start, end, y = span.percent(first), span.percent(last), lanes.happened
    extent = [_line("extent", start, y, end, y)] if start < end else []
    if last < span.first:
        return [*extent, _mark("earlier", 0.0, y, f"{title} (earlier)")]
    if last > span.last:
        return [*extent, _mark("later", 100.0, y, f"{title} (later)")]
    return [*extent, _mark(shape, end, y, title)]


def _line(style: str, x1: float, y1: int, x2: float, y2: int) -> Markup:
    ends = {"x1": percent(x1), "y1": str(y1), "x2": percent(x2), "y2": str(y2)}
    return element("line", class_=style, **ends)


def draw_amendments(changes: Sequence[AmendmentMark], span: Window, lanes: Lanes) -> list[Markup]:
    """A diamond at the bottom of the plot for each amendment."""
    return [
        _mark(
            "amendment",
            span.percent(change.effective),
            lanes.amended,
            f"amended, effective {short_day(change.effective)}: {change.note}",
        )
        for change in changes
    ]
