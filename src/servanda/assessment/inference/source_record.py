"""What the record says of a source: earlier statements that other evidence has settled since.

A statement that the evidence of others bears out makes its origin more credible elsewhere, one
that they refute less so, and one that they leave open changes nothing. Statements of one kind
teach about that kind alone: who is right about its rival may be wrong about itself.

The chance r that an origin is right has a Beta prior; in duty i the evidence of the others is
B_i times as likely if the origin is right there as if it is wrong. So the posterior of r is
proportional to Beta(r; a, b) prod_i (r B_i + 1 - r), a mixture of Betas that is summed exactly
and then replaced by the one Beta of the same mean and variance.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np
from scipy.special import betaln

from servanda.assessment.filters.report_likelihoods import (
    Report,
    TruthAssignments,
    trust_of_origins,
    truth_assignments,
)
from servanda.assessment.inference.duty_inference import DutyEvidence
from servanda.assessment.inference.mass_cache import MassCache
from servanda.assessment.model.arrays import Array
from servanda.records import Reliability, SourceRecord, StatementOutcome

__all__ = ["apply_record", "settled_statements", "source_records"]

_MOST_DECIBANS = 60.0  # one statement cannot teach more than this
_TINY = 1e-300

Kind = tuple[str, str]  # origin, kind of statement
Record = Mapping[Kind, tuple[StatementOutcome, ...]]


def settled_statements(parts: Iterable[DutyEvidence]) -> Record:
    """For each origin and kind of statement: how the others' evidence bears on each duty's."""
    found: dict[Kind, list[StatementOutcome]] = {}
    cache = MassCache()
    for part in parts:
        for origin, trust in trust_of_origins(part.reports).items():
            if trust.kind:
                told = StatementOutcome(
                    part.question.obligation.id, _decibans_right(part, origin, cache)
                )
                found.setdefault((origin, trust.kind), []).append(told)
    return {kind: tuple(settled) for kind, settled in found.items()}


def apply_record(part: DutyEvidence, record: Record) -> DutyEvidence:
    """The duty with each report's reliability moved by what its origin said of other duties."""
    own = part.question.obligation.id
    return DutyEvidence(
        part.question, tuple(_update_report(one, record, own) for one in part.reports)
    )


def source_records(parts: Iterable[DutyEvidence], record: Record) -> tuple[SourceRecord, ...]:
    """What has been learnt of each origin and kind of statement, for people to see."""
    priors: dict[Kind, Reliability] = {}
    for part in parts:
        for origin, trust in trust_of_origins(part.reports).items():
            if trust.kind:
                priors.setdefault((origin, trust.kind), trust)
    return tuple(
        SourceRecord(
            origin=origin,
            kind=kind,
            prior=prior,
            learnt=update_reliability(prior, record[origin, kind]),
            statements=record[origin, kind],
        )
        for (origin, kind), prior in sorted(priors.items())
    )


def update_reliability(prior: Reliability, statements: Sequence[StatementOutcome]) -> Reliability:
    """The Beta of the same mean and variance as the exact posterior of being right."""
    factors = [10.0 ** (one.decibans / 10.0) for one in statements]
    ways = np.ones(1)  # [k]: k of the statements right, summed over which
    for factor in factors:
        ways = np.convolve(ways, [1.0, factor])
        ways /= ways.max()
    number = len(factors)
    borne_out = np.arange(number + 1, dtype=np.float64)
    right, wrong = prior.right + borne_out, prior.wrong + number - borne_out
    weights = ways * np.exp(betaln(right, wrong) - betaln(right, wrong).max())
    return _match_moments(prior, weights / weights.sum(), right, wrong)


def _match_moments(prior: Reliability, weights: Array, right: Array, wrong: Array) -> Reliability:
    total = right + wrong
    mean = float(weights @ (right / total))
    square = float(weights @ (right * (right + 1.0) / (total * (total + 1.0))))
    variance = max(square - mean**2, 1e-12)
    size = mean * (1.0 - mean) / variance - 1.0
    return replace(prior, right=mean * size, wrong=(1.0 - mean) * size)


def _update_report(report: Report, record: Record, own: str) -> Report:
    others = [
        one
        for one in record.get((report.origin, report.reliability.kind), ())
        if one.obligation != own
    ]
    if not others:
        return report
    return replace(report, reliability=update_reliability(report.reliability, others))


def _decibans_right(part: DutyEvidence, origin: str, cache: MassCache) -> float:
    """How much likelier the others' evidence on a duty is if the origin is right about it.

    What its own statement is worth by itself is taken off: nobody is made or unmade by a claim
    that no one else has spoken to.
    """
    alone = part.select_reports(lambda one: one.origin == origin)
    if len(alone.reports) == len(part.reports):
        return 0.0
    found = _odds_right(part, origin, cache) - _odds_right(alone, origin, cache)
    return min(_MOST_DECIBANS, max(-_MOST_DECIBANS, found))


def _odds_right(part: DutyEvidence, origin: str, cache: MassCache) -> float:
    """The likelihood ratio, in decibans, of the origin being right in what it says of a duty."""
    ways = truth_assignments(part.reports, every=True)
    if origin not in ways.origins:
        return 0.0
    trust = trust_of_origins(part.reports)
    sure = {one: np.array([trust[one].mean]) for one in ways.origins}
    mass = _mass_by_assignment(part, ways, cache)
    right, wrong = (
        float((ways.chances({**sure, origin: np.array([known])})[0] * mass).sum())
        for known in (1.0, 0.0)
    )
    return float(10.0 * np.log10(max(right, _TINY) / max(wrong, _TINY)))


def _mass_by_assignment(part: DutyEvidence, ways: TruthAssignments, cache: MassCache) -> Array:
    """(way,) mass, whatever the bearer means to do and has done."""
    priors = part.question.priors
    keeps = priors.keeps / (priors.keeps + priors.breaks)
    mass = part.joint_mass(ways, cache).mass.sum(axis=2)
    return np.asarray(keeps * mass[:, 0] + (1.0 - keeps) * mass[:, 1])
