"""What an origin's increments come to: so many at least are done by then.

"Two more were handed over" is one act among others. By its day as many are done, at least, as the
origin's last running total before it and all acts that it has told since. Acts that may be one and
the same, because their days may be, count once: of the sets of acts that can be told apart the one
that comes to most is taken (weighted interval scheduling, Kleinberg and Tardos, *Algorithm Design*,
2005, section 6.1). So a copy, or the same act told again, adds nothing, and no order in which
things are told matters. What others tell is never added: each origin's sum is its own word.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from servanda.records import DateRange, Precision

__all__ = ["RunningTotal", "ToldKind", "ToldNumber", "running_totals"]

# Days; an act that is dated no better is not added to others. [judgement; not from outside]
_A_MONTH = 31


class ToldKind(StrEnum):
    """What a number tells."""

    TOTAL = "total"  # so many are done by then, in all
    ADDED = "added"  # so many more, or on that day
    UNDONE = "undone"  # what was done is taken back: all sums begin anew


@dataclass(frozen=True, slots=True)
class ToldNumber:
    """A number of done things, as one origin tells it."""

    id: str
    origin: str
    kind: ToldKind
    days: DateRange  # on which it may have been so
    number: float
    after_others: bool = False  # its words say that some came before: "two more"


@dataclass(frozen=True, slots=True)
class RunningTotal:
    """At least so many are done by the day of an act."""

    number: float
    parts: int  # the numbers that it is the sum of
    anchored: bool  # it begins with a total that the origin gave
    after_others: bool = False  # a single act that came after others, which are not told


# What every sum begins with: nothing, before the first day there is.
_NOTHING_YET = ToldNumber("", "", ToldKind.UNDONE, DateRange(None, date.min, Precision.DAY), 0.0)


def running_totals(told: Iterable[ToldNumber]) -> Mapping[str, RunningTotal]:
    """By id, what each increment comes to with those of its origin before it."""
    by_origin: dict[str, list[ToldNumber]] = {}
    for number in told:
        by_origin.setdefault(number.origin, []).append(number)
    return {
        name: total for numbers in by_origin.values() for name, total in _of_one_origin(numbers)
    }


def _of_one_origin(numbers: Sequence[ToldNumber]) -> Iterable[tuple[str, RunningTotal]]:
    added = [number for number in numbers if number.kind is ToldKind.ADDED]
    dated = sorted(
        (number for number in added if _is_dated(number)), key=lambda n: (n.days.end, n.id)
    )
    bases = [_NOTHING_YET, *_totals(numbers)]
    best = {base.id: _best_sums(base, dated) for base in bases}
    for number in added:
        if _is_dated(number):
            base = [base for base in bases if _last(base) < _first(number)][-1]
            total = best[base.id][number.id]
        else:
            total = RunningTotal(number.number, 1, anchored=False)
        alone = total.parts == 1 and not total.anchored
        yield number.id, replace(total, after_others=alone and number.after_others)


def _totals(numbers: Sequence[ToldNumber]) -> list[ToldNumber]:
    """The totals by their last days; of two on one day the smaller comes last, and counts."""
    totals = [n for n in numbers if n.kind is not ToldKind.ADDED and n.days.end is not None]
    return sorted(totals, key=lambda n: (_last(n), -n.number, n.id))


def _best_sums(base: ToldNumber, dated: Sequence[ToldNumber]) -> Mapping[str, RunningTotal]:
    """For each act after the base the largest sum by its last day of acts that can be told apart.

    dated: in the order of their last days
    """
    acts = [act for act in dated if _first(act) > _last(base)]
    lasts = [_last(act) for act in acts]
    anchored = base.kind is ToldKind.TOTAL
    sums = [RunningTotal(base.number, int(anchored), anchored=anchored)]
    for act in acts:
        before = sums[bisect_left(lasts, _first(act))]
        taken = RunningTotal(before.number + act.number, before.parts + 1, anchored=anchored)
        sums.append(max(taken, sums[-1], key=_most))
    # Acts that end on one day have heard of each other, whatever their order.
    return {act.id: sums[bisect_right(lasts, _last(act))] for act in acts}


def _is_dated(number: ToldNumber) -> bool:
    days = number.days
    return (
        days.start is not None and days.end is not None and (days.end - days.start).days <= _A_MONTH
    )


def _first(number: ToldNumber) -> date:
    return number.days.start or date.min


def _last(number: ToldNumber) -> date:
    return number.days.end or date.min


def _most(total: RunningTotal) -> tuple[float, int]:
    """What comes to most comes last; of equal sums the one of fewer numbers."""
    return total.number, -total.parts
