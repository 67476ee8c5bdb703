"""The joint mass of duties that are tied by their things: one state of the world.

The duties of a component form a network. Each has the mass of its own reports over its values,
given its bearer's intent. A duty that another implies (the part, the removal) is drawn given the
stronger ones: as its own chain has it, among the values that fit theirs. So the mass is 0 wherever
a tie is broken, whatever the evidence; and a part of which nothing is known does not move the
whole, however many of them a case lists. Of bans it is the wider one that is drawn: whatever breaks
the narrower breaks it.

A bearer has one general intent in all that is tied and that it promised in one instrument, and acts
on it in each duty or, with a small chance, against it, as over several aspects of the same sites.

Values that no tie tells apart are summed first. Where a duty has too many values, its ties speak
of whether it is met alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from string import ascii_letters

import numpy as np

from servanda.assessment.inference.shared_intent import intent_matrix
from servanda.assessment.model.arrays import Array, Index
from servanda.assessment.model.questions import Question, met_values
from servanda.assessment.model.tie_masks import Mask, tie_mask
from servanda.records import MOST_TIED, ObligationKind, Tie

__all__ = ["TieNetwork", "promise_of"]

MOST_VALUES = 200  # of a duty, that its ties tell apart [limit]
MOST_CELLS = 2**21  # of the table of a duty, given others [limit]
_AT_ONCE = 256  # masses summed in one pass [limit]
_DRAW = "Z"  # the axis of draws in sums of products [definition]


@dataclass(frozen=True, slots=True)
class TieNetwork:
    """How the values of the duties of a component depend on each other; the first is asked for."""

    promises: tuple[str, ...]  # (duty,) who bears it, under which instrument
    classes: tuple[Index, ...]  # (duty,) of (value,): the class of each value
    given: tuple[tuple[int, ...], ...]  # (duty,) the duties given which it is drawn
    tables: tuple[Array | None, ...]  # (duty,) of (intent, class, class of each of those)

    @classmethod
    def of(
        cls, questions: Mapping[str, Question], ties: Sequence[Tie], priors: Sequence[Array]
    ) -> TieNetwork:
        """The network of some duties, the one asked for first.

        priors: (duty,) of (intent, value): masses without any report
        """
        names = list(questions)
        masks = _masks_by_place(questions, ties)
        classes = tuple(
            _value_classes(place, prior.shape[1], masks) for place, prior in enumerate(priors)
        )
        given = tuple(
            tuple(other for drawn, other in masks if drawn == place) for place in range(len(names))
        )
        tables = tuple(
            _conditional_table(place, given[place], classes, masks, priors[place])
            for place in range(len(names))
        )
        promises = tuple(promise_of(question) for question in questions.values())
        return cls(promises, classes, given, tables)

    def value_mass(
        self, masses: Sequence[Array], against: Array, keeps: Mapping[str, Array]
    ) -> Array:
        """(draw, value) mass of the first duty.

        masses: (duty,) of (draw or 1, intent, value)
        against: (draw or 1,) chances of acting against the general intent in one duty
        keeps: of each promise the (draw or 1,) chances that its bearer means to keep it
        """
        draws = max(len(array) for array in (*masses, against, *keeps.values()))
        found = []
        for first in range(0, draws, _AT_ONCE):
            part = slice(first, first + _AT_ONCE)
            found.append(
                self._value_mass(
                    [_cut(mass, part) for mass in masses],
                    _cut(against, part),
                    {name: _cut(chances, part) for name, chances in keeps.items()},
                )
            )
        return np.concatenate(found)

    def _value_mass(
        self, masses: Sequence[Array], against: Array, keeps: Mapping[str, Array]
    ) -> Array:
        own, *others = masses
        sums = [
            _sum_classes(mass, place) for mass, place in zip(others, self.classes[1:], strict=True)
        ]
        operands = [*self._intents(against, keeps)]
        operands += [(mass, f"*{_intent(n)}{_value(n)}") for n, mass in enumerate(sums, start=1)]
        operands += [
            (table, _intent(n) + _value(n) + "".join(map(_value, self.given[n])))
            for n, table in enumerate(self.tables)
            if table is not None
        ]
        operands.append((np.ones((2, self.classes[0].max() + 1)), _intent(0) + _value(0)))
        message = _contract(operands, f"*{_intent(0)}{_value(0)}")
        return np.asarray((own * message[:, :, self.classes[0]]).sum(axis=1))

    def _intents(self, against: Array, keeps: Mapping[str, Array]) -> list[tuple[Array, str]]:
        """The chances of the intents: of the bearers in general, and in each duty."""
        operands: list[tuple[Array, str]] = []
        for number, promise in enumerate(dict.fromkeys(self.promises)):
            duties = [place for place, name in enumerate(self.promises) if name == promise]
            general = np.stack([keeps[promise], 1.0 - keeps[promise]], axis=-1)
            if len(duties) == 1:
                operands.append((general, f"*{_intent(duties[0])}"))
                continue
            operands.append((general, f"*{_general(number)}"))
            acts_on = intent_matrix(against)
            operands += [(acts_on, f"*{_general(number)}{_intent(place)}") for place in duties]
        return operands


def promise_of(question: Question) -> str:
    """Who bears the duty, under which instrument: duties alike in it share a general intent."""
    return f"{','.join(question.obligation.bearers)} under {question.obligation.instrument}"


def _masks_by_place(
    questions: Mapping[str, Question], ties: Sequence[Tie]
) -> dict[tuple[int, int], Mask]:
    """(duty, duty given which it is drawn): which values of the two fit each other.

    A part is done where all of it is, so the part is drawn given the whole. An event of one sort is
    an event of all sorts, so what bans them all is drawn given what bans some.
    """
    names = list(questions)
    counted = _counted_duties(questions, ties)
    masks: dict[tuple[int, int], Mask] = {}
    for tie in ties:
        strong, weak = questions[tie.stronger], questions[tie.weaker]
        mask = tie_mask(tie.kind, strong, weak, counted={tie.stronger, tie.weaker} <= counted)
        pair = names.index(tie.weaker), names.index(tie.stronger)
        if strong.obligation.kind is ObligationKind.ABSTAIN:
            pair, mask = pair[::-1], mask.T
        masks[pair] = masks[pair] & mask if pair in masks else mask
    return masks


def _counted_duties(questions: Mapping[str, Question], ties: Sequence[Tie]) -> set[str]:
    """The duties whose ties speak of their counts, and not only of whether they are met."""
    sizes = {name: len(met_values(question)) for name, question in questions.items()}
    cells = {name: 2 * size for name, size in sizes.items()}
    for tie in ties:
        cells[tie.weaker] *= sizes[tie.stronger]
    return {name for name in questions if sizes[name] <= MOST_VALUES and cells[name] <= MOST_CELLS}


def _value_classes(place: int, values: int, masks: Mapping[tuple[int, int], Mask]) -> Index:
    """(value,) the class of each value: values of one class fit the same values of all others."""
    rows = [
        mask if drawn == place else mask.T
        for (drawn, other), mask in masks.items()
        if place in {drawn, other}
    ]
    if not rows:
        return np.zeros(values, dtype=np.intp)
    return np.asarray(np.unique(np.hstack(rows), axis=0, return_inverse=True)[1].reshape(-1))


def _conditional_table(
    place: int,
    given: Sequence[int],
    classes: Sequence[Index],
    masks: Mapping[tuple[int, int], Mask],
    prior: Array,
) -> Array | None:
    """(intent, class, class of each given duty) 1 / chance of any that fits; 0: does not fit."""
    if not given:
        return None
    own = _first_of_each(classes[place])
    fits = np.ones((len(own),) + (1,) * len(given))
    for axis, other in enumerate(given):
        mask = masks[place, other][np.ix_(own, _first_of_each(classes[other]))]
        shape = [len(own)] + [1] * len(given)
        shape[1 + axis] = mask.shape[1]
        fits = fits * mask.reshape(shape)
    chances = _sum_classes(prior[None] / prior.sum(axis=1)[None, :, None], classes[place])[0]
    any_fits = np.tensordot(chances, fits, axes=1)[:, None]
    return np.asarray(
        np.divide(fits[None], any_fits, out=np.zeros((2, *fits.shape)), where=any_fits > 0.0)
    )


def _first_of_each(classes: Index) -> Index:
    return np.asarray(np.unique(classes, return_index=True)[1])


def _sum_classes(mass: Array, classes: Index) -> Array:
    """(draw, intent, class) from (draw, intent, value)."""
    return np.asarray(
        mass @ np.equal.outer(classes, np.arange(classes.max() + 1)).astype(np.float64)
    )


def _cut(array: Array, part: slice) -> Array:
    return array if len(array) == 1 else array[part]


def _intent(place: int) -> str:
    return ascii_letters[2 * place]


def _value(place: int) -> str:
    return ascii_letters[2 * place + 1]


def _general(number: int) -> str:
    return ascii_letters[2 * MOST_TIED + number]


def _contract(operands: Sequence[tuple[Array, str]], wanted: str) -> Array:
    """The sum of the product of the operands over all axes but the wanted ones.

    An axis `*` is that of draws; of length 1 it is the same for all of them.
    """
    arrays, labels = [], []
    for array, label in operands:
        same = label.startswith("*") and len(array) == 1
        arrays.append(array[0] if same else array)
        labels.append(label[1:] if same else label.replace("*", _DRAW))
    drawn = any(_DRAW in label for label in labels)
    out = wanted.replace("*", _DRAW if drawn else "")
    found = np.einsum(f"{','.join(labels)}->{out}", *arrays, optimize="greedy")
    return np.asarray(found if drawn else found[None])
