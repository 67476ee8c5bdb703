"""What was traced as records: links, and the lineage and origin of every sentence."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from servanda.origins.lineages.direction import CopyDirection, copy_direction
from servanda.origins.lineages.trace import COPIED, Traced
from servanda.origins.reuse.candidates import Index
from servanda.records import LinkDirection, LinkKind, ReuseLink, SentenceOrigin

__all__ = ["event_links", "reuse_links", "sentence_origins"]

DIGITS = 4  # of a score [layout]
_DIRECTIONS = {
    CopyDirection.UNKNOWN: LinkDirection.UNKNOWN,
    CopyDirection.FORWARD: LinkDirection.FORWARD,
    CopyDirection.BACKWARD: LinkDirection.BACKWARD,
}


def reuse_links(traced: Traced, least: float = COPIED) -> Iterator[ReuseLink]:
    """Copies and attributions with a score of at least `least`; those that make one origin."""
    chosen = traced.probability >= least
    yield from _links(
        traced,
        traced.first[chosen],
        traced.second[chosen],
        traced.probability[chosen],
        traced.direction[chosen],
        LinkKind.COPY,
    )
    cited = traced.attributions
    chosen = cited.probability >= least
    source, sentence = cited.source[chosen], cited.sentence[chosen]
    by_clock = copy_direction(traced.appeared, traced.document[source], traced.document[sentence])
    # A page that says whom it has it from comes after it; a clock that denies it is wrong.
    told = np.where(by_clock == CopyDirection.BACKWARD, CopyDirection.UNKNOWN, 1)
    yield from _links(
        traced, source, sentence, cited.probability[chosen], told, LinkKind.ATTRIBUTION
    )


def event_links(traced: Traced) -> Iterator[ReuseLink]:
    """Independent sentences about one event; such links make no origin of two."""
    chosen = traced.is_same_event
    yield from _links(
        traced,
        traced.first[chosen],
        traced.second[chosen],
        traced.event_share[chosen],
        traced.direction[chosen],
        LinkKind.SAME_EVENT,
    )


def _links(
    traced: Traced,
    first: Index,
    second: Index,
    score: NDArray[np.floating],
    direction: NDArray[np.integer],
    kind: LinkKind,
) -> Iterator[ReuseLink]:
    ids = [text.id for text in traced.texts]
    document, place = traced.document, traced.place
    names = [_DIRECTIONS[value] for value in CopyDirection]
    for left, right, left_at, right_at, value, way in zip(
        document[first].tolist(),
        document[second].tolist(),
        place[first].tolist(),
        place[second].tolist(),
        score.tolist(),
        direction.tolist(),
        strict=True,
    ):
        yield ReuseLink(
            ids[left], left_at, ids[right], right_at, round(value, DIGITS), kind, names[way]
        )


def sentence_origins(traced: Traced) -> Iterator[SentenceOrigin]:
    """One row a sentence, in the order of the documents' ids."""
    names = [
        f"{traced.texts[document].id}#{place}"
        for document, place in zip(traced.document.tolist(), traced.place.tolist(), strict=True)
    ]
    for document, place, lineage, origin in zip(
        traced.document.tolist(),
        traced.place.tolist(),
        traced.lineage.tolist(),
        traced.origin.tolist(),
        strict=True,
    ):
        yield SentenceOrigin(traced.texts[document].id, place, names[lineage], names[origin])
