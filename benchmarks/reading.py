"""How well statements are read on labelled real texts, beside the bars.

    make bench-reading

Reads the reports of a real accord and a set of news pages from the shared data folder
(`SERVANDA_SHARED`) as `servanda statements --all --clause-only` does, and scores them with the
scorer that lies beside them. Calibration was fitted on the same rows (seven numbers a register), so
that its figures flatter; those of the ranking and of the agreements left out do not.
"""

from __future__ import annotations

import importlib.util
import json
import os
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from benchmarks.bars import Figure, print_figures
from benchmarks.likelihood_costs import (
    cost_of_ratios,
    error_of_perfect_chances,
    least_cost_of_ratios,
    ratio_of_reading,
)
from scripts.reading_corpus import DIRECTIONS
from servanda.dossier import statement_json
from servanda.pipeline import find_case, load_case_reader, open_data_store, statements_of_case
from servanda.records import Document, Label, ObligationKind, Statement
from servanda.settings import Settings
from servanda.sources import read_case
from servanda.sources.models.reader_files import read_reader_files

__all__ = ["figures", "kinds_of_duties", "scorer", "statement_row"]

NAMED = os.environ.get("SERVANDA_SHARED")  # noqa: TID251 - a benchmark is an edge
SHARED = Path(NAMED or "../shared")
MOMENT = datetime(2026, 1, 1, tzinfo=UTC)  # every document has its own day of publication
SEED = 2018
Row = Mapping[str, Any]


def figures() -> Iterator[Figure]:
    """The accord, the news, and the agreements that the judge has not seen."""
    yield from _left_out()
    for folder in ("news", "accords"):
        gold, predicted, seconds, sentences = _read(folder)
        yield from _figures(folder, scorer().measured(gold, predicted))
        yield from _worth(folder, gold, predicted)
        yield Figure(
            f"{folder}: CPU seconds for {sentences} statements", "shown", f"{seconds:.0f}", True
        )


def _left_out() -> Iterator[Figure]:
    """What the making of the reader measured on agreements left out of it."""
    measured: Mapping[str, Mapping[str, float]] = read_reader_files().numbers["left_out"]
    for agreement, told in measured.items():
        shown = f"{told['label']:.2f}, {told['direction']:.2f} ({told['best_constant']:.2f})"
        yield Figure(
            f"{agreement}, left out, {told['rows']} rows: label, direction (best constant)",
            "label >= .75",
            shown,
            told["label"] >= 0.75,
        )


def _figures(folder: str, found: Mapping[str, Any]) -> Iterator[Figure]:
    constant = found["best_constant_direction"]
    bars: Sequence[tuple[str, str, float | None, float]] = (
        ("precision at recall .70", "precision_at_recall_70", None, 0.80),
        ("average precision", "average_precision", None, 0.80),
        ("direction, relevance given", "direction_relevance_given", constant, 0.80),
        ("mean recall of directions", "mean_recall_relevance_given", None, 0.70),
    )
    for name, key, beside, bar in bars:
        shown = f"{found[key]:.3f}" + ("" if beside is None else f" (constant {beside:.3f})")
        yield Figure(f"{folder}: {name}", f">= {bar:.2f}", shown, found[key] >= bar)
    for side, bar in (("against", 0.70), ("for", 0.50)):
        value = found["recall_at_precision_85"][side]
        yield Figure(
            f"{folder}: recall of {side} at precision .85",
            f">= {bar:.2f}",
            f"{value:.3f}",
            value >= bar,
        )
    for side in ("for", "against"):
        right, said = found["right_of_said"][side]
        wanted = found["found_of_wanted"][side][1]
        yield Figure(
            f"{folder}: right of said {side}, of wanted",
            ">= .85 of said",
            f"{right} of {said}, of {wanted}",
            said > 0 and right / said >= 0.85,
        )
    right, wanted = found["counts_right"]
    yield Figure(f"{folder}: counts right", "shown", f"{right} of {wanted}", True)
    brier = f"{found['brier_of_bearing']:.3f}"
    yield Figure(f"{folder}: Brier of bearing", "shown", brier, True)


