"""The charts stay in their boxes and say what the numbers say."""

from __future__ import annotations

import math
import re
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.dossier.charts.histogram import bars, histogram, likeliest_count, mini_histogram
from servanda.dossier.charts.lanes import AmendmentMark, ItemMark
from servanda.dossier.charts.probability_band import stretches
from servanda.dossier.charts.sparkline import HEIGHT, WIDTH, sparkline
from servanda.dossier.charts.svg import number, path_of
from servanda.dossier.charts.time_axis import MOST_LABELS, Clocks, Window, labels, window
from servanda.dossier.charts.timeline import INNER_HEIGHT, INNER_WIDTH, ribbon
from servanda.dossier.charts.waterfall import bar, steps
from servanda.dossier.page.blind_spot_reach import reach
from servanda.records import (
    UNKNOWN_TIME,
    CountBelief,
    DateRange,
    Interval,
    Moment,
    Precision,
    Status,
    Timeline,
    day,
)
from tests.dossier.reading import Element, read
from tests.strategies import date_ranges

PROBABILITIES = st.floats(0.0, 1.0)
DAYS = st.dates(date(2017, 1, 1), date(2020, 12, 31))
INTERVALS = st.tuples(PROBABILITIES, PROBABILITIES).map(lambda ends: Interval(*sorted(ends)))
MOMENTS = st.builds(
    Moment, DAYS, st.none() | PROBABILITIES, st.none() | INTERVALS, st.sampled_from(Status)
)
TIMELINES = st.lists(MOMENTS, max_size=12).map(lambda found: Timeline("o", tuple(found)))
CLOCKS = st.builds(Clocks, st.dates(), st.dates(), st.none() | st.dates())
HAPPENINGS = st.builds(
    ItemMark,
    date_ranges(),
    date_ranges(),
    st.text(max_size=5),
    st.sampled_from(["claim", "observation", "retraction"]),
    st.booleans(),
)


def points(path: str) -> list[tuple[float, float]]:
    numbers = [float(n) for n in re.findall(r"-?[\d.]+(?:e-?\d+)?", path)]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def drawn(markup: str) -> Element:
    return read(f"<main>{markup}</main>").one("main")


def percents(root: Element) -> list[float]:
    values = (
        value
        for element in root.walk()
        for name, value in element.attributes.items()
        if name in {"x", "x1", "x2", "cx", "width"} and (value or "").endswith("%")
    )
    return [float((value or "").rstrip("%")) for value in values]


@given(TIMELINES, CLOCKS, st.lists(HAPPENINGS, max_size=4), st.lists(DAYS, max_size=2))
def test_the_ribbon_stays_in_its_box(
    timeline: Timeline, clocks: Clocks, happenings: list[ItemMark], amended: list[date]
) -> None:
    changes = [AmendmentMark(when, "note") for when in amended]
    root = drawn(ribbon(timeline, clocks, happenings, changes, "k"))
    for inner in root.all("svg", class_="inner"):
        for path in inner.all("path"):
            for x, y in points(path.attributes["d"] or ""):
                assert 0 <= x <= INNER_WIDTH
                assert 0 <= y <= INNER_HEIGHT
    for clip in root.all("clippath"):
        for x, y in points(clip.one("path").attributes["d"] or ""):
            assert 0 <= x <= 1000
            assert 0 <= y <= 1000
    assert all(0 <= value <= 100 for value in percents(root))


@given(TIMELINES, CLOCKS)
def test_the_sparkline_stays_in_its_box_and_goes_from_left_to_right(
    timeline: Timeline, clocks: Clocks
) -> None:
    root = drawn(sparkline(timeline, clocks, "title"))
    ends: list[float] = []
    for path in root.all("path", class_="line"):
        line = points(path.attributes["d"] or "")
        assert [x for x, _ in line] == sorted(x for x, _ in line)
        assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in line)
        ends += [line[0][0], line[-1][0]]
    assert ends == sorted(ends)


def test_a_higher_probability_is_drawn_higher() -> None:
    moments = [
        Moment(date(2018, 1, 1) + timedelta(days=n), n / 10, None, Status.PENDING)
        for n in range(11)
    ]
    clocks = Clocks(date(2018, 1, 11), date(2018, 1, 11), None)
    root = drawn(ribbon(Timeline("o", tuple(moments)), clocks, [], [], "k"))
    line = points(root.one("path", class_="line").attributes["d"] or "")
    assert [x for x, _ in line] == pytest.approx([100 * n for n in range(11)], abs=0.01)
    assert [y for _, y in line] == pytest.approx([100 - 10 * n for n in range(11)], abs=0.01)


def test_a_change_of_status_changes_the_colour_and_leaves_no_gap() -> None:
    first, second, gap, last = (date(2018, 1, n) for n in (1, 2, 3, 4))
    runs = stretches(
        [
            Moment(first, 0.5, None, Status.PENDING),
            Moment(second, 0.9, None, Status.MET),
            Moment(gap, None, None, Status.NOT_DUE),
            Moment(last, 0.5, None, Status.UNDETERMINED),
        ]
    )
    assert [(run.status, [m.day for m in run.moments]) for run in runs] == [
        (Status.PENDING, [first, second]),
        (Status.MET, [second]),
        (Status.UNDETERMINED, [last]),
    ]


