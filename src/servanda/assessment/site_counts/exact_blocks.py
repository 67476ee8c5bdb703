"""The mass of a product of blocks of sites, summed in full: exact, if it is small enough."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from servanda.assessment.filters.forward_backward import LEADING, DayLikelihood, scaled_mass
from servanda.assessment.model.arrays import Array, Index
from servanda.assessment.site_counts.count_chain import SiteBlock
from servanda.assessment.site_counts.instalment_chain import InstalmentBlock
from servanda.assessment.site_counts.site_states import DONE, FINER, SiteStates

__all__ = ["Block", "BlockLikelihood", "SiteMass", "dense_mass", "done_counts"]

AT_ONCE = 2**21  # masses held at a time; more ways than fit are summed in turn [limit]

Block = SiteBlock | InstalmentBlock | SiteStates


@dataclass(frozen=True, slots=True)
class SiteMass:
    """A mass, and how far any probability formed from it may be off."""

    values: Array  # (way, regime, total)
    error: float  # absolute; 0 if only rounding is left
    log_scale: float = 0.0  # the mass is values * exp(log_scale)


@dataclass(frozen=True, slots=True)
class BlockLikelihood:
    """The likelihood of the reports on one day, about one block or about the number done."""

    day: date
    block: int | None  # None: about the number done in all blocks
    likelihood: Array  # (way or 1, value)


def done_counts(block: Block) -> Index:
    """(value,) how many sites are done at each value of the block."""
    if isinstance(block, SiteBlock | InstalmentBlock):
        return np.arange(block.size + 1)
    return np.asarray(np.arange(FINER) == DONE, dtype=np.intp)


def dense_mass(
    blocks: Sequence[Block], looks: Sequence[BlockLikelihood], days: tuple[date, date], ways: int
) -> SiteMass:
    """(way, regime, total) joint mass of the looks and of the number done in all blocks.

    days: the day on which the chains begin, and the day asked about
    """
    total = _totals(blocks)
    at_once = max(1, AT_ONCE // (total.size * len(blocks[0].hazards)))
    parts = [
        _mass_of_ways(blocks, looks, days, total, slice(begin, min(ways, begin + at_once)))
        for begin in range(0, ways, at_once)
    ]
    top = max(log for _, log in parts)
    values = [
        np.broadcast_to(mass * np.exp(log - top), (min(at_once, ways - begin), *mass.shape[1:]))
        for begin, (mass, log) in zip(range(0, ways, at_once), parts, strict=True)
    ]
    return SiteMass(np.concatenate(values), 0.0, top)


def _mass_of_ways(
    blocks: Sequence[Block],
    looks: Sequence[BlockLikelihood],
    days: tuple[date, date],
    total: Index,
    some: slice,
) -> tuple[Array, float]:
    spread = [DayLikelihood(look.day, _broadcast_likelihood(look, total, some)) for look in looks]
    mass, log_scale = scaled_mass(blocks, spread, *days)
    flat = mass.reshape(*mass.shape[:LEADING], -1)
    indicator = np.equal.outer(total.ravel(), np.arange(total.max() + 1)).astype(np.float64)
    return np.asarray(flat @ indicator), log_scale


def _broadcast_likelihood(look: BlockLikelihood, total: Index, some: slice) -> Array:
    """(way or 1, 1, *state) likelihood of one look, for the ways in `some`."""
    rows = look.likelihood if len(look.likelihood) == 1 else look.likelihood[some]
    if look.block is None:
        return rows[:, total][:, None]
    shape = [1] * total.ndim
    shape[look.block] = rows.shape[-1]
    return rows.reshape(len(rows), 1, *shape)


def _totals(blocks: Sequence[Block]) -> Index:
    total: Index = np.zeros((), dtype=np.intp)
    for block in blocks:
        total = np.add.outer(total, done_counts(block))
    return total
