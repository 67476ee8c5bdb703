"""What can be said of a duty at one look: menus of contents with their likelihoods."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.random import Generator

from servanda.assessment.model.arrays import Array
from servanda.evidence.statements.direction_likelihood import keeping_values
from servanda.evidence.statements.likelihood import likelihoods
from servanda.evidence.statements.reading import ClaimReading, Says
from servanda.evidence.trust.sides import Side
from servanda.records import Obligation, ObligationKind, StateSpace, Terms, Variable, state_space

__all__ = ["Content", "Menu", "completion_menu", "menus", "site_menu", "watch_menu"]


@dataclass(frozen=True, slots=True)
class Content:
    """One thing that can be said, with its likelihoods over the values it speaks of."""

    says: str
    states: StateSpace
    right: Array  # (value,) chance that an origin that is right says it
    wrong: float  # chance that one that is wrong does, before asking whether the day is plausible


Menu = tuple[Content, ...]


@cache
def menus(duty: Obligation, terms: Terms, side: Side) -> list[Menu]:
    """The ways to speak of the whole of a duty: of each, all that could be said instead."""
    states = state_space(duty, terms)
    return [_menu(readings, states, terms, side) for readings in _readings(duty, terms, states)]


def _readings(duty: Obligation, terms: Terms, states: StateSpace) -> list[list[ClaimReading]]:
    if duty.kind is ObligationKind.ABSTAIN:
        return [[_plain(Says.EVENT), _plain(Says.NO_EVENT)]]
    if terms.bound is not None:
        return _amounts(terms.bound.value)
    whole = [_plain(Says.ALL), _plain(Says.NOT_DONE)]
    if duty.kind is ObligationKind.ACT:
        return [whole]
    exact = [ClaimReading(Says.EXACTLY, value, f"{value:g}") for value in states.values]
    split = [
        [
            ClaimReading(Says.AT_LEAST, value, f">= {value:g}"),
            ClaimReading(Says.AT_MOST, value - 1, f"< {value:g}"),
        ]
        for value in states.values[1:]
    ]
    return [whole, exact, *split]


def _amounts(bound: float) -> list[list[ClaimReading]]:
    """Figures of two precisions, up to where none is heard any more; or whether it is reached."""
    figures = [
        [
            ClaimReading(Says.VALUE, width * number, f"{width * number:g}", width, 0.02, 0.5)
            for number in range(round(20 * bound / width))
        ]
        for width in (0.05 * bound, 0.125 * bound)
    ]
    return [*figures, [_plain(Says.ALL), _plain(Says.NOT_DONE)]]


def _plain(says: Says) -> ClaimReading:
    return ClaimReading(says, 0.0, says.value)


def _menu(readings: Sequence[ClaimReading], states: StateSpace, terms: Terms, side: Side) -> Menu:
    vectors = [(one.text, *likelihoods(one, states, terms, side)) for one in readings]
    return tuple(
        Content(text, states, np.array(right), float(wrong[0])) for text, right, wrong in vectors
    )


def site_menu(terms: Terms, side: Side) -> Menu:
    states = StateSpace(Variable.SITE_DONE, (0.0, 1.0), None)
    return _menu([_plain(Says.ALL), _plain(Says.NOT_DONE)], states, terms, side)


def completion_menu(duty: Obligation, terms: Terms, rng: Generator) -> Menu:
    """A verifier that publishes a completion; one that does not look is silent."""
    states = state_space(duty, terms)
    done = np.array(keeping_values(states, terms), dtype=np.float64)
    tells = float(rng.uniform(0.1, 0.9))
    return (
        Content("no report that it is done", states, 1.0 - tells * done, 1.0),
        Content("done", states, tells * done, 0.0),
    )


def watch_menu(rng: Generator) -> Menu:
    """A watcher publishes an event that it detects; a watcher that does not watch is silent."""
    states = StateSpace(Variable.EVENT, (0.0, 1.0), None)
    detects = float(rng.uniform(0.3, 0.99))
    return (
        Content("no report of an event", states, np.array([1.0, 1.0 - detects]), 1.0),
        Content("an event seen", states, np.array([0.0, detects]), 0.0),
    )
