"""Fits how much each sign weighs when a sentence's number is chosen as the count of a duty.

    python -m scripts.reader.fit_counts [AGREEMENT ...]

Writes `src/servanda/claims/slots/count_weights.py`. Without names it takes the agreements
a, b and c of the corpus, so that d, e and f measure it. Which number: a softmax over the numbers of
a sentence and none of them. What it counts: a softmax over the six kinds. Both with a quadratic
penalty; no draw of chance is in it.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from scripts.reader.counted_pairs import CountedPair, counted_pairs
from scripts.reading_corpus import agreements
from servanda.claims.meaning.encoder import SentenceEncoder
from servanda.claims.slots.counted_duty import CountedDuty
from servanda.claims.slots.number_features import Features, kind_features, number_features
from servanda.claims.slots.numbers import stated_numbers
from servanda.records import Counted
from servanda.sources.models.encoder_files import read_encoder_files

WEIGHTS = Path("src/servanda/claims/slots/count_weights.py")
FITTED_ON = "abc"  # first letters of the agreements that it is fitted on [definition]
NUMBER_PENALTY, KIND_PENALTY = 10.0, 5.0  # [measured; each of the six left out in turn]
NONE_WEIGHT = 0.1  # of a pair without a count; more gives fewer counts [measured; likewise]
SMALLEST = 0.02  # a lesser weight is left out [judgement; here]

Matrix = NDArray[np.float64]
Weights = dict[str, float]


def main() -> None:
    """Fit and write the weights."""
    files = read_encoder_files()
    encoder = SentenceEncoder(files.model, files.tokenizer)
    wanted = sys.argv[1:]
    pairs = [
        pair
        for agreement in agreements()
        if agreement.id in wanted or (not wanted and agreement.id[0] in FITTED_ON)
        for pair in counted_pairs(agreement, encoder)
        if " | " not in pair.sentence
    ]
    WEIGHTS.write_text(_as_module(fit_numbers(pairs), fit_kinds(pairs)), encoding="utf-8")


def fit_numbers(pairs: Sequence[CountedPair]) -> Weights:
    """The weight of each sign that a number is the count."""
    groups: list[tuple[list[Features], list[int], float]] = []
    for pair in pairs:
        numbers = stated_numbers(pair.sentence)
        right = [
            place
            for place, number in enumerate(numbers)
            if any(pair.same(number.value, count) for count in pair.counts)
        ]
        if not numbers or (pair.counts and not right):
            continue
        signs = number_features(
            pair.sentence, numbers, CountedDuty.of(pair.duty), pair.label, pair.setting
        )
        weight = 1.0 if right else NONE_WEIGHT
        groups.append(([*signs, {}], right or [len(signs)], weight))
    names = sorted({name for signs, _, _ in groups for sign in signs for name in sign})
    rows = _matrix([sign for signs, _, _ in groups for sign in signs], names)
    sizes = np.array([len(signs) for signs, _, _ in groups])
    starts = np.cumsum(sizes) - sizes
    right_rows = np.zeros(len(rows), dtype=np.bool_)
    for start, (_, right, _) in zip(starts, groups, strict=True):
        right_rows[start + np.array(right)] = True
    weights = np.array([weight for _, _, weight in groups])
    group = np.repeat(np.arange(len(sizes)), sizes)

    def loss(at: Matrix) -> tuple[float, Matrix]:
        sums = rows @ at
        powers = np.exp(sums - np.maximum.reduceat(sums, starts)[group])
        of_right = np.where(right_rows, powers, 0.0)
        all_sum, right_sum = np.add.reduceat(powers, starts), np.add.reduceat(of_right, starts)
        value = -(weights * np.log(right_sum / all_sum)).sum()
        slope = weights[group] * (powers / all_sum[group] - of_right / right_sum[group])
        penalty = NUMBER_PENALTY * at
        return float(value + at @ penalty / 2), rows.T @ slope + penalty

    found = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B").x
    return dict(zip(names, found.tolist(), strict=True))


def fit_kinds(pairs: Sequence[CountedPair]) -> dict[Counted, Weights]:
    """For each kind of count the weight of each sign."""
    signs: list[Features] = []
    kinds: list[int] = []
    for pair in pairs:
        numbers = stated_numbers(pair.sentence)
        for row in pair.rows:
            if "counts" not in row.slots or "count" not in row.slots:
                continue
            count = float(row.slots["count"])
            number = next((n for n in numbers if pair.same(n.value, count)), None)
            if number is not None:
                duty = CountedDuty.of(pair.duty)
                signs.append(kind_features(pair.sentence, number, numbers, duty, pair.label))
                kinds.append(list(Counted).index(Counted(row.slots["counts"])))
    names = sorted({name for sign in signs for name in sign})
    rows, right = _matrix(signs, names), np.eye(len(Counted))[kinds]

    def loss(flat: Matrix) -> tuple[float, Matrix]:
        at = flat.reshape(len(names), len(Counted))
        sums = rows @ at
        powers = np.exp(sums - sums.max(axis=1, keepdims=True))
        chances = powers / powers.sum(axis=1, keepdims=True)
        value = -np.log((chances * right).sum(axis=1)).sum()
        slope = rows.T @ (chances - right) + KIND_PENALTY * at
        return float(value + KIND_PENALTY * (flat @ flat) / 2), slope.ravel()

    start = np.zeros(len(names) * len(Counted))
    found = minimize(loss, start, jac=True, method="L-BFGS-B").x.reshape(len(names), len(Counted))
    return {
        kind: dict(zip(names, found[:, column].tolist(), strict=True))
        for column, kind in enumerate(Counted)
    }


def _matrix(signs: Sequence[Features], names: list[str]) -> Matrix:
    columns = {name: column for column, name in enumerate(names)}
    rows = np.zeros((len(signs), len(names)))
    for row, sign in enumerate(signs):
        for name, value in sign.items():
            rows[row, columns[name]] = value
    return rows


def _as_module(numbers: Weights, kinds: dict[Counted, Weights]) -> str:
    of_kinds = "".join(
        f"    Counted.{kind.name}: {{\n{_lines(kinds[kind], 8)}    }},\n" for kind in Counted
    )
    return (
        '"""How much each sign weighs; written by `python -m scripts.reader.fit_counts`."""\n\n'
        "from __future__ import annotations\n\n"
        "from collections.abc import Mapping\n\n"
        "from servanda.records import Counted\n\n"
        '__all__ = ["KIND_WEIGHTS", "NUMBER_WEIGHTS"]\n\n'
        "# For a number as the count. [measured; python -m benchmarks.statement_counts]\n"
        "NUMBER_WEIGHTS: Mapping[str, float] = {\n"
        f"{_lines(numbers, 4)}}}  # fmt: skip\n\n"
        "# For each kind of count. [measured; python -m benchmarks.statement_counts]\n"
        "KIND_WEIGHTS: Mapping[Counted, Mapping[str, float]] = {\n"
        f"{of_kinds}}}  # fmt: skip\n"
    )


def _lines(weights: Weights, indent: int) -> str:
    """The weights as lines of at most 100 characters."""
    lines, line = [], " " * indent
    for name, weight in sorted(weights.items()):
        if abs(weight) < SMALLEST:
            continue
        item = f'"{name}": {weight:.2f},'
        if len(line) + len(item) + 1 > 100:
            lines.append(line.rstrip())
            line = " " * indent
        line += f"{item} "
    return "\n".join([*lines, line.rstrip()]) + "\n"


if __name__ == "__main__":
    main()
