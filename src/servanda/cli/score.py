"""servanda score: compare past assessments with what turned out true."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Group

from servanda.cli.assessed_case import load_observations, show_with_mark
from servanda.cli.options import (
    CaseName,
    Data,
    FormatOption,
    OutputFormat,
    Simulated,
    day_of,
    now,
    settings_of,
    today,
)
from servanda.cli.output import note, progress_bar, table
from servanda.plurals import count_phrase
from servanda.records.choices import ScoreStep

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.table import Table

    from servanda.records import Interval, Score, ScoreCard, ScoredRow

__all__ = ["score"]

TruthFile = Annotated[
    Path,
    typer.Option("--truth", metavar="FILE", help="What turned out true, as JSON.", readable=False),
]
From = Annotated[
    str | None,
    typer.Option("--from", metavar="DAY", help="First day; default the first of known truth."),
]
To = Annotated[
    str | None,
    typer.Option(
        "--to", metavar="DAY", help="Last day; default the last of known truth or of the record."
    ),
]
Every = Annotated[
    ScoreStep,
    typer.Option(
        "--every",
        help="Which days between them: each, each seventh, or the last of each month.",
    ),
]
# What the days of a walk are called, by its steps.
_WALKED = {
    ScoreStep.DAY: "each day",
    ScoreStep.WEEK: "each seventh day",
    ScoreStep.MONTH: "the last day of each month",
}


def score(
    case: CaseName,
    truth: TruthFile,
    first: From = None,
    last: To = None,
    every: Every = ScoreStep.DAY,
    simulated: Simulated = False,
    form: FormatOption = OutputFormat.TABLE,
    data: Data = None,
) -> None:
    """Assess a case day by day, each day as known on it, and score the results against the truth.

    Example: servanda score korea-2018 --truth korea-2018.json --from 2018-09-19 --every month
    """
    from servanda.dossier import score_json
    from servanda.pipeline import (
        DaysToScore,
        case_to_read,
        load_reader,
        open_data_store,
        reads_of,
        score_case,
        truth_of,
    )

    start = None if first is None else day_of(first, today(), "--from")
    end = None if last is None else day_of(last, today(), "--to")
    with (
        open_data_store(settings_of(data), now) as kept,
        progress_bar() as progress,
        case_to_read(kept, case, now(), note) as (store, found),
    ):
        known = truth_of(truth, found)
        if known.matters:
            what = count_phrase(len(known.matters), "matter")
            note(f"{what} of the truth file left out: {', '.join(known.matters)}")
        reader, missing = load_reader()
        if missing is not None:
            note(missing)
        reads = reads_of(store, found, reader, progress)
        sights = load_observations(store, found.id, simulated=simulated)
        days = DaysToScore(start, end, every)
        card = score_case(found, reads, known, days, progress, sights=sights)
    whole = score_json(card)
    show_with_mark(
        [*whole["obligations"], {"id": "all", **whole["all"]}],
        whole,
        form,
        _tables(card),
        simulated=any(look.observation.simulated for look in sights),
    )


def _tables(card: ScoreCard) -> Group:
    days = f"{_WALKED[card.every]} from {card.first} to {card.last}"
    columns = (
        "obligation", "days", "left out", "no number", "Brier", "0.5",
        *(_words(name) for name, _ in card.total.scores.baselines if name != "half"),
        "log score", "RPS", "in 90 %",
    )  # fmt: skip
    title = f"{card.case}, {days} as known on it; less is better"
    rows = table(title, columns, map(_cells, (*card.rows, card.total)))
    return Group(rows, _differences(card.total), _parts(card), _curve(card))


def _words(name: str) -> str:
    return name.replace("_", " ")


def _cells(row: ScoredRow) -> tuple[str, ...]:
    ours = row.scores.ours
    return (
        row.obligation, str(ours.days), str(row.days_left_out), str(row.days_without_number),
        _format_score(ours.brier),
        *(_format_score(baseline.brier) for _, baseline in row.scores.baselines),
        _format_score(ours.log_score), _format_score(ours.rps), _format_score(ours.coverage90),
    )  # fmt: skip


def _differences(total: ScoredRow) -> Table:
    scores = total.scores
    over = count_phrase(scores.obligations, "obligation")
    title = f"\nmean Brier over {over}"
    if scores.interval90 is None:
        title += "\nno interval: fewer than 3 obligations"
    ours = ("servanda", _format_score(scores.ours.brier), _format_interval(scores.interval90))
    less = (
        (
            f"servanda - {_words(name)}",
            _format_score(difference.mean),
            _format_interval(difference.interval90),
        )
        for name, difference in scores.differences
    )
    return table(title, ("below 0: servanda is better", "mean", "90 % interval"), (ours, *less))


def _format_interval(interval: Interval | None) -> str:
    return "" if interval is None else f"{interval.low:.3f} to {interval.high:.3f}"


def _format_score(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"


def _parts(card: ScoreCard) -> Table:
    columns = ("all days", "Brier", "reliability", "resolution", "uncertainty", "within bins",
               "log score")  # fmt: skip
    return table("\nthe parts of the Brier score", columns, _part_rows(card))


def _part_rows(card: ScoreCard) -> Iterator[tuple[str, ...]]:
    named: tuple[tuple[str, Score], ...] = (
        ("servanda", card.total.scores.ours),
        *card.total.scores.baselines,
    )
    for name, score in named:
        parts = score.parts
        if parts is None:
            continue
        shares = (parts.reliability, parts.resolution, parts.uncertainty, parts.within_bins)
        values = (score.brier, *shares, score.log_score)
        yield _words(name), *(_format_score(value) for value in values)


def _curve(card: ScoreCard) -> Table:
    columns = ("we said", "days", "stretches", "mean said", "was so", "95 % band")
    return table(
        "\nhow often it was so when we said about so much",
        columns,
        (
            (
                f"{bin_.low:.1f}-{bin_.high:.1f}", str(bin_.days), str(bin_.stretches),
                f"{bin_.forecast:.3f}", f"{bin_.observed:.3f}",
                f"{bin_.band.low:.2f}-{bin_.band.high:.2f}",
            )
            for bin_ in card.curve
        ),
    )  # fmt: skip
