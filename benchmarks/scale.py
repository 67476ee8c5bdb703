"""How fast thousands of sites are summed from reports of how many are done.

CPU seconds of this process, all threads; medians of several runs. Everything is simulated from
fixed seeds. `python -m benchmarks.scale` prints the table.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial

import numpy as np

from benchmarks.bars import Figure, print_figures
from servanda.assessment import BetaSampler, assess
from servanda.assessment.filters.report_likelihoods import (
    Report,
    TruthAssignments,
    truth_assignments,
)
from servanda.assessment.model.priors import DEFAULT_PRIORS
from servanda.assessment.model.questions import Question
from servanda.assessment.site_counts.route import site_mass
from servanda.records import CaseEvidence, Evidence, Reliability, terms_in_force
from tests.builders import START, case, count_report, obligation

BLOCK, REPORTS, SPAN_DAYS = 2_000, 20, 400


def figures() -> Iterator[Figure]:
    """Each figure of the bar table that is about scale."""
    yield from _counts()
    yield from _unlike_sites()


def _counts() -> Iterator[Figure]:
    duty = obligation(
        count=BLOCK, preserve=0, deadline=START + timedelta(days=330), verification=None
    )
    on = START + timedelta(days=SPAN_DAYS)
    asked = Question(duty, terms_in_force(duty, on, on), on, DEFAULT_PRIORS)
    for name, counts in (("that agree", _s_curve()), ("that cannot all be", _ramp())):
        reports = _reports(counts)
        every = truth_assignments(reports, every=True)
        for ways in (TruthAssignments(()), TruthAssignments(every.origins[:4])):
            took = _cpu(partial(site_mass, asked, reports, ways))
            number = len(ways.truths())
            yield Figure(
                f"{BLOCK:,} sites, {REPORTS} count reports {name}: one mass, {number} ways",
                "<= 5 s of CPU",
                f"{took:.2f} s",
                took <= 5.0,
            )
    for origins in (REPORTS, 1):
        known = CaseEvidence(case(duty), on, on, _evidence(_s_curve(), origins), {}, {})
        took = _cpu(partial(assess, known, BetaSampler(128, 1)))
        yield Figure(
            f"the same duty judged with interval and reasons, {origins} origins",
            "<= 5 s of CPU",
            f"{took:.2f} s",
            took <= 5.0,
        )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    yield Figure("peak memory of all of this", "<= 1 GB", f"{peak:.0f} MB", peak <= 1024)


def _unlike_sites() -> Iterator[Figure]:
    """Sites of which each was reported something else, so that no two are alike."""
    on = START + timedelta(days=SPAN_DAYS)
    for sites in (15, 23):
        rng = np.random.default_rng(sites)
        items = tuple(
            count_report(
                tuple(rng.uniform(0.1, 0.9, 2)),
                START + timedelta(days=int(rng.integers(10, 300))),
                id=f"e{number}",
                origin=f"origin-{number % 3}",
                site=f"site-{number}",
            )
            for number in range(sites)
        )
        duty = obligation(count=sites, preserve=0)
        known = CaseEvidence(case(duty), on, on, items, {}, {})
        took = _cpu(partial(assess, known, BetaSampler(128, 1)))
        yield Figure(
            f"{sites} sites, each reported by itself: judged with interval and reasons",
            "<= 1 s of CPU",
            f"{took:.2f} s",
            took <= 1.0,
        )


def _reports(counts: list[int]) -> tuple[Report, ...]:
    out = []
    for number, count in enumerate(counts):
        right = np.full(BLOCK + 1, 0.02 / BLOCK)
        right[count] = 0.98
        wrong = np.full(BLOCK + 1, 0.1 / BLOCK)
        day = START + timedelta(days=(number + 1) * SPAN_DAYS // REPORTS)
        origin = f"origin-{number}"
        out.append(Report(f"e{number}", origin, None, day, right, wrong, Reliability(9.0, 1.0, "")))
    return tuple(out)


def _evidence(counts: list[int], origins: int) -> tuple[Evidence, ...]:
    return tuple(
        count_report(
            tuple(one.right.tolist()),
            one.day,
            id=one.evidence,
            origin=f"origin-{number % origins}",
            if_wrong=tuple(one.wrong.tolist()),
        )
        for number, one in enumerate(_reports(counts))
    )


def _s_curve() -> list[int]:
    share = np.minimum(1.0, np.arange(1, REPORTS + 1) * SPAN_DAYS / REPORTS / 330.0)
    return [int(count) for count in np.round(0.97 * BLOCK * share**4)]


def _ramp() -> list[int]:
    return [int(count) for count in np.round(np.linspace(0.0, BLOCK, REPORTS))]


def _cpu(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


if __name__ == "__main__":
    sys.exit(0 if print_figures("Scale", figures()) else 1)
