"""Who would have seen an event, from when to when and where, and what their word is worth."""

from __future__ import annotations

from datetime import date, timedelta
from math import exp
from typing import Any

import pytest

from servanda.evidence.statements.claim_readings import reading_of
from servanda.evidence.statements.likelihood import likelihoods
from servanda.evidence.statements.reader_shares import SENSITIVITY
from servanda.evidence.statements.watcher_silence import silences
from servanda.evidence.trust.sides import Side
from servanda.records import (
    Obligation,
    ObligationKind,
    VerbClass,
    Watcher,
    state_space,
    terms_in_force,
)
from servanda.records.case.watcher import WatchPeriod
from tests.builders import NOW, START, claim, obligation

LAST = START + timedelta(days=100)
RECORD = ((START, LAST),)
SEEN = 0.9 * SENSITIVITY[ObligationKind.ABSTAIN]  # one event, and its report read rightly


def watcher(**changes: Any) -> Watcher:
    return Watcher(**{"actor": "observer", "detects": 0.9, "delay_days": 0, "note": ""} | changes)


def ban(*watchers: Watcher, **changes: Any) -> Obligation:
    return obligation(
        id="ban", kind=ObligationKind.ABSTAIN, verb="refrain", object="nuclear tests", terms=(),
        count=None, preserve=0, deadline=None, aspect=None, unit="event", watchers=watchers,
        **changes,
    )  # fmt: skip


def kept(of: tuple[str, ...] = (), **changes: Any) -> WatchPeriod | None:
    """The watch of one such watcher over a duty of these sites."""
    one = watcher(**changes)
    items = list(silences(ban(one, sites=of), one, ("observer",), RECORD, NOW))
    return items[0].watch if items else None


def test_a_gap_in_what_is_kept_of_a_watcher_is_a_gap_in_its_watch() -> None:
    one = watcher(delay_days=3)
    gap = ((START, START + timedelta(days=20)), (START + timedelta(days=50), LAST))
    found = [item.watch for item in silences(ban(one), one, ("observer",), gap, NOW)]
    assert [(watch.first, watch.last) for watch in found if watch is not None] == [
        (START, START + timedelta(days=17)),
        (START + timedelta(days=50), LAST - timedelta(days=3)),
    ]


@pytest.mark.parametrize(
    ("changes", "first", "last"),
    [
        ({}, START, LAST),
        ({"delay_days": 7}, START, LAST - timedelta(days=7)),
        ({"since": START + timedelta(days=20)}, START + timedelta(days=20), LAST),
        ({"until": START + timedelta(days=30)}, START, START + timedelta(days=30)),
        ({"since": date(2010, 1, 1), "until": date(2030, 1, 1)}, START, LAST),
    ],
)
def test_a_watch_reaches_from_when_it_and_the_record_begin_to_when_either_ends(
    changes: dict[str, Any], first: date, last: date
) -> None:
    watch = kept(**changes)
    assert watch is not None
    assert (watch.first, watch.last) == (first, last)


@pytest.mark.parametrize(
    "changes",
    [
        {"detects": 0.0},
        {"until": START - timedelta(days=1)},
        {"since": LAST},
        {"delay_days": 100},
        {"sites": ("there",), "of": ("here",)},
    ],
)
def test_silence_of_who_would_not_have_seen_is_no_evidence(changes: dict[str, Any]) -> None:
    assert kept(**changes) is None


def test_a_watcher_sees_those_of_the_duty_s_sites_that_it_is_said_to_see() -> None:
    one = watcher(sites=("here", "elsewhere"))
    (item,) = silences(ban(one, sites=("here", "there")), one, ("observer",), RECORD, NOW)
    assert item.watch is not None
    assert item.watch.sites == ("here",)
    assert item.if_right == pytest.approx((1.0, 1.0 - SEEN / 2))


def test_who_often_raises_false_alarms_is_seldom_silent_for_long() -> None:
    one = watcher(false_alarms_per_year=2.0)
    (item,) = silences(ban(one), one, ("observer",), RECORD, NOW)
    assert item.if_right[0] == pytest.approx(exp(-2.0 * 100 / 365.25))
    assert item.if_wrong == (1.0, 1.0)


def false_alarm(*watchers: Watcher) -> float:
    duty = ban(*watchers)
    text = "The north held a nuclear test."
    told = claim(text, verb=VerbClass.TEST, object="nuclear test", holder_id="observer")
    terms = terms_in_force(duty, LAST, LAST)
    reading = reading_of(told, text, duty, terms)
    return likelihoods(reading, state_space(duty, terms), terms, Side.THIRD)[1][0]


def test_a_watcher_s_report_of_an_event_is_worth_what_its_false_alarms_leave() -> None:
    rare, common = (false_alarm(watcher(false_alarms_per_year=rate)) for rate in (0.1, 3.0))
    assert rare == pytest.approx(1.0 - exp(-0.1))  # a year, where no day is told
    assert common == pytest.approx(1.0 - exp(-3.0))
    assert false_alarm() == false_alarm(watcher()) == 0.2  # where no rate is stated
