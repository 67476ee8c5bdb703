"""The line and band of a timeline, in stretches of one status."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from markupsafe import Markup

from servanda.dossier.charts.svg import Point, element, path_of
from servanda.records import Moment, Status

__all__ = ["KEPT_FROM", "NOT_KEPT_TO", "Place", "Stretch", "band", "hatch", "line", "stretches"]

# The bounds of `met` and `not_met`, as in assessment/model/status.py. [definition]
KEPT_FROM, NOT_KEPT_TO = 0.80, 0.20

Place = Callable[[date, float], Point]  # the point of a day and a probability on a chart


@dataclass(frozen=True, slots=True)
class Stretch:
    """Consecutive moments of one status that have numbers, and the first of the next status."""

    status: Status
    moments: tuple[Moment, ...]


def stretches(moments: Sequence[Moment]) -> list[Stretch]:
    """The moments with numbers, in order of days and cut where the status changes."""
    ordered = sorted(moments, key=lambda moment: moment.day)
    found: list[list[Moment]] = []
    for before, moment in pairwise([None, *ordered]):
        assert moment is not None
        if moment.probability_met is None:
            continue
        continues = before is not None and before.probability_met is not None
        if continues and found[-1][0].status is moment.status:
            found[-1].append(moment)
            continue
        if continues:
            found[-1].append(moment)  # one more point, so that no gap shows
        found.append([moment])
    return [Stretch(run[0].status, tuple(run)) for run in found]


def line(moments: Sequence[Moment], place: Place) -> str:
    """The path of the probabilities."""
    return path_of(
        place(moment.day, moment.probability_met)
        for moment in moments
        if moment.probability_met is not None
    )


def band(moments: Sequence[Moment], place: Place) -> str | None:
    """The closed path around the intervals; None where there are none."""
    known = [(moment.day, moment.interval) for moment in moments if moment.interval is not None]
    if not known:
        return None
    above = [place(day, interval.high) for day, interval in known]
    below = [place(day, interval.low) for day, interval in reversed(known)]
    return path_of(above + below, closed=True)


def hatch() -> Markup:
    """The pattern for the status undetermined; defined once in a page, before the charts."""
    stroke = element("path", d="M0 0V6", class_="hatch-line")
    pattern = element(
        "pattern",
        stroke,
        id="hatch",
        width="4",
        height="6",
        patternUnits="userSpaceOnUse",
        patternTransform="rotate(45)",
    )
    return element(
        "svg", element("defs", pattern), width="0", height="0", aria_hidden="true", class_="defs"
    )