def _worth(folder: str, gold: Sequence[Row], predicted: Sequence[Row | None]) -> Iterator[Figure]:
    """Whether chances are what they say, and what the ratios of against to for cost."""
    error = scorer().measured(gold, predicted)["ece_of_read"]
    said = [row["p"][row["label"]] for row in predicted if row and row["label"] != "unrelated"]
    perfect = error_of_perfect_chances(said, SEED)
    yield Figure(
        f"{folder}: calibration error of what is read (if perfect)",
        "within .03",
        f"{error:.3f} ({perfect:.3f})",
        error <= perfect + 0.03,
    )
    kinds = kinds_of_duties(folder)
    told = [
        (
            ratio_of_reading([found["p"][label] for label in Label], kinds[row["duty"]]),
            DIRECTIONS[row["label"]] == "for",
        )
        for row, found in zip(gold, predicted, strict=True)
        if found and DIRECTIONS[row["label"]] in ("for", "against")
    ]
    ratios, truths = [one for one, _ in told], [truth for _, truth in told]
    cost, least = cost_of_ratios(ratios, truths), least_cost_of_ratios(ratios, truths)
    yield Figure(
        f"{folder}: Cllr of for to against, {len(told)} rows (least)",
        "excess <= .10",
        f"{cost:.2f} ({least:.2f})",
        cost - least <= 0.10,
    )


def kinds_of_duties(folder: str) -> Mapping[str, ObligationKind]:
    """The kind of every duty of a labelled case of the shared data, by its id."""
    case = read_case(SHARED / "data" / folder / "case", MOMENT).case
    return {duty.id: duty.kind for duty in case.obligations}


def _read(folder: str) -> tuple[list[Row], list[Row | None], float, int]:
    """The labelled rows, what was read of each, the CPU seconds, and how many statements."""
    score = scorer()
    gold: list[Row] = score.lines(SHARED / "data" / folder / "dev.jsonl")
    begun = time.process_time()
    rows = _statements(SHARED / "data" / folder / "case")
    seconds = time.process_time() - begun
    by_place: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        by_place[score.name(row["document"]), row["obligation"]].append(row)
    return gold, [score.predicted(row, by_place) for row in gold], seconds, len(rows)


def _statements(case_folder: Path) -> list[Row]:
    """Every statement of a case, as the command prints them."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings.from_environment({}, Path(folder))
        with open_data_store(settings, lambda: MOMENT) as store:
            case = find_case(store, str(case_folder), MOMENT)
            reader, _ = load_case_reader()
            rows = statements_of_case(store, case, reader, _progress)
    return [statement_json(row.document, row.statement, row.claim, row.decibans) for row in rows]


def statement_row(document: Document, statement: Statement) -> Row:
    """A statement as the command prints it, without who says it and what it moves."""
    return {**statement_json(document, statement, None, 0.0), "document": document.id}


def _progress(what: str, done: int, whole: int) -> None:
    if done % 10 == 0:
        sys.stderr.write(f"{what}: {done} of {whole}\n")


@cache
def scorer() -> ModuleType:
    """The scorer of the shared data folder."""
    path = SHARED / "tools" / "score_statements.py"
    spec = importlib.util.spec_from_file_location("score_statements", path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"no scorer at {path}; set SERVANDA_SHARED")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def main() -> int:
    """Print the table; with `--json` only the scorer's figures of one folder."""
    if len(sys.argv) == 3 and sys.argv[1] == "--json":
        sys.stdout.write(json.dumps(scorer().measured(*_read(sys.argv[2])[:2])) + "\n")
        return 0
    return 0 if print_figures("Reading", figures()) else 1


if __name__ == "__main__":
    raise SystemExit(main())
