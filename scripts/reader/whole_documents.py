"""Agreements left out of the tuning, read whole as the reader reads them.

On every pair of theirs is learnt how common it is that a sentence bears on a duty, and measured
what the reader makes of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scripts.reader.fit import fit_logistic
from scripts.reader.pairs import TrainingSet, training_set
from scripts.reader.sensitivity import sensitivity_by_kind
from scripts.reading_corpus import Agreement, agreements
from servanda.claims.meaning.encoder import SentenceEncoder
from servanda.claims.statements.bearing import UNSEEN, bearing_features
from servanda.claims.statements.crowding import give_way
from servanda.claims.statements.fitted import (
    FittedNumbers,
    Register,
    bearing,
    label_probabilities,
    worth_judging,
)
from servanda.claims.statements.judge import StatementJudge, bearing_odds
from servanda.records import Label

__all__ = ["LEFT_OUT", "JudgedWhole", "fit_bears", "judged_whole", "outside_floor", "sensitivity"]

# Agreements that the judge learns nothing from, by 22 writers. Twelve of them have whole reports
# beside their shorter documents, most of whose sentences bear on nothing. [judgement; here]
LEFT_OUT = (
    "a1-prisoners-withdrawal",
    "e1-court-elections",
    "i2-normalisation",
    "o1-frontier",
    "p1-accord-years",
    "p2-inspectors",
    "p3-monitors",
    "p4-aid-returns",
    "t1-river-provinces",
    "t2-straits-detente",
    "t3-camps-mission",
    "t4-safeguards-supplies",
    "w1-garrison-islands",
    "w2-mountain-cantonment",
    "w3-reprocessing-halt",
    "w4-charter-reforms",
    "w5-river-line",
    "w6-besieged-port",
    "w7-rocket-caps",
    "w8-three-forces",
    "w9-summit-declaration",
    "w10-lake-peoples",
)
LOST = 0.02  # of bearing pairs that an outside judge may not see [judgement; here]
AT_ONCE = 2  # agreements that are judged at the same time [limit]

_UNRELATED = list(Label).index(Label.UNRELATED)


@dataclass(frozen=True, slots=True)
class JudgedWhole:
    """Every pair of one agreement, by page, passage and duty, and the answers on the near ones."""

    pairs: TrainingSet
    duties: int
    near: NDArray[np.int64]  # the numbers of the pairs that are near enough to be judged
    judged: NDArray[np.float64]  # of these, (pair, label)

    @property
    def bears(self) -> NDArray[np.bool_]:
        """Whether each pair bears."""
        return np.asarray(self.pairs.labels != _UNRELATED)

    def features(self) -> NDArray[np.float64]:
        """The features of bearing of every pair, (pair, feature)."""
        odds = np.full(len(self.pairs.pairs), UNSEEN)
        odds[self.near] = bearing_odds(self.judged)
        return np.concatenate(
            [
                bearing_features(odds[page], self.pairs.features[page]).reshape(page.size, -1)
                for page in _pages(self.pairs, self.duties)
            ]
        )

    def documents(self) -> list[NDArray[np.int64]]:
        """For each document the places of its pairs among the near ones."""
        of_page = np.concatenate(
            [
                np.full(page.size, number)
                for number, page in enumerate(_pages(self.pairs, self.duties))
            ]
        )[self.near]
        return [np.flatnonzero(of_page == number) for number in range(of_page.max() + 1)]

    @property
    def passages(self) -> NDArray[np.int64]:
        """The number of each near pair's passage among those of all documents."""
        return self.near // self.duties

    def bearing(self, fitted: FittedNumbers) -> NDArray[np.float64]:
        """The log odds that each near pair bears, as the reader has them."""
        bears = bearing(self.features()[self.near], fitted)
        for document in self.documents():
            passages = self.passages[document]
            bears[document] = give_way(bears[document], passages, fitted.crowding)
        return bears


def judged_whole(
    left_out: Collection[str],
    judge: StatementJudge,
    encoder: SentenceEncoder,
    fitted: FittedNumbers,
) -> list[JudgedWhole]:
    """The agreements of those ids, every pair judged that is near enough."""
    wanted = [agreement for agreement in agreements() if agreement.id in left_out]
    found = [_near_pairs(agreement, encoder, fitted) for agreement in wanted]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(lambda one: _judged(one, judge), found))


def _near_pairs(
    agreement: Agreement, encoder: SentenceEncoder, fitted: FittedNumbers
) -> JudgedWhole:
    pairs, duties = training_set(agreement, encoder, None), len(agreement.duties)
    near = [
        page.reshape(-1)[worth_judging(pairs.features[page], fitted).reshape(-1)]
        for page in _pages(pairs, duties)
    ]
    return JudgedWhole(pairs, duties, np.concatenate(near), np.zeros((0, len(Label))))


def _pages(pairs: TrainingSet, duties: int) -> Iterator[NDArray[np.int64]]:
    """The numbers of the pairs of each page, (passage, duty)."""
    at = 0
    for _, page in groupby(pairs.pages):
        size = sum(1 for _ in page)
        yield np.arange(at, at + size).reshape(-1, duties)
        at += size


def _judged(one: JudgedWhole, judge: StatementJudge) -> JudgedWhole:
    answers = judge.judge([one.pairs.pairs[index] for index in one.near])
    return replace(one, judged=answers.astype(np.float64))


def outside_floor(judged: Sequence[JudgedWhole]) -> float:
    """The judge's log odds under which few bearing pairs lie: an outside one is not asked there."""
    odds = [bearing_odds(one.judged)[one.bears[one.near]] for one in judged]
    return float(np.quantile(np.concatenate(odds), LOST))


def fit_bears(judged: Sequence[JudgedWhole]) -> NDArray[np.float64]:
    """Weights over the features of bearing, fitted on every pair that comes to be judged.

    So they know how common it is to bear on a duty.
    """
    return fit_logistic(
        np.concatenate([one.features()[one.near] for one in judged]),
        np.concatenate([one.bears[one.near] for one in judged]),
        np.concatenate([one.pairs.weights[one.near] for one in judged]),
    )


def sensitivity(judged: Sequence[JudgedWhole], fitted: FittedNumbers) -> Mapping[str, Any]:
    """By kind of duty, how many sentences of the agreements are read as the evidence they are.

    Each agreement by weights that were fitted on the others.
    """
    chances = []
    for one in judged:
        others = [other for other in judged if other is not one] or [one]
        apart = replace(fitted, bears=tuple(fit_bears(others).tolist()))
        found = np.zeros((len(one.pairs.pairs), len(Label)))
        found[:, _UNRELATED] = 1.0
        found[one.near] = label_probabilities(
            one.judged, one.bearing(apart), apart, Register.REPORT
        )
        chances.append(found)
    return sensitivity_by_kind(
        [pair for one in judged for pair in one.pairs.pairs],
        np.concatenate([one.pairs.labels for one in judged]),
        np.concatenate(chances),
    )
