"""Whose word a sentence is: a claim that was read, or one of the document in its own voice."""

from __future__ import annotations

from collections.abc import Sequence

from servanda.records import (
    ActorKind,
    Claim,
    Document,
    Modality,
    Polarity,
    Proposition,
    Quotation,
    Span,
    Stance,
    Statement,
    VerbClass,
)

__all__ = ["claim_of_sentence", "own_claims"]


def claim_of_sentence(
    document: Document, passage: int, sentence: Span, claims: Sequence[Claim]
) -> str:
    """The id of the claim that most of a sentence is in, attributed ones first.

    Of several the one with the most characters there, the first of equal ones; where it is in none,
    that of the document's own claim which `own_claims` makes of it.
    passage: the sentence's number among all of the document
    """
    for attributed in (True, False):
        of_kind = [claim for claim in claims if claim.attributed is attributed]
        covered = [(_characters_in(sentence, claim), claim) for claim in of_kind]
        most, speaker = max(covered, key=lambda found: found[0], default=(0, None))
        if most and speaker is not None:
            return speaker.id
    return f"{document.id}#s{passage + 1}"


def _characters_in(sentence: Span, claim: Claim) -> int:
    return sum(
        max(0, min(span.end, sentence.end) - max(span.start, sentence.start))
        for span in claim.content
    )


def own_claims(statements: Sequence[Statement], claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """A claim for each passage with statements that is in no claim yet, in text order."""
    known = {claim.id for claim in claims}
    lacking = {said.claim: said for said in statements if said.claim not in known}
    return tuple(_own_claim(statement) for statement in lacking.values())


def _own_claim(statement: Statement) -> Claim:
    return Claim(
        id=statement.claim,
        document=statement.document,
        attributed=False,
        source=(),
        cue=(),
        content=(statement.span,),
        holder=None,
        holder_id=None,
        holder_kind=ActorKind.UNKNOWN,
        chain=(),
        stance=Stance.ASSERTED,
        polarity=Polarity.POSITIVE,
        modality=Modality.CERTAIN,
        quotation=Quotation.NONE,
        caveats=(),
        said=None,
        event_time=None,
        places=(),
        quantities=(),
        proposition=Proposition(
            verb=VerbClass.OTHER,
            verb_text="",
            negated=False,
            object="",
            party=None,
            site=None,
            aspects=(),
            completed=False,
            links=(),
        ),
        reader=statement.reader,
    )
