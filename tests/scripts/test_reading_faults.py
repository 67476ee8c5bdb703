"""Sentences that were read wrongly: each kind is there, with ten of its own."""

from __future__ import annotations

from collections import Counter

from scripts.reading_corpus import KINDS, LABELS
from scripts.reading_faults import fault_pairs, faults

ROWS = list(faults())


def test_every_cause_has_its_own_and_ten_of_its_kind() -> None:
    own = Counter(row.cause for row in ROWS if row.own)
    more = Counter(row.cause for row in ROWS if not row.own)
    assert sum(own.values()) == 69
    assert set(own) == set(more)
    assert min(more.values()) >= 10


def test_rows_are_whole() -> None:
    assert len({(row.sentence, row.duty) for row in ROWS}) == len(ROWS)
    for row in ROWS:
        assert row.label in LABELS
        assert row.kind in KINDS
        assert row.sentence.strip()
        assert row.duty.strip()


def test_bearers_are_renamed_in_the_pairs() -> None:
    row = next(row for row in ROWS if row.sentence == "North Korea exploded 10 guard posts.")
    (pair,) = fault_pairs([row])
    assert pair.sentence == "Alpha exploded 10 guard posts."
    assert pair.duty.startswith("state | Alpha | Alpha demolishes")
