"""Whose word a claim is, and the letter of whoever speaks."""

from __future__ import annotations

from servanda.evidence.trust.reliability import letter_of_kind
from servanda.evidence.trust.sides import actor_and_wholes, actors_by_id
from servanda.records import Admiralty, Case, Claim, Document

__all__ = ["letter_of", "publisher_of", "voices_of"]


def letter_of(claim: Claim, document: Document, case: Case) -> Admiralty:
    """The letter of whoever speaks: the holder, else the kind of holder, else the publisher."""
    if claim.attributed and claim.holder_id is not None:
        holder = actors_by_id(case).get(claim.holder_id)
        if holder is not None:
            return holder.reliability
    if claim.attributed:
        return letter_of_kind(claim.holder_kind)
    publishers = {source.id: source for source in case.sources}
    publisher = publishers.get(document.source or "")
    return publisher.reliability if publisher is not None else Admiralty.F


def voices_of(publisher: str | None, speaker: str | None, case: Case) -> tuple[str, ...]:
    """Whoever's word it is: the source that printed it, and who says it with all they are part of.

    publisher: source id; speaker: actor id
    """
    speakers = () if speaker is None else actor_and_wholes(speaker, actors_by_id(case))
    return speakers if publisher is None else (publisher, *speakers)


def publisher_of(document: Document, case: Case) -> str | None:
    """The actor whose voice the document's source is."""
    return next((source.actor for source in case.sources if source.id == document.source), None)
