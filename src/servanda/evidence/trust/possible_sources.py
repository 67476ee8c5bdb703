"""Who could be asked about a duty: who has a part in it, and who else speaks in the case."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from servanda.evidence.trust.reliability import LETTERS, P_FAVOURABLE_IF_WRONG
from servanda.evidence.trust.sides import Side, actors_by_id, root, side_of
from servanda.records import (
    Actor,
    Admiralty,
    Bearing,
    Case,
    Evidence,
    Obligation,
    PossibleSource,
    Reliability,
    Source,
    Variable,
)

__all__ = ["agreed_verifiers", "possible_sources"]

_SPOKEN = frozenset({Bearing.BEARS, Bearing.REPEATS})
# Shorter names ("UN") stand inside too many other words to be looked for.
# [judgement; `watchers` in the case name whoever it misses]
_SHORTEST_NAME = 4


def possible_sources(
    duty: Obligation, case: Case, evidence: Iterable[Evidence]
) -> Iterator[PossibleSource]:
    """Everybody who could be asked about a duty, and how far they would be believed.

    First who has a part in it: the other side, whoever verifies or watches it. Then who only speaks
    in the case, and its publishers. Never the bearer, whose word on itself settles least.
    evidence: of the case; whoever has had a last word on the duty in it is marked
    """
    items, actors = tuple(evidence), actors_by_id(case)
    own = [item for item in items if item.obligation == duty.id and item.bearing in _SPOKEN]
    final = {item.origin for item in own if _is_last_word(item, duty)}
    roles = {actor: (role, True) for actor, role in _roles_by_actor(duty, case).items()}
    for actor in _speakers(items, actors):
        roles.setdefault(actor, ("speaks in this case", False))
    for source in case.sources:
        if source.actor is not None:
            roles.setdefault(source.actor, ("publishes in this case", False))
    for actor, (role, has_part) in roles.items():
        side = side_of(actor, duty, case)
        if actor in actors and side is not Side.OWN:
            known = actors[actor]
            yield _source(
                actor, known.names[0], role, known.reliability, side,
                spoken=root(actor, actors) in final, has_part=has_part,
            )  # fmt: skip
    for publisher in _publishers(case.sources):
        yield _source(
            publisher.id, publisher.name, "publishes in this case", publisher.reliability,
            Side.UNKNOWN, spoken=publisher.id in final, has_part=False,
        )  # fmt: skip


def _source(
    key: str,
    name: str,
    role: str,
    letter: Admiralty,
    side: Side,
    *,
    spoken: bool,
    has_part: bool,
) -> PossibleSource:
    right, wrong = LETTERS[letter]
    reliability = Reliability(right, wrong, f"letter {letter.value}")
    return PossibleSource(
        key, name, role, reliability, P_FAVOURABLE_IF_WRONG[side], spoken, has_part
    )


def _is_last_word(item: Evidence, duty: Obligation) -> bool:
    """True if it says that all is done, or was broken: what is said of less so far may change."""
    if item.watch is not None or item.states.variable is Variable.LEVEL:
        return False
    last = len(item.if_right) - 1
    done = min(duty.count or last, last)
    return item.if_right[done] > max(item.if_right[:done])


def _speakers(items: Sequence[Evidence], actors: Mapping[str, Actor]) -> Iterator[str]:
    """The actors whose word, and not only silence, is evidence in the case, in order."""
    said = (item.origin for item in items if item.watch is None and item.bearing in _SPOKEN)
    return (origin for origin in dict.fromkeys(said) if origin in actors)


def _publishers(sources: Iterable[Source]) -> Iterator[Source]:
    """Those who publish in nobody's name but their own."""
    return (source for source in sources if source.actor is None)


def _roles_by_actor(duty: Obligation, case: Case) -> dict[str, str]:
    """Actor ids, each with why it could know."""
    instrument = next(text for text in case.instruments if text.id == duty.instrument)
    roles = dict.fromkeys(instrument.parties, "the other side")
    for actor in agreed_verifiers(duty, case):
        roles[actor] = "the case names it as verifying this"
    for watcher in duty.watchers:
        roles[watcher.actor] = "watches this duty"
    return roles


def agreed_verifiers(duty: Obligation, case: Case) -> tuple[str, ...]:
    """The ids of the actors that the case names as verifying a duty."""
    verification = (duty.verification or "").casefold()
    return tuple(
        actor.id
        for actor in case.actors
        if any(
            len(name) >= _SHORTEST_NAME and name.casefold() in verification for name in actor.names
        )
    )
