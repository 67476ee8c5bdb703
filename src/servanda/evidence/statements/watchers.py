"""Who of a duty's watchers keeps silent in the record, and how surely a breach would have shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time
from math import prod

from servanda.evidence.statements.covered_days import Days, covered_days, is_of_actor
from servanda.evidence.statements.watcher_silence import silences, watches
from servanda.evidence.trust.sides import actor_and_wholes, actors_by_id, root
from servanda.records import (
    Bearing,
    Case,
    DocumentClaims,
    Evidence,
    Obligation,
    StatementDirection,
    Variable,
    Watcher,
)

__all__ = ["chance_of_detection", "watchers_silence"]

# Chance that a sentence speaks against a duty from which on nobody may take its speaker to be
# silent before a person has looked. [judgement; not from outside]
_MAY_SPEAK = 0.1


def watchers_silence(
    case: Case,
    obligation: Obligation,
    public: Sequence[DocumentClaims],
    spoken: Sequence[Evidence],
    as_of: date,
) -> Iterator[Evidence]:
    """The silence of each watcher over the days that its own documents cover.

    spoken: what is said of the duty. Who has reported an event is not silent; who has said that
    there was none, is from the day after.
    """
    # With no document kept, what is known of a coverage is as old as the day it reaches.
    nothing_kept = datetime.combine(as_of, time(), UTC)
    recorded = max((read.document.recorded for read in public), default=nothing_kept)
    actors = actors_by_id(case)
    for watcher in obligation.watchers:
        voices = actor_and_wholes(watcher.actor, actors)
        own = [
            item for item in spoken if item.origin == voices[-1] and item.bearing is Bearing.BEARS
        ]
        if any(_tells_of_event(item) for item in own) or _may_have_spoken(
            case, obligation, watcher, public
        ):
            continue
        covered = _after(own, covered_days(watcher.actor, case, public, as_of))
        yield from silences(obligation, watcher, voices, covered, recorded)


def chance_of_detection(
    case: Case, obligation: Obligation, public: Sequence[DocumentClaims], as_of: date, on: date
) -> float | None:
    """The chance that one breach, on any day of the duty until `on`, would have shown.

    1 - product over watchers of (1 - coverage x detection x sensitivity); those that are parts of
    one whole count once, as the best of them. None where the duty has no watchers or no days yet.
    """
    last = min(on, obligation.deadline or on)
    days = (last - obligation.start).days
    if not obligation.watchers or days <= 0:
        return None
    best: dict[str, float] = {}
    for watcher in obligation.watchers:
        covered = covered_days(watcher.actor, case, public, as_of)
        seen = 0.0
        for watch in watches(obligation, watcher, covered):
            sites = len(watch.sites) / len(obligation.sites) if watch.sites else 1.0
            watched = (min(watch.last, last) - watch.first).days
            seen += max(0, watched) / days * watch.detects * sites
        whole = root(watcher.actor, actors_by_id(case))
        best[whole] = max(best.get(whole, 0.0), seen)
    return 1.0 - prod(1.0 - seen for seen in best.values())


def _after(own: Sequence[Evidence], covered: Sequence[Days]) -> tuple[Days, ...]:
    """The covered days after all those of which the watcher has spoken."""
    spoken = max(
        (item.times.happened.end or item.times.published.public_on for item in own), default=None
    )
    if spoken is None:
        return tuple(covered)
    return tuple((max(first, spoken), last) for first, last in covered if last > spoken)


def _tells_of_event(item: Evidence) -> bool:
    return item.states.variable is Variable.EVENT and item.if_right[-1] > item.if_right[0]


def _may_have_spoken(
    case: Case, obligation: Obligation, watcher: Watcher, public: Sequence[DocumentClaims]
) -> bool:
    """True if a sentence of the watcher's own may tell of a breach and nobody has looked at it."""
    return any(
        statement.obligation == obligation.id
        and not statement.reviewed
        and statement.chance(StatementDirection.AGAINST) >= _MAY_SPEAK
        for read in public
        if is_of_actor(read, watcher.actor, case)
        for statement in read.statements or ()
    )
