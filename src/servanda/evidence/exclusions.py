"""What is ignored for one question: things by their ids, or whoever's word they are.

Leaving out is done before anything is weighed, so that what only repeated the thing counts in its
place. Distrusting is done afterwards, to items that were weighed: they are there and say nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from servanda.records import Case, Document, Evidence, Observation

__all__ = ["NO_EXCLUSIONS", "Exclusions", "voices_by_name"]


@dataclass(frozen=True, slots=True)
class Exclusions:
    """Ids and voices that are ignored; by default none."""

    ids: frozenset[str] = frozenset()  # of documents, claims, observations and items of evidence
    voices: frozenset[str] = frozenset()  # actors, publishers, and origins that no actor stands for

    def ignores(self, thing: Document | Observation | Evidence) -> bool:
        """True if the thing, what it was made from, or whoever's word it is, is ignored."""
        if not isinstance(thing, Evidence):
            return thing.id in self.ids
        made_from = (thing.id, thing.document, thing.claim, thing.observation)
        said_by = (thing.origin, *thing.voices)
        return not (self.ids.isdisjoint(made_from) and self.voices.isdisjoint(said_by))


NO_EXCLUSIONS = Exclusions()


def voices_by_name(case: Case, evidence: Iterable[Evidence]) -> dict[str, frozenset[str]]:
    """Each name by which a source of the case can be called, and the voices it stands for.

    An actor goes by its id and its spellings, a publisher by its id and its name; whoever is
    neither, such as a sensor or a person whom only a text names, by the origin of their items.
    """
    spellings = {name: actor.id for actor in case.actors for name in actor.names}
    actors = spellings | {actor.id: actor.id for actor in case.actors}  # an id before a spelling
    publishers = {name: source.id for source in case.sources for name in (source.name, source.id)}
    origins = {item.origin: item.origin for item in evidence}
    names = {*actors, *publishers, *origins}
    return {
        name: frozenset(known[name] for known in (actors, publishers, origins) if name in known)
        for name in names
    }
