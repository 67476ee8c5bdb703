"""What a number would be if its most telling texts had been read rightly, or wrongly.

The likelihood of an item is a mixture: a part that holds if its text was read rightly, and a part
for a text that was not, which tells of nothing. The joint mass is linear in each of them, so that

    mass(read rightly) = mass(as it stands) - mass(misread part alone)

and the masses of all choices of some items add up to the mass that the number is read off. A choice
weighs as much as its mass; the mean of the numbers of all choices is the number itself. So this is
no doubt beside the number, but the one that is in it already, taken apart.

What a person has reviewed is as it is. What a day or a story would be worth (`plausible`,
`follows`) stays as it is with all items. The sums are those at mean trust: drawing trust anew for
each choice took a quarter to a half more time and covered no more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from servanda.assessment.filters.report_likelihoods import Report
from servanda.assessment.inference.duty_inference import DutyEvidence, DutyModel
from servanda.assessment.inference.mass_cache import MassCache
from servanda.assessment.inference.wrong_source_model import with_wrong_source_likelihood
from servanda.assessment.model.arrays import Array, Index

__all__ = ["masses_by_reading"]

_MOST_ITEMS = 3  # taken apart in one number, the most telling: 2**3 sums [limit]
_FEW_ITEMS = 1  # where summing is slow [limit]
# Decibans by which reading an item otherwise moves what it says by itself, on average, for it to be
# taken apart. Less is hardly seen beside the doubt about sources. [judgement; not from outside]
_LEAST_DECIBANS = 0.5
_TINY = 1e-300  # keeps ratios finite [judgement; not from outside]


def masses_by_reading(model: DutyModel, cache: MassCache) -> Array:
    """(choice, value) masses of every choice of which items were read rightly, up to a factor.

    They add up to the mass at mean reliability. Of a single choice nothing is in doubt.
    """
    items = _items_in_doubt(model)
    if not items:
        return model.marginal_at_mean_reliability(cache)[None]
    masses = [
        part.mass_by_reading(own, cache)[numbers] for part, own, numbers in _by_duty(model, items)
    ]
    return _of_choices(model.combine_coalitions(masses, cache), len(items))


def _by_duty(
    model: DutyModel, items: Sequence[tuple[DutyEvidence, str]]
) -> Iterator[tuple[DutyEvidence, list[str], Index]]:
    """Each duty with its own items and the number of each choice of all items among theirs."""
    for part in model.parts:
        places = [place for place, (owner, _) in enumerate(items) if owner is part]
        own = [items[place][1] for place in places]
        yield part, own, _own_choices(1 << len(items), places)


def _items_in_doubt(model: DutyModel) -> list[tuple[DutyEvidence, str]]:
    """The most telling items of which a wrong reading is in doubt, each with its duty.

    Of duties that share but the intent, those of the duty itself: others move it little.
    """
    parts = model.parts if model.ties else (model.part,)
    told = [
        (-decibans, report.evidence, part)
        for part in parts
        for report, decibans in _moved_by_reading(part.reports)
        if decibans >= _LEAST_DECIBANS
    ]
    told.sort(key=lambda found: found[:2])
    most = _FEW_ITEMS if model.is_expensive else _MOST_ITEMS
    return [(part, item) for _, item, part in told[:most]]


def _moved_by_reading(reports: Sequence[Report]) -> Iterable[tuple[Report, float]]:
    """The unreviewed reports, with how far reading each otherwise moves it on average."""
    for report in with_wrong_source_likelihood(reports):
        if report.misread is None:
            continue
        mean = report.reliability.mean
        heard = mean * report.right + (1.0 - mean) * report.wrong
        misread = mean * report.misread[0] + (1.0 - mean) * report.misread[1]
        chance = float(misread.sum() / heard.sum())
        as_read, rightly = _decibans(heard), _decibans(heard - misread)
        yield report, chance * as_read + (1.0 - chance) * abs(rightly - as_read)


def _decibans(vector: Array) -> float:
    """The ratio between the likeliest value and the least likely, as far as it counts."""
    return float(10.0 * np.log10(max(float(vector.max()), _TINY) / max(float(vector.min()), _TINY)))


def _own_choices(choices: int, places: Sequence[int]) -> Index:
    """(choice,) the number of each choice of all items among those of the items of one duty."""
    count = (choices - 1).bit_length()
    numbers = np.zeros(choices, dtype=np.intp)
    for place in places:
        numbers = 2 * numbers + (np.arange(choices) >> (count - 1 - place) & 1)
    return numbers


def _of_choices(taken: Array, items: int) -> Array:
    """(choice, value) masses with each item rightly read or misread.

    taken: with each as it stands, or misread
    """
    table = taken.reshape(*(2,) * items, *taken.shape[1:])
    for axis in range(items):
        as_it_stands, misread = np.split(table, 2, axis=axis)
        # Of what names a day a wrong reading may be taken to be a little more than there is: a
        # thing that is undone the day after it was done.
        misread = np.minimum(misread, as_it_stands)
        table = np.concatenate([as_it_stands - misread, misread], axis=axis)
    return np.asarray(table.reshape(taken.shape))
