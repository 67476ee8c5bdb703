"""All that bears on a case as of one day: what weighing hands to assessing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from servanda.records.case.case import Case
from servanda.records.evidence.evidence import Evidence
from servanda.records.evidence.observation import Observation

__all__ = ["CaseEvidence", "Coverage", "OriginCount"]


@dataclass(frozen=True, slots=True)
class Coverage:
    """Whether any obligation in force is about a matter."""

    matter: str
    covered_by: tuple[str, ...]  # obligations that name it, in the case's order
    in_general_by: str | None  # the general obligation that reaches it
    why: str


@dataclass(frozen=True, slots=True)
class OriginCount:
    """How many independent origins there are, at least and at most."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class CaseEvidence:
    """The evidence of a case as of one day, about one day, and what it rests on."""

    case: Case
    as_of: date
    on: date
    evidence: tuple[Evidence, ...]
    origins: Mapping[str, OriginCount]  # by obligation; none where nothing bears on it
    coverage: Mapping[str, Coverage]  # by matter
    observations: Mapping[str, Observation] = field(default_factory=dict)  # by id

    def items(self, obligation: str) -> tuple[Evidence, ...]:
        """The evidence on one obligation."""
        return tuple(item for item in self.evidence if item.obligation == obligation)

    def origin_count(self, obligation: str) -> OriginCount:
        """The independent origins of what bears on one obligation."""
        return self.origins.get(obligation, OriginCount(0, 0))
