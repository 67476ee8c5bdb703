"""The nine cases as they would be if every note had been read rightly.

`python -m benchmarks.corrected_readings` prints the scores. The list of what was misread is in the
shared data folder (`corrections.json`): items that are wrong, right ones that counted too little,
and what was missed. None of it is used for anything but this.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from statistics import fmean, median
from typing import Any

from benchmarks.backtest import read_example
from benchmarks.bars import Figure, print_figures
from benchmarks.cases import CASES
from servanda.assessment import (
    DEFAULT_PRIORS,
    BetaSampler,
    Priors,
    assess,
    score_card,
    scored_days,
)
from servanda.evidence import collect_evidence
from servanda.evidence.report import first_day_of
from servanda.evidence.statements.likelihood import favourable, likelihoods
from servanda.evidence.statements.reading import ClaimReading, Says
from servanda.evidence.trust.reliability import LETTERS
from servanda.evidence.trust.sides import Side
from servanda.records import (
    UNKNOWN_TIME,
    Admiralty,
    Bearing,
    Case,
    CaseEvidence,
    DocumentClaims,
    Evidence,
    Judgement,
    Obligation,
    Reliability,
    Score,
    Times,
    day,
    public_by,
    state_space,
    terms_in_force,
)

__all__ = ["Covered", "brier_scores", "corrected", "covered_rows", "figures"]

NAMED = os.environ.get("SERVANDA_SHARED")  # noqa: TID251 - a benchmark is an edge
SHARED = Path(NAMED or "../shared")
RECORDED = datetime(2026, 1, 1, tzinfo=UTC)
DRAWS, SEED = 256, 1


@lru_cache(maxsize=1)
def _corrections() -> Mapping[str, Mapping[str, list[dict[str, Any]]]]:
    found: Mapping[str, Mapping[str, list[dict[str, Any]]]] = json.loads(
        (SHARED / "data/corrections.json").read_text(encoding="utf-8")
    )
    return found


def corrected(known: CaseEvidence, reads: tuple[DocumentClaims, ...]) -> CaseEvidence:
    """The evidence with what was misread put right, as far as it was public."""
    listed = _corrections().get(known.case.id, {})
    words = _words_of_claims(reads)
    kept = [
        _in_full(item) if _is_listed(item, words, listed.get("discounted", [])) else item
        for item in known.evidence
        if not _is_listed(item, words, listed.get("wrong", []))
    ]
    missed = [
        item
        for number, entry in enumerate(listed.get("missing", []))
        for item in _missed(known, entry, number)
    ]
    ordered = sorted((*kept, *missed), key=lambda item: (item.obligation, item.id))
    return replace(known, evidence=tuple(ordered))


def _words_of_claims(reads: tuple[DocumentClaims, ...]) -> Mapping[str, str]:
    """The words of each claim, by its id."""
    return {
        claim.id: " ".join(
            read.document.text[span.start : span.end]
            for span in (*claim.source, *claim.cue, *claim.content)
        )
        for read in reads
        for claim in read.claims
    }


def _is_listed(item: Evidence, words: Mapping[str, str], listed: list[dict[str, Any]]) -> bool:
    told = words.get(item.claim or "", "")
    return any(
        entry["obligation"] in {"*", item.obligation} and entry["words"] in told for entry in listed
    )


def _in_full(item: Evidence) -> Evidence:
    return replace(item, score=1.0) if item.bearing is Bearing.BEARS else item


def _missed(known: CaseEvidence, entry: dict[str, Any], number: int) -> Iterator[Evidence]:
    published = day(date.fromisoformat(entry["published"]))
    if not public_by(published, known.as_of):
        return
    duty = next(one for one in known.case.obligations if one.id == entry["obligation"])
    yield _item(known.case, duty, known, entry, f"{duty.id}/missed/{number}")


def _item(
    case: Case, duty: Obligation, known: CaseEvidence, entry: dict[str, Any], name: str
) -> Evidence:
    terms = terms_in_force(duty, known.as_of, known.on)
    states, side = state_space(duty, terms), Side(entry.get("side", Side.THIRD.value))
    reading = ClaimReading(
        Says(entry["says"]), float(entry["value"]), "put right", width=entry.get("width", 0.0)
    )
    right, wrong = likelihoods(reading, states, terms, side)
    happened = entry.get("happened")
    when = UNKNOWN_TIME if happened is None else day(date.fromisoformat(happened))
    letter = Admiralty(entry.get("letter", "A"))
    speaks_well = favourable(reading, states, terms)
    return Evidence(
        id=name,
        obligation=duty.id,
        claim=None,
        observation=None,
        document=entry["document"],
        site=None,
        origin=entry["origin"],
        states=states,
        if_right=right,
        if_wrong=wrong,
        reliability=Reliability(*LETTERS[letter], f"letter {letter}"),
        bearing=Bearing.BEARS,
        score=float(entry.get("score", 1.0)),
        times=Times(when, UNKNOWN_TIME, day(date.fromisoformat(entry["published"])), RECORDED),
        says=reading.text,
        why="put right",
        reviewed=True,
        came_about=first_day_of(when, 1.0) if speaks_well and reading.says is Says.ALL else None,
    )


def brier_scores(case_id: str, priors: Priors = DEFAULT_PRIORS) -> tuple[Score, Score]:
    """(as read, put right): the scores of one case on the days on which its notes became public."""
    case, reads, truth = read_example(case_id)
    days = sorted({read.document.publication.public_on for read in reads})
    as_read = [collect_evidence(case, reads, on, on) for on in days]
    put_right = [corrected(known, reads) for known in as_read]
    cards = [
        score_card(case_id, days[0], days[-1], scored_days(known, truth.truths, priors), truth)
        for known in (as_read, put_right)
    ]
    return cards[0].total.scores.ours, cards[1].total.scores.ours


@dataclass(frozen=True, slots=True)
class Covered:
    """One row on one day: its interval as read, beside its number with the notes put right."""

    case: str
    width: float
    inside: bool
    moved: bool  # what was put right is evidence on this row


def covered_rows(case_id: str) -> Iterator[Covered]:
    """The rows that have a number both ways, on the days on which notes became public."""
    case, reads, _ = read_example(case_id)
    for on in sorted({read.document.publication.public_on for read in reads}):
        known = collect_evidence(case, reads, on, on)
        right = corrected(known, reads)
        put_right = {row.id: row.probability_met for row in _judged(right)}
        for row in _judged(known):
            wanted, stated = put_right[row.id], row.interval
            if wanted is None or stated is None:
                continue
            inside = stated.low - 1e-9 <= wanted <= stated.high + 1e-9
            moved = row.id in put_right and known.items(row.id) != right.items(row.id)
            yield Covered(case_id, stated.high - stated.low, inside, moved)


def _judged(known: CaseEvidence) -> tuple[Judgement, ...]:
    return assess(known, BetaSampler(DRAWS, SEED), explained=False).judgements


def _coverage_figures() -> Iterator[Figure]:
    """How often the number put right lies in the interval as read, and how wide that is."""
    rows = [row for case_id in CASES for row in covered_rows(case_id)]
    inside, width = fmean(row.inside for row in rows), median(row.width for row in rows)
    told = f"intervals as read, {len(rows)} rows"
    yield Figure(f"{told}: number put right inside", ">= 0.85", f"{inside:.3f}", inside >= 0.85)
    yield Figure(f"{told}: median width", "<= 0.23", f"{width:.3f}", width <= 0.23)
    for name, chosen in (
        ("with evidence put right", [row for row in rows if row.moved]),
        *((f"without {one}", [row for row in rows if row.case != one]) for one in CASES),
    ):
        shown = f"{fmean(row.inside for row in chosen):.3f} / "
        shown += f"{median(row.width for row in chosen):.3f}"
        yield Figure(f"{name}, {len(chosen)} rows: inside / median width", "published", shown, True)


def figures() -> Iterator[Figure]:
    """Each case's mean Brier score as read and put right, their means, then the intervals."""
    found = {case_id: brier_scores(case_id) for case_id in CASES}
    for case_id, scores in found.items():
        shown = " / ".join(f"{score.brier:.4f}" for score in scores if score.brier is not None)
        yield Figure(f"{case_id}: Brier as read / put right", "published", shown, True)
    for number, (name, most) in enumerate((("as read", 0.06), ("put right", 0.018))):
        mean = fmean(scores[number].brier or 0.0 for scores in found.values())
        yield Figure(f"mean of the eight, {name}", f"<= {most}", f"{mean:.4f}", mean <= most)
    yield from _coverage_figures()


if __name__ == "__main__":
    raise SystemExit(0 if print_figures("Eight cases with readings put right", figures()) else 1)
