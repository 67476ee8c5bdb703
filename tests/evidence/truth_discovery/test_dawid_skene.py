"""Who is right: against a slow answer, against simulated truth, and what must not matter."""

from __future__ import annotations

from itertools import product
from math import prod

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.evidence.truth_discovery.agreement import agreement
from servanda.evidence.truth_discovery.dawid_skene import FusionResult, Trust, fuse
from servanda.evidence.truth_discovery.label_reports import Reports, label_counts

ROWS = st.lists(
    st.tuples(st.sampled_from("abcde"), st.sampled_from("vwxyz"), st.sampled_from("012")),
    min_size=1,
    max_size=40,
)


def simulated(
    items: int, workers: int, each: int, prevalence: list[float], seed: int, good: float = 7.0
) -> tuple[Reports, np.ndarray]:
    """Reports of workers whose rows are Beta(good, 3) accurate, and the position of each truth."""
    rng = np.random.default_rng(seed)
    labels = len(prevalence)
    truth = rng.choice(labels, items, p=prevalence)
    accuracy = rng.beta(good, 3.0, (workers, labels))
    rows = []
    for item, true in enumerate(truth):
        for worker in rng.choice(workers, each, replace=False):
            slip = int(rng.integers(1, labels))
            right = rng.random() < accuracy[worker, true]
            label = true if right else (true + slip) % labels
            rows.append((f"{item:04d}", f"{worker:03d}", str(label)))
    return Reports.from_rows(rows), truth


def log_loss(posterior: np.ndarray, truth: np.ndarray) -> float:
    return float(-np.log(posterior[np.arange(len(truth)), truth]).mean())


def mean_confusion(fused: FusionResult) -> np.ndarray:
    """(worker, truth, label) the mean chance that the worker says a label of a class."""
    return fused.rows / fused.rows.sum(axis=2, keepdims=True)


@given(ROWS)
def test_posteriors_and_confusions_are_probabilities(rows: list[tuple[str, str, str]]) -> None:
    fused = fuse(Reports.from_rows(rows))
    for chance, axis in ((fused.posterior, 1), (mean_confusion(fused), 2)):
        assert np.isfinite(chance).all()
        assert (chance >= 0.0).all()
        np.testing.assert_allclose(chance.sum(axis=axis), 1.0, rtol=1e-12)


@given(ROWS, st.randoms(use_true_random=False))
def test_the_order_of_reports_moves_no_bit(rows: list[tuple[str, str, str]], rng: object) -> None:
    mixed = list(rows)
    rng.shuffle(mixed)  # type: ignore[attr-defined]
    first, second = (fuse(Reports.from_rows(some)) for some in (rows, mixed))
    assert first.posterior.tobytes() == second.posterior.tobytes()
    assert first.rows.tobytes() == second.rows.tobytes()


@given(ROWS)
def test_what_the_labels_are_called_does_not_matter(rows: list[tuple[str, str, str]]) -> None:
    names = {"0": "n", "1": "m", "2": "l"}  # the other way round when sorted
    renamed = [(item, worker, names[label]) for item, worker, label in rows]
    first, second = (fuse(Reports.from_rows(some)) for some in (rows, renamed))
    np.testing.assert_allclose(first.posterior, second.posterior[:, ::-1], rtol=1e-9, atol=1e-12)


def test_workers_of_one_report_are_judged_by_the_prior_alone() -> None:
    """Each worker is new, so Bayes' rule with the prior rows is the whole answer."""
    votes = {"a": "001", "b": "111", "c": "000", "d": "01"}
    rows = [
        (item, f"{item}{n}", label) for item, said in votes.items() for n, label in enumerate(said)
    ]
    trust = Trust(even=1.0, own_label=0.0, accuracy_weight=1e9, share_weight=0.0, handover=1e3)
    posterior = fuse(Reports.from_rows(rows), trust).posterior
    for row, said in zip(posterior, votes.values(), strict=True):
        power = 1.0 / (1.0 + (len(said) - 1) * trust.correlation)
        one, other = (prod(0.7 if x == t else 0.3 for x in said) ** power for t in "01")
        np.testing.assert_allclose(row[0], one / (one + other), rtol=1e-7)


