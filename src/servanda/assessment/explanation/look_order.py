"""Which look to take first, and how far any of them could take a number."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from servanda.assessment.model.status import MET_FROM, NOT_MET_TO
from servanda.records import CollectionOption, InformationGain, Interval

__all__ = ["can_settle", "most_telling_first", "rank_looks", "reach_in_words", "reach_of"]


def rank_looks(
    found: Iterable[InformationGain], limit: int | None = None
) -> tuple[CollectionOption, ...]:
    """The looks of all rows that would tell anything, most telling first.

    A source without a part in a duty stands behind the best look of those that have one.
    """
    ranked = [
        (_rank(look, row.looks), look) for row in found for look in row.looks if look.bits > 0.0
    ]
    return tuple(look for _, look in sorted(ranked, key=lambda pair: pair[0])[:limit])


Rank = tuple[float, bool, float, str, date, str, tuple[str, ...]]


def most_telling_first(looks: Sequence[CollectionOption]) -> list[CollectionOption]:
    return sorted(looks, key=lambda look: _rank(look, looks))


def _rank(look: CollectionOption, of_row: Iterable[CollectionOption]) -> Rank:
    """What a look is sorted by; of_row: all looks at its row."""
    parts = (other.bits for other in of_row if other.has_part and other.available)
    best = max(parts, default=0.0)
    held_back = best > 0.0 and not look.has_part
    bits = min(look.bits, best) if held_back else look.bits
    return -bits, held_back, -look.bits, look.obligation, look.day, look.by, look.sites


def reach_in_words(now: float, reach: Interval) -> str:
    furthest = f"{reach.low:.2f} or {reach.high:.2f}"
    if now >= MET_FROM or now <= NOT_MET_TO:
        return (
            f"stands at {now:.2f}; a single look could take it to between "
            f"{reach.low:.2f} and {reach.high:.2f}"
        )
    if can_settle(reach):
        return f"a single look could settle it: it could reach {furthest}"
    if reach.low == now == reach.high:
        return "nothing available would settle this: no look and nobody's word could move it"
    return (
        "no single look would settle this, several that agree may: one could take it from "
        f"{now:.2f} no further than {furthest}"
    )


def reach_of(now: float, looks: Iterable[CollectionOption]) -> Interval:
    """The lowest and highest probability to which one available look could take the present one."""
    outcomes = [outcome for look in looks if look.available for outcome in look.outcomes]
    after = [outcome.probability_met for outcome in outcomes if outcome.chance > 0.0]
    return Interval(min([now, *after]), max([now, *after]))


def can_settle(reach: Interval) -> bool:
    return reach.high >= MET_FROM or reach.low <= NOT_MET_TO
