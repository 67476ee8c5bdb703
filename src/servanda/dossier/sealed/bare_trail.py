"""A trail without what its page does not show: no text beyond the quotations, nothing of later."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from servanda.dossier.page.trail import Trail
from servanda.dossier.print.quotations import quotation_span
from servanda.dossier.sealed.blanks import blank_out
from servanda.records import Claim, Document, Span, UnusedDocument, public_by

__all__ = ["bare_trail"]


def bare_trail(trail: Trail) -> Trail:
    """The trail with what its page shows and no more; the page of both is the same.

    Texts keep their length and their quotations, the rest is blank. What was not public by the
    as-of day is left out and counted.
    """
    as_of = trail.assessment.as_of
    evidence = tuple(item for item in trail.evidence if public_by(item.times.published, as_of))
    documents = [document for document in trail.documents if public_by(document.publication, as_of)]
    quoted = {item.claim for item in evidence}
    claims = tuple(claim for claim in trail.claims if claim.id in quoted)
    by_document: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        by_document[claim.document].append(claim)
    sentences = {
        document.id: _quoted_sentences(by_document[document.id], trail.sentences[document.id])
        for document in documents
        if by_document[document.id] and document.id in trail.sentences
    }
    public = {document.id for document in documents}
    seen = {item.observation for item in evidence}
    observations = tuple(look for look in trail.observations if look.id in seen)
    images = {image for look in observations for image in (look.before, look.after)}
    return replace(
        trail,
        evidence=evidence,
        observations=observations,
        scenes=tuple(scene for scene in trail.scenes if scene.id in images),
        claims=claims,
        documents=tuple(
            _bare_document(document, by_document[document.id], sentences) for document in documents
        ),
        sentences=sentences,
        unused=tuple(_bare_unused(entry) for entry in trail.unused if entry.document.id in public),
        later_documents=trail.later_documents + len(trail.documents) - len(documents),
        later_items=trail.later_items + len(trail.evidence) - len(evidence),
    )


def _quoted_sentences(claims: Sequence[Claim], sentences: Sequence[Span]) -> tuple[Span, ...]:
    """Of the sentences of a text those in which a quotation begins or ends."""
    ends = {
        place
        for claim in claims
        for span in claim.content
        for place in (span.start, max(span.start, span.end - 1))
    }
    numbers = {bisect_right(sentences, end, key=lambda span: span.start) - 1 for end in ends}
    return tuple(sentences[number] for number in sorted(numbers) if number >= 0)


def _bare_document(
    document: Document, claims: Sequence[Claim], sentences: Mapping[str, Sequence[Span]]
) -> Document:
    shown = [
        quotation_span(document.text, claim.content, sentences.get(document.id, ()))
        for claim in claims
    ]
    return replace(document, text=blank_out(document.text, shown), blocks=())


def _bare_unused(unused: UnusedDocument) -> UnusedDocument:
    """Without its text: the page shows the nearest sentence, which is kept apart."""
    return replace(unused, document=replace(unused.document, text="", blocks=()))
