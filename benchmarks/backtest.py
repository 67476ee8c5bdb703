"""The Korea case walked day by day against what its own notes later settle.

`python -m benchmarks.backtest` prints the table. Each day is assessed from what was public on it.
Only the first bar can be missed; the other figures are there to be seen.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

from benchmarks.bars import Figure, print_figures
from servanda.pipeline import DaysToScore, load_reader, read_texts, score_case, truth_of
from servanda.records import Case, DocumentClaims, Interval, Score, ScoreCard, TruthFile
from servanda.sources import read_case

__all__ = ["figures", "korea_card", "read_example"]

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
FIRST, LAST = date(2018, 9, 19), date(2018, 12, 31)
RECORDED = datetime(2026, 1, 1, tzinfo=UTC)  # every note has its own day of publication


def read_example(case_id: str) -> tuple[Case, tuple[DocumentClaims, ...], TruthFile]:
    """A case of examples/ with its claims, by the best reader here, and what turned out true."""
    found = read_case(EXAMPLES / case_id, RECORDED)
    truth = truth_of(EXAMPLES / "truth" / f"{case_id}.json", found.case)
    reader, _ = load_reader()
    reads = tuple(read_texts((kept.document for kept in found.documents), reader, found.case))
    return found.case, reads, truth


def korea_card() -> ScoreCard:
    """The scores of the built-in case over the autumn of 2018."""
    case, reads, truth = read_example("korea-2018")
    return score_case(case, reads, truth, DaysToScore(FIRST, LAST))


def figures() -> Iterator[Figure]:
    """The mean Brier score beside the baselines, then every other figure."""
    card = korea_card()
    ours, baselines = card.total.scores.ours, dict(card.total.scores.baselines)
    beside = ", ".join(f"{name} {_shown(one.brier)}" for name, one in baselines.items())
    better = ours.brier is not None and all(
        one.brier is not None and ours.brier < one.brier for one in baselines.values()
    )
    span = f"Korea, {FIRST} to {LAST}, {ours.days} days of {len(card.rows)} rows"
    yield Figure(
        f"{span}: mean Brier", "below every baseline", f"{_shown(ours.brier)} ({beside})", better
    )
    yield _seen("days left out (truth unknown)", str(card.total.days_left_out))
    yield _seen("days without a number", str(card.total.days_without_number))
    yield _seen("mean Brier, 90 % over obligations", _shown_interval(card.total.scores.interval90))
    for name, less in card.total.scores.differences:
        shown = f"{_shown(less.mean)} [{_shown_interval(less.interval90)}]"
        yield _seen(f"mean Brier less that of {name}, 90 % over obligations", shown)
    for name, one in (("servanda", ours), *baselines.items()):
        yield _seen(f"all days, {name}: Brier = rel - res + unc + within", _parts(one))
        yield _seen(
            f"all days, {name}: log score (nats) / RPS / in 90 %",
            " / ".join(map(_shown, (one.log_score, one.rps, one.coverage90))),
        )
    for row in card.rows:
        others = " / ".join(_shown(one.brier) for _, one in row.scores.baselines)
        yield _seen(
            f"{row.obligation}: Brier (baselines), {row.scores.ours.days} days",
            f"{_shown(row.scores.ours.brier)} ({others})",
        )
    for part in card.curve:
        yield _seen(
            f"said {part.low:.1f}-{part.high:.1f}, {part.days} days of {part.stretches} stretches",
            f"said {part.forecast:.3f}, was so {part.observed:.3f} "
            f"[{part.band.low:.2f}-{part.band.high:.2f}]",
        )


def _seen(measure: str, measured: str) -> Figure:
    return Figure(measure, "published", measured, True)


def _parts(score: Score) -> str:
    if score.parts is None:
        return ""
    parts = score.parts
    return (
        f"{_shown(score.brier)} = {parts.reliability:.3f} - {parts.resolution:.3f} "
        f"+ {parts.uncertainty:.3f} + {parts.within_bins:.3f}"
    )


def _shown_interval(interval: Interval | None) -> str:
    return "none" if interval is None else f"{interval.low:.3f} to {interval.high:.3f}"


def _shown(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"


if __name__ == "__main__":
    raise SystemExit(0 if print_figures("Backtest", figures()) else 1)
