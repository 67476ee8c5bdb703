"""The observation of one site from two scenes: gates, score, rank, likelihood ratio."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from servanda.errors import NoStatisticError
from servanda.observations.error_rates.e_values import log10_evidence
from servanda.observations.error_rates.ranks import RankTest, control_shortage, rank_score
from servanda.observations.error_rates.score_likelihood_ratio import (
    detection_probability,
    score_ratio,
)
from servanda.observations.gates.prepare import PreparedPair, prepare
from servanda.observations.sites.any_change import any_change
from servanda.observations.sites.expected_change import expected_change
from servanda.observations.sites.procedures import Procedure, procedure_for
from servanda.observations.sites.site_score import SiteScores
from servanda.observations.sites.target import Target
from servanda.records import BlindSpotKind, Direction, Finding, Image, Observation, sha256

__all__ = ["QUESTIONS", "SiteObservation", "observe_pair"]

QUESTIONS = {
    Direction.CLEARED: expected_change,
    Direction.BUILT: expected_change,
    Direction.UNDETERMINED: any_change,
}


@dataclass(frozen=True, slots=True, eq=False)
class SiteObservation:
    """An observation with its images and changed pixels, for a picture."""

    observation: Observation
    prepared: PreparedPair
    changed: NDArray[np.bool_] | None  # (row, column); None where not observable
    score: float | None  # of the site; later looks may rank against it


def observe_pair(
    before: Image, after: Image, target: Target, alpha: float, history: Sequence[float] = ()
) -> SiteObservation:
    """The observation of one site between two scenes; not observable if nothing can be said.

    alpha: rate of false alarms to accept, 0..1
    history: scores of this site between scenes in which it is known not to have changed
    Never raises for what is in the images: a pair without a statistic is not observable, with the
    reason in words and a likelihood ratio of exactly 1.
    """
    prepared = prepare(before, after, target.footprint, min_object_m=target.min_object_m)
    procedure = procedure_for(before)
    id_ = _id(target, before, after, procedure)
    if prepared.first_failure is not None:
        gate = prepared.first_failure
        kind = gate.blind_spot or BlindSpotKind.GATE
        return _report_blind_spot(
            id_, target, prepared, procedure, f"{gate.name}: {gate.why}", kind
        )
    try:
        scored = _score_site(id_, target, prepared, procedure)
        rank = rank_score(scored.site, scored.unchanged, history)
        _refuse_few_controls(alpha, rank)
    except NoStatisticError as error:
        return _report_blind_spot(id_, target, prepared, procedure, str(error), BlindSpotKind.GATE)
    return _report_finding(id_, target, prepared, procedure, scored, rank, alpha)


def _score_site(
    id_: str, target: Target, prepared: PreparedPair, procedure: Procedure
) -> SiteScores:
    usable = prepared.after.usable
    fitted = procedure.fit(
        prepared.before.pixels, prepared.after.pixels, usable & ~target.exclusion_zone
    )
    rng = np.random.default_rng(int(id_.rpartition("-")[2], 16))
    scored = QUESTIONS[target.expected_direction](prepared, target, procedure, fitted, rng)
    if np.isnan(scored.site):
        raise NoStatisticError("too little of the site and its ground is clear on both dates")
    return scored


def _refuse_few_controls(alpha: float, rank: RankTest) -> None:
    refusal = control_shortage(alpha, rank.controls)
    if refusal is not None:
        raise NoStatisticError(refusal)


def _report_finding(
    id_: str,
    target: Target,
    prepared: PreparedPair,
    procedure: Procedure,
    scored: SiteScores,
    rank: RankTest,
    alpha: float,
) -> SiteObservation:
    found = rank.p_value <= alpha
    changed = scored.area if found else np.zeros_like(scored.area)
    pixel_m = prepared.after.scene.resolution_m
    observation = replace(
        _blank_observation(id_, target, prepared, procedure),
        finding=Finding.CHANGED if found else Finding.UNCHANGED,
        direction=scored.direction if found else Direction.UNDETERMINED,
        why=_reason(scored, rank, prepared, alpha),
        changed_area_m2=float(np.count_nonzero(changed)) * pixel_m**2,
        p_value=rank.p_value,
        controls=rank.controls,
        log10_likelihood_ratio=_log10_ratio(scored, rank),
    )
    return SiteObservation(observation, prepared, changed, scored.site)


def _log10_ratio(scored: SiteScores, rank: RankTest) -> float:
    """log10 of the likelihood ratio; without an object, the evidence in the p-value alone."""
    if scored.changed is None:
        return log10_evidence([rank.p_value])
    return score_ratio(scored.unchanged, scored.changed).log10(scored.site)


def _reason(scored: SiteScores, rank: RankTest, prepared: PreparedPair, alpha: float) -> str:
    """The score, its rank, the detection rate and any warning of a gate, in words."""
    rank_says = f"{rank.exceedances} of {rank.controls} controls score as high"
    if scored.changed is not None:
        share = detection_probability(scored.unchanged, scored.changed, alpha)
        rank_says = f"{rank_says}; of such changes {100.0 * share:.0f} % would be found"
    warning = next((gate.why for gate in prepared.gates if "at the edge" in gate.why), None)
    return "; ".join(text for text in (scored.says, rank_says, warning) if text)


def _report_blind_spot(
    id_: str,
    target: Target,
    prepared: PreparedPair,
    procedure: Procedure,
    why: str,
    kind: BlindSpotKind,
) -> SiteObservation:
    nothing = _blank_observation(id_, target, prepared, procedure)
    return SiteObservation(replace(nothing, why=why, blind_spot=kind), prepared, None, None)


def _blank_observation(
    id_: str, target: Target, prepared: PreparedPair, procedure: Procedure
) -> Observation:
    """The observation before anything is seen: not observable, likelihood ratio exactly 1."""
    before, after = prepared.before.scene, prepared.after.scene
    return Observation(
        id=id_,
        site=target.site,
        before=before.id,
        after=after.id,
        acquired=after.acquired,
        procedure=procedure.name,
        finding=Finding.NOT_OBSERVABLE,
        direction=Direction.UNDETERMINED,
        why="",
        changed_area_m2=None,
        p_value=None,
        controls=0,
        log10_likelihood_ratio=0.0,
        simulated=before.simulated or after.simulated,
        published=after.published,
    )


def _id(target: Target, before: Image, after: Image, procedure: Procedure) -> str:
    """An id made from site, scenes and procedure, so that a repeated look replaces the earlier."""
    named = "\n".join((target.site, before.scene.id, after.scene.id, procedure.name))
    return f"{target.site}-{sha256(named.encode())[:16]}"
