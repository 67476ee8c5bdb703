"""What the record says about a source: its statements that other evidence has settled.

A statement that the evidence of others bears out makes its origin more credible elsewhere, one
that they refute makes it less so, and one that they leave open changes nothing. Statements of one
kind teach about that kind alone: a source that is right about its rival may be wrong about itself.

The chance r that an origin is right has a Beta prior; in duty i the evidence of the others is
B_i times as likely if the origin is right there as if it is wrong. So the posterior of r is
proportional to Beta(r; a, b) prod_i (r B_i + 1 - r), a mixture of Betas that is summed exactly
and then replaced by the one Beta of the same mean and variance.
"""

from __future__ import annotations

from collections import Counter
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

__all__ = [
    "LEAST_SETTLED",
    "apply_record",
    "may_use_records",
    "settled_statements",
    "source_records",
]

# Most decibans that one statement can teach about its origin. [judgement; not from outside]
_MOST_DECIBANS = 60.0
# Decibans from which on the evidence of others has settled a statement: two to one.
# [judgement; not from outside]
_SETTLED = 3.0
# Statements of an origin that others have settled, from which on its record is used: what fewer
# teach is no more than what its letter says. [judgement; not from outside]
LEAST_SETTLED = 20
_TINY = 1e-300  # keeps likelihood ratios finite [judgement; not from outside]

Kind = tuple[str, str]  # origin, kind of statement
Record = Mapping[Kind, tuple[StatementOutcome, ...]]


def may_use_records(reports: Iterable[Sequence[Report]]) -> bool:
    """True if some origin may have a record long enough to be used.

    reports: of each duty. Where no origin speaks of twenty duties beside one, nothing is learnt
    from any of them, and there is no need to sum what would be.
    """
    duties = Counter(
        (origin, trust.kind)
        for said in reports
        for origin, trust in trust_of_origins(said).items()
        if trust.kind
    )
    return any(count > LEAST_SETTLED for count in duties.values())


def settled_statements(parts: Iterable[DutyEvidence]) -> Record:
    """By origin and kind of statement: how the evidence of others bears on each statement."""
    found: dict[Kind, list[StatementOutcome]] = {}
    cache = MassCache()
    for part in parts:
        for origin, trust in trust_of_origins(part.reports).items():
            if trust.kind:
                duty = part.question.obligation.id
                outcome = StatementOutcome(duty, _decibans_right(part, origin, cache))
                found.setdefault((origin, trust.kind), []).append(outcome)
    return {kind: tuple(outcomes) for kind, outcomes in found.items()}


def apply_record(part: DutyEvidence, record: Record) -> DutyEvidence:
    """The duty with the reliability of each report updated by its origin's other statements."""
    own = part.question.obligation.id
    reports = tuple(_update_report(report, record, own) for report in part.reports)
    return DutyEvidence(part.question, reports)


def source_records(parts: Iterable[DutyEvidence], record: Record) -> tuple[SourceRecord, ...]:
    """What has been learnt about each origin and kind of statement, for people to read."""
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
    """The Beta with the mean and variance of the exact posterior of being right."""
    factors = [10.0 ** (statement.decibans / 10.0) for statement in statements]
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
    statements = record.get((report.origin, report.reliability.kind), ())
    others = [statement for statement in statements if statement.obligation != own]
    if sum(abs(statement.decibans) >= _SETTLED for statement in others) < LEAST_SETTLED:
        return report
    return replace(report, reliability=update_reliability(report.reliability, others))


def _decibans_right(part: DutyEvidence, origin: str, cache: MassCache) -> float:
    """How much likelier the others' evidence on a duty is if the origin is right about it.

    What the origin's own statements alone are worth is subtracted, so that nothing is learnt from
    a claim on which nobody else has spoken.
    """
    alone = part.select_reports(lambda report: report.origin == origin)
    if len(alone.reports) == len(part.reports):
        return 0.0
    found = _odds_right(part, origin, cache) - _odds_right(alone, origin, cache)
    return min(_MOST_DECIBANS, max(-_MOST_DECIBANS, found))


def _odds_right(part: DutyEvidence, origin: str, cache: MassCache) -> float:
    """The likelihood ratio, in decibans, of the origin being right in what it says about a duty."""
    ways = truth_assignments(part.reports, every=True)
    if origin not in ways.origins:
        return 0.0
    trust = trust_of_origins(part.reports)
    means = {name: np.array([trust[name].mean]) for name in ways.origins}
    mass = _mass_by_assignment(part, ways, cache)
    right, wrong = (
        float((ways.chances({**means, origin: np.array([chance])})[0] * mass).sum())
        for chance in (1.0, 0.0)
    )
    return float(10.0 * np.log10(max(right, _TINY) / max(wrong, _TINY)))


def _mass_by_assignment(part: DutyEvidence, ways: TruthAssignments, cache: MassCache) -> Array:
    """(way,) mass, summed over what the bearer means to do and has done."""
    priors = part.question.priors
    keeps = priors.keeps / (priors.keeps + priors.breaks)
    mass = part.joint_mass(ways, cache).mass.sum(axis=2)
    return np.asarray(keeps * mass[:, 0] + (1.0 - keeps) * mass[:, 1])
