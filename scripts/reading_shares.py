"""How often the labelled texts of the corpus speak for, in part and against, by kind of duty.

    python -m scripts.reading_shares

prints the counts that `servanda.evidence.statements.reader_shares` starts from, and the ratios of
`servanda.evidence.statements.not_yet`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date

from scripts.reading_corpus import DIRECTIONS, Label, agreements
from servanda.records import parse_range

__all__ = ["direction_counts", "plan_ratios"]

_BEARING = ("for", "part", "against")
_TO_DO = ("act", "state")
_PLANS = ("intended", "demanded")


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


def plan_ratios() -> dict[tuple[str, str], float]:
    """How many times as common a page before a duty is done as after it, by label and kind.

    Of duties to be done that are done at last; a row without a day tells of its page's.
    """
    rows: Counter[tuple[str, str, bool]] = Counter()
    pages: Counter[tuple[str, bool]] = Counter()
    for agreement in agreements():
        published = {page.id: page.published.end for page in agreement.pages}
        for duty in agreement.duties:
            told = [label for label in agreement.labels if label.duty == duty.id]
            days = [_day(row, "event", published) for row in told if row.label == "done"]
            if duty.kind not in _TO_DO or not days:
                continue
            done = min(days)
            pages.update((duty.kind, day is not None and day >= done) for day in published.values())
            rows.update(
                (row.label, duty.kind, _day(row, "as_of", published) >= done) for row in told
            )
    return {
        (label, kind): rows[label, kind, False]
        * pages[kind, True]
        / (rows[label, kind, True] * pages[kind, False])
        for label in _PLANS
        for kind in _TO_DO
    }


def _day(row: Label, key: str, published: Mapping[str, date | None]) -> date:
    told = row.slots.get(key, "").rpartition("..")[2]
    return (parse_range(told).end if told else None) or published[row.page] or date.max


if __name__ == "__main__":
    for kind, counts in direction_counts().items():
        columns = (f"{name} {count:4}" for name, count in zip(_BEARING, counts, strict=True))
        print(f"{kind:8}", *columns)
    for (label, kind), times in plan_ratios().items():
        print(f"{label} of {kind}: {times:.1f} times as common before it is done")
