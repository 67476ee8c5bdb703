"""Who of a duty's watchers keeps silent in the record, and how surely news would have shown.

News is a breach of a duty to abstain, and the completion of one to get something done.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time
from math import prod

from servanda.evidence.statements.completion_silence import (
    completion_silence,
    completion_watchers,
    unheard_completion,
)
from servanda.evidence.statements.covered_days import Days, covered_days, is_of_actor
from servanda.evidence.statements.direction_likelihood import keeping_values
from servanda.evidence.statements.watcher_silence import silences, watches
from servanda.evidence.trust.sides import actor_and_wholes, actors_by_id, root
from servanda.records import (
    Bearing,
    Case,
    DocumentClaims,
    Evidence,
    Obligation,
    ObligationKind,
    StatementDirection,
    Terms,
    Variable,
    Watcher,
    is_achievement,
    terms_in_force,
)

__all__ = ["chance_of_detection", "watchers_silence"]

# Chance that a sentence tells the news from which on nobody may take its speaker to be silent
# before a person has looked. [judgement; not from outside]
_MAY_SPEAK = 0.1


def watchers_silence(
    case: Case,
    obligation: Obligation,
    terms: Terms,
    public: Sequence[DocumentClaims],
    spoken: Sequence[Evidence],
    as_of: date,
) -> Iterator[Evidence]:
    """The silence of each watcher over the days that its own documents cover.

    spoken: what is said of the duty. Who has told the news is not silent; who has said anything
    else of the duty, is from the day after.
    """
    watchers = _watchers_of(obligation, terms, case)
    if not watchers:
        return
    # With no document kept, what is known of a coverage is as old as the day it reaches.
    nothing_kept = datetime.combine(as_of, time(), UTC)
    recorded = max((read.document.recorded for read in public), default=nothing_kept)
    actors = actors_by_id(case)
    achieves = is_achievement(obligation, terms)
    for watcher in watchers:
        voices = actor_and_wholes(watcher.actor, actors)
        own = [
            item for item in spoken if item.origin == voices[-1] and item.bearing is Bearing.BEARS
        ]
        news = StatementDirection.FOR if achieves else StatementDirection.AGAINST
        if any(_tells_news(item, terms) for item in own) or _may_have_spoken(
            case, obligation, watcher, public, news
        ):
            continue
        covered = _after(own, covered_days(watcher.actor, case, public, as_of))
        if achieves:
            yield from completion_silence(obligation, terms, watcher, voices, covered, recorded)
        else:
            yield from silences(obligation, watcher, voices, covered, recorded)


def _watchers_of(obligation: Obligation, terms: Terms, case: Case) -> tuple[Watcher, ...]:
    """Who would tell the news; nobody of a level that is to stay under its bound."""
    if is_achievement(obligation, terms):
        return completion_watchers(obligation, case)
    return obligation.watchers if obligation.kind is ObligationKind.ABSTAIN else ()


def chance_of_detection(
    case: Case, obligation: Obligation, public: Sequence[DocumentClaims], as_of: date, on: date
) -> float | None:
    """The chance that one breach, on any day of the duty until `on`, or its completion would show.

    1 - product over watchers of (1 - coverage x detection x sensitivity); those that are parts of
    one whole count once, as the best of them. None where the duty has no watchers or no days yet.
    """
    terms = terms_in_force(obligation, as_of, on)
    watchers = _watchers_of(obligation, terms, case)
    if not watchers or on <= obligation.start:
        return None
    best: dict[str, float] = {}
    for watcher in watchers:
        covered = covered_days(watcher.actor, case, public, as_of)
        if is_achievement(obligation, terms):
            unheard = unheard_completion(obligation, watcher, covered, on)
            seen = unheard.chance if unheard is not None else 0.0
        else:
            seen = _chance_of_seeing(obligation, watcher, covered, on)
        whole = root(watcher.actor, actors_by_id(case))
        best[whole] = max(best.get(whole, 0.0), seen)
    return 1.0 - prod(1.0 - seen for seen in best.values())


def _chance_of_seeing(
    obligation: Obligation, watcher: Watcher, covered: Sequence[Days], on: date
) -> float:
    """The chance that one watcher would have told of an event on any day of the duty until `on`."""
    last = min(on, obligation.deadline or on)
    days = (last - obligation.start).days
    seen = 0.0
    for watch in watches(obligation, watcher, covered):
        sites = len(watch.sites) / len(obligation.sites) if watch.sites else 1.0
        watched = (min(watch.last, last) - watch.first).days
        seen += max(0, watched) / days * watch.detects * sites
    return seen


def _after(own: Sequence[Evidence], covered: Sequence[Days]) -> tuple[Days, ...]:
    """The covered days after all those of which the watcher has spoken."""
    spoken = max(
        (item.times.happened.end or item.times.published.public_on for item in own), default=None
    )
    if spoken is None:
        return tuple(covered)
    return tuple((max(first, spoken), last) for first, last in covered if last > spoken)


def _tells_news(item: Evidence, terms: Terms) -> bool:
    """True if it tells of an event, or is no less likely where all is done than where it is not."""
    if item.states.variable is Variable.EVENT:
        return item.if_right[-1] > item.if_right[0]
    told = list(zip(keeping_values(item.states, terms), item.if_right, strict=True))
    done = max((right for kept, right in told if kept), default=0.0)
    missing = max((right for kept, right in told if not kept), default=1.0)
    return item.site is None and done >= missing


def _may_have_spoken(
    case: Case,
    obligation: Obligation,
    watcher: Watcher,
    public: Sequence[DocumentClaims],
    news: StatementDirection,
) -> bool:
    """True if a sentence of the watcher's own may tell the news and nobody has looked at it."""
    return any(
        statement.obligation == obligation.id
        and not statement.reviewed
        and statement.chance(news) >= _MAY_SPEAK
        for read in public
        if is_of_actor(read, watcher.actor, case)
        for statement in read.statements or ()
    )