@pytest.mark.parametrize("prevalence", [[0.5, 0.5], [0.9, 0.1], [0.7, 0.2, 0.1], [0.25] * 4])
def test_simulated_truth_is_found_better_and_more_honestly_than_by_shares(
    prevalence: list[float],
) -> None:
    reports, truth = simulated(400, 30, 5, prevalence, seed=4)
    posterior = fuse(reports).posterior
    counts = label_counts(reports) + 0.5 / len(prevalence)
    shares = counts / counts.sum(axis=1, keepdims=True)
    assert (posterior.argmax(axis=1) == truth).mean() >= (shares.argmax(axis=1) == truth).mean()
    assert log_loss(posterior, truth) < log_loss(shares, truth)


def test_a_worker_who_is_always_wrong_is_turned_round_and_nobody_else_is() -> None:
    rng = np.random.default_rng(3)
    truth = rng.integers(0, 2, 200)
    right = {"good": 0.85, "fair": 0.75, "other": 0.8, "liar": 0.1, "more": 0.8}
    rows = [
        (f"{item:03d}", name, str(true if rng.random() < chance else 1 - true))
        for (item, true), (name, chance) in product(enumerate(truth), right.items())
    ]
    reports = Reports.from_rows(rows)
    fused = fuse(reports)
    own = np.trace(mean_confusion(fused), axis1=1, axis2=2) / 2.0
    for name, found in zip(reports.workers, own, strict=True):
        np.testing.assert_allclose(found, right[name], atol=0.1)
    assert (fused.posterior.argmax(axis=1) == truth).mean() > 0.9


def test_a_label_that_hardly_anybody_gives_is_no_second_sort_of_a_common_one() -> None:
    """Half of the items of class 0 are mere guesses; they must not fill the empty class 2."""
    rng = np.random.default_rng(5)
    rows = []
    for item in range(1500):
        true = int(item >= 750)
        chance = 0.5 if not true and item % 2 else 0.9
        for worker in rng.choice(6, 5, replace=False):
            label = true if rng.random() < chance else 1 - true
            rows.append((f"{item:04d}", str(worker), str(label)))
    for number in range(0, 140, 7):
        rows[number] = (*rows[number][:2], "2")
    reports = Reports.from_rows(rows)
    guarded, free = (
        fuse(reports, Trust(own_label=least)).posterior[:, 2].mean()
        for least in (Trust().own_label, 0.0)
    )
    assert guarded < 0.02 < 0.1 < free


def test_many_agreeing_reports_weigh_as_at_most_ten() -> None:
    """The reports of one item err together, however many they are; none of these has a record."""
    rows = [("few", f"n{n}", "1") for n in range(10)]
    rows += [("many", f"m{n}", "1") for n in range(200)]
    trust = Trust(even=1.0, handover=1e3, accuracy_weight=1e9, own_label=0.0)
    rows.append(("other", "k", "0"))
    posterior = fuse(Reports.from_rows(rows), trust).posterior
    few, many = np.log(posterior[:2, 1] / posterior[:2, 0]) * trust.correlation
    assert few < many < np.log(0.7 / 0.3)
    assert many > 0.95 * np.log(0.7 / 0.3)


def test_agreement_gives_back_the_accuracy_that_made_it() -> None:
    reports, _ = simulated(4000, 4000, 4, [0.4, 0.3, 0.3], seed=2, good=27.0)
    assert agreement(label_counts(reports), 0.5, 0.0).accuracy == pytest.approx(0.9, abs=0.01)


def test_without_two_reports_of_one_item_the_accuracy_is_the_one_assumed() -> None:
    assert agreement(np.eye(3), 0.7, 20.0).accuracy == pytest.approx(0.7, rel=1e-12)


@given(ROWS)
def test_a_row_given_twice_counts_once_and_a_contradiction_as_silence(
    rows: list[tuple[str, str, str]],
) -> None:
    reports = Reports.from_rows([*rows, *rows])
    said: dict[tuple[str, str], set[str]] = {}
    for item, worker, label in rows:
        said.setdefault((item, worker), set()).add(label)
    assert len(reports.item) == sum(len(labels) == 1 for labels in said.values())
    for one in (reports.item, reports.worker, reports.label):
        assert len(one) == len(reports.item)


def test_an_item_of_contradictions_only_is_as_open_as_the_prevalence() -> None:
    rows = [("a", "v", "0"), ("a", "v", "1"), ("b", "v", "0"), ("c", "w", "1")]
    np.testing.assert_allclose(fuse(Reports.from_rows(rows)).posterior[0], 0.5, atol=1e-9)


def test_one_label_is_certain_and_no_report_is_refused() -> None:
    assert fuse(Reports.from_rows([("a", "v", "0")])).posterior.tolist() == [[1.0]]
    with pytest.raises(ValueError, match="no reports"):
        Reports.from_rows([])
