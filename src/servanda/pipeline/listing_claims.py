"""Every claim of a case, with what people decided about it."""

from __future__ import annotations

from dataclasses import dataclass

from servanda.claims import Reader
from servanda.errors import NotKeptError
from servanda.pipeline.reading import as_left, found_reads
from servanda.records import Case, Claim, Decision, Document
from servanda.records.progress import Progress, silent
from servanda.store import Store

__all__ = ["Examined", "examined", "examined_claim"]


@dataclass(frozen=True, slots=True)
class Examined:
    """One claim with its document, what people decided about it, and whether it counts."""

    document: Document
    claim: Claim
    acts: tuple[Decision, ...]
    stands: bool  # False: rejected, or entered by hand and not in the text any more


def examined(
    store: Store, case: Case, reader: Reader, progress: Progress = silent
) -> tuple[Examined, ...]:
    """Every claim of a case, those that do not count among them."""
    return tuple(
        Examined(
            read.document,
            standing.get(claim.id, claim),
            read.acts.get(claim.id, ()),
            claim.id in standing,
        )
        for read in found_reads(store, case, reader, progress)
        for standing in ({claim.id: claim for claim in as_left(read, case).claims},)
        for claim in read.claims
    )


def examined_claim(store: Store, case: Case, reader: Reader, claim_id: str) -> Examined:
    """One claim by its id. Raises NotKeptError."""
    for one in examined(store, case, reader):
        if one.claim.id == claim_id:
            return one
    raise NotKeptError(
        f"no claim {claim_id!r} in case {case.id!r}; "
        f"`servanda claim list {case.id}` shows the ids of all"
    )
