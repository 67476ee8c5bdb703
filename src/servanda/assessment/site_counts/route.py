"""Duties to get sites done, some of which must be kept: how many are, exactly if sums allow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import inf

import numpy as np

from servanda.assessment.filters.report_likelihoods import Report, TruthAssignments
from servanda.assessment.filters.sums_by_total import MergedReport, merge_reports
from servanda.assessment.model.questions import Question, kept_hazards, site_regimes
from servanda.assessment.site_counts.count_chain import FEW, SiteBlock
from servanda.assessment.site_counts.exact_blocks import (
    Block,
    BlockLikelihood,
    SiteMass,
    dense_mass,
)
from servanda.assessment.site_counts.exact_windows import windowed_mass
from servanda.assessment.site_counts.exchangeable_sites import (
    ExchangeableSites,
    KeepPlan,
    group_sites,
    plan_count,
    plans,
)
from servanda.assessment.site_counts.importance_sampling import sampled_mass, way_chances
from servanda.assessment.site_counts.one_day_totals import poisson_binomial_mass
from servanda.assessment.site_counts.site_states import (
    FINER,
    SiteStates,
    begun_hazards,
    to_finer_states,
)
from servanda.errors import InputError
from servanda.records import ObligationKind

__all__ = ["site_mass"]

MAX_STATES = 2**15  # of a product of blocks, over all plans: eleven sites seen one by one, one kept
MAX_WORK = 2**27  # states, ways and regimes together
FEW_STATES = 2**10  # with so few, blocks take no time [limit]
MAX_ADDITIONS = 2**31  # of the sums that take sites one by one
_ONE = "the site"  # of a duty about one
WINDOW = 600  # about as many counts of a large block as its window holds


def site_mass(question: Question, reports: Sequence[Report], ways: TruthAssignments) -> SiteMass:
    """(way, regime, number done) mass, and how far a probability formed from it may be off.

    The error is 0 where only rounding is left. Up to a common factor.
    """
    asked = _site_question(question, reports, ways)
    regimes = len(site_regimes(question).hazards)
    states, one_by_one = _state_count(asked), _addition_count(asked, regimes)
    together = states * asked.ways * regimes
    fits = states <= MAX_STATES and together <= MAX_WORK
    if fits and (states <= FEW_STATES or together <= one_by_one):
        return _sum_over_plans(asked)
    if one_by_one <= MAX_ADDITIONS:
        return poisson_binomial_mass(question, asked.groups, asked.whole, asked.kept, asked.ways)
    return sampled_mass(question, asked.groups, asked.whole, asked.kept, way_chances(reports, ways))


@dataclass(frozen=True, slots=True)
class _SiteQuestion:
    """A question about sites, with what was reported sorted by what it is about."""

    question: Question
    kept: int
    groups: Sequence[ExchangeableSites]
    whole: Sequence[MergedReport]
    ways: int


def _site_question(
    question: Question, reports: Sequence[Report], ways: TruthAssignments
) -> _SiteQuestion:
    act = question.obligation.kind is ObligationKind.ACT
    sites, kept = (1, 0) if act else (question.terms.sites, question.terms.preserve)
    told = merge_reports(reports, ways)
    named = {one.site for one in told if one.site is not None}
    if len(named) > sites and not act:
        raise InputError(
            f"{len(named)} sites have reports but the duty is about {sites}; "
            "correct count, preserve or the sites of the obligation"
        )
    if sites == 1:  # whatever a report calls it
        told = [replace(one, site=_ONE if one.vectors.shape[-1] == FINER else None) for one in told]
    whole = [one for one in told if one.site is None]
    return _SiteQuestion(question, kept, group_sites(sites, told), whole, len(ways.truths()))


def _state_count(asked: _SiteQuestion) -> float:
    """How many states there are at most, over all plans."""
    states = 1.0
    for group in asked.groups:
        states *= FINER if group.has_finer_states else min(group.size, WINDOW) + 1
    if asked.kept:
        states *= min(asked.kept, asked.groups[-1].size, WINDOW) + 1
    return states * plan_count(asked.groups, asked.kept)


def _addition_count(asked: _SiteQuestion, regimes: int) -> float:
    """How many additions it takes to sum sites one by one.

    Infinite where reports on the total speak of more than one day, which ties the sites together.
    """
    days = {told.day for told in asked.whole}
    if len(days) > 1:
        return inf
    sites = sum(group.size for group in asked.groups)
    totals = sites if days <= {asked.question.on} else sites**2
    return float(sites) * totals * (asked.kept + 1) * asked.ways * regimes


def _sum_over_plans(asked: _SiteQuestion) -> SiteMass:
    """The sum over every plan of a product of blocks."""
    parts = [(plan.chance, _plan_mass(asked, plan)) for plan in plans(asked.groups, asked.kept)]
    top = max(part.log_scale for _, part in parts)
    values = [chance * np.exp(part.log_scale - top) * part.values for chance, part in parts]
    return SiteMass(np.sum(values, axis=0), max(part.error for _, part in parts), top)


def _plan_mass(asked: _SiteQuestion, plan: KeepPlan) -> SiteMass:
    question = asked.question
    paces, kept_too = site_regimes(question).hazards, kept_hazards(question)
    blocks: list[Block] = []
    looks = [BlockLikelihood(one.day, None, one.vectors) for one in asked.whole]
    for group, keep in zip(asked.groups, plan.kept, strict=True):
        for size, pace in ((group.size - keep, paces), (keep, kept_too)):
            if size == 0:
                continue
            place = len(blocks)
            if group.has_finer_states:
                blocks.append(SiteStates(pace, begun_hazards(pace)))
                looks += [
                    BlockLikelihood(one.day, place, to_finer_states(one.vectors))
                    for one in group.merged_reports
                ]
            else:
                blocks.append(SiteBlock(size, pace, 0))
                looks += [
                    BlockLikelihood(t.day, place, group.count_likelihood(t, size))
                    for t in group.merged_reports
                ]
    days = (question.obligation.start, question.on)
    large = any(isinstance(block, SiteBlock) and block.size > FEW for block in blocks)
    return (windowed_mass if large else dense_mass)(blocks, looks, days, asked.ways)
