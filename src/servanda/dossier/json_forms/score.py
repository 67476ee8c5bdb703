"""The JSON of a score; every key is explained in docs/reference/score-json.md."""

from __future__ import annotations

from typing import Any

from servanda.records import (
    BrierParts,
    Difference,
    Interval,
    ReliabilityBin,
    Score,
    ScoreCard,
    ScoredRow,
)

__all__ = ["SCORE_SCHEMA", "score_json"]

SCORE_SCHEMA = "servanda/score/1"


def score_json(card: ScoreCard) -> dict[str, Any]:
    """The scores as `score --format json` prints them. Numbers are not rounded."""
    return {
        "schema": SCORE_SCHEMA,
        "case": card.case,
        "from": card.first.isoformat(),
        "to": card.last.isoformat(),
        "every": card.every.value,
        "left_out": {"matters": len(card.matters_left_out)},
        "model": card.model,
        "obligations": [{"id": row.obligation, **_row(row)} for row in card.rows],
        "all": _row(card.total),
        "reliability_curve": [_bin(bin_) for bin_ in card.curve],
    }


def _row(row: ScoredRow) -> dict[str, Any]:
    differences = dict(row.scores.differences)
    return {
        **_score(row.scores.ours),
        "interval90": _interval(row.scores.interval90),
        "scored_obligations": row.scores.obligations,
        "days_left_out": row.days_left_out,
        "days_without_number": row.days_without_number,
        "baselines": {
            name: {**_score(score), "difference": _difference(differences[name])}
            for name, score in row.scores.baselines
        },
    }


def _difference(less: Difference) -> dict[str, Any]:
    return {"mean": less.mean, "interval90": _interval(less.interval90)}


def _interval(interval: Interval | None) -> list[float] | None:
    return None if interval is None else [interval.low, interval.high]


def _score(score: Score) -> dict[str, Any]:
    return {
        "days": score.days,
        "brier": score.brier,
        "brier_parts": _parts(score.parts),
        "log_score": score.log_score,
        "rps": score.rps,
        "coverage90": score.coverage90,
    }


def _parts(parts: BrierParts | None) -> dict[str, float] | None:
    if parts is None:
        return None
    return {
        "reliability": parts.reliability,
        "resolution": parts.resolution,
        "uncertainty": parts.uncertainty,
        "within_bins": parts.within_bins,
    }


def _bin(bin_: ReliabilityBin) -> dict[str, Any]:
    return {
        "from": bin_.low,
        "to": bin_.high,
        "days": bin_.days,
        "stretches": bin_.stretches,
        "forecast": bin_.forecast,
        "observed": bin_.observed,
        "band": [bin_.band.low, bin_.band.high],
    }
