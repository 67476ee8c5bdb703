"""Claims that a document makes in its own voice, for statements that no claim was read under."""

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
    Stance,
    Statement,
    VerbClass,
)

__all__ = ["own_claim_id", "own_claims"]


def own_claim_id(document: Document, passage: int) -> str:
    """The id of the document's own claim that a passage is."""
    return f"{document.id}#s{passage + 1}"


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
