"""Exact filtering and smoothing of a hidden state that is a product of small chains.

The state is a grid with one axis for each chain. Every belief is an unnormalised mass of shape
(way, regime, *state): `way` runs over which origins are right as a whole, `regime` over how the
bearer behaves. Sums over all of them are exact; nothing is approximated.

Rabiner (1989), Proc. IEEE 77(2), 257-286, equations 19-25, with the evidence of several days
and irregular steps between them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Protocol

import numpy as np

from servanda.assessment.model.arrays import Array

__all__ = ["Axis", "DayLikelihood", "apply_log_scale", "scaled_mass", "smoothed_mass"]

LEADING = 2  # axes before those of the state: way and regime [definition]
# Masses are rescaled once they are all below this, far from underflow.
# [judgement; not from outside]
SMALL = 1e-100
# Logarithm of a factor that would make a mass underflow. [judgement; not from outside]
LOST_LOG = -500.0


class Axis(Protocol):
    """One chain of the product."""

    def start(self) -> Array:
        """(regime, value) probability of each value on the first day."""
        ...

    def transition(self, first: date, last: date) -> Array:
        """(regime, value before, value after) probability of moving between two days."""
        ...

    def transitions(self, stretches: Sequence[tuple[date, date]]) -> Iterable[Array]:
        """`transition` of each of several stretches of days."""
        return (self.transition(*stretch) for stretch in stretches)


@dataclass(frozen=True, slots=True)
class DayLikelihood:
    """The likelihood of what was reported of one day, broadcast over (way, regime, *state)."""

    day: date
    likelihood: Array


def smoothed_mass(
    axes: Sequence[Axis], looks: Sequence[DayLikelihood], start: date, on: date
) -> Array:
    """The joint mass of the looks and each state on the day `on`, for each way and regime.

    looks: in any order; those after `on` count too (smoothing); without any it is a filter
    start: the day on which the chains begin
    Returns (way, regime, *state): multiply by the chance of each way and regime, then normalise.
    """
    return apply_log_scale(*scaled_mass(axes, looks, start, on))


def apply_log_scale(mass: Array, log_scale: float) -> Array:
    """The mass times exp(log_scale), or without the factor if it would make the mass 0."""
    return mass * np.exp(log_scale) if log_scale > LOST_LOG else mass


def scaled_mass(
    axes: Sequence[Axis], looks: Sequence[DayLikelihood], start: date, on: date
) -> tuple[Array, float]:
    """`smoothed_mass` up to a factor, and the logarithm of that factor."""
    first = min([start, on, *(look.day for look in looks)])
    before = sorted((look for look in looks if look.day <= on), key=lambda look: look.day)
    after = sorted((look for look in looks if look.day > on), key=lambda look: look.day)
    forward, log_forward = _forward(axes, before, first, on)
    backward, log_backward = _backward(axes, after, on)
    # In the usual layout: what is summed next is then added up in the same order in every route.
    return np.ascontiguousarray(forward * backward), log_forward + log_backward


def _forward(
    axes: Sequence[Axis], looks: Sequence[DayLikelihood], first: date, on: date
) -> tuple[Array, float]:
    mass = np.ones((1,) * (LEADING + len(axes)))
    for index, axis in enumerate(axes):
        mass = mass * _spread_along_axis(axis.start(), index, len(axes))
    days = sorted({first, on, *(look.day for look in looks)})
    moves = _moves(axes, list(pairwise(days)))
    today, log_scale = first, 0.0
    for look in looks:
        if today < look.day:
            mass, today = _predict(mass, next(moves)), look.day
        mass, log_more = _rescale(mass * look.likelihood)
        log_scale += log_more
    return _predict(mass, next(moves)) if today < on else mass, log_scale


def _backward(
    axes: Sequence[Axis], looks: Sequence[DayLikelihood], on: date
) -> tuple[Array, float]:
    message = np.ones((1,) * (LEADING + len(axes)))
    if not looks:
        return message, 0.0
    shape = tuple(axis.start().shape[-1] for axis in axes)
    message = np.ones((1,) * LEADING + shape)
    days = sorted({on, *(look.day for look in looks)})
    moves = _moves(axes, list(pairwise(days))[::-1])
    today, log_scale = days[-1], 0.0
    for look in reversed(looks):
        if look.day < today:
            message, today = _pull_back(message, next(moves)), look.day
        message, log_more = _rescale(message * look.likelihood)
        log_scale += log_more
    return _pull_back(message, next(moves)), log_scale


def _moves(
    axes: Sequence[Axis], stretches: Sequence[tuple[date, date]]
) -> Iterator[tuple[Array, ...]]:
    """The transition of each axis, stretch by stretch."""
    return zip(*(axis.transitions(stretches) for axis in axes), strict=True)


def _rescale(mass: Array) -> tuple[Array, float]:
    """The mass, scaled up if it has become tiny, and the logarithm of what was divided out."""
    most = float(mass.max())
    if most <= 0.0 or most > SMALL:
        return mass, 0.0
    return mass / most, float(np.log(most))


def _spread_along_axis(values: Array, index: int, count: int) -> Array:
    """(regime, value) reshaped to multiply (way, regime, *state) along one axis."""
    shape = [1] * count
    shape[index] = values.shape[-1]
    return values.reshape(1, values.shape[0], *shape)


def _predict(mass: Array, moves: Sequence[Array]) -> Array:
    """The mass on a later day: each axis moved by its own chain."""
    for index, move in enumerate(moves):
        mass = _apply_transition(mass, move, LEADING + index)
    return mass


def _pull_back(message: Array, moves: Sequence[Array]) -> Array:
    """The backward message on an earlier day."""
    for index, move in enumerate(moves):
        message = _apply_transition(message, np.swapaxes(move, -1, -2), LEADING + index)
    return message


def _apply_transition(mass: Array, transition: Array, position: int) -> Array:
    """Sum over the values before: (..., before, ...) times (regime, before, after).

    One product a regime, of all ways and other axes at once.
    """
    moved = np.moveaxis(mass, (1, position), (0, -1))  # (regime, way, ..., before)
    regimes = max(len(moved), len(transition))
    moved = np.broadcast_to(moved, (regimes, *moved.shape[1:]))
    out = np.matmul(moved.reshape(regimes, -1, moved.shape[-1]), transition)
    return np.moveaxis(out.reshape(*moved.shape[:-1], -1), (0, -1), (1, position))
