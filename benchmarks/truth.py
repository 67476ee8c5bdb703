"""How probable the right labels are held to be, on sets of reports whose truth is known.

`python -m benchmarks.truth FOLDER...` fuses the reports of each folder and prints its scores as one
line of JSON. The truth measures only: nothing is fitted on it but the temperature that the score
itself asks for. `make bench-assessment` prints the figures beside their bars.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize_scalar

from benchmarks.bars import Figure
from benchmarks.claims import shared_folder
from servanda.errors import InputError, SourceError
from servanda.evidence.truth_discovery.copy_detection import collapse_copies, find_copies
from servanda.evidence.truth_discovery.dawid_skene import fuse
from servanda.evidence.truth_discovery.label_reports import Array, Index, Reports

LEAST = 1e-6  # no probability counts as less
SPLITS = 20  # of the truth into halves: one to fit a temperature, one to score it
BINS = 10
SLACK = 1.02  # "within 2 %"

# Log loss raw and calibrated that a prior-anchored Dawid-Skene or the soft majority reaches.
BARS = {
    "rte": (0.311, 0.188),
    "book_authors": (0.272, 0.138),
    "bluebird": (0.508, 0.360),
    "d_sentiment": (0.343, 0.137),
}
FACTS_BAR = 0.335
SPARSE_BARS = (0.832, 0.403)  # accuracy, log loss
COPIES = 20
SAME = 1e-9
RISE = 0.05

HELP = """\
FOLDER holds label.csv (item,worker,label) and truth.csv (item,truth). Prints one line of JSON a
folder, in the order given: n, not_predicted (items of the truth without a report), classes,
accuracy, log_loss, log_loss_calibrated, temperature, brier, ece and base_rate.
A row of label.csv that is there twice counts once; a worker that gives one item two labels has
said nothing of it. A truth that no report names has probability 0, which counts as 1e-6.
Workers whose shared errors show that one repeats the other count once, unless --keep-copies."""


def main(words: Sequence[str] | None = None) -> int:
    """Score each folder; 1, with one line on what is wrong, where one cannot be read."""
    asked = _parser().parse_args(words)
    for folder in asked.folders:
        try:
            truth = truth_in(folder)
            marked = copies_in(asked.copies) if asked.copies else {}
            labels = predicted(reports_in(folder), marked, find=not asked.keep_copies)
            line = json.dumps(score(labels, truth))
        except InputError as error:
            sys.stderr.write(f"{error}\n")
            return 1
        sys.stdout.write(f"{line}\n")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "python -m benchmarks.truth",
        description="Score the fusion of reports on sets with known truth.",
        epilog=HELP,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    parser.add_argument(
        "--copies", type=Path, metavar="FILE", help="CSV (worker,of): whom a worker only repeats"
    )
    parser.add_argument(
        "--keep-copies", action="store_true", help="do not look for copies that are not marked"
    )
    return parser


def reports_in(folder: Path) -> Reports:
    """The reports of label.csv."""
    rows = _rows(folder / "label.csv", ("item", "worker", "label"))
    return Reports.from_rows((item, worker, label) for item, worker, label in rows)


def truth_in(folder: Path) -> dict[str, str]:
    """Item -> its true label, in the order of truth.csv."""
    path = folder / "truth.csv"
    truth: dict[str, str] = {}
    for item, label in _rows(path, ("item", "truth")):
        if truth.setdefault(item, label) != label:
            raise SourceError(str(path), f"two truths for item {item!r}", "leave one")
    return truth


def copies_in(path: Path) -> dict[str, str]:
    """Worker -> the worker it repeats."""
    return dict(_rows(path, ("worker", "of")))


def _rows(path: Path, columns: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The named columns of a CSV file, at least one row; every cell filled."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            table = csv.DictReader(file)
            missing = [name for name in columns if name not in (table.fieldnames or ())]
            rows = [tuple((row.get(name) or "").strip() for name in columns) for row in table]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise SourceError(str(path), f"cannot be read ({error})", "give a CSV in UTF-8") from error
    wanted = f"the first line must name {','.join(columns)}"
    if missing:
        raise SourceError(str(path), f"no column {', '.join(missing)}", wanted)
    if not rows:
        raise SourceError(str(path), "no row", "give at least one below the first line")
    for number, row in enumerate(rows, start=2):
        if not all(row):
            raise SourceError(str(path), f"an empty cell in row {number}", "fill or delete it")
    return rows


def predicted(
    reports: Reports, copy_of: Mapping[str, str], find: bool
) -> dict[str, dict[str, float]]:
    """Item -> label -> probability, marked copies counted once, and found ones too if asked."""
    try:
        reports = collapse_copies(reports, copy_of)
    except ValueError as error:
        raise InputError(str(error)) from error
    if find:
        reports = collapse_copies(reports, find_copies(reports))
    posterior = fuse(reports).posterior.tolist()
    return {
        item: dict(zip(reports.labels, row, strict=True))
        for item, row in zip(reports.items, posterior, strict=True)
    }


def score(labels: Mapping[str, Mapping[str, float]], truth: Mapping[str, str]) -> dict[str, Any]:
    """How good the probabilities are; the keys and numbers of the shared `score_truth.py`.

    Log losses in nats; Brier summed over labels. Raises InputError with fewer than two items.
    """
    names = sorted({name for row in labels.values() for name in row} | set(truth.values()))
    items = [item for item in truth if item in labels]
    if len(items) < 2:
        raise InputError("fewer than two items have both a report and a truth; add some to score")
    given = np.array([[labels[item].get(name, 0.0) for name in names] for item in items])
    chance = np.clip(given / given.sum(axis=1, keepdims=True), LEAST, 1)
    chance /= chance.sum(axis=1, keepdims=True)
    true = np.array([names.index(truth[item]) for item in items])
    counts = np.bincount(true, minlength=len(names))
    calibrated, temperature = _calibrated(chance, true)
    right = chance.argmax(axis=1) == true
    return {
        "n": len(items),
        "not_predicted": len(truth) - len(items),
        "classes": dict(zip(names, counts.tolist(), strict=True)),
        "accuracy": float(right.mean()),
        "log_loss": _log_loss(chance, true),
        "log_loss_calibrated": calibrated,
        "temperature": temperature,
        "brier": float(((chance - np.eye(len(names))[true]) ** 2).sum(axis=1).mean()),
        "ece": _calibration_error(chance.max(axis=1), right),
        "base_rate": _base_rate(counts / len(items)),
    }


def _log_loss(chance: Array, true: Index) -> float:
    return float(-np.log(np.clip(chance[np.arange(len(true)), true], LEAST, 1)).mean())


def _tempered(chance: Array, power: float) -> Array:
    logs = np.log(chance) * power
    mass = np.exp(logs - logs.max(axis=1, keepdims=True))
    return np.asarray(mass / mass.sum(axis=1, keepdims=True))


def _calibrated(chance: Array, true: Index) -> tuple[float, float]:
    """Mean log loss on one half after the best temperature of the other, and that temperature."""
    losses, powers = [], []
    for seed in range(SPLITS):
        order = np.random.default_rng(seed).permutation(len(true))
        fit, rest = np.split(order, [len(true) // 2])
        best = minimize_scalar(
            lambda power, on=fit: _log_loss(_tempered(chance[on], power), true[on]),
            bounds=(0.01, 3),
            method="bounded",
        )
        powers.append(float(best.x))
        losses.append(_log_loss(_tempered(chance[rest], best.x), true[rest]))
    return float(np.mean(losses)), float(np.mean(powers))


def _calibration_error(top: Array, right: Array) -> float:
    place = np.minimum((top * BINS).astype(int), BINS - 1)
    total = 0.0
    for number in np.unique(place):
        inside = place == number
        total += abs(float(top[inside].mean() - right[inside].mean())) * float(inside.mean())
    return total


def _base_rate(share: Array) -> dict[str, float]:
    """What the bare class frequencies of the truth would score."""
    some = share[share > 0]
    return {"accuracy": float(share.max()), "log_loss": float(-(some * np.log(some)).sum())}


def figures() -> Iterator[Figure]:
    """Every bar of the reliability engine, measured on the shared sets."""
    sets = shared_folder() / "data" / "truth"
    if not sets.is_dir():
        yield Figure("sets with known truth", "present", f"no {sets}; set SERVANDA_SHARED", False)
        return
    yield from _dense_figures(sets)
    yield from _sparse_figures(sets)
    yield from _copy_figures(sets / "bluebird")


def _scored(folder: Path) -> dict[str, Any]:
    return score(predicted(reports_in(folder), {}, find=True), truth_in(folder))


def _dense_figures(sets: Path) -> Iterator[Figure]:
    better = 0
    for name, (raw, calibrated) in BARS.items():
        found = _scored(sets / name)
        both = (found["log_loss"], found["log_loss_calibrated"])
        better += both[0] < raw and both[1] < calibrated
        holds = both[0] <= SLACK * raw and both[1] <= SLACK * calibrated
        bar = f"<= {raw} / {calibrated}, within 2 %"
        yield Figure(
            f"{name}: log loss raw / calibrated", bar, f"{both[0]:.3f} / {both[1]:.3f}", holds
        )
    yield Figure("sets better than both their bars", ">= 2 of 4", str(better), better >= 2)
    facts = _scored(sets / "fact_eval")["log_loss"]
    yield Figure("fact_eval: log loss raw", f"<= {FACTS_BAR}", f"{facts:.3f}", facts <= FACTS_BAR)


def _sparse_figures(sets: Path) -> Iterator[Figure]:
    found = [_scored(folder) for folder in sorted(sets.glob("rte_sparse*"))]
    accuracy = float(np.mean([one["accuracy"] for one in found]))
    loss = float(np.mean([one["log_loss"] for one in found]))
    least, most = SPARSE_BARS
    name = f"rte_sparse, mean of {len(found)}"
    yield Figure(f"{name}: accuracy", f">= {least}", f"{accuracy:.3f}", accuracy >= least)
    yield Figure(f"{name}: log loss", f"<= {most}", f"{loss:.3f}", loss <= most)


def _copy_figures(folder: Path) -> Iterator[Figure]:
    reports, truth = reports_in(folder), truth_in(folder)
    worst = worst_worker(reports, truth)
    copied, copy_of = with_copies(reports, worst)
    before = predicted(reports, {}, find=True)
    marked = predicted(copied, copy_of, find=True)
    moved = max(abs(before[item][name] - marked[item][name]) for item in before for name in "01")
    name = f"bluebird, {COPIES} copies of the worst worker"
    yield Figure(f"{name}, marked: largest move", f"<= {SAME:g}", f"{moved:.1g}", moved <= SAME)
    found = score(predicted(copied, {}, find=True), truth)["log_loss"]
    rise = found - score(before, truth)["log_loss"]
    yield Figure(f"{name}, found: rise of log loss", f"< {RISE}", f"{rise:.4f}", rise < RISE)


def worst_worker(reports: Reports, truth: Mapping[str, str]) -> str:
    """The worker with the smallest share of right reports."""
    true = np.array([truth.get(item, "") for item in reports.items])
    right = np.array(reports.labels)[reports.label] == true[reports.item]
    size = len(reports.workers)
    share = np.bincount(reports.worker, right, size) / np.bincount(reports.worker, minlength=size)
    return reports.workers[int(share.argmin())]


def with_copies(reports: Reports, worker: str) -> tuple[Reports, dict[str, str]]:
    """The reports and copies of one worker's, and who repeats whom."""
    names = (reports.items, reports.workers, reports.labels)
    columns = zip(reports.item, reports.worker, reports.label, strict=True)
    rows = [(names[0][i], names[1][w], names[2][k]) for i, w, k in columns]
    copy_of = {f"{worker} copy {number}": worker for number in range(COPIES)}
    repeated = [(i, copy, k) for i, w, k in rows if w == worker for copy in copy_of]
    return Reports.from_rows([*rows, *repeated]), copy_of


if __name__ == "__main__":
    raise SystemExit(main())
