"""The number that a sentence gives of a duty's own things.

Of the numbers of a sentence the one is chosen that what stands about it speaks for most, or none;
then what it counts is told: what is done, added, left, asked, a rate or a share. How much each sign
weighs was fitted on the labelled documents of some agreements (`scripts/reader/fit_counts.py`) and
is measured on others (`benchmarks/statement_counts.py`). The row of a table is read by the heads of
its columns instead.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from servanda.claims.slots.count_weights import KIND_WEIGHTS, NUMBER_WEIGHTS
from servanda.claims.slots.counted_duty import CountedDuty, CountSetting
from servanda.claims.slots.number_features import kind_features, number_features
from servanda.claims.slots.numbers import StatedNumber, stated_numbers
from servanda.claims.slots.table_counts import table_count
from servanda.records import Counted, Label, Obligation, StatedCount, StatementDirection

__all__ = ["stated_count"]

_FORWARD = frozenset({StatementDirection.FOR, StatementDirection.PART})
# A number whose signs weigh less is of something else: at 0.5 a quarter fewer are invented than
# at 0, for 2 points of right ones. [measured; python -m benchmarks.statement_counts]
_FLOOR = 0.5
_MORE = frozenset({"before further", "after more"})  # "another twelve", "twelve more"


def stated_count(
    sentence: str, duty: Obligation, label: Label, setting: CountSetting | None = None
) -> StatedCount | None:
    """The number of the duty's things that a sentence gives; None if it gives none.

    setting: the head of its table, the names of the actors, and both texts as vectors, by which
    "howitzers" go with "guns"
    """
    numbers = stated_numbers(sentence)
    if not numbers:
        return None
    setting = setting or CountSetting()
    counted = CountedDuty.of(duty)
    if numbers[0].cell is not None:
        return table_count(sentence, numbers, counted, label, setting)
    number = _best_number(sentence, numbers, counted, label, setting)
    if number is None:
        return None
    kind = _what_it_counts(sentence, number, numbers, counted, label)
    return StatedCount(number.value, number.whole, number.comparison, kind)


def _best_number(
    sentence: str,
    numbers: Sequence[StatedNumber],
    duty: CountedDuty,
    label: Label,
    setting: CountSetting,
) -> StatedNumber | None:
    """The number with the highest sum of weights, the first of equal ones; none below the floor."""
    features = number_features(sentence, numbers, duty, label, setting)
    sums = [_sum(NUMBER_WEIGHTS, signs) for signs in features]
    best = max(range(len(numbers)), key=lambda place: sums[place])
    return numbers[best] if sums[best] > _FLOOR else None


def _what_it_counts(
    sentence: str,
    number: StatedNumber,
    numbers: Sequence[StatedNumber],
    duty: CountedDuty,
    label: Label,
) -> Counted:
    """What grammar settles, else what the signs speak for most."""
    if number.form == "percent":
        return Counted.SHARE
    signs = kind_features(sentence, number, numbers, duty, label)
    if label.direction in _FORWARD and _MORE & signs.keys():
        return Counted.ADDED
    if label is Label.NOT_DONE and "before only" in signs and "told left" not in signs:
        return Counted.DONE
    return max(Counted, key=lambda kind: _sum(KIND_WEIGHTS[kind], signs))


def _sum(weights: Mapping[str, float], signs: Mapping[str, float]) -> float:
    return sum(weights.get(name, 0.0) * value for name, value in signs.items())
