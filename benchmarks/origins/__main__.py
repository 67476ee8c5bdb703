"""How well and how fast copies are found and origins counted, beside the bars and peers.

`make bench-origins` runs everything (some ten minutes); `python -m benchmarks.origins quality` one
part. Corpora are made by the shared generator with SEEDS, which nothing was fitted or chosen on.
"""

from __future__ import annotations

import resource
import statistics
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from time import process_time
from typing import Any

import numpy as np
from scipy.stats import t

from benchmarks.bars import Figure, Parts, run_parts
from benchmarks.origins.growth import growth
from benchmarks.origins.peers import PEERS, peer_pairs
from benchmarks.origins.shared_corpora import SharedCorpus, scorer, shared_corpus
from servanda.origins import Traced, reuse_links, sentence_origins, trace_origins
from servanda.pipeline import load_reuse_verifier
from servanda.records import LinkKind

SEEDS = (900, 901, 902, 903, 904)
WORK = Path(tempfile.gettempdir()) / "servanda-bench-origins"
PAIR_F1, PAIR_PRECISION, RECALL_4 = 0.985, 0.985, 0.96
EXACT, OVER, EXACT_SMALL, EXACT_FAMILIES = 0.93, 0.02, 0.80, 0.85
LEAST_SPEED = 0.5


@cache
def _large(seed: int) -> SharedCorpus:
    return shared_corpus(WORK, seed, "420:", 120, 60)


@cache
def _trace(folder: Path, corpus: SharedCorpus) -> tuple[Traced, float]:
    verifier = load_reuse_verifier()
    begun = process_time()
    return trace_origins(corpus.texts, verifier), process_time() - begun


def _score(corpus: SharedCorpus) -> Mapping[str, Any]:
    """Everything that the scorer says of the links and origins of a corpus."""
    found, _ = _trace(corpus.folder, corpus)
    truth = scorer().Truth(str(corpus.folder))
    links = [
        (link.first_document, link.first_sentence, link.second_document, link.second_sentence)
        for link in reuse_links(found)
        if link.kind is LinkKind.COPY
    ]
    rows = [
        {"doc": row.document, "sent": row.sentence, "lineage": row.lineage, "origin": row.origin}
        for row in sentence_origins(found)
    ]
    return {**scorer().evaluate(truth, links), **scorer().evaluate_origins(truth, rows)}


def _mean(values: Sequence[float]) -> str:
    """The mean of several seeds with its 95 % interval by Student's t."""
    count = len(values)
    spread = float(t.ppf(0.975, count - 1)) * statistics.stdev(values) / np.sqrt(count)
    return f"{statistics.mean(values):.4f} ± {spread:.4f}"


def _at_least(measure: str, bar: float, values: Sequence[float]) -> Figure:
    return Figure(measure, f">= {bar}", _mean(values), statistics.mean(values) >= bar)


def _quality() -> Iterator[Figure]:
    scores = [_score(_large(seed)) for seed in SEEDS]
    yield _at_least("sentence pairs, F1", PAIR_F1, [s["pair"]["f1"] for s in scores])
    yield _at_least("sentence pairs, precision", PAIR_PRECISION, [s["pair"]["p"] for s in scores])
    yield _at_least("recall at strength 4", RECALL_4, [s["recall_by_strength"][4] for s in scores])
    yield from _counts("60 claims", EXACT, scores)


def _small() -> Iterator[Figure]:
    scores = [_score(shared_corpus(WORK, seed, "600:670", 30, 15)) for seed in SEEDS]
    yield from _counts("15 claims", EXACT_SMALL, scores)


def _families() -> Iterator[Figure]:
    """Each family of the generator alone; the fit has seen none of them."""
    for family in "0123":
        scores = [
            _score(shared_corpus(WORK, seed, "500:760", 40, 60, family)) for seed in SEEDS[:2]
        ]
        yield from _counts(f"family {family}", EXACT_FAMILIES, scores)


def _counts(name: str, bar: float, scores: Sequence[Mapping[str, Any]]) -> Iterator[Figure]:
    yield _at_least(
        f"{name}: origins counted exactly", bar, [s["origins"]["exact"] for s in scores]
    )
    over = [s["origins"]["over_share"] for s in scores]
    yield Figure(
        f"{name}: counted too many", f"<= {OVER}", _mean(over), statistics.mean(over) <= OVER
    )
    under = [s["origins"]["under_share"] for s in scores]
    yield Figure(f"{name}: counted too few", "published", _mean(under), True)


def _speed() -> Iterator[Figure]:
    """CPU seconds of one core in one process, the peers in turn with us."""
    corpus = _large(SEEDS[0])
    texts = sorted(corpus.texts, key=lambda text: text.id)
    sentences = [sentence for text in texts for sentence in text.sentences]
    places = [(text.id, number) for text in texts for number in range(len(text.sentences))]
    truth = scorer().Truth(str(corpus.folder))
    seconds = min(_seconds(corpus) for _ in range(3))
    ours = len(texts) / seconds
    yield Figure("servanda origins, documents a second", "published", f"{ours:.0f}", True)
    for name in PEERS:
        runs = [peer_pairs(name, sentences) for _ in range(3 if "rensa" in name else 1)]
        found, spent = runs[0][0], min(run[1] for run in runs)
        scored = scorer().evaluate(truth, [(*places[a], *places[b]) for a, b in found])
        told = f"{len(texts) / spent:.0f} a second, pair F1 {scored['pair']['f1']:.3f}"
        yield Figure(name, "published", told, True)
        if "rensa" in name:
            share = ours * spent / len(texts)
            bar = f">= {LEAST_SPEED}"
            yield Figure("ours against rensa", bar, f"{share:.2f}", share >= LEAST_SPEED)


def _seconds(corpus: SharedCorpus) -> float:
    begun = process_time()
    trace_origins(corpus.texts, load_reuse_verifier())
    return process_time() - begun


def _growth() -> Iterator[Figure]:
    yield from growth()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    yield Figure("largest memory of this process", "published", f"{peak:.0f} MB", True)


PARTS: Parts = {
    "quality": ("Five seeds of 1,400 documents", _quality),
    "small": ("Five seeds of 300 documents", _small),
    "families": ("One family of claims at a time", _families),
    "speed": ("Speed, beside peers", _speed),
    "growth": ("Growth", _growth),
}

if __name__ == "__main__":
    raise SystemExit(run_parts(PARTS, __doc__))
