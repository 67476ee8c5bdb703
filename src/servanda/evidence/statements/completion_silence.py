"""What it says that somebody who would have told of a completion has not.

A verifier that is there publishes that a thing is done, with probability d and within some days. Of
whoever has not, though our record holds all that it published over a share c of the duty's days,
this is less likely to have been missed than there not to be: if the duty was done by the day D, so
many days before the last that is covered, it would have been told, and read, with chance c d s.
Here s is how surely our reader would have read it, at least. So the silence has likelihood 1 where
the duty is not done by D, and 1 - c d s where it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from servanda.evidence.statements.covered_days import Days
from servanda.evidence.statements.direction_likelihood import keeping_values
from servanda.evidence.statements.reader_shares import SENSITIVITY
from servanda.evidence.statements.watcher_silence import silence_evidence, told_days
from servanda.evidence.trust.possible_sources import agreed_verifiers
from servanda.records import (
    Case,
    Evidence,
    Obligation,
    Terms,
    Watcher,
    WatchPeriod,
    state_space,
)

__all__ = ["Unheard", "completion_silence", "completion_watchers", "unheard_completion"]

# Chance that a verifier that the case names says that a thing is done once it is, and the days it
# takes. [judgement; `watchers` of the obligation say otherwise]
_VERIFIER_TELLS = 0.6
_VERIFIER_DAYS = 14


@dataclass(frozen=True, slots=True)
class Unheard:
    """A completion that a watcher would have told of by now, and has not."""

    since: date  # first day covered
    by: date  # a completion by this day would be known
    covered: float  # share of the duty's days until then, 0..1
    chance: float  # that it would have been told of and read, 0..1


def completion_watchers(obligation: Obligation, case: Case) -> tuple[Watcher, ...]:
    """Who would tell that a duty is done: its watchers, and verifiers that the case names."""
    named = {watcher.actor for watcher in obligation.watchers}
    verifiers = (
        Watcher(actor, _VERIFIER_TELLS, _VERIFIER_DAYS, "The case names it as verifying this.")
        for actor in agreed_verifiers(obligation, case)
        if actor not in named and actor not in obligation.bearers
    )
    return (*obligation.watchers, *verifiers)


def unheard_completion(
    obligation: Obligation, watcher: Watcher, covered: Sequence[Days], on: date = date.max
) -> Unheard | None:
    """What a watcher's silence until the day `on` says; None if nothing.

    covered: the days over which the record holds what it publishes, in order
    Who cannot see all of the sites does not tell of the whole.
    """
    if set(obligation.sites) - set(watcher.sites) and watcher.sites:
        return None
    runs = told_days(obligation, watcher, covered, on)
    if not runs or not watcher.detects:
        return None
    by = runs[-1][1]
    share = sum((ends - begins).days for begins, ends in runs) / (by - obligation.start).days
    chance = share * watcher.detects * SENSITIVITY[obligation.kind]
    return Unheard(runs[0][0], by, share, chance)


def completion_silence(
    obligation: Obligation,
    terms: Terms,
    watcher: Watcher,
    voices: tuple[str, ...],
    covered: Sequence[Days],
    recorded: datetime,
) -> Iterator[Evidence]:
    """The silence of a watcher that has not told of the completion, as one item, or none.

    voices: the watcher and all that it is part of; the last is the origin of what it says, too
    """
    unheard = unheard_completion(obligation, watcher, covered)
    if unheard is None:
        return
    states = state_space(obligation, terms)
    done = keeping_values(states, terms)
    yield silence_evidence(
        obligation,
        watcher,
        voices,
        recorded,
        WatchPeriod(unheard.since, unheard.by, unheard.chance, 0.0, ()),
        states=states,
        if_right=tuple(1.0 - unheard.chance if kept else 1.0 for kept in done),
        says="no report that it is done",
        why=f"{watcher.actor} would tell within {watcher.delay_days} days that it is done with "
        f"probability {watcher.detects:g}, and we would read it so with "
        f"{SENSITIVITY[obligation.kind]:.2f} or more; its documents are here for "
        f"{unheard.covered:.2f} of the days until {unheard.by}.",
    )
