"""Copies count once, whether marked or found; agreement that the truth explains is no copying."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.evidence.truth_discovery.copy_detection import collapse_copies, find_copies
from servanda.evidence.truth_discovery.dawid_skene import fuse
from servanda.evidence.truth_discovery.label_reports import Reports

Row = tuple[str, str, str]
ROWS = st.lists(
    st.tuples(st.sampled_from("abcde"), st.sampled_from("vwxyz"), st.sampled_from("012")),
    min_size=1,
    max_size=30,
    unique_by=lambda row: row[:2],
)


def crowd(accuracy: list[float], items: int, seed: int) -> list[Row]:
    """Workers of these accuracies who each look at every item for themselves."""
    rng = np.random.default_rng(seed)
    truth = rng.integers(0, 2, items)
    return [
        (f"{item:03d}", f"w{worker:02d}", str(int(true if rng.random() < chance else 1 - true)))
        for item, true in enumerate(truth)
        for worker, chance in enumerate(accuracy)
    ]


def repeated(rows: list[Row], worker: str, count: int, slips: float = 0.0) -> list[Row]:
    rng = np.random.default_rng(1)
    return [
        (item, f"copy{number:02d}", label if rng.random() >= slips else str(1 - int(label)))
        for number in range(count)
        for item, name, label in rows
        if name == worker
    ]


@given(ROWS, st.sampled_from("vwxyz"), st.integers(min_value=1, max_value=20))
def test_marked_copies_move_nothing(rows: list[Row], worker: str, count: int) -> None:
    copies = [(i, f"copy{n}", k) for n in range(count) for i, w, k in rows if w == worker]
    copy_of = {f"copy{n}": worker for n in range(count)}
    before = fuse(Reports.from_rows(rows)).posterior
    after = fuse(collapse_copies(Reports.from_rows([*rows, *copies]), copy_of)).posterior
    np.testing.assert_allclose(after, before, rtol=0.0, atol=1e-9)


def test_the_original_stands_where_a_copy_differs_and_the_copy_where_it_is_silent() -> None:
    rows = [("a", "v", "0"), ("a", "b", "1"), ("c", "b", "1"), ("c", "x", "0")]
    kept = collapse_copies(Reports.from_rows(rows), {"b": "v", "x": "b", "nobody": "v"})
    said = [
        (kept.items[i], kept.workers[w], kept.labels[k])
        for i, w, k in zip(kept.item, kept.worker, kept.label, strict=True)
    ]
    assert said == [("a", "v", "0"), ("c", "v", "1")]


def test_copies_in_a_ring_are_refused() -> None:
    reports = Reports.from_rows([("a", "v", "0"), ("a", "w", "0")])
    with pytest.raises(ValueError, match="copy of its own copy"):
        collapse_copies(reports, {"v": "w", "w": "v"})


@pytest.mark.parametrize("slips", [0.0, 0.03])
def test_twenty_copies_of_the_worst_worker_are_found_and_nobody_else(slips: float) -> None:
    rows = crowd([0.35, *[0.75] * 9], items=120, seed=6)
    copies = repeated(rows, "w00", 20, slips)
    found = find_copies(Reports.from_rows([*rows, *copies]))
    names = {"w00", *(name for _, name, _ in copies)}
    original = next(iter(found.values()))
    assert found == dict.fromkeys(names - {original}, original)


def test_good_workers_who_always_agree_are_no_copies() -> None:
    """Pairs of them agree on 98 of 100 items, because both are right."""
    rows = crowd([0.99] * 6 + [0.7] * 6, items=150, seed=8)
    assert find_copies(Reports.from_rows(rows)) == {}


def test_few_shared_items_prove_nothing() -> None:
    rows = crowd([0.3, 0.8, 0.8, 0.8], items=9, seed=9)
    reports = Reports.from_rows([*rows, *repeated(rows, "w00", 3)])
    assert find_copies(reports) == {}


@given(ROWS)
def test_finding_copies_never_fails(rows: list[Row]) -> None:
    reports = Reports.from_rows(rows)
    found = find_copies(reports)
    assert not found.keys() & set(found.values())
