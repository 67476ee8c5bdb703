"""The register that a document is written in, by who publishes it."""

from __future__ import annotations

from servanda.claims.statements.fitted import Register
from servanda.records import ActorKind, Case, Document

__all__ = ["register_of"]

_REPORTING = frozenset(
    {
        ActorKind.GOVERNMENT,
        ActorKind.MILITARY,
        ActorKind.INTELLIGENCE,
        ActorKind.LEGISLATURE,
        ActorKind.INTERNATIONAL_BODY,
        ActorKind.ARMED_GROUP,
        ActorKind.THINK_TANK,
        ActorKind.DOCUMENT,
    }
)


def register_of(document: Document, case: Case) -> Register:
    """Reports of bodies, states and think tanks; everything else is read as news."""
    voices = {source.id: source.actor for source in case.sources}
    kinds = {actor.id: actor.kind for actor in case.actors}
    kind = kinds.get(voices.get(document.source or "") or "")
    return Register.REPORT if kind in _REPORTING else Register.NEWS
