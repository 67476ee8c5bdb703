"""Reading texts into claims, and applying people's decisions to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from servanda.claims import (
    Reader,
    apply_decisions,
    decisions_by_claim,
    names_of,
    unread_note,
    with_language,
)
from servanda.evidence import link_claims
from servanda.records import Case, Claim, Decision, Document, DocumentClaims, digest
from servanda.records.progress import Progress, ignore_progress
from servanda.store import Store

__all__ = ["apply_review", "names_of", "read_documents", "read_texts", "reads_of", "unread_note"]


def read_texts(
    documents: Iterable[Document], reader: Reader, case: Case | None
) -> Iterator[DocumentClaims]:
    """The claims of each document, linked to the case's obligations if there is a case."""
    names = names_of(case)
    for document in documents:
        read = DocumentClaims(with_language(document), reader.read(document, names))
        yield read if case is None else link_claims(read, case)


def reads_of(
    store: Store, case: Case, reader: Reader, progress: Progress = ignore_progress
) -> tuple[DocumentClaims, ...]:
    """The claims of every document of a case after review; no document is read twice."""
    return tuple(apply_review(read, case) for read in read_documents(store, case, reader, progress))


def read_documents(
    store: Store, case: Case, reader: Reader, progress: Progress
) -> Iterator[DocumentClaims]:
    """The claims of every document, read or entered by hand, with the decisions about them."""
    names = names_of(case)
    names_digest = digest(names)
    known = store.claims(case.id, reader.name, names_digest)
    by_hand = store.load_all(Claim, case.id)
    decisions = store.load_all(Decision, case.id)
    documents = store.documents(case.id)
    for number, document in enumerate(documents):
        progress("reading", number, len(documents))
        if document.id not in known:
            claims = reader.read(document, names)
            store.save_claims(case.id, document, reader.name, names_digest, claims)
            known[document.id] = claims
        entered = [claim for claim in by_hand if claim.document == document.id]
        every = (*known[document.id], *entered)
        yield DocumentClaims(document, every, decisions_by_claim(document, every, decisions))
    progress("reading", len(documents), len(documents))


def apply_review(read: DocumentClaims, case: Case) -> DocumentClaims:
    """The claims of a document after review: linked, corrected, added, withdrawn."""

    def link(claims: tuple[Claim, ...]) -> tuple[Claim, ...]:
        return link_claims(replace(read, claims=claims), case).claims

    return replace(read, claims=apply_decisions(read.claims, read.acts, link))
