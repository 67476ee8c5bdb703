"""What an image of a place would have to show, for the duties that are about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from servanda.evidence.looks.visibility import asked_change, shows_from_above
from servanda.records import Direction, Obligation

__all__ = ["LookTarget", "look_target"]


@dataclass(frozen=True, slots=True)
class LookTarget:
    """What to look for at one site, and since when it may be there to be seen."""

    since: date | None  # the first duty's start; None where no duty of the site shows from above
    size_m: float | None  # of the smallest thing that matters
    change: Direction


def look_target(duties: Iterable[Obligation]) -> LookTarget:
    """What the duties of one site ask to be seen; nothing of those that no image can tell of."""
    shown = [duty for duty in duties if shows_from_above(duty)]
    sizes = [duty.min_size_m for duty in shown if duty.min_size_m is not None]
    changes = {asked_change(duty) for duty in shown}
    return LookTarget(
        since=min((duty.start for duty in shown), default=None),
        size_m=min(sizes, default=None),
        change=changes.pop() if len(changes) == 1 else Direction.UNDETERMINED,
    )
