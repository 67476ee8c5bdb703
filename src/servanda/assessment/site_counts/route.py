"""The number of a duty's sites that are done: exact if the sums are small enough."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import inf

import numpy as np

from servanda.assessment.filters.report_likelihoods import Report, TruthAssignments
from servanda.assessment.filters.sums_by_total import MergedReport, merge_reports
from servanda.assessment.model.hazards import CompletionHazard
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
from servanda.assessment.site_counts.instalment_chain import InstalmentBlock, is_small_enough
from servanda.assessment.site_counts.one_day_totals import poisson_binomial_mass
from servanda.assessment.site_counts.site_states import (
    FINER,
    SiteStates,
    begun_hazards,
    to_finer_states,
)
from servanda.errors import InputError
from servanda.records import ObligationKind

__all__ = ["site_mass", "site_masses"]

# States of a product of blocks, over all plans: as with eleven sites seen one by one, one of them
# kept. [limit]
MAX_STATES = 2**15
MAX_WORK = 2**27  # states times ways times regimes [limit]
FEW_STATES = 2**10  # up to this many, a product of blocks takes hardly any time [limit]
MAX_ADDITIONS = 2**31  # in sums that take sites one by one [limit]
# Chances held at a time where assumptions are summed together: 32 MB. [limit]
MOST_TOGETHER = 2**22
_ONE = "the site"  # of a duty about a single site
# Counts that the window of a large block is taken to hold. [judgement; not from outside]
WINDOW = 600


def site_mass(question: Question, reports: Sequence[Report], ways: TruthAssignments) -> SiteMass:
    """(way, regime, number done) mass, and how far a probability formed from it may be off.

    The mass is up to a common factor; the error is 0 if only rounding is left.
    """
    (found,) = site_masses([question], reports, ways)
    return found


def site_masses(
    questions: Sequence[Question], reports: Sequence[Report], ways: TruthAssignments
) -> list[SiteMass]:
    """`site_mass` of one question under several assumptions.

    To the sums each assumption is but more regimes, so that all are one pass where that is small.
    """
    paces = [site_regimes(question).hazards for question in questions]
    together = tuple(pace for some in paces for pace in some)
    question = questions[0]
    if len(questions) > 1 and not _fits_one_pass(question, reports, ways, len(together)):
        return [site_mass(question, reports, ways) for question in questions]
    kept = tuple(pace for question in questions for pace in kept_hazards(question))
    whole = _mass_of_paces(question, reports, ways, together, kept)
    ends = np.cumsum([len(some) for some in paces])[:-1]
    return [replace(whole, values=part) for part in np.split(whole.values, ends, axis=1)]


def _fits_one_pass(
    question: Question, reports: Sequence[Report], ways: TruthAssignments, regimes: int
) -> bool:
    """True if the masses and transitions of so many regimes are small; sites are one count."""
    if question.terms.preserve or any(report.site is not None for report in reports):
        return False
    sites = 1 if question.obligation.kind is ObligationKind.ACT else question.terms.sites
    days = 3 * len(reports) + 2  # of a report that names a day two more
    largest = max(ways.count, days * (sites + 1))
    return sites <= FEW and largest * (sites + 1) * regimes <= MOST_TOGETHER


def _mass_of_paces(
    question: Question,
    reports: Sequence[Report],
    ways: TruthAssignments,
    paces: tuple[CompletionHazard, ...],
    kept: tuple[CompletionHazard, ...],
) -> SiteMass:
    if _is_counted_in_instalments(question, reports, paces):
        block = InstalmentBlock(question.terms.sites, paces)
        merged = merge_reports(reports, ways)
        looks = [BlockLikelihood(report.day, None, report.vectors) for report in merged]
        return dense_mass((block,), looks, (question.begins, question.on), ways.count)
    problem = _site_question(question, reports, ways, paces, kept)
    regimes = len(paces)
    states, one_by_one = _state_count(problem), _addition_count(problem, regimes)
    together = states * problem.ways * regimes
    fits = states <= MAX_STATES and together <= MAX_WORK
    if fits and (states <= FEW_STATES or together <= one_by_one):
        return _sum_over_plans(problem)
    if one_by_one <= MAX_ADDITIONS:
        return poisson_binomial_mass(
            question, problem.groups, problem.whole, problem.kept, problem.ways
        )
    return sampled_mass(
        question, problem.groups, problem.whole, problem.kept, way_chances(reports, ways)
    )


def _is_counted_in_instalments(
    question: Question, reports: Sequence[Report], paces: Sequence[CompletionHazard]
) -> bool:
    """True if things are due in instalments, and only their number is spoken of.

    Of a site that is looked at by itself nobody knows in which instalment it is.
    """
    several = any(len(pace.steps) > 1 for pace in paces)
    numbers_only = all(report.site is None for report in reports)
    few = is_small_enough(question.terms.sites, paces)
    return several and numbers_only and few and not question.terms.preserve


@dataclass(frozen=True, slots=True)
class _SiteQuestion:
    """A question about sites, with its reports sorted by what they are about."""

    question: Question
    kept: int  # sites that must be kept
    groups: Sequence[ExchangeableSites]
    whole: Sequence[MergedReport]  # reports on the number of sites done
    ways: int
    paces: tuple[CompletionHazard, ...]  # of what is to be done, one a regime
    kept_paces: tuple[CompletionHazard, ...]  # of what must be kept


def _site_question(
    question: Question,
    reports: Sequence[Report],
    ways: TruthAssignments,
    paces: tuple[CompletionHazard, ...],
    kept_paces: tuple[CompletionHazard, ...],
) -> _SiteQuestion:
    act = question.obligation.kind is ObligationKind.ACT
    sites, kept = (1, 0) if act else (question.terms.sites, question.terms.preserve)
    merged = merge_reports(reports, ways)
    if not act:
        _check_site_count(merged, sites)
    if sites == 1:
        merged = [_on_only_site(report) for report in merged]
    whole = [report for report in merged if report.site is None]
    groups = group_sites(sites, merged)
    return _SiteQuestion(question, kept, groups, whole, ways.count, paces, kept_paces)


def _check_site_count(merged: Sequence[MergedReport], sites: int) -> None:
    named = {report.site for report in merged if report.site is not None}
    if len(named) > sites:
        raise InputError(
            f"{len(named)} sites have reports but the duty is about {sites}; "
            "correct count, preserve or the sites of the obligation"
        )


def _on_only_site(report: MergedReport) -> MergedReport:
    """The report on the one site of the duty, or on the whole; it may name the site in any way."""
    return replace(report, site=_ONE if report.vectors.shape[-1] == FINER else None)


def _state_count(problem: _SiteQuestion) -> float:
    """The largest number of states, over all plans."""
    states = 1.0
    for group in problem.groups:
        states *= FINER if group.has_finer_states else min(group.size, WINDOW) + 1
    if problem.kept:
        states *= min(problem.kept, problem.groups[-1].size, WINDOW) + 1
    return states * plan_count(problem.groups, problem.kept)


def _addition_count(problem: _SiteQuestion, regimes: int) -> float:
    """The number of additions that it takes to sum sites one by one.

    Infinite if reports on the total are of more than one day, which ties the sites together.
    """
    days = {report.day for report in problem.whole}
    if len(days) > 1:
        return inf
    sites = sum(group.size for group in problem.groups)
    totals = sites if days <= {problem.question.on} else sites**2
    return float(sites) * totals * (problem.kept + 1) * problem.ways * regimes


def _sum_over_plans(problem: _SiteQuestion) -> SiteMass:
    """The mass of products of blocks, one for each plan, summed over the plans."""
    parts = [
        (plan.chance, _plan_mass(problem, plan)) for plan in plans(problem.groups, problem.kept)
    ]
    top = max(part.log_scale for _, part in parts)
    values = [chance * np.exp(part.log_scale - top) * part.values for chance, part in parts]
    return SiteMass(np.sum(values, axis=0), max(part.error for _, part in parts), top)


def _plan_mass(problem: _SiteQuestion, plan: KeepPlan) -> SiteMass:
    question = problem.question
    blocks: list[Block] = []
    looks = [BlockLikelihood(report.day, None, report.vectors) for report in problem.whole]
    for group, keep in zip(problem.groups, plan.kept, strict=True):
        for size, pace in ((group.size - keep, problem.paces), (keep, problem.kept_paces)):
            if size:
                looks += _block_likelihoods(group, size, len(blocks))
                fine = group.has_finer_states
                blocks.append(
                    SiteStates(pace, begun_hazards(pace)) if fine else SiteBlock(size, pace, 0)
                )
    days = (question.begins, question.on)
    large = any(isinstance(block, SiteBlock) and block.size > FEW for block in blocks)
    return (windowed_mass if large else dense_mass)(blocks, looks, days, problem.ways)


def _block_likelihoods(group: ExchangeableSites, size: int, place: int) -> list[BlockLikelihood]:
    """What was reported of each site of a class, for a block of some of its sites.

    place: of the block among the others
    """
    if group.has_finer_states:
        vectors = [to_finer_states(report.vectors) for report in group.merged_reports]
    else:
        vectors = [group.count_likelihood(report, size) for report in group.merged_reports]
    days = [report.day for report in group.merged_reports]
    return [BlockLikelihood(day, place, vector) for day, vector in zip(days, vectors, strict=True)]
