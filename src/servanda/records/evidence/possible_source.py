"""Who could be asked about a duty."""

from __future__ import annotations

from dataclasses import dataclass

from servanda.records.evidence.evidence import Reliability

__all__ = ["PossibleSource"]


@dataclass(frozen=True, slots=True)
class PossibleSource:
    """Somebody who could be asked about one duty."""

    actor: str
    name: str
    role: str  # "the other side", "watches this duty", ...
    reliability: Reliability
    favourable_if_wrong: float  # chance of saying that it is met if wrong, 0..1
    spoken: bool  # has had its last word on the duty: saying it again adds nothing
    has_part: bool = True  # verifies, watches or is the other side; False: only speaks in the case
