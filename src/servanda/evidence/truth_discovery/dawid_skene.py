"""Which label of each item is right, and how each worker errs, from the workers' reports alone.

Dawid and Skene (1979), J. R. Stat. Soc. C 28(1), 20-28, with what keeps it honest:

- A worker's confusion rows have Dirichlet priors around one symmetric matrix, and an item is judged
  by rows learnt from the *other* items (the zeroth-order collapsed step of Asuncion et al. 2009,
  UAI, 27-34). A worker with one report is the prior; nobody confirms himself.
- The accuracy of that matrix follows from how often workers agree (`confusion_agreement`).
- How common each label is, is learnt as well, and kept away from nought: a label that few name
  would else become rarer with every round.
- Reports of one item err together. n of them tell as much as n / (1 + (n - 1) correlation)
  independent ones, the design effect of Kish (1965), Survey Sampling, section 5.4.
- A label means what those who use it mean by it: on average, most of the reports of an item of
  class t say t. Without this a rare class is taken for a second sort of a common one.
- Where workers nearly always agree, little tells their confusions apart, and the bare shares of
  the labels are good: there the shares take over.

See docs/explanation/reliability.md for what each of these is worth on sets with known truth.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from servanda.evidence.truth_discovery.agreement import Agreement, agreement
from servanda.evidence.truth_discovery.label_reports import Array, Reports, label_counts

__all__ = ["DEFAULT_TRUST", "FusionResult", "Trust", "fuse"]


@dataclass(frozen=True, slots=True)
class Trust:
    """What is assumed of workers before any report; one setting for all reports."""

    # Chosen by a person who saw how six sets with known truth scored: see
    # docs/explanation/reliability.md. [judgement; `trust` of `fuse`]
    accuracy: float = 0.7  # of a worker of whom nothing is known, 0..1
    accuracy_weight: float = 20.0  # reports whose agreement counts as much as this assumption
    row_weight: float = 4.0  # pseudo-reports behind each row of a worker's confusion
    even: float = 0.1  # share of a flat prevalence in the one that is learnt, 0..1
    correlation: float = 0.1  # of the errors of two reports of one item, 0..1
    own_label: float = 0.5  # least share of reports that name an item's class, over all workers
    share_weight: float = 0.5  # pseudo-reports behind the bare shares of an item's labels
    handover: float = 6.0  # how suddenly, at a kappa of one half, the shares take over
    rounds: int = 40  # of learning; fixed, so that the same reports take the same steps [limit]


DEFAULT_TRUST = Trust()


@dataclass(frozen=True, slots=True)
class FusionResult:
    """What the reports say of the items and of the workers."""

    posterior: Array  # (item, label) probability that the label is right; rows sum to 1
    rows: Array  # (worker, truth, label) Dirichlet parameters of what the worker says
    shares: float  # weight of the bare shares in the posterior, 0..1


def fuse(reports: Reports, trust: Trust = DEFAULT_TRUST) -> FusionResult:
    """The posterior over each item's label and over each worker's confusion.

    An item without reports has every label equally probable. Copies must be collapsed before
    (`copies.collapsed`): a report counts once, whoever repeats it.
    """
    counts = label_counts(reports)
    seen = agreement(counts, trust.accuracy, trust.accuracy_weight)
    prior = _prior_rows(seen, trust)
    belief = _normalise(np.log(counts + 1.0))
    for _ in range(trust.rounds):
        said = _expected_counts(reports, belief)
        support = _support(reports, belief, said, prior, trust)
        base = np.log(_prevalence(belief, trust.even))
        belief = _normalise(base + support)
    damping = _design_effect(counts.sum(axis=1), trust.correlation)
    damped = _normalise(base + support / damping[:, None])
    weight = _weight_of_shares(seen.kappa, trust.handover)
    posterior = (1.0 - weight) * damped + weight * _shares(counts, trust.share_weight)
    return FusionResult(posterior, _expected_counts(reports, belief) + prior, weight)


def _prior_rows(seen: Agreement, trust: Trust) -> Array:
    """(truth, label) pseudo-reports behind every worker's rows."""
    others = max(1, seen.labels - 1)
    rows = np.full((seen.labels, seen.labels), (1.0 - seen.accuracy) / others)
    np.fill_diagonal(rows, seen.accuracy)
    return trust.row_weight * rows


def _expected_counts(reports: Reports, belief: Array) -> Array:
    """(worker, truth, label) expected number of reports."""
    workers, labels = len(reports.workers), len(reports.labels)
    cell = reports.worker * labels + reports.label
    of_class = [
        np.bincount(cell, belief[reports.item, truth], workers * labels).reshape(workers, labels)
        for truth in range(labels)
    ]
    return np.stack(of_class, axis=1)


def _support(reports: Reports, belief: Array, said: Array, prior: Array, trust: Trust) -> Array:
    """(item, truth) log-likelihood of the item's reports, each by what other items teach of it."""
    own = belief[reports.item]
    named = said[reports.worker, :, reports.label] - own
    spoken = said.sum(axis=2)[reports.worker] - own
    chance = np.maximum(named, 0.0) + prior.T[reports.label]
    chance /= np.maximum(spoken, 0.0) + prior.sum(axis=1)
    lift = _lift(said.sum(axis=0) + prior, trust.own_label)
    hit = reports.label[:, None] == np.arange(len(reports.labels))
    logs = np.log((1.0 - lift) * chance + lift * hit)
    items = len(reports.items)
    return np.stack([np.bincount(reports.item, column, items) for column in logs.T], axis=1)


def _prevalence(belief: Array, even: float) -> Array:
    """(truth,) how common each label is held to be before an item's reports."""
    labels = belief.shape[1]
    return np.asarray((1.0 - even) * belief.mean(axis=0) + even / labels)


def _lift(pooled: Array, least: float) -> Array:
    """(truth,) how much of each row must be its own label, that the pooled row has `least` of it.

    pooled: (truth, label) reports of all workers
    """
    own = np.diag(pooled) / pooled.sum(axis=1)
    return np.where(own < least, (least - own) / np.maximum(1.0 - own, 1e-12), 0.0)


def _design_effect(reports: Array, correlation: float) -> Array:
    """How many reports that err together tell as much as one that errs alone."""
    return np.asarray(1.0 + np.maximum(reports - 1.0, 0.0) * correlation)


def _shares(counts: Array, weight: float) -> Array:
    """(item, label) share of the item's reports, with a few pseudo-reports over all labels."""
    padded = counts + weight / counts.shape[1]
    return np.asarray(padded / padded.sum(axis=1, keepdims=True))


def _weight_of_shares(kappa: float, handover: float) -> float:
    """0 where workers agree by chance alone, 1/2 at a kappa of 1/2, 1 where they always agree."""
    agree, differ = kappa**handover, (1.0 - kappa) ** handover
    return float(agree / (agree + differ))


def _normalise(logs: Array) -> Array:
    mass = np.exp(logs - logs.max(axis=1, keepdims=True))
    return np.asarray(mass / mass.sum(axis=1, keepdims=True))
