"""Looks are held against the truth they were drawn from, and the figures about them can fail."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from benchmarks.posts import Compared, compared, figures_of
from servanda.pipeline.observing import ObservedCase
from servanda.records import BlindSpotKind
from tests.looks import BEFORE, cleared, hidden, scene, unchanged

GONE_ON = date(2018, 11, 20)
AFTER = GONE_ON + timedelta(days=5)


def looks(*log10s: float, gone: bool) -> list[Compared]:
    """Each with the finding that is right."""
    seen = cleared if gone else unchanged
    return [
        Compared(replace(seen(AFTER), id=str(number), log10_likelihood_ratio=one), 10.0, gone)
        for number, one in enumerate(log10s)
    ]


def missed(*some: Compared) -> set[str]:
    """The measures whose bar is not reached, without the layer's name."""
    return {one.measure.partition(": ")[2] for one in figures_of(some) if not one.holds}


@pytest.mark.parametrize(("days", "gone"), [(-1, False), (0, False), (1, True)])
def test_a_scene_of_the_day_of_demolition_still_shows_the_post(days: int, gone: bool) -> None:
    day = GONE_ON + timedelta(days=days)
    observed = ObservedCase((scene(BEFORE), scene(day)), (unchanged(day),), (), {})
    assert compared(observed, {"post-1": GONE_ON})[0].gone is gone
    assert compared(observed, {"post-1": None})[0].gone is False


def test_looks_that_are_right_miss_no_bar() -> None:
    assert missed(*looks(-2.0, -1.5, gone=False), *looks(1.5, 2.0, gone=True)) == set()


def test_a_ratio_that_speaks_clearly_for_the_wrong_state_is_told_with_its_day() -> None:
    (found,) = (
        one
        for one in figures_of([*looks(1.2, gone=False), *looks(-1.2, 2.5, gone=True)])
        if "wrong state" in one.measure
    )
    assert not found.holds
    assert found.measured == "2 of 3 (post-1 on 25 Nov: +1.2; post-1 on 25 Nov: -1.2)"


def test_ratios_that_favour_change_where_nothing_did_are_not_calibrated() -> None:
    assert "mean ratio where the post stands (1 if calibrated)" in missed(
        *looks(*[0.9] * 20, gone=False)
    )


def test_more_alarms_than_chance_explains_are_too_many() -> None:
    alarm = Compared(cleared(AFTER, log10=-0.1), 10.0, False)
    quiet = looks(*[-1.0] * 58, gone=False)
    measure = "false alarms among looks at standing posts, at 0.01"
    assert measure not in missed(*quiet, *[alarm] * 3)
    assert measure in missed(*quiet, *[alarm] * 4)


@pytest.mark.parametrize("changes", [{"log10_likelihood_ratio": 0.1}, {"blind_spot": None}])
def test_a_look_that_saw_nothing_says_nothing_and_why(changes: dict[str, object]) -> None:
    nothing = hidden(AFTER, blind_spot=BlindSpotKind.CLOUD)
    assert missed(Compared(nothing, 10.0, True)) == set()
    broken = replace(nothing, **changes)  # type: ignore[arg-type]
    assert missed(Compared(broken, 10.0, True)) == {"looks not observable"}
