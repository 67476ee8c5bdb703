"""Duties to get sites done, some of which must be kept: how many are, exactly."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb

import numpy as np

from servanda.assessment.counts import SiteBlock
from servanda.assessment.hidden import Array
from servanda.assessment.questions import Question, kept_paces, site_regimes
from servanda.assessment.reports import Report, Ways
from servanda.assessment.sums import summed
from servanda.errors import InputError
from servanda.records import Terms

__all__ = ["act_mass", "state_mass"]

MAX_NAMED_SITES = 12  # sites with reports of their own: the exact sum has 2**12 states


def state_mass(question: Question, reports: Sequence[Report], ways: Ways) -> Array:
    named = tuple(sorted({report.site for report in reports if report.site is not None}))
    if len(named) > MAX_NAMED_SITES:
        raise InputError(
            f"{question.obligation.id}: {len(named)} sites have reports of their own and at most "
            f"{MAX_NAMED_SITES} can be summed exactly; split the obligation by area"
        )
    plans = _plans(named, question.terms)
    masses = [weight * _planned(question, plan, reports, ways) for plan, weight in plans]
    return np.asarray(np.sum(masses, axis=0))


def act_mass(question: Question, reports: Sequence[Report], ways: Ways) -> Array:
    block = SiteBlock(1, site_regimes(question).paces, 0)
    return summed(question, (block,), reports, ways)


@dataclass(frozen=True, slots=True)
class Plan:
    """Which sites the bearer means to do and which to keep; the named ones one by one."""

    named: tuple[tuple[str, bool], ...]  # site id, is it kept
    others_to_do: int
    others_to_keep: int


def _plans(named: tuple[str, ...], terms: Terms) -> Iterator[tuple[Plan, float]]:
    """Every way to choose the sites to keep, with its probability; nothing tells them apart."""
    others = terms.sites - len(named)
    if others < 0:
        raise InputError(
            f"{len(named)} sites have reports but the duty is about {terms.sites}; "
            "correct count, preserve or the sites of the obligation"
        )
    all_ways = comb(terms.sites, terms.preserve)
    for kept in range(min(terms.preserve, len(named)) + 1):
        rest = terms.preserve - kept
        if rest > others:
            continue
        for chosen in combinations(named, kept):
            marked = tuple((site, site in chosen) for site in named)
            yield Plan(marked, others - rest, rest), comb(others, rest) / all_ways


def _planned(question: Question, plan: Plan, reports: Sequence[Report], ways: Ways) -> Array:
    regimes = site_regimes(question)
    done, kept = regimes.paces, kept_paces(question)
    axes = [SiteBlock(1, kept if keep else done, 0) for _, keep in plan.named]
    blocks = ((plan.others_to_do, done), (plan.others_to_keep, kept))
    axes += [SiteBlock(size, paces, 0) for size, paces in blocks if size]
    named = [site for site, _ in plan.named]
    return summed(question, axes, reports, ways, named)
