"""What each of several players adds to a sum of all: Shapley values.

A player's part is what it adds to those already there, averaged over every order of arrival, so the
parts add up to what all of them do together; players that do the same get the same, and one that
never does anything gets nothing. Shapley (1953), A value for n-person games, Annals of Mathematics
Studies 28, 307-317.

With few players this is exact. With many it is the mean over drawn orders, each with its reverse,
in which a player that comes early comes late: Castro, Gomez and Tejada (2009), Computers &
Operations Research 36(5), 1726-1730, with the reverse as an antithetic draw. The parts of each
order add up, so those of the mean do.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import factorial

import numpy as np

from servanda.assessment.inference.coalition_masses import Flags
from servanda.assessment.model.arrays import Array, Index

__all__ = ["EXACT_PLAYERS", "Budget", "ShapleyShares", "Value", "shapley_values"]

SEED = 19530317  # any number would do [judgement; not from outside]
EXACT_PLAYERS = 10  # up to this many every coalition is summed: 2**10 [limit]
# Drawing ends once the standard error of every part is below this, in decibans.
# [judgement; not from outside]
TOLERATED = 0.3
PAIRS_AT_ONCE = 4  # orders drawn at a time, each with its reverse [limit]
LEAST_PAIRS, MOST_PAIRS = 32, 512  # 64 and 1,024 orders [limit]
MOST_WAYS = 2**13  # no more orders are drawn once this many ways have been summed [limit]

# (coalition, player) -> (coalition,) value of each, and how many ways were summed for them
Value = Callable[[Flags], tuple[Array, int]]


@dataclass(frozen=True, slots=True)
class Budget:
    """How much may be summed for one game; four orders and their reverses at least."""

    exact_players: int = EXACT_PLAYERS
    pairs_at_once: int = PAIRS_AT_ONCE
    ways: int = MOST_WAYS


@dataclass(frozen=True, slots=True)
class ShapleyShares:
    """The part of each player, and how far each may be off."""

    nobody: float  # value of no player at all
    parts: Array  # (player,) they add up to the value of all, less that of nobody
    standard_errors: Array  # (player,) 0 where the parts are exact


def shapley_values(players: int, value: Value, everybody: float, budget: Budget) -> ShapleyShares:
    """The parts of `players` players.

    everybody: the value of all of them
    """
    if players <= budget.exact_players:
        return _exact(players, value, everybody)
    return _sampled_values(players, value, everybody, budget)


def _exact(players: int, value: Value, everybody: float) -> ShapleyShares:
    number = np.arange(2**players)
    heard = (number[:, None] >> np.arange(players) & 1).astype(bool)
    values, _ = value(heard)
    values = np.append(values[:-1], everybody) if players else np.array([everybody])
    sizes = heard.sum(axis=1)
    weights = np.array(
        [factorial(size) * factorial(players - size - 1) for size in range(players)], dtype=float
    ) / factorial(players)
    parts = np.zeros(players)
    for player in range(players):
        without = number[~heard[:, player]]
        added = values[without | 1 << player] - values[without]
        parts[player] = weights[sizes[without]] @ added
    return ShapleyShares(float(values[0]), parts, np.zeros(players))


def _sampled_values(players: int, value: Value, everybody: float, budget: Budget) -> ShapleyShares:
    rng = np.random.default_rng([SEED, players])
    nobody = float(value(np.zeros((1, players), dtype=bool))[0][0])
    added, ways = np.zeros((0, players)), 0  # (pair of orders, player)
    while True:
        orders = _orders(rng, players, budget.pairs_at_once)
        more, summed = _pair_means(orders, value, np.array([nobody, everybody]))
        added, ways = np.concatenate([added, more]), ways + summed
        errors = added.std(axis=0, ddof=1) / np.sqrt(len(added))
        enough = len(added) >= LEAST_PAIRS and errors.max() < TOLERATED
        if enough or ways >= budget.ways or len(added) >= MOST_PAIRS:
            return ShapleyShares(nobody, added.mean(axis=0), errors)


def _orders(rng: np.random.Generator, players: int, pairs: int) -> Index:
    """(order, player) drawn orders, then the reverse of each."""
    orders = np.stack([rng.permutation(players) for _ in range(pairs)])
    return np.concatenate([orders, orders[:, ::-1]])


def _pair_means(orders: Index, value: Value, ends: Array) -> tuple[Array, int]:
    """(pair, player) what each player adds, in the mean of an order and its reverse."""
    added, summed = _added_in_order(orders, value, ends)
    return added.reshape(2, -1, added.shape[1]).mean(axis=0), summed


def _added_in_order(orders: Index, value: Value, ends: Array) -> tuple[Array, int]:
    """(order, player) what each player adds to those before it; and how many ways were summed.

    ends: the values of nobody and of everybody
    """
    count, players = orders.shape
    arrival = np.argsort(orders, axis=1)
    heard = arrival[:, None, :] < np.arange(1, players)[:, None]  # (order, step, player)
    between, summed = value(heard.reshape(-1, players))
    first, last = (np.full((count, 1), end) for end in ends)
    reached = np.concatenate([first, between.reshape(count, -1), last], axis=1)
    return np.take_along_axis(np.diff(reached, axis=1), arrival, axis=1), summed
