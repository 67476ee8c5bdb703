"""Reassess a case with items left out or distrusted, or under other assumptions.

Working out what each item does to a number takes as long as the numbers themselves, and "what if"
should be answered at once; so these assessments carry no contributions and no contradictions.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from servanda.assessment.assess import assess
from servanda.assessment.inference.reliability_draws import BetaSampler
from servanda.assessment.model.priors import Priors
from servanda.records import Assessment, Bearing, CaseEvidence, Evidence

__all__ = ["neutralise_items", "reassess"]

_WHY = "distrusted for this question"


def neutralise_items(known: CaseEvidence, distrusted: Callable[[Evidence], bool]) -> CaseEvidence:
    """The evidence with the distrusted items made flat: each likelihood ratio is exactly 1.

    The items stay in place, so nothing else counts in their stead. Leaving an item out is
    different: its repetitions count then.
    """
    evidence = (_neutralise(item) if distrusted(item) else item for item in known.evidence)
    return replace(known, evidence=tuple(evidence))


def reassess(
    before: Assessment, known: CaseEvidence, draws: BetaSampler, priors: Priors
) -> Assessment:
    """The assessment under changed evidence and priors, numbers only.

    before: the unchanged assessment, of the same case and the same two days
    """
    after = assess(known, draws, priors, explained=False)
    return replace(after, documents=before.documents, sources=())


def _neutralise(item: Evidence) -> Evidence:
    bearing = Bearing.CANNOT_KNOW if item.bearing is Bearing.BEARS else item.bearing
    return replace(item, if_right=item.if_wrong, bearing=bearing, why=f"{item.why}; {_WHY}")
