"""How often the labelled texts of the corpus speak for, in part and against, by kind of duty.

    python -m scripts.reading_shares

prints the counts that `servanda.evidence.statements.reader_shares` starts from.
"""

from __future__ import annotations

from collections import Counter

from scripts.reading_corpus import DIRECTIONS, agreements

__all__ = ["direction_counts"]

_BEARING = ("for", "part", "against")


def direction_counts() -> dict[str, tuple[int, ...]]:
    """(for, part, against) of the bearing rows of labels, by kind of duty."""
    counts: Counter[tuple[str, str]] = Counter()
    for agreement in agreements():
        kinds = {duty.id: duty.kind for duty in agreement.duties}
        counts.update((kinds[label.duty], DIRECTIONS[label.label]) for label in agreement.labels)
    return {
        kind: tuple(counts[kind, direction] for direction in _BEARING)
        for kind in sorted({kind for kind, _ in counts})
    }


if __name__ == "__main__":
    for kind, counts in direction_counts().items():
        columns = (f"{name} {count:4}" for name, count in zip(_BEARING, counts, strict=True))
        print(f"{kind:8}", *columns)