def test_clocks_are_labelled_apart_and_marks_stand_at_both_days() -> None:
    clocks = Clocks(date(2018, 12, 31), date(2018, 10, 1), date(2018, 11, 30))
    moments = (
        Moment(date(2018, 10, 1), 0.5, Interval(0.4, 0.6), Status.UNDETERMINED),
        Moment(date(2018, 12, 31), 0.5, Interval(0.4, 0.6), Status.UNDETERMINED),
    )
    happened = ItemMark(day(date(2018, 11, 1)), day(date(2018, 11, 20)), "blown up", "claim", True)
    early = ItemMark(day(date(2018, 1, 1)), UNKNOWN_TIME, "early", "claim", False)
    late = ItemMark(day(date(2019, 6, 1)), UNKNOWN_TIME, "late", "claim", False)
    unknown = ItemMark(UNKNOWN_TIME, day(date(2018, 11, 2)), "unknown", "claim", False)
    since = ItemMark(
        DateRange(date(2018, 11, 5), None, Precision.RANGE), UNKNOWN_TIME, "since", "claim", False
    )
    items = [happened, happened, early, late, unknown, since]
    root = drawn(ribbon(Timeline("o", moments), clocks, items, [], "k"))
    texts = [text.text for text in root.all("text")]
    assert "as of 31 Dec 2018" in texts
    assert "on 1 Oct 2018" in texts
    assert "due 30 Nov 2018" in texts
    as_of, on = root.one("line", class_="as-of"), root.one("line", class_="on")
    assert (as_of.attributes["x1"], on.attributes["x1"]) == ("100%", "0%")
    assert [m.one("title").text for m in root.all("svg", class_="mark")] == [
        "blown up (SIMULATED)",
        "early (earlier)",
        "late (later)",
        "since",
    ]
    assert root.all("rect", class_="hatched")
    stem = root.all("line", class_="stem")[0].attributes
    assert stem["x1"] != stem["x2"]


@given(st.dates(), st.dates())
def test_a_few_first_days_of_months_are_labelled(first: date, last: date) -> None:
    first, last = min(first, last), max(first, last)
    found = labels(Window(first, last))
    assert len(found) <= MOST_LABELS + 1
    assert found
    assert all(first <= when <= last for when, _ in found)


def test_a_window_spans_moments_and_both_clocks() -> None:
    moments = (Moment(date(2018, 2, 1), None, None, Status.PENDING),)
    clocks = Clocks(date(2018, 3, 1), date(2018, 1, 1), date(2030, 1, 1))
    assert window(Timeline("o", moments), clocks) == Window(date(2018, 1, 1), date(2018, 3, 1))
    assert Window(date(2018, 1, 1), date(2018, 1, 1)).percent(date(2018, 1, 1)) == 0


DISTRIBUTIONS = st.lists(st.floats(0, 1), max_size=200).map(
    lambda found: tuple(share / (sum(found) or 1) for share in found)
)


@given(DISTRIBUTIONS, st.integers(1, 40))
def test_bars_keep_what_can_be_seen(distribution: tuple[float, ...], most: int) -> None:
    found = bars(distribution, most)
    assert len(found) <= most
    assert all(low.high + 1 == high.low for low, high in pairwise(found))
    shown = {k for bar in found for k in range(bar.low, bar.high + 1)}
    assert {k for k, share in enumerate(distribution) if share >= 0.005} <= shown
    for drawn_bar in found:
        inside = distribution[drawn_bar.low : drawn_bar.high + 1]
        assert math.isclose(drawn_bar.probability, sum(inside), abs_tol=1e-12)


@given(DISTRIBUTIONS)
def test_histograms_stay_in_their_boxes(distribution: tuple[float, ...]) -> None:
    count = CountBelief(max(0, len(distribution) - 1), distribution)
    for shape in drawn(mini_histogram(count)).all("rect"):
        x, y, width, height = (
            float(shape.attributes[k] or "") for k in ("x", "y", "width", "height")
        )
        assert 0 <= x <= x + width <= 64.01
        assert 0 <= y <= y + height <= 24.01
    assert all(0 <= value <= 100 for value in percents(drawn(histogram(count, "k"))))


def test_the_likeliest_count_is_the_lowest_of_equals() -> None:
    assert likeliest_count(CountBelief(2, (0.4, 0.2, 0.4))) == 0
    assert likeliest_count(CountBelief(0, ())) is None


@given(st.lists(st.floats(-1e3, 1e3), max_size=8))
def test_a_waterfall_goes_on_where_it_stopped(effects: list[float]) -> None:
    found = steps(effects)
    assert [step.decibans for step in found] == effects
    for before, after in pairwise(found):
        assert before.end == after.start
    for step in found:
        assert step.start == pytest.approx(step.end) or (step.end > step.start) == (
            step.decibans > 0
        )
        assert all(0 <= value <= 100 for value in percents(drawn(bar(step))))


@given(PROBABILITIES, st.floats(0, 1e6))
def test_a_blind_spot_reaches_to_both_sides(probability: float, decibans: float) -> None:
    low, high = reach(probability, decibans)
    assert 0 <= low <= high <= 1
    assert low <= probability + 1e-9
    assert high >= probability - 1e-9


def test_ten_decibans_are_a_factor_of_ten_in_the_odds() -> None:
    low, high = reach(0.5, 10)
    assert low == pytest.approx(1 / 11, rel=1e-12)
    assert high == pytest.approx(10 / 11, rel=1e-12)


def test_a_level_run_of_points_is_drawn_as_its_ends() -> None:
    assert path_of([(0, 5), (1, 5), (2, 5), (3, 4)]) == "M0 5L2 5L3 4"
    assert number(-0.001) == "0"
