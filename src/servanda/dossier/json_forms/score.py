"""The JSON of a score; every key is explained in docs/reference/score-json.md."""

from __future__ import annotations

from typing import Any

from servanda.records import BrierParts, ReliabilityBin, Score, ScoreCard, ScoredRow

__all__ = ["SCORE_SCHEMA", "score_json"]

SCORE_SCHEMA = "servanda/score/1"


def score_json(card: ScoreCard) -> dict[str, Any]:
    """The scores as `score --format json` prints them. Numbers are not rounded."""
    return {
        "schema": SCORE_SCHEMA,
        "case": card.case,
        "from": card.first.isoformat(),
        "to": card.last.isoformat(),
        "model": card.model,
        "obligations": [{"id": row.obligation, **_row(row)} for row in card.rows],
        "all": _row(card.total),
        "reliability_curve": [_bin(bin_) for bin_ in card.curve],
    }


def _row(row: ScoredRow) -> dict[str, Any]:
    return {
        **_score(row.scores.ours),
        "days_left_out": row.days_left_out,
        "days_without_number": row.days_without_number,
        "baselines": {name: _score(score) for name, score in row.scores.baselines},
    }


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
