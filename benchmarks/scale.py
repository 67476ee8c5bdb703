"""How fast many sites are summed: chains of single sites beside hmmlearn, and counts of thousands.

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
from statistics import median

import numpy as np
from hmmlearn.hmm import CategoricalHMM

from benchmarks.bars import Figure, print_figures
from servanda.assessment import BetaSampler, assess
from servanda.assessment.filters.independent_sites import (
    SiteChains,
    SiteLooks,
    site_filter,
    site_smoother,
)
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

SITES, DAYS, LOOKED = 10_000, 180, 0.08
BLOCK, REPORTS, SPAN_DAYS = 2_000, 20, 400
RUNS = 5

STEP = np.array([[0.99, 0.01], [0.001, 0.999]])
BEGIN = np.array([0.95, 0.05])
SEEN = np.array([[0.90, 0.10], [0.15, 0.85]])  # (state, what was seen)


def figures() -> Iterator[Figure]:
    """Each figure of the bar table that is about scale."""
    yield from _chains()
    yield from _counts()


def _chains() -> Iterator[Figure]:
    symbols = _symbols()
    site, day = np.nonzero(symbols < 2)
    chains = SiteChains(SITES, BEGIN, STEP, DAYS)
    looks = SiteLooks(site, day, SEEN[:, symbols[site, day]].T)
    model = CategoricalHMM(2, n_features=3)
    model.startprob_, model.transmat_ = BEGIN, STEP
    model.emissionprob_ = np.hstack([LOOKED * SEEN, np.full((2, 1), 1.0 - LOOKED)])
    rows, lengths = symbols.reshape(-1, 1), [DAYS] * SITES

    def both() -> None:
        site_filter(chains, looks)
        site_smoother(chains, looks)

    own = median(_cpu(both) for _ in range(RUNS))
    theirs = median(_cpu(lambda: model.predict_proba(rows, lengths)) for _ in range(3))
    expected = model.predict_proba(rows, lengths).reshape(SITES, DAYS, 2)
    off = float(np.abs(site_smoother(chains, looks) - expected).max())
    size = f"{SITES:,} sites x {DAYS} days, {LOOKED:.0%} looked at"
    yield Figure(f"{size}: filter and smoother", "<= 0.6 s of CPU", f"{own:.2f} s", own <= 0.6)
    share = own / theirs
    yield Figure(
        f"{size}: share of hmmlearn's time",
        "<= 0.15",
        f"{share:.3f} of {theirs:.2f} s",
        share <= 0.15,
    )
    yield Figure(f"{size}: off hmmlearn's posterior", "<= 1e-10", f"{off:.1e}", off <= 1e-10)


def _symbols() -> np.ndarray:
    """(site, day) 0 or 1 as seen, 2 where nobody looked."""
    rng = np.random.default_rng(1)
    state = (rng.random(SITES) < BEGIN[1]).astype(int)
    out = np.full((SITES, DAYS), 2)
    for day in range(DAYS):
        if day:
            state = (rng.random(SITES) < STEP[state, 1]).astype(int)
        looked = rng.random(SITES) < LOOKED
        seen = (rng.random(SITES) < SEEN[state, 1]).astype(int)
        out[looked, day] = seen[looked]
    return out


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
