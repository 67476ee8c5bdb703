"""How near each sentence of a document is to each duty, before anything is judged.

Nearness in meaning (by the sentence encoder), absolutely and beside the other duties of the case;
the words that the sentence shares with the clause, rare ones more than common ones; whether the
bearer, or only somebody else, is named; and whether it is a title, which rarely states anything.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from servanda.claims.meaning.encoder import SentenceEncoder, similarity
from servanda.claims.statements.wording import DutyWording, WordedDocument

__all__ = ["FEATURES", "clause_vectors", "closeness"]

FEATURES = (
    "cosine", "cosine in context", "margin", "margin in context", "rank", "shared words",
    "shared words in context", "bearer named", "bearer named in context", "only others named",
    "title",
)  # fmt: skip

_WORD = re.compile(r"[^\W\d_]{3,}")
_CONTEXT_WEIGHT = 0.5  # of what stands near, beside a passage itself [judgement; not from outside]
_LAST_RANK = 3.0  # duties further down are equally far [judgement; not from outside]
_STEM = 5  # letters by which forms of one word are taken as one [judgement; not from outside]

Matrix = NDArray[np.float64]


def clause_vectors(duties: Sequence[DutyWording], encoder: SentenceEncoder) -> NDArray[np.float32]:
    """The vector of each duty's clause, (duty, dimension); at least one duty."""
    return _vectors(encoder, [duty.clause for duty in duties])


def closeness(
    document: WordedDocument,
    duties: Sequence[DutyWording],
    encoder: SentenceEncoder,
    clauses: NDArray[np.float32] | None = None,
) -> Matrix:
    """The features of each passage with each duty, (passage, duty, feature).

    clauses: the `clause_vectors` of the duties, for who measures many documents; None: made here
    """
    texts = [passage.text for passage in document.passages]
    if clauses is None:
        clauses = clause_vectors(duties, encoder)
    alone = _vectors(encoder, texts)
    found = np.zeros((len(texts), len(duties), len(FEATURES)))
    for column, vectors in enumerate((alone, _context_vectors(alone, document))):
        cosines = similarity(vectors, clauses).astype(np.float64)
        found[:, :, column] = cosines
        found[:, :, 2 + column] = cosines - _best_other(cosines)
    nearer = found[:, :, 0][:, :, None] < found[:, :, 0][:, None]
    found[:, :, 4] = np.minimum(_LAST_RANK, nearer.sum(axis=2))
    placed = [f"{document.context(at)} {text}" for at, text in enumerate(texts)]
    found[:, :, 5:7] = _shared_words(texts, placed, duties)
    found[:, :, 7:10] = _actor_features(document, duties)
    found[:, :, 10] = np.array([passage.is_title for passage in document.passages])[:, None]
    return found


def _vectors(encoder: SentenceEncoder, texts: Sequence[str]) -> NDArray[np.float32]:
    return np.stack([text.vector for text in encoder.encode(texts)])


def _context_vectors(alone: NDArray[np.float32], document: WordedDocument) -> NDArray[np.float32]:
    """Each passage's vector moved towards its heading's and that of the passage before."""
    summed = alone.copy()
    for row, passage in enumerate(document.passages):
        for near in (passage.heading, passage.before):
            if near is not None:
                summed[row] += _CONTEXT_WEIGHT * alone[near]
    return np.asarray(summed / np.linalg.norm(summed, axis=1, keepdims=True), np.float32)


def _best_other(cosines: Matrix) -> Matrix:
    """For each duty the highest cosine of any other; its own where it is the only one."""
    if cosines.shape[1] < 2:
        return cosines
    ordered = np.sort(cosines, axis=1)
    best, second = ordered[:, -1:], ordered[:, -2:-1]
    return np.where(cosines == best, second, best)


def _stems(text: str) -> frozenset[str]:
    return frozenset(word.lower()[:_STEM] for word in _WORD.findall(text))


def _shared_words(
    texts: Sequence[str], placed: Sequence[str], duties: Sequence[DutyWording]
) -> Matrix:
    """The share of each clause's words in the sentence, and in it with its context.

    A word weighs less the more clauses of the case and sentences of the document have it.
    """
    clauses = [_stems(duty.clause) for duty in duties]
    sets = [[_stems(text) for text in kind] for kind in (texts, placed)]
    every = [*clauses, *sets[0]]
    counts = Counter(stem for stems in every for stem in stems)
    weight = {stem: np.log((1.0 + len(every)) / (0.5 + count)) for stem, count in counts.items()}
    found = np.zeros((len(texts), len(duties), 2))
    for column, clause in enumerate(sorted(stems) for stems in clauses):
        whole = sum(weight[stem] for stem in clause) or 1.0
        for kind, of_kind in enumerate(sets):
            for row, stems in enumerate(of_kind):
                shared = sum(weight[stem] for stem in clause if stem in stems)
                found[row, column, kind] = shared / whole
    return found


def _actor_features(document: WordedDocument, duties: Sequence[DutyWording]) -> Matrix:
    """Whether the bearer is named in the sentence, in its context, and only others in it."""
    found = np.zeros((len(document.passages), len(duties), 3))
    named = [document.actors(number) for number in range(len(document.passages))]
    for row, passage in enumerate(document.passages):
        around = (*passage.above, passage.heading, passage.before)
        near = frozenset().union(*(named[at] for at in around if at is not None))
        for column, duty in enumerate(duties):
            own = bool(named[row] & duty.bearers)
            others = bool(named[row] - duty.bearers)
            found[row, column] = own, bool(near & duty.bearers), others and not own
    return found
