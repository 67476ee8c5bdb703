"""What numbers were made from: enough to make them again anywhere, to the last digit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from servanda.records.evidence.case_evidence import CaseEvidence

__all__ = ["Grounds"]


@dataclass(frozen=True, slots=True)
class Grounds:
    """The evidence, the assumptions and the samples behind an assessment and its timelines."""

    assessed: CaseEvidence  # what the assessment was made from
    draws: int  # samples behind each interval
    seed: int  # of the samples
    priors: Mapping[str, float] = field(default_factory=dict)  # every assumption by its name
    by_day: tuple[CaseEvidence, ...] = ()  # what each day of the timelines was made from, in order
