"""Time and memory by the number of documents: each size in a process of its own.

Documents are 28 sentences of words drawn by Zipf's law with names and numbers; 30 % are copies of
an earlier one with 30 % of the words replaced. `python -m benchmarks.origins.growth 100000` runs
one size.
"""

from __future__ import annotations

import resource
import subprocess
import sys
from collections.abc import Iterator
from math import log
from time import process_time

import numpy as np

from benchmarks.bars import Figure
from servanda.origins import trace_origins
from servanda.pipeline import load_reuse_verifier
from servanda.records import TracedText

__all__ = ["grown_texts", "growth"]

SIZES = (1_000, 3_000, 10_000, 30_000)
SENTENCES, WORDS, VOCABULARY, COPIED, REPLACED = 28, 22, 400_000, 0.3, 0.3
MOST_EXPONENT, MOST_MB, WHOLE = 1.3, 8_192, 100_000
FUNCTION = (
    *("the", "of", "and", "to", "in", "a", "that", "for", "was", "on", "by", "with", "as", "at"),
    *("from", "which", "but", "had", "his", "their", "after", "over", "not", "has", "would"),
)


def grown_texts(documents: int, seed: int = 5) -> list[TracedText]:
    """A simulated collection."""
    rng = np.random.default_rng(seed)
    words = np.array([_word(number) for number in range(VOCABULARY)], dtype=object)
    # Zipf with an offset, as of running text without its function words.
    edges = np.cumsum(1.0 / (np.arange(VOCABULARY) + 20.0))
    texts: list[TracedText] = []
    kept: list[np.ndarray] = []
    for number in range(documents):
        drawn = np.searchsorted(edges, rng.random((SENTENCES, WORDS)) * edges[-1])
        if kept and rng.random() < COPIED:
            swap = rng.random((SENTENCES, WORDS)) < REPLACED
            drawn = np.where(swap, drawn, kept[int(rng.integers(len(kept)))])
        elif len(kept) < 20_000:
            kept.append(drawn.astype(np.int32))
        moment = float(number)
        sentences = tuple(_sentence(words[row], row) for row in drawn)
        texts.append(TracedText(f"g{number:07d}", sentences, None, (moment, moment)))
    return texts


def _word(number: int) -> str:
    letters = "bcdfghklmnprstvz", "aeiou"
    out, left = "", number + 100
    while left:
        left, first = divmod(left, 16)
        left, second = divmod(left, 5)
        out += letters[0][first] + letters[1][second]
    return out.title() if number % 11 == 0 else out


def _sentence(words: np.ndarray, row: np.ndarray) -> str:
    """Words with a function word after every second one, a number now and then."""
    out = []
    for place, (word, number) in enumerate(zip(words.tolist(), row.tolist(), strict=True)):
        out.append(word if number % 37 else str(number))
        if place % 2:
            out.append(FUNCTION[int(len(FUNCTION) * (number * 0.618 % 1) ** 2)])
    return " ".join(out) + "."


def growth() -> Iterator[Figure]:
    """Seconds and memory of each size, the exponents of the last step, and 100,000 by them."""
    measured = []
    for size in SIZES:
        run = subprocess.run(
            [sys.executable, "-m", "benchmarks.origins.growth", str(size)],
            check=True, capture_output=True, text=True,
        )  # fmt: skip
        seconds, before, peak = map(float, run.stdout.split())
        measured.append((size, seconds, peak))
        told = f"{seconds:.1f} s, {peak:.0f} MB ({before:.0f} MB of them the texts)"
        yield Figure(f"{size:,} documents", "published", told, True)
    (small, time_small, mb_small), (large, time_large, mb_large) = measured[-2:]
    time_power = log(time_large / time_small) / log(large / small)
    mb_power = log(mb_large / mb_small) / log(large / small)
    bar = f"time <= N^{MOST_EXPONENT}"
    told = f"time N^{time_power:.2f}, memory N^{mb_power:.2f}"
    yield Figure("exponents", bar, told, time_power <= MOST_EXPONENT)
    mb = mb_large * (WHOLE / large) ** mb_power
    minutes = time_large * (WHOLE / large) ** time_power / 60
    told = f"{minutes:.0f} min, {mb:.0f} MB by the exponents"
    yield Figure(f"{WHOLE:,} documents", f"<= {MOST_MB} MB", told, mb <= MOST_MB)


def main() -> None:
    """Seconds of one size, and MB before and at the peak, on stdout."""
    texts, verifier = grown_texts(int(sys.argv[1])), load_reuse_verifier()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    begun = process_time()
    trace_origins(texts, verifier)
    seconds = process_time() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(f"{seconds} {before} {peak}\n")


if __name__ == "__main__":
    main()
