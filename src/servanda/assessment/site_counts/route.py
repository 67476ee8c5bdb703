"""Duties to get sites done, some of which must be kept: how many are, exactly if sums allow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from servanda.assessment.filters.report_likelihoods import Report, Ways
from servanda.assessment.filters.sums_by_total import Told, told_by_day
from servanda.assessment.model.questions import Question, kept_paces, site_regimes
from servanda.assessment.site_counts.count_chain import FEW, SiteBlock
from servanda.assessment.site_counts.exact_blocks import Block, BlockLook, SiteMass, dense_mass
from servanda.assessment.site_counts.exact_windows import windowed_mass
from servanda.assessment.site_counts.exchangeable_sites import (
    Plan,
    SiteClass,
    classes,
    plan_count,
    plans,
)
from servanda.assessment.site_counts.importance_sampling import chances, sampled_mass
from servanda.assessment.site_counts.one_day_totals import separate_mass
from servanda.assessment.site_counts.site_states import FINER, SiteStates, begun_paces, finer
from servanda.errors import InputError
from servanda.records import ObligationKind

__all__ = ["site_mass"]

MAX_STATES = 2**15  # of a product of blocks, over all plans: eleven sites seen one by one, one kept
MAX_WORK = 2**27  # states, ways and regimes together
MAX_ADDITIONS = 2**31  # of the sums that take sites one by one
_ONE = "the site"  # of a duty about one
WINDOW = 600  # about as many counts of a large block as its window holds


def site_mass(question: Question, reports: Sequence[Report], ways: Ways) -> SiteMass:
    """(way, regime, number done) mass, and how far a probability formed from it may be off.

    The error is 0 where only rounding is left. Up to a common factor.
    """
    asked = _asked(question, reports, ways)
    regimes = len(site_regimes(question).paces)
    states = _states(asked)
    if states <= MAX_STATES and states * asked.ways * regimes <= MAX_WORK:
        return _by_blocks(asked)
    if _separable(asked, regimes):
        return separate_mass(question, asked.groups, asked.whole, asked.kept, asked.ways)
    return sampled_mass(question, asked.groups, asked.whole, asked.kept, chances(reports, ways))


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question about sites, with what was reported sorted by what it is about."""

    question: Question
    kept: int
    groups: Sequence[SiteClass]
    whole: Sequence[Told]
    ways: int


def _asked(question: Question, reports: Sequence[Report], ways: Ways) -> _Asked:
    act = question.obligation.kind is ObligationKind.ACT
    sites, kept = (1, 0) if act else (question.terms.sites, question.terms.preserve)
    told = told_by_day(reports, ways)
    named = {one.site for one in told if one.site is not None}
    if len(named) > sites and not act:
        raise InputError(
            f"{len(named)} sites have reports but the duty is about {sites}; "
            "correct count, preserve or the sites of the obligation"
        )
    if sites == 1:  # whatever a report calls it
        told = [replace(one, site=_ONE if one.vectors.shape[-1] == FINER else None) for one in told]
    whole = [one for one in told if one.site is None]
    return _Asked(question, kept, classes(sites, told), whole, len(ways.truths()))


def _states(asked: _Asked) -> float:
    """How many states there are at most, over all plans."""
    states = 1.0
    for group in asked.groups:
        states *= FINER if group.finer else min(group.size, WINDOW) + 1
    if asked.kept:
        states *= min(asked.kept, asked.groups[-1].size, WINDOW) + 1
    return states * plan_count(asked.groups, asked.kept)


def _separable(asked: _Asked, regimes: int) -> bool:
    """Whether sites can be summed one by one: reports on the total speak of one day at most."""
    days = {one.day for one in asked.whole}
    if len(days) > 1:
        return False
    sites = sum(group.size for group in asked.groups)
    totals = sites if days <= {asked.question.on} else sites**2
    return sites * totals * (asked.kept + 1) * asked.ways * regimes <= MAX_ADDITIONS


def _by_blocks(asked: _Asked) -> SiteMass:
    """The sum over every plan of a product of blocks."""
    parts = [(plan.chance, _planned(asked, plan)) for plan in plans(asked.groups, asked.kept)]
    top = max(part.log_scale for _, part in parts)
    values = [chance * np.exp(part.log_scale - top) * part.values for chance, part in parts]
    return SiteMass(np.sum(values, axis=0), max(part.error for _, part in parts), top)


def _planned(asked: _Asked, plan: Plan) -> SiteMass:
    question = asked.question
    paces, kept_too = site_regimes(question).paces, kept_paces(question)
    blocks: list[Block] = []
    looks = [BlockLook(one.day, None, one.vectors) for one in asked.whole]
    for group, keep in zip(asked.groups, plan.kept, strict=True):
        for size, pace in ((group.size - keep, paces), (keep, kept_too)):
            if size == 0:
                continue
            place = len(blocks)
            if group.finer:
                blocks.append(SiteStates(pace, begun_paces(pace)))
                looks += [BlockLook(one.day, place, finer(one.vectors)) for one in group.told]
            else:
                blocks.append(SiteBlock(size, pace, 0))
                looks += [BlockLook(t.day, place, group.counted(t, size)) for t in group.told]
    days = (question.obligation.start, question.on)
    large = any(isinstance(block, SiteBlock) and block.size > FEW for block in blocks)
    return (windowed_mass if large else dense_mass)(blocks, looks, days, asked.ways)
