"""Three peers on the same sentences: MinHash by rensa and datasketch, TF-IDF by scikit-learn.

Stock tools at the thresholds of the literature, without training and without the documents around
a sentence: what somebody has who reaches for the nearest library.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from time import process_time

__all__ = ["PEERS", "peer_pairs"]

PERMUTATIONS, BANDS, MINHASH_THRESHOLD, COSINE = 128, 32, 0.5, 0.5
SEED = 42
_WORD = re.compile(r"\w+")

Pairs = list[tuple[int, int]]


def _rensa(sentences: Sequence[str]) -> Pairs:
    import rensa

    index = rensa.RMinHashLSH(threshold=MINHASH_THRESHOLD, num_perm=PERMUTATIONS, num_bands=BANDS)
    hashes = []
    for number, sentence in enumerate(sentences):
        minhash = rensa.RMinHash(num_perm=PERMUTATIONS, seed=SEED)
        minhash.update(_WORD.findall(sentence.lower()))
        index.insert(number, minhash)
        hashes.append(minhash)
    return [
        (other, number)
        for number, minhash in enumerate(hashes)
        for other in index.query(minhash)
        if other < number and hashes[other].jaccard(minhash) >= MINHASH_THRESHOLD
    ]


def _datasketch(sentences: Sequence[str]) -> Pairs:
    import datasketch

    index = datasketch.MinHashLSH(threshold=MINHASH_THRESHOLD, num_perm=PERMUTATIONS)
    found: Pairs = []
    hashes: list[datasketch.MinHash] = []
    for number, sentence in enumerate(sentences):
        minhash = datasketch.MinHash(num_perm=PERMUTATIONS, seed=SEED)
        minhash.update_batch([word.encode() for word in _WORD.findall(sentence.lower())])
        near = index.query(minhash)
        close = [at for at in near if hashes[at].jaccard(minhash) >= MINHASH_THRESHOLD]
        found += [(other, number) for other in close]
        index.insert(number, minhash)
        hashes.append(minhash)
    return found


def _tfidf(sentences: Sequence[str]) -> Pairs:
    from sklearn.feature_extraction.text import TfidfVectorizer

    rows = TfidfVectorizer(sublinear_tf=True, token_pattern=r"\w+").fit_transform(sentences)
    found: Pairs = []
    block = 500
    for start in range(0, rows.shape[0], block):
        near = (rows[start : start + block] @ rows.T).tocoo()
        chosen = (near.data >= COSINE) & (near.row + start < near.col)
        found += zip((near.row[chosen] + start).tolist(), near.col[chosen].tolist(), strict=True)
    return found


PEERS: dict[str, Callable[[Sequence[str]], Pairs]] = {
    "rensa, 1-word MinHash": _rensa,
    "datasketch, 1-word MinHash": _datasketch,
    "scikit-learn TF-IDF": _tfidf,
}


def peer_pairs(name: str, sentences: Sequence[str]) -> tuple[Pairs, float]:
    """The pairs that a peer finds, and its CPU seconds."""
    begun = process_time()
    found = PEERS[name](sentences)
    return found, process_time() - begun
