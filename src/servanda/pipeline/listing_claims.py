"""The claims of a case with the decisions about them."""

from __future__ import annotations

from dataclasses import dataclass

from servanda.claims import Reader
from servanda.errors import NotFoundError
from servanda.pipeline.reading import apply_review, read_documents
from servanda.records import Case, Claim, Decision, Document
from servanda.records.progress import Progress, ignore_progress
from servanda.store import Store

__all__ = ["ClaimWithDecisions", "claims_with_decisions", "find_claim"]


@dataclass(frozen=True, slots=True)
class ClaimWithDecisions:
    """One claim with its document, the decisions about it, and whether it counts."""

    document: Document
    claim: Claim
    acts: tuple[Decision, ...]
    stands: bool  # False: rejected, or entered by hand and no longer in the text


def claims_with_decisions(
    store: Store, case: Case, reader: Reader, progress: Progress = ignore_progress
) -> tuple[ClaimWithDecisions, ...]:
    """Every claim of a case, those that do not count included."""
    claims: list[ClaimWithDecisions] = []
    for read in read_documents(store, case, reader, progress):
        standing = {claim.id: claim for claim in apply_review(read, case).claims}
        claims += (
            ClaimWithDecisions(
                document=read.document,
                claim=standing.get(claim.id, claim),
                acts=read.acts.get(claim.id, ()),
                stands=claim.id in standing,
            )
            for claim in read.claims
        )
    return tuple(claims)


def find_claim(store: Store, case: Case, reader: Reader, claim_id: str) -> ClaimWithDecisions:
    """One claim by its id. Raises NotFoundError."""
    for reviewed in claims_with_decisions(store, case, reader):
        if reviewed.claim.id == claim_id:
            return reviewed
    raise NotFoundError(
        f"no claim {claim_id!r} in case {case.id!r}; "
        f"`servanda claim list {case.id}` shows the ids of all"
    )
