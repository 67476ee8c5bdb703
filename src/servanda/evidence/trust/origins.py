"""Who a claim's knowledge comes from: the named holder, in a first version.

Ministries and spokesmen of one state are one origin. What nobody is named for is pooled: it may
all come from the same place, so it counts once. So is what a news agency says of itself without
saying who told it: it relays what others know. Whoever else publishes speaks for itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import combinations

from servanda.evidence.trust.sides import root, share_information
from servanda.evidence.wording.stems import stems
from servanda.records import Actor, ActorKind, Claim, OriginCount

__all__ = ["UNATTRIBUTED", "UNNAMED", "independent_origins", "origin_of", "speaker_of"]

UNATTRIBUTED = "unattributed"  # the article says so itself
UNNAMED = "unnamed"  # somebody says so whom the text does not name
_RELAY = frozenset({ActorKind.NEWS_AGENCY, ActorKind.OTHER, ActorKind.UNKNOWN})


def speaker_of(claim: Claim, publisher: str | None, actors: Mapping[str, Actor]) -> str | None:
    """The actor by id who says it: the holder, else a publisher who is no news medium.

    publisher: the actor whose voice the document's source is
    """
    if claim.attributed:
        return claim.holder_id
    known = actors.get(publisher or "")
    return publisher if known is not None and known.kind not in _RELAY else None


def origin_of(claim: Claim, actors: Mapping[str, Actor], publisher: str | None = None) -> str:
    """The origin's id: a root actor of the case, else the holder's name, else a pool."""
    if claim.attributed and claim.holder_kind is ActorKind.NEWS_AGENCY:
        return UNATTRIBUTED
    speaker = speaker_of(claim, publisher, actors)
    if speaker is not None:
        return root(speaker, actors)
    if not claim.attributed:
        return UNATTRIBUTED
    if claim.holder is not None:
        return "-".join(stems(claim.holder)) or UNNAMED
    return UNNAMED


def independent_origins(origins: Iterable[str], actors: Mapping[str, Actor]) -> OriginCount:
    """How many independent origins there are at least and at most.

    At least: origins that share information are one, and the pools are no origins beside a named
    one. At most: each is one of its own.
    """
    distinct = sorted(set(origins))
    named = [origin for origin in distinct if origin not in {UNATTRIBUTED, UNNAMED}]
    low = len(_groups(named, actors)) or min(1, len(distinct))
    return OriginCount(low, len(distinct))


def _groups(names: list[str], actors: Mapping[str, Actor]) -> set[str]:
    """One representative for each set of names that share information, directly or not."""
    leader = {name: name for name in names}
    for first, second in combinations(names, 2):
        if share_information(first, second, actors):
            old, new = leader[second], leader[first]
            leader = {name: new if own == old else own for name, own in leader.items()}
    return set(leader.values())
