"""Days that share evidence and answers say what each day alone says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pytest

from servanda.assessment import ScoredDay, scored_days
from servanda.evidence import collect_evidence
from servanda.pipeline import evidence_by_day, load_reader, read_texts, truth_of
from servanda.records import Case, CaseEvidence, Decision, DecisionAct, DocumentClaims, Truth
from servanda.sources import read_case
from tests.builders import NOW
from tests.cli.conftest import KOREA

RETRACTED = date(2018, 12, 22)  # no document became public on that day or the next
# Days about which the case changes: a start, a deadline, amended terms, closed and ended records.
CHANGES = (
    date(2018, 4, 21), date(2018, 9, 1), date(2018, 9, 19), date(2018, 10, 26), date(2018, 11, 10),
    date(2018, 12, 1), RETRACTED, date(2018, 12, 31), date(2019, 1, 31), date(2024, 2, 29),
)  # fmt: skip
DAYS = sorted({day + timedelta(days=n) for day in CHANGES for n in (-1, 0, 1)})

Korea = tuple[Case, Sequence[DocumentClaims], Sequence[Truth]]


@pytest.fixture(scope="module")
def korea() -> Korea:
    found = read_case(KOREA, NOW)
    reader, _ = load_reader()
    reads = list(read_texts((kept.document for kept in found.documents), reader, found.case))
    linked = next(
        n for n, read in enumerate(reads) if any(c.proposition.links for c in read.claims)
    )
    reads[linked] = with_retraction(reads[linked])
    truths = truth_of(KOREA.parent / "truth" / "korea-2018.json", found.case).truths
    return found.case, reads, truths


def with_retraction(read: DocumentClaims) -> DocumentClaims:
    """The document with its first linked claim taken back."""
    claim = next(claim for claim in read.claims if claim.proposition.links)
    decision = Decision(
        "d", read.document.id, claim.id, "", DecisionAct.RETRACT, "test", NOW, RETRACTED,
        "wrong", None, None, None,
    )  # fmt: skip
    return replace(read, acts={claim.id: (decision,)})


@pytest.fixture(scope="module")
def alone(korea: Korea) -> list[CaseEvidence]:
    case, reads, _ = korea
    return [collect_evidence(case, reads, day, day) for day in DAYS]


def test_shared_evidence_is_what_each_day_collects_alone(
    korea: Korea, alone: list[CaseEvidence]
) -> None:
    case, reads, _ = korea
    shared = list(evidence_by_day(case, reads, DAYS))
    assert shared == alone
    kept = {id(known.evidence) for known in shared}
    assert len(kept) < len({id(known.evidence) for known in alone}) == len(DAYS)
    changed = [
        first.evidence != second.evidence
        for first, second in pairwise(shared)
        if second.on == RETRACTED
    ]
    assert changed == [True]  # so that the retraction is surely among what was compared


def test_shared_answers_are_those_of_each_day_alone(
    korea: Korea, alone: list[CaseEvidence]
) -> None:
    case, reads, truths = korea
    together = list(scored_days(evidence_by_day(case, reads, DAYS), truths))
    each = [day for known in alone for day in scored_days([known], truths)]
    assert [(day.obligation, day.day, day.truth) for day in together] == [
        (day.obligation, day.day, day.truth) for day in each
    ]
    assert any(day.guesses for day in each)
    for shared, own in zip(together, each, strict=True):
        assert set(shared.guesses) == set(own.guesses)
        np.testing.assert_allclose(numbers(shared), numbers(own), rtol=0.0, atol=1e-12)


def numbers(day: ScoredDay) -> list[float]:
    """Every number of a day, by baseline; NaN where there is none."""
    return [
        np.nan if value is None else float(value)
        for _, guess in sorted(day.guesses.items())
        for value in (guess.chance, guess.rps, guess.covers)
    ]
