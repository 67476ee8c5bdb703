"""All that bears on a case as of one day, gathered for the assessment."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from servanda.evidence.exclusions import NO_EXCLUSIONS, Exclusions
from servanda.evidence.record_ends import kept_until, source_ends, watched_until
from servanda.evidence.relevance.links import coverage
from servanda.evidence.statements.watchers import chance_of_detection
from servanda.evidence.trust.origins import independent_origins
from servanda.evidence.trust.sides import actors_by_id
from servanda.evidence.weigh import weigh
from servanda.evidence.weighing_cache import WeighingCache
from servanda.records import (
    Bearing,
    Case,
    CaseEvidence,
    DocumentClaims,
    Evidence,
    ObservationWithScenes,
    OriginCount,
    public_by,
    with_starts_as_of,
)

__all__ = ["chances_of_detection", "collect_evidence"]


def collect_evidence(
    case: Case,
    reads: Sequence[DocumentClaims],
    as_of: date,
    on: date,
    sights: Sequence[ObservationWithScenes] = (),
    left_out: Exclusions = NO_EXCLUSIONS,
    cache: WeighingCache | None = None,
) -> CaseEvidence:
    """The evidence on every obligation from what was public by `as_of`, with what it rests on.

    sights: what may count; simulated observations only if they were asked for
    left_out: what is to be as if it had never been there
    cache: for callers that ask about one case and its documents on several days
    """
    case = with_starts_as_of(case, as_of)
    evidence = weigh(case, reads, as_of, on, sights, left_out, cache)
    known = CaseEvidence(
        case=case,
        as_of=as_of,
        on=on,
        evidence=evidence,
        origins=_origin_counts(case, evidence),
        coverage={matter.id: coverage(matter, case, on) for matter in case.matters},
        observations={look.observation.id: look.observation for look in sights},
        record_until=kept_until(reads, sights, as_of),
        source_ends=source_ends(case, reads, as_of),
        watched_until=watched_until(case, as_of),
    )
    return replace(known, detection=chances_of_detection(known, reads))


def chances_of_detection(known: CaseEvidence, reads: Sequence[DocumentClaims]) -> dict[str, float]:
    """The chance that a breach would have shown, by obligation with watchers.

    Until the day asked about, or the end of the record before it: of later days nothing is known.
    """
    case, as_of = known.case, known.as_of
    public = [read for read in reads if public_by(read.document.publication, as_of)]
    chances = {}
    for duty in case.obligations:
        until = min(known.on, known.record_end(duty.id) or known.on)
        chances[duty.id] = chance_of_detection(case, duty, public, as_of, until)
    return {duty: chance for duty, chance in chances.items() if chance is not None}


def _origin_counts(case: Case, evidence: Iterable[Evidence]) -> dict[str, OriginCount]:
    """How many independent origins bear on each obligation."""
    origins: dict[str, list[str]] = {}
    for item in evidence:
        if item.bearing is Bearing.BEARS:
            origins.setdefault(item.obligation, []).append(item.origin)
    actors = actors_by_id(case)
    return {duty: independent_origins(names, actors) for duty, names in origins.items()}
