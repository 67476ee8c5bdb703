"""The evidence on a case as of one day: the output of weighing and input of assessing."""

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
    """Which obligations in force are about a matter, if any."""

    matter: str
    covered_by: tuple[str, ...]  # obligations that name it, in the case's order
    in_general_by: str | None  # the general obligation that reaches it
    why: str


@dataclass(frozen=True, slots=True)
class OriginCount:
    """The least and greatest number of independent origins there can be."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class CaseEvidence:
    """The evidence on a case about the day `on`, from what was public by `as_of`."""

    case: Case
    as_of: date
    on: date
    evidence: tuple[Evidence, ...]
    origins: Mapping[str, OriginCount]  # by obligation; no entry where nothing bears on it
    coverage: Mapping[str, Coverage]  # by matter
    observations: Mapping[str, Observation] = field(default_factory=dict)  # by id
    # The last day that a document or look, public by `as_of`, reaches. None: not known, no end.
    record_until: date | None = None
    # By obligation, the chance that a breach would have shown; none where nobody is said to watch.
    detection: Mapping[str, float] = field(default_factory=dict)

    # By source, the last day that its documents or a declared coverage reach.
    source_ends: Mapping[str, date] = field(default_factory=dict)
    # By obligation, the last day that the declared coverage of those who watch it reaches.
    watched_until: Mapping[str, date] = field(default_factory=dict)

    def record_end(self, obligation: str) -> date | None:
        """The last day of which the record could tell of an obligation; None: not known, no end."""
        ends = (self.record_until, self.watched_until.get(obligation))
        return max((end for end in ends if end is not None), default=None)

    @property
    def whole_record_until(self) -> date | None:
        """The last day that anything kept, or declared to be complete, reaches."""
        ends = (self.record_until, *self.source_ends.values())
        return max((end for end in ends if end is not None), default=None)

    def items(self, obligation: str) -> tuple[Evidence, ...]:
        """The evidence on one obligation."""
        return tuple(item for item in self.evidence if item.obligation == obligation)

    def origin_count(self, obligation: str) -> OriginCount:
        """The number of independent origins of the evidence on one obligation."""
        return self.origins.get(obligation, OriginCount(0, 0))
