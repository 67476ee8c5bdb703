"""What the tracing of a collection could not use, in a line each."""

from __future__ import annotations

from collections import Counter

import numpy as np
import scipy.sparse as sp
from scipy.sparse.csgraph import connected_components

from servanda.origins.lineages.direction import CopyDirection, copy_direction
from servanda.origins.lineages.trace import Traced
from servanda.origins.reuse.candidates import MOST_IN_GROUP

__all__ = ["remarks_on"]


def remarks_on(traced: Traced) -> tuple[str, ...]:
    """Documents without text, date or outlet, circles of attribution, sentences everywhere."""
    texts = traced.texts
    empty = sum(1 for text in texts if not any(map(str.strip, text.sentences)))
    undated = sum(1 for text in texts if text.appeared is None)
    nameless = sum(1 for text in texts if not text.outlet)
    said = {
        "have no sentence: nothing to trace": empty,
        "have no date: who was first among them is unknown": undated,
        "have no outlet: what cites them cannot be followed": nameless,
    }
    lines = [f"{count} of {len(texts)} documents {what}" for what, count in said.items() if count]
    return (*lines, *_repetitions(traced), *_circles(traced), *_against_the_clock(traced))


def _repetitions(traced: Traced) -> list[str]:
    words = Counter(
        sentence for text in traced.texts for sentence in set(text.sentences) if sentence.strip()
    )
    many = sum(1 for count in words.values() if count > MOST_IN_GROUP)
    if not many:
        return []
    return [
        f"{many} sentences stand in more than {MOST_IN_GROUP} documents: each place is linked to "
        "the first alone"
    ]


def _circles(traced: Traced) -> list[str]:
    cited = traced.attributions
    documents = len(traced.texts)
    edges = traced.document[cited.sentence], traced.document[cited.source]
    graph = sp.coo_matrix((np.ones(len(edges[0])), edges), shape=(documents, documents))
    _, circle = connected_components(graph, directed=True, connection="strong")
    inside = int((np.bincount(circle)[circle] > 1).sum()) if documents else 0
    if not inside:
        return []
    return [f"{inside} documents cite each other in circles: who has it from whom is unknown"]


def _against_the_clock(traced: Traced) -> list[str]:
    cited = traced.attributions
    direction = copy_direction(
        traced.appeared, traced.document[cited.source], traced.document[cited.sentence]
    )
    wrong = int(np.count_nonzero(direction == CopyDirection.BACKWARD))
    if not wrong:
        return []
    return [f"{wrong} sentences cite a document that is dated after them: direction unknown"]
