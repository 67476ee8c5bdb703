"""Reports as index arrays: who said which label of which item, in one order whatever came first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Array", "Index", "Reports", "label_counts"]

Array = NDArray[np.float64]
Index = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Reports:
    """Each worker's label of each item that it speaks of, sorted by item, then worker.

    The names are sorted; the arrays, one entry a report, hold positions in them.
    """

    items: tuple[str, ...]
    workers: tuple[str, ...]
    labels: tuple[str, ...]
    item: Index
    worker: Index
    label: Index

    @classmethod
    def from_rows(cls, rows: Iterable[tuple[str, str, str]]) -> Reports:
        """The reports among (item, worker, label) rows, in whatever order they come.

        A row that is there twice counts once. A worker that gives one item several labels
        contradicts itself and has said nothing of that item.
        Raises ValueError if there is no row.
        """
        said: dict[tuple[str, str], set[str]] = {}
        for item, worker, label in rows:
            said.setdefault((item, worker), set()).add(label)
        if not said:
            raise ValueError("no reports; give at least one row of item, worker and label")
        items = tuple(sorted({item for item, _ in said}))
        workers = tuple(sorted({worker for _, worker in said}))
        labels = tuple(sorted(set().union(*said.values())))
        kept = [(*key, *of) for key, of in sorted(said.items()) if len(of) == 1]
        columns = list(zip(*kept, strict=True)) or [(), (), ()]
        places = [_places(*pair) for pair in zip(columns, (items, workers, labels), strict=True)]
        return cls(items, workers, labels, *places)

    @property
    def per_item(self) -> Index:
        """(item,) how many reports each item has."""
        return np.bincount(self.item, minlength=len(self.items))


def label_counts(reports: Reports) -> Array:
    """(item, label) how many workers give each item each label."""
    counts = np.zeros((len(reports.items), len(reports.labels)))
    np.add.at(counts, (reports.item, reports.label), 1.0)
    return counts


def _places(column: tuple[str, ...], names: tuple[str, ...]) -> Index:
    place = {name: number for number, name in enumerate(names)}
    return np.array([place[name] for name in column], dtype=np.int64)
